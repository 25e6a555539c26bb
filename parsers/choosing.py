"""Which of the documents in a mail are forms and letters, and which one counts where there are several."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from parsers import application_form, delegation_letter, pages
from parsers.content import TEXT_FIELDS, ApplicationForm, DelegationLetter, Signed
from parsers.document import Document, Origin
from parsers.opening import Opened
from parsers.rules import ReadingRules
from parsers.text import fold

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class FoundForm:
    """A form and where it stands: the numbers of its documents (several where each page is one), none for the mail's body."""

    form: ApplicationForm
    numbers: tuple[int, ...]
    text: str
    filename: str | None = None
    from_scan: bool = False

    @property
    def number(self) -> int | None:
        return self.numbers[0] if self.numbers else None


@dataclass(frozen=True, slots=True)
class FoundLetter:
    """A letter and the numbers of its documents; `within_form` where form and letter are one document."""

    letter: DelegationLetter
    numbers: tuple[int, ...]
    text: str
    within_form: bool = False

    @property
    def number(self) -> int:
        return self.numbers[0]


def forms_among(opened: Sequence[Opened], rules: ReadingRules) -> tuple[FoundForm, ...]:
    """The application forms among the documents, in their order."""

    def found(numbers: tuple[int, ...], document: Document) -> FoundForm | None:
        if not application_form.identify(document, rules.vocabulary):
            return None
        form = application_form.extract(document, rules.vocabulary)
        name = opened[numbers[0]].file.filename
        return FoundForm(form, numbers, document.text, name, from_scan=document.origin is Origin.OCR)

    def is_letter(document: Document) -> bool:
        return delegation_letter.identify(document, rules.vocabulary)

    return _with_joined_pages(opened, found, lambda form: filled_fields(form.form), is_letter)


def letters_among(
    opened: Sequence[Opened], rules: ReadingRules, *, form: ApplicationForm | None, forms: Sequence[FoundForm]
) -> tuple[FoundLetter, ...]:
    """The delegation letters among the documents, in their order; `form` is the one that counts."""
    team = tuple(member.name for member in form.members) if form else ()
    title = form.title if form else None
    of_forms = {number for found_form in forms for number in found_form.numbers}

    def found(numbers: tuple[int, ...], document: Document) -> FoundLetter | None:
        if not delegation_letter.identify(document, rules.vocabulary):
            return None
        signatures = opened[numbers[0]].file.signatures
        letter = delegation_letter.extract(
            document, rules.vocabulary, team=team, form_title=title, signatures=signatures
        )
        return FoundLetter(letter, numbers, document.text, within_form=numbers[0] in of_forms)

    def is_form(document: Document) -> bool:
        return any(opened[number].document is document for number in of_forms)

    return _with_joined_pages(opened, found, lambda letter: sum(_told(letter.letter)), is_form)


def _with_joined_pages(
    opened: Sequence[Opened],
    find: Callable[[tuple[int, ...], Document], _Found | None],
    tells: Callable[[_Found], int],
    is_other: Callable[[Document], bool],
) -> tuple[_Found, ...]:
    """What is found in each document; pictures in a row count as pages of one where together they tell more."""
    found = {number: one for number, document in _documents(opened) if (one := find((number,), document))}
    for run in pages.runs(opened):
        own = [(n, d) for n in run if (d := opened[n].document) is not None and not is_other(d)]
        if len(own) < 2 or not any(number in found for number, _ in own):
            continue
        joined = find(tuple(number for number, _ in own), pages.join([document for _, document in own]))
        if joined and tells(joined) > max(tells(found[number]) for number, _ in own if number in found):
            for number, _ in own:
                found.pop(number, None)
            found[own[0][0]] = joined
    return tuple(found[number] for number in sorted(found))


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
        signed, said = _told(letter)
        return same, not found.within_form, signed, said, found.number

    return max(letters, key=rank, default=None)


def _told(letter: DelegationLetter) -> tuple[int, int]:
    """How well a letter is signed, and how much it says."""
    said = (letter.institution, letter.date, letter.number, letter.project_title, letter.delegates, letter.signatory)
    return _SIGNED[letter.signed], sum(map(bool, said))


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
