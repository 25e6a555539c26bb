"""Where mail comes from, how it leaves, who is alerted when neither works, and with what the bot signs in."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, field_validator, model_validator

from bot.errors import ConfigurationError
from bot.settings.addresses import HOST_NAME, MailAddress, Section, mailbox_url, outgoing_url

NEEDED_FOR_SIGN_IN = {
    ("microsoft", "device_code"): ("tenant", "client_id"),
    ("microsoft", "client_credentials"): ("tenant", "client_id", "client_secret or client_secret_file"),
    ("google", "installed_app"): ("key_file",),
    ("google", "service_account"): ("key_file",),
}


class OAuthSettings(Section):
    """How the bot signs in where the mail host takes no passwords."""

    provider: Literal["microsoft", "google"]
    flow: Literal["device_code", "client_credentials", "installed_app", "service_account"]
    tenant: str | None = None
    client_id: str | None = None
    client_secret: SecretStr | None = None
    client_secret_file: Path | None = None
    key_file: Path | None = None
    scopes: tuple[str, ...] = ()
    token_cache: Path = Path("intake-tokens.json")
    authority: str | None = Field(default=None, pattern=r"^https://")
    ca_file: Path | None = None
    redirect_port: int = Field(default=8765, ge=1, le=65535)

    @model_validator(mode="after")
    def _complete(self) -> OAuthSettings:
        needed = NEEDED_FOR_SIGN_IN.get((self.provider, self.flow))
        if needed is None:
            flows = " or ".join(flow for provider, flow in NEEDED_FOR_SIGN_IN if provider == self.provider)
            raise ValueError(f"{self.provider} has no flow {self.flow}; write {flows}")
        missing = [key for key in needed if not any(getattr(self, name) for name in key.split(" or "))]
        if missing:
            raise ValueError(f"{self.provider} with {self.flow} needs {', '.join(missing)}; add what is missing")
        return self

    def client_secret_value(self) -> str | None:
        """The secret, or None where none is configured. Raises `ConfigurationError` for an unreadable file."""
        if self.client_secret_file is None:
            return self.client_secret.get_secret_value() if self.client_secret else None
        return _read_secret(self.client_secret_file)


def _read_secret(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except OSError as error:
        raise ConfigurationError(
            f"The password file {file} cannot be read ({error.strerror}). Mend its path or permissions."
        ) from error


class Secret(Section):
    """A password, given directly, in a file, or by the environment; or a sign-in instead of one."""

    password: SecretStr | None = None
    password_file: Path | None = None
    oauth: OAuthSettings | None = None
    ca_file: Path | None = None

    @model_validator(mode="after")
    def _one_password(self) -> Secret:
        if self.password and self.password_file:
            raise ValueError("has both password and password_file; keep one")
        if self.oauth and (self.password or self.password_file):
            raise ValueError("has both a password and oauth; keep one")
        return self

    def secret(self) -> str | None:
        """The password, or None where none is configured. Raises `ConfigurationError` for an unreadable file."""
        if self.password_file is None:
            return self.password.get_secret_value() if self.password else None
        return _read_secret(self.password_file)

    def needed_secret(self, section: str) -> str:
        """The password of a server that wants one. Raises `ConfigurationError` where none is configured."""
        secret = self.secret()
        if secret is None:
            raise ConfigurationError(
                f"{section}.url names a user, and there is no password. Set password_file or password in [{section}], "
                f"or INTAKE_BOT__{section.upper()}__PASSWORD, or configure [{section}.oauth]."
            )
        return secret


class MailboxSettings(Secret):
    """Where mail comes from."""

    url: Annotated[str, AfterValidator(mailbox_url)]
    address: MailAddress
    authserv_id: str | None = None
    since: datetime | None = None
    poll_seconds: int = Field(default=120, ge=5)
    timeout_seconds: int = Field(default=60, ge=1)
    maximum_megabytes: int = Field(default=35, ge=1)
    after_filing: str | None = Field(default=None, pattern=r"^(keyword:[A-Za-z$_][A-Za-z0-9$_.-]*|move:\S.*)$")

    @model_validator(mode="after")
    def _keywords_need_a_server(self) -> MailboxSettings:
        if self.url.startswith("maildir:") and (self.after_filing or "").startswith("keyword:"):
            raise ValueError('after_filing: a Maildir keeps no keywords; write "move:FOLDER"')
        return self

    @field_validator("since", mode="before")
    @classmethod
    def _day_is_its_beginning(cls, value: object) -> object:
        return datetime.combine(value, time()) if isinstance(value, date) and not isinstance(value, datetime) else value


class OutgoingSettings(Secret):
    """How mail leaves."""

    url: Annotated[str, AfterValidator(outgoing_url)]
    sent_folder: str | None = None
    helo: str | None = Field(default=None, pattern=HOST_NAME)
    timeout_seconds: int = Field(default=60, ge=1)
    per_address_a_day: int = Field(default=5, ge=1)
    per_application_a_day: int = Field(default=10, ge=1)
    in_all_a_day: int = Field(default=200, ge=1)


class AlarmSettings(Secret):
    """Who is alerted when mail cannot be fetched or sent for so long, and by which other road: a second way out, or a command
    that gets the letter on its standard input."""

    after_minutes: int = Field(default=60, ge=1)
    address: MailAddress | None = None
    url: Annotated[str, AfterValidator(outgoing_url)] | None = None
    command: tuple[str, ...] = ()
    language: Literal["lv", "en"] = "lv"
    timeout_seconds: int = Field(default=60, ge=1)
    helo: str | None = Field(default=None, pattern=HOST_NAME)

    @model_validator(mode="after")
    def _one_road(self) -> AlarmSettings:
        if self.url and self.command:
            raise ValueError("has both url and command; keep one")
        if bool(self.url) != bool(self.address):
            raise ValueError("url and address go together: the way out, and whom to write to")
        return self
