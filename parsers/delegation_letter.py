"""The delegation letter: is this document one, and what does it say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from parsers.content import DelegationLetter, Signed
from parsers.document import Document, Origin
from parsers.letter.head import find_date, find_number
from parsers.letter.reading import Letter
from parsers.letter.signatory import Signatory
from parsers.letter.team import Delegate
from parsers.rules import Vocabulary
from parsers.signatures import Signature
from parsers.words.names import repaired, tidy
from parsers.words.people import find_people

_ENOUGH = 6
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
    signatures: Sequence[Signature] = (),
) -> DelegationLetter:
    """The letter's values.

    `team` are the names on the form that came with it: where an accusative has two possible nominatives, theirs decides.
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
        project_title=title.text if title else None,
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
