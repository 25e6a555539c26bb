"""How the call is run: the store, who is written to when, what is kept, how documents are opened."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from bot.settings.addresses import MailAddress, Section


class StoreSettings(Section):
    """Where records are kept: any SQLAlchemy URL."""

    url: str = "sqlite:///intake.sqlite"


class DirectorSettings(Section):
    """Who gets the digest and the questions."""

    address: MailAddress | None = None
    language: Literal["lv", "en"] = "lv"
    digest_at: time = time(8, 0)
    digest_days: tuple[Annotated[int, Field(ge=1, le=7)], ...] = (1, 2, 3, 4, 5, 6, 7)


class ReminderSettings(Section):
    """When teams are reminded, within these hours: incomplete ones so many days before the last one, and on it; accepted ones so
    many days before an event, and before deliverables are due."""

    days_before: tuple[Annotated[int, Field(ge=1, le=90)], ...] = (7, 3, 1)
    event_days_before: tuple[Annotated[int, Field(ge=1, le=90)], ...] = (3,)
    deliverable_days_before: tuple[Annotated[int, Field(ge=0, le=90)], ...] = (30, 7, 1)
    opens: time = time(9, 0)
    closes: time = time(17, 0)


class BrowseSettings(Section):
    """Where `browse` shows the store: a port of this machine alone, or behind a proxy, under its address and a password."""

    port: int = Field(default=8017, ge=0, le=65535)
    address: str | None = Field(default=None, pattern=r"^https://[^/\s]+/(\S*/)?$")
    password_hash_file: Path | None = None

    @model_validator(mode="after")
    def _behind_a_password(self) -> BrowseSettings:
        if self.address is not None and self.password_hash_file is None:
            raise ValueError("address puts the store on the web; name a password_hash_file too")
        return self


class LettersSettings(Section):
    """Whose words the letters have: a folder of the organisers' own templates wins over the bot's."""

    folder: Path | None = None


Days = Annotated[int, Field(ge=1)]


class RetentionSettings(Section):
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


class BackupSettings(Section):
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


class ParsingSettings(Section):
    """How strangers' bytes are opened."""

    workers: int = Field(default=1, ge=1)
    seconds: int = Field(default=120, ge=1)
    memory_megabytes: int = Field(default=2048, ge=256)
    trust_anchors: Path | None = None
    attempts: int = Field(default=3, ge=1)
