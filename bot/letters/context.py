"""What a letter may tell, as values; and the letter itself, before it becomes a message."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.letters.wording import Gap, Language
from bot.programme import Event

_DECISIONS = ("accepted", "declined", "waiting")


@dataclass(frozen=True, slots=True)
class Received:
    """A file that arrived; `kind` is application_form, delegation_letter or other."""

    filename: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Understood:
    """What was read of an application. `institution` is the programme's key; `institution_text` what stands there otherwise;
    `documents` came with the message that is answered."""

    institution: str | None = None
    institution_text: str | None = None
    title: str | None = None
    members: tuple[str, ...] = ()
    documents: tuple[Received, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What a new revision changed: a form field's key, or `delegation_letter`; values are told for short fields only."""

    field: str
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks the director what; `text` is the new text of the mail, without what it quotes."""

    name: str
    email: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Outage:
    """Why the operator is alerted: what does not work, in the words of the error, and since when."""

    what: str
    reason: str
    since: dt.datetime
    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An application in the digest: status is the store's (incomplete, complete, late, withdrawn, or a decision)."""

    reference: str
    title: str | None = None
    institution: str | None = None
    status: str = "incomplete"
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Pending:
    """A message that waits for a person: `why` is confirmation or set_aside, `key` what the command that decides it takes."""

    key: str
    why: str
    sender: str
    subject: str
    received: dt.datetime
    reason: str = ""
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A letter that bounced, or that could not be sent."""

    recipient: str
    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that came in."""

    sender: str
    subject: str
    received: dt.datetime
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A deliverable that a team handed in; `name` is what the programme file calls it."""

    reference: str
    name: str


@dataclass(frozen=True, slots=True)
class MovedDeadline:
    """The last day to apply before and after somebody changed the programme file."""

    before: dt.date
    after: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestFacts:
    """What the director is told: what happened from `since` (the last digest) on, and how things stand.

    `applications` are all there are, in the order of their references; `arrived` and `became_complete` are the days on which
    each application came and was complete, for the chart. `themes` counts applications by theme key. `outages` are what does
    not work now.
    """

    since: dt.datetime | None = None
    new: tuple[Entry, ...] = ()
    completed: tuple[Entry, ...] = ()
    changed: tuple[Entry, ...] = ()
    withdrawn: tuple[Entry, ...] = ()
    waiting: tuple[Pending, ...] = ()
    undelivered: tuple[Undelivered, ...] = ()
    questions: tuple[Asked, ...] = ()
    decided: tuple[Entry, ...] = ()
    handed_in: tuple[HandedIn, ...] = ()
    moved: tuple[MovedDeadline, ...] = ()
    outages: tuple[Outage, ...] = ()
    applications: tuple[Entry, ...] = ()
    themes: Mapping[str, int] = field(default_factory=dict)
    arrived: tuple[dt.date, ...] = ()
    became_complete: tuple[dt.date, ...] = ()

    @property
    def incomplete(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.applications if entry.status == "incomplete")

    @property
    def is_quiet(self) -> bool:
        """Whether nothing happened since the last digest."""
        happened = (self.new, self.completed, self.changed, self.withdrawn, self.undelivered, self.questions)
        return not any((*happened, self.decided, self.handed_in, self.moved, self.outages))

    @property
    def decisions(self) -> Mapping[str, int]:
        """How many applications stand where the programme's decision put them, once there is any."""
        counts = {status: sum(e.status == status for e in self.applications) for status in _DECISIONS}
        return counts if any(counts.values()) else {}

    @property
    def undecided(self) -> int:
        """How many complete or late applications nothing was decided about."""
        return sum(entry.status in ("complete", "late") for entry in self.applications)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterContext:
    """Everything that a letter may tell.

    `now` is when it is written, `received` when the message it answers reached the server. `deadline` is this application's
    own where it was given one, as the first moment that is too late; else the programme's counts. `prefilled_form` is the name
    of the attached form that already holds what was understood. `in_time` is true where what
    was late no longer is. `note` is an organiser's, for the team. `handed_in` and `outstanding` are the deliverables, in words,
    that a mail brought, and those that are still to come.
    """

    now: dt.datetime
    reference: str | None = None
    understood: Understood | None = None
    gaps: tuple[Gap, ...] = ()
    changes: tuple[Change, ...] = ()
    received: dt.datetime | None = None
    deadline: dt.datetime | None = None
    prefilled_form: str | None = None
    in_time: bool = False
    note: str = ""
    question: Question | None = None
    event: Event | None = None
    event_before: Event | None = None
    handed_in: tuple[str, ...] = ()
    outstanding: tuple[str, ...] = ()
    due: dt.date | None = None
    size_megabytes: int | None = None
    limit_megabytes: int | None = None
    outage: Outage | None = None
    digest: DigestFacts | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it is sent. `attachments` are (file name, media type, bytes), `pictures` (content id, media type, bytes) that
    the HTML shows, `invitation` an iCalendar object with its method."""

    template: str
    language: Language
    subject: str
    text: str
    html: str
    attachments: tuple[tuple[str, str, bytes], ...] = ()
    pictures: tuple[tuple[str, str, bytes], ...] = ()
    invitation: tuple[str, bytes] | None = None
