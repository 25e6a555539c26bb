"""config.toml as values, checked whole before anything starts."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.errors import ConfigurationError, explain
from bot.settings.addresses import endpoint
from bot.settings.practice import (
    BackupSettings,
    BrowseSettings,
    DirectorSettings,
    LettersSettings,
    ParsingSettings,
    ReminderSettings,
    RetentionSettings,
    StoreSettings,
)
from bot.settings.transport import AlarmSettings, MailboxSettings, OAuthSettings, OutgoingSettings

__all__ = [
    "AlarmSettings",
    "BackupSettings",
    "BrowseSettings",
    "DirectorSettings",
    "LettersSettings",
    "MailboxSettings",
    "OAuthSettings",
    "OutgoingSettings",
    "ParsingSettings",
    "ReminderSettings",
    "RetentionSettings",
    "Settings",
    "StoreSettings",
    "endpoint",
    "load",
]


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
