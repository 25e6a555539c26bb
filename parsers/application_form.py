"""The application form: is this document one, and what does it say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from parsers.document import Document, Place
from parsers.rules import Vocabulary

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


def identify(document: Document, vocabulary: Vocabulary) -> bool:
    """Whether the document is the call's application form, told by its labels, never by its name."""
    raise NotImplementedError


def extract(document: Document, vocabulary: Vocabulary) -> ApplicationForm:
    """The form's values, each with the place where it was read."""
    raise NotImplementedError
