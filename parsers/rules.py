"""What a reader has to know of the call: the words of its form and letters, as plain values handed in from outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from parsers.limits import Limits


@dataclass(frozen=True, slots=True)
class Institution:
    """One of the universities that may apply.

    `names` are its names in every language and era, in the nominative; `abbreviations` stand alone or before a noun.
    """

    key: str
    names: tuple[str, ...]
    abbreviations: tuple[str, ...]
    domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """One thematic area; `labels` in every language and wording."""

    key: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form; `labels` are the printed label in each language first, then what teams make of it."""

    key: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words by which the call's documents are known.

    `fields` are the form's in their printed order; `member_columns` those of its team table (number, name, position,
    unit, email, phone); `form_titles` and `letter_titles` head a form and a letter; `programme_names` are the call's
    names; `addressees` are whom a letter is written to; `empty_answers` stand for "not filled in"
    ("-", "N/A"); `hints` are the remarks that the form prints under its labels. `cues` are beginnings of words that tell a
    field where its label is worded anew; of several fields told, the first is meant.
    """

    institutions: tuple[Institution, ...]
    themes: tuple[Theme, ...]
    fields: tuple[Field, ...]
    member_columns: Mapping[str, tuple[str, ...]]
    form_titles: tuple[str, ...]
    letter_titles: tuple[str, ...]
    programme_names: tuple[str, ...]
    addressees: tuple[str, ...]
    empty_answers: tuple[str, ...]
    hints: tuple[str, ...]
    cues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """All that `parsers.submission.read` is told besides the bytes.

    `own_addresses` are the mailbox's; mail from them is the bot's own, come back. `reference_prefix` begins the references
    ("IIP"). `trust_anchors` are DER certificates at which a signature's chain may end; without any, trust is not checked.
    """

    vocabulary: Vocabulary
    own_addresses: tuple[str, ...] = ()
    reference_prefix: str = "IIP"
    trust_anchors: tuple[bytes, ...] = ()
    limits: Limits = field(default_factory=Limits)
