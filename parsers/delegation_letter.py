"""The delegation letter: is this document one, and what does it say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
import datetime as dt
from enum import StrEnum

from parsers.document import Document, Place
from parsers.rules import Vocabulary
from parsers.signatures import Signature


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


def identify(document: Document, vocabulary: Vocabulary) -> bool:
    """Whether the document delegates a team to the programme, told by what it says, never by its name."""
    raise NotImplementedError


def extract(
    document: Document,
    vocabulary: Vocabulary,
    *,
    team: Sequence[str] = (),
    signatures: Sequence[Signature] = (),
) -> DelegationLetter:
    """The letter's values.

    `team` are the names on the form that came with it: where an accusative has two possible nominatives, theirs decides.
    `signatures` are those of the container the letter came in; the document's own are added to them.
    """
    raise NotImplementedError
