"""Which of the documents in a mail are forms and letters, and which one counts where there are several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers import application_form, delegation_letter
from parsers.application_form import TEXT_FIELDS, ApplicationForm
from parsers.delegation_letter import DelegationLetter, Signed
from parsers.document import Document, Origin
from parsers.opening import Opened
from parsers.rules import ReadingRules
from parsers.text import fold


@dataclass(frozen=True, slots=True)
class FoundForm:
    """A form and where it stands: the number of its document, None for the body of the mail."""

    form: ApplicationForm
    number: int | None
    text: str
    filename: str | None = None
    from_scan: bool = False


@dataclass(frozen=True, slots=True)
class FoundLetter:
    """A letter and the number of its document; `within_form` where form and letter are one document."""

    letter: DelegationLetter
    number: int
    text: str
    within_form: bool = False


def forms_among(opened: Sequence[Opened], rules: ReadingRules) -> tuple[FoundForm, ...]:
    """The application forms among the documents, in their order."""
    return tuple(
        FoundForm(
            application_form.extract(document, rules.vocabulary),
            number,
            document.text,
            opened[number].file.filename,
            from_scan=document.origin is Origin.OCR,
        )
        for number, document in _documents(opened)
        if application_form.identify(document, rules.vocabulary)
    )


def letters_among(
    opened: Sequence[Opened], rules: ReadingRules, *, team: Sequence[str], forms: Sequence[FoundForm]
) -> tuple[FoundLetter, ...]:
    """The delegation letters among the documents, in their order; `team` are the names on the form that counts."""
    numbers = {form.number for form in forms}
    return tuple(
        FoundLetter(
            delegation_letter.extract(document, rules.vocabulary, team=team, signatures=opened[number].file.signatures),
            number,
            document.text,
            within_form=number in numbers,
        )
        for number, document in _documents(opened)
        if delegation_letter.identify(document, rules.vocabulary)
    )


def choose_form(forms: Sequence[FoundForm]) -> FoundForm | None:
    """The form that counts: the one with most answers, then the later version, a file before a scan, the last one."""
    return max(
        forms,
        key=lambda found: (filled_fields(found.form), version(found.filename), not found.from_scan, found.number or 0),
        default=None,
    )


def choose_letter(letters: Sequence[FoundLetter], form: FoundForm | None) -> FoundLetter | None:
    """The letter that counts: of the form's institution, a document of its own, the best signed, the one that says most."""

    def rank(found: FoundLetter) -> tuple[bool, bool, int, int, int]:
        letter = found.letter
        same = form is not None and form.form.institution is not None and letter.institution == form.form.institution
        said = (
            letter.institution,
            letter.date,
            letter.number,
            letter.project_title,
            letter.delegates,
            letter.signatory,
        )
        return same, not found.within_form, _SIGNED[letter.signed], sum(map(bool, said)), found.number

    return max(letters, key=rank, default=None)


_SIGNED = {Signed.ELECTRONIC: 3, Signed.HANDWRITTEN: 2, Signed.STATED: 1, Signed.NONE: 0}


def filled_fields(form: ApplicationForm) -> int:
    """How many of the form's fields have an answer."""
    answers = (
        form.institution_text or form.institution,
        form.themes,
        form.members,
        form.contact.name or form.contact.email,
        form.visitors,
        *(getattr(form, field) for field in TEXT_FIELDS),
    )
    return sum(bool(answer) for answer in answers)


_NUMBERED = re.compile(r"\b(?:v|ver|versija|version|rev|red)\s?(\d{1,3})\b")
_FINAL = re.compile(
    r"\b(?:final|finals|gala|galigais|galiga|labots|labota|labojumi|precizets|precizeta|corrected|revised|updated|jaunais|jauna)\b"
)
_DRAFT = re.compile(r"\b(?:draft|melnraksts|vecais|veca|old|sagatave|template|paraugs|veidlapa|blank)\b")


def version(filename: str | None) -> int:
    """What a file's name tells of its version: "v2" is 2, a final or corrected one is after all numbers, a draft before."""
    name = fold(filename or "")
    if _DRAFT.search(name):
        return -1
    numbered = _NUMBERED.search(name)
    return (1000 if _FINAL.search(name) else 0) + (int(numbered.group(1)) if numbered else 0)


def _documents(opened: Sequence[Opened]) -> list[tuple[int, Document]]:
    return [
        (number, one.document) for number, one in enumerate(opened) if one.document is not None and one.trouble is None
    ]
