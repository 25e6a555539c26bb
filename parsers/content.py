"""What a form and a letter say: values for all who work with them, apart from what reads them, which takes long to load."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from parsers.document import Place
from parsers.signatures import Signature

TEXT_FIELDS = ("title", "idea", "problem", "results", "activities", "costs", "partners", "strategy_fit")


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the team, as the team table has it; name without academic titles, phone and e-mail as written."""

    name: str
    position: str | None = None
    unit: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """The team's representative; what the form leaves out is taken from the team table where the name stands there."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class ApplicationForm:
    """What a form says; None or empty where it was not filled in.

    `institution` is a key of the vocabulary, None where the answer names none of them; `institution_text` is the answer as
    written. `costs_eur` is the one total in euros. `evidence` tells for each field that has a value where it stands.
    """

    institution: str | None = None
    institution_text: str | None = None
    title: str | None = None
    themes: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    contact: Contact = Contact()
    visitors: tuple[str, ...] = ()
    idea: str | None = None
    problem: str | None = None
    results: str | None = None
    activities: str | None = None
    costs: str | None = None
    costs_eur: float | None = None
    partners: str | None = None
    strategy_fit: str | None = None
    evidence: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)


class Signed(StrEnum):
    """How a letter is signed.

    ELECTRONIC: a cryptographic signature in the file or its container; HANDWRITTEN: a scan that shows one;
    STATED: a sentence says so, but no signature came with it; NONE: neither.
    """

    ELECTRONIC = "electronic"
    HANDWRITTEN = "handwritten"
    STATED = "stated"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class DelegationLetter:
    """What a letter says; None or empty where it does not say it.

    `delegates` are in the nominative; `delegates_as_written` are the same people, in the same order, as the letter has
    them. `evidence` tells for each field that has a value where it stands.
    """

    institution: str | None = None
    institution_text: str | None = None
    date: dt.date | None = None
    number: str | None = None
    project_title: str | None = None
    delegates: tuple[str, ...] = ()
    delegates_as_written: tuple[str, ...] = ()
    signatory: str | None = None
    signatory_position: str | None = None
    signed: Signed = Signed.NONE
    signatures: tuple[Signature, ...] = ()
    evidence: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
