"""The delegation letter: is this document one, and what does it say."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import takewhile
from zoneinfo import ZoneInfo

from parsers.content import DelegationLetter, Signed
from parsers.document import Document, Origin
from parsers.letter.head import find_date, find_number
from parsers.letter.reading import Letter
from parsers.letter.signatory import Signatory
from parsers.letter.team import Delegate
from parsers.rules import Vocabulary
from parsers.signatures import Signature
from parsers.text import fold
from parsers.words.names import repaired, tidy
from parsers.words.people import find_people
from parsers.words.slips import distance

_ENOUGH = 6
_ENOUGH_OF_TITLE, _SLIPS_OF_TITLE = 8, 0.15  # letters, and slips in each
_ZONE = ZoneInfo("Europe/Riga")


def identify(document: Document, vocabulary: Vocabulary) -> bool:
    """Whether the document delegates a team to the programme, told by what it says, never by its name."""
    letter = Letter(document, vocabulary)
    return letter.statement is not None and letter.weight() >= _ENOUGH


def extract(
    document: Document,
    vocabulary: Vocabulary,
    *,
    team: Sequence[str] = (),
    form_title: str | None = None,
    signatures: Sequence[Signature] = (),
) -> DelegationLetter:
    """The letter's values.

    `team` and `form_title` are the names and the title on the form that came with it: where an accusative has two possible
    nominatives, or a scan two readings, theirs decides.
    `signatures` are those of the container the letter came in; the document's own are added to them.
    """
    letter = Letter(document, vocabulary)
    every_signature = (*signatures, *document.signatures)
    institution = letter.institution()
    dated = find_date(letter.lines, letter.head_end)
    number = find_number(letter.lines, letter.head_end)
    title, signatory = letter.title, letter.signatory
    delegates = letter.delegates(team)
    places = {
        "institution": letter.places(institution.passage) if institution else (),
        "date": letter.line_places(dated[1]) if dated else (),
        "number": letter.line_places(number[1]) if number else (),
        "project_title": letter.places(title.passage) if title else (),
        "delegates": tuple(place for delegate in delegates for place in letter.places(delegate.passage)),
        "signatory": letter.line_places(*signatory.lines) if signatory and signatory.name else (),
        "signatory_position": letter.line_places(*signatory.lines) if signatory and signatory.position else (),
    }
    return DelegationLetter(
        institution=institution.named.key if institution else None,
        institution_text=institution.named.text if institution else None,
        date=dated[0] if dated else _signing_date(letter, every_signature),
        number=number[0] if number else None,
        project_title=_project_title(letter, document, form_title),
        delegates=tuple(_nominative(delegate, document, team) for delegate in delegates),
        delegates_as_written=tuple(delegate.as_written for delegate in delegates),
        signatory=_signatory(signatory, document, every_signature),
        signatory_position=signatory.position if signatory else None,
        signed=_signed(letter, document, every_signature),
        signatures=every_signature,
        evidence={field: found for field, found in places.items() if found},
    )


def _signing_date(letter: Letter, signatures: Sequence[Signature]) -> dt.date | None:
    """The day (in Riga) of the last signature, where the letter leaves its date to its time stamp."""
    times = [signature.signed_at for signature in signatures if signature.signed_at]
    return max(times).astimezone(_ZONE).date() if times and letter.says_it_is_signed_electronically() else None


def _project_title(letter: Letter, document: Document, form_title: str | None) -> str | None:
    """The title; in a scan as the form has it, where what is read is that but for slips, or the beginning of it."""
    read, begun = letter.title, letter.begun_title
    if document.origin is Origin.OCR and form_title:
        if read and _is_misread(fold(read.text), fold(form_title)):
            return form_title
        if begun and _begin_alike(fold(begun.text), fold(form_title)):
            return form_title
    return read.text if read else None


def _is_misread(read: str, meant: str) -> bool:
    same_numbers = re.findall(r"\b\d+\b", read) == re.findall(r"\b\d+\b", meant)
    return len(meant) >= _ENOUGH_OF_TITLE and same_numbers and distance(read, meant) <= _SLIPS_OF_TITLE * len(meant)


def _begin_alike(text: str, meant: str) -> bool:
    """Whether words that both begin with are enough of a title; after them may come what stands below the letter."""
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(text.split(), meant.split(), strict=False))
    return sum(len(word) for word, _ in alike) >= _ENOUGH_OF_TITLE


def _signed(letter: Letter, document: Document, signatures: Sequence[Signature]) -> Signed:
    if signatures:
        return Signed.ELECTRONIC
    if document.origin is Origin.OCR and document.ink:
        return Signed.HANDWRITTEN
    return Signed.STATED if letter.says_it_is_signed_electronically() else Signed.NONE


def _signatory(read: Signatory | None, document: Document, signatures: Sequence[Signature]) -> str | None:
    """The name under the letter; where it has none, whoever signed electronically."""
    if read is not None and read.name:
        return repaired(read.name) if document.origin is Origin.OCR else read.name
    signers = [tidy(signature.signer) for signature in signatures if signature.signer]
    return next((signer for signer in signers if find_people(signer)), None)


def _nominative(delegate: Delegate, document: Document, team: Sequence[str]) -> str:
    is_scanned = document.origin is Origin.OCR and delegate.name not in team
    return repaired(delegate.name) if is_scanned else delegate.name
