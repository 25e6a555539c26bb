"""config.toml as values, checked whole before anything starts."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import unquote, urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.errors import ConfigurationError, explain

_HOST_NAME = r"^[A-Za-z0-9.:\[\]-]+$"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Endpoint(BaseModel):
    """A server's address taken apart: scheme, host, port, user, and what stands after it (the folder)."""

    model_config = ConfigDict(frozen=True)

    scheme: str
    host: str = ""
    port: int | None = None
    user: str | None = None
    path: str = ""


def endpoint(url: str) -> Endpoint:
    """The parts of a mailbox's or sender's URL; `maildir:PATH` has only scheme and path."""
    if url.startswith("maildir:"):
        return Endpoint(scheme="maildir", path=url.removeprefix("maildir:"))
    parts = urlsplit(url)
    return Endpoint(
        scheme=parts.scheme,
        host=parts.hostname or "",
        port=parts.port,
        user=unquote(parts.username) if parts.username else None,
        path=unquote(parts.path.lstrip("/")),
    )


def _server_url(url: str, plain: str, schemes: tuple[str, ...], example: str) -> str:
    try:
        parts = endpoint(url)
    except ValueError as error:
        raise ValueError(f"is not a URL ({error}); write it like {example}") from error
    if parts.scheme == "maildir":
        if not parts.path:
            raise ValueError("names no folder; write maildir:/path/to/folder")
        return url
    if parts.scheme not in (*schemes, plain) or not parts.host:
        raise ValueError(
            f"begins with none of {', '.join((*schemes, plain, 'maildir:'))} and a host; write it like {example}"
        )
    if parts.scheme == plain and parts.host not in LOOPBACK:
        raise ValueError(
            f"sends passwords and mail unencrypted; use {schemes[0]}:// ({plain}:// is for this machine only)"
        )
    return url


def _mailbox_url(url: str) -> str:
    return _server_url(url, "imap", ("imaps", "imap+starttls"), "imaps://user@host:993/INBOX")


def _outgoing_url(url: str) -> str:
    return _server_url(url, "smtp", ("smtps", "smtp+starttls"), "smtps://user@host:465")


def _address(address: str) -> str:
    local, _, domain = address.rpartition("@")
    if not local or "." not in domain or any(c.isspace() or c in "<>,;" for c in address):
        raise ValueError("is not an e-mail address; write it like name@example.org")
    return address.lower()


MailAddress = Annotated[str, AfterValidator(_address)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


NEEDED_FOR_SIGN_IN = {
    ("microsoft", "device_code"): ("tenant", "client_id"),
    ("microsoft", "client_credentials"): ("tenant", "client_id", "client_secret or client_secret_file"),
    ("google", "installed_app"): ("key_file",),
    ("google", "service_account"): ("key_file",),
}


class OAuthSettings(_Section):
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


class _Secret(_Section):
    """A password, given directly, in a file, or by the environment; or a sign-in instead of one."""

    password: SecretStr | None = None
    password_file: Path | None = None
    oauth: OAuthSettings | None = None
    ca_file: Path | None = None

    @model_validator(mode="after")
    def _one_password(self) -> _Secret:
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


class MailboxSettings(_Secret):
    """Where mail comes from."""

    url: Annotated[str, AfterValidator(_mailbox_url)]
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


class OutgoingSettings(_Secret):
    """How mail leaves."""

    url: Annotated[str, AfterValidator(_outgoing_url)]
    sent_folder: str | None = None
    helo: str | None = Field(default=None, pattern=_HOST_NAME)
    timeout_seconds: int = Field(default=60, ge=1)
    per_address_a_day: int = Field(default=5, ge=1)
    per_application_a_day: int = Field(default=10, ge=1)
    in_all_a_day: int = Field(default=200, ge=1)


class StoreSettings(_Section):
    """Where records are kept: any SQLAlchemy URL."""

    url: str = "sqlite:///intake.sqlite"


class DirectorSettings(_Section):
    """Who gets the digest and the questions."""

    address: MailAddress | None = None
    language: Literal["lv", "en"] = "lv"
    digest_at: time = time(8, 0)
    digest_days: tuple[Annotated[int, Field(ge=1, le=7)], ...] = (1, 2, 3, 4, 5, 6, 7)


class ReminderSettings(_Section):
    """When teams are reminded, within these hours: incomplete ones so many days before the last one, and on it; accepted ones so
    many days before an event, and before deliverables are due."""

    days_before: tuple[Annotated[int, Field(ge=1, le=90)], ...] = (7, 3, 1)
    event_days_before: tuple[Annotated[int, Field(ge=1, le=90)], ...] = (3,)
    deliverable_days_before: tuple[Annotated[int, Field(ge=0, le=90)], ...] = (30, 7, 1)
    opens: time = time(9, 0)
    closes: time = time(17, 0)


class AlarmSettings(_Secret):
    """Who is alerted when mail cannot be fetched or sent for so long, and by which other road: a second way out, or a command
    that gets the letter on its standard input."""

    after_minutes: int = Field(default=60, ge=1)
    address: MailAddress | None = None
    url: Annotated[str, AfterValidator(_outgoing_url)] | None = None
    command: tuple[str, ...] = ()
    language: Literal["lv", "en"] = "lv"
    timeout_seconds: int = Field(default=60, ge=1)
    helo: str | None = Field(default=None, pattern=_HOST_NAME)

    @model_validator(mode="after")
    def _one_road(self) -> AlarmSettings:
        if self.url and self.command:
            raise ValueError("has both url and command; keep one")
        if bool(self.url) != bool(self.address):
            raise ValueError("url and address go together: the way out, and whom to write to")
        return self


class BrowseSettings(_Section):
    """Where `browse` shows the store: a port of this machine alone, or behind a proxy, under its address and a password."""

    port: int = Field(default=8017, ge=0, le=65535)
    address: str | None = Field(default=None, pattern=r"^https://[^/\s]+/(\S*/)?$")
    password_hash_file: Path | None = None

    @model_validator(mode="after")
    def _behind_a_password(self) -> BrowseSettings:
        if self.address is not None and self.password_hash_file is None:
            raise ValueError("address puts the store on the web; name a password_hash_file too")
        return self


class LettersSettings(_Section):
    """Whose words the letters have: a folder of the organisers' own templates wins over the bot's."""

    folder: Path | None = None


Days = Annotated[int, Field(ge=1)]


class RetentionSettings(_Section):
    """After how many days what is removed; None: never. Statistics stay.

    Applications lose persons and texts: by what was decided (`accepted`, `declined`, `waiting`) so long after the decision,
    `withdrawn` after the withdrawal, the others (`incomplete`, `complete`, `late`) after the last change or the last day to
    apply, whichever is later. `noted` is mail that belongs to no application's record: questions, thanks, machines' mail;
    `set_aside` mail that nobody decided about; `outbox` what sent mail said; `journal` whole entries.
    """

    accepted: Days | None = None
    declined: Days | None = None
    waiting: Days | None = None
    withdrawn: Days | None = None
    incomplete: Days | None = None
    complete: Days | None = None
    late: Days | None = None
    noted: Days | None = None
    set_aside: Days | None = None
    outbox: Days | None = None
    journal: Days | None = None


class BackupSettings(_Section):
    """Where backups of an SQLite store are put every night, at which time in Riga, and how many are kept."""

    folder: Path | None = None
    at: time = time(2, 0)
    keep_daily: int = Field(default=7, ge=1)
    keep_weekly: int = Field(default=4, ge=0)
    keep_monthly: int = Field(default=3, ge=0)

    @field_validator("at")
    @classmethod
    def _exists_every_night(cls, value: time) -> time:
        if value.hour == 3:
            raise ValueError(
                "does not exist on one night in March and exists twice on one in October; choose another hour"
            )
        return value


class ParsingSettings(_Section):
    """How strangers' bytes are opened."""

    workers: int = Field(default=1, ge=1)
    seconds: int = Field(default=120, ge=1)
    memory_megabytes: int = Field(default=2048, ge=256)
    trust_anchors: Path | None = None
    attempts: int = Field(default=3, ge=1)


class Settings(BaseSettings):
    """config.toml; every value can also come from the environment, as INTAKE_BOT__SECTION__KEY."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True, env_prefix="INTAKE_BOT__", env_nested_delimiter="__")

    mailbox: MailboxSettings
    outgoing: OutgoingSettings
    store: StoreSettings = StoreSettings()
    director: DirectorSettings = DirectorSettings()
    reminders: ReminderSettings = ReminderSettings()
    alarm: AlarmSettings = AlarmSettings()
    letters: LettersSettings = LettersSettings()
    browse: BrowseSettings = BrowseSettings()
    parsing: ParsingSettings = ParsingSettings()
    retention: RetentionSettings = RetentionSettings()
    backup: BackupSettings = BackupSettings()
    programme: str = "iip-2023"

    @model_validator(mode="after")
    def _backups_are_of_files(self) -> Settings:
        if self.backup.folder is not None and not self.store.url.startswith("sqlite"):
            raise ValueError("backup.folder is for SQLite; PostgreSQL is backed up with pg_dump (docs/backup.md)")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file, so that a password need not stand in it."""
        return env_settings, init_settings


def load(path: Path) -> Settings:
    """The settings in a file. Raises `ConfigurationError` naming every problem: key, value, and the mend."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise ConfigurationError(
            f"There is no configuration file {path}. "
            f"Copy config.example.toml to {path} and fill it in, or name another with --config."
        ) from error
    except OSError as error:
        raise ConfigurationError(f"The configuration file {path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} is not valid TOML: {error}.") from error
    try:
        return Settings(**content)
    except ValidationError as error:
        raise ConfigurationError(explain(error, str(path))) from error
