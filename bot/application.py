"""What an application consists of, and how what arrives later is added to what was there (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from pydantic import TypeAdapter

from parsers.content import ApplicationForm, Contact, DelegationLetter, Signed
from parsers.text import fold

_SIGNED_STRENGTH = (Signed.NONE, Signed.STATED, Signed.HANDWRITTEN, Signed.ELECTRONIC)


@dataclass(frozen=True, slots=True)
class Content:
    """All that an application says so far: the form's values and the letter's, None where none came."""

    form: ApplicationForm | None = None
    letter: DelegationLetter | None = None

    @property
    def title(self) -> str | None:
        """The project's title: the form's, until one comes the letter's."""
        return (self.form.title if self.form else None) or (self.letter.project_title if self.letter else None)

    @property
    def institution(self) -> str | None:
        """The institution's key: where a form names one the form's, else the letter's."""
        if self.form and (self.form.institution or self.form.institution_text):
            return self.form.institution
        return self.letter.institution if self.letter else None

    @property
    def people(self) -> tuple[str, ...]:
        """The names of the team: the form's members, until a form comes the letter's delegates."""
        if self.form and self.form.members:
            return tuple(member.name for member in self.form.members)
        return self.letter.delegates if self.letter else ()

    @property
    def is_empty(self) -> bool:
        return self.form is None and self.letter is None


@dataclass(frozen=True, slots=True)
class Merge:
    """What came of adding: the new content; `taken`, the form's and the letter's fields whose value is now the newcomer's
    (the letter's as "letter.<field>"); `changed`, those of them whose value differs from what was there."""

    content: Content
    taken: tuple[str, ...]
    changed: tuple[str, ...]


def merge(old: Content, new: Content) -> Merge:
    """`old` with what `new` says: a later value replaces the earlier one, an empty one erases nothing."""
    form, form_taken, form_changed = _merge_form(old.form, new.form)
    letter, letter_taken, letter_changed = _merge_letter(old.letter, new.letter)
    return Merge(Content(form, letter), (*form_taken, *letter_taken), (*form_changed, *letter_changed))


def _merge_form(
    old: ApplicationForm | None, new: ApplicationForm | None
) -> tuple[ApplicationForm | None, list[str], list[str]]:
    if new is None:
        return old, [], []
    before = old or ApplicationForm()
    values = _later_values(before, new, skip=("institution", "institution_text", "costs", "costs_eur", "contact"))
    # What was read from one answer stays together, also where only one half of it has a value.
    if new.institution or new.institution_text:
        values |= {"institution": new.institution, "institution_text": new.institution_text}
    if new.costs is not None:
        values |= {"costs": new.costs, "costs_eur": new.costs_eur}
    if contact := _later_contact(before.contact, new.contact):
        values["contact"] = contact
    changed = [key for key, value in values.items() if value != getattr(before, key)]
    return replace(before, **values, evidence={}), list(values), changed


def _later_contact(old: Contact, new: Contact) -> Contact | None:
    if new == Contact():
        return None
    if old.name and new.name and fold(old.name) != fold(new.name):
        return new
    return Contact(new.name or old.name, new.email or old.email, new.phone or old.phone)


def _merge_letter(
    old: DelegationLetter | None, new: DelegationLetter | None
) -> tuple[DelegationLetter | None, list[str], list[str]]:
    if new is None:
        return old, [], []
    before = old or DelegationLetter()
    values = _later_values(before, new, skip=("signed", "signatures"))
    same_letter = old is not None and (new.number is None or new.number == old.number)
    weaker = _SIGNED_STRENGTH.index(new.signed) < _SIGNED_STRENGTH.index(before.signed)
    if not (same_letter and weaker):  # a plain copy of a letter that came signed takes nothing away
        values |= {"signed": new.signed, "signatures": new.signatures}
    changed = [f"letter.{key}" for key, value in values.items() if value != getattr(before, key)]
    return replace(before, **values, evidence={}), [f"letter.{key}" for key in values], changed


def _later_values(before: object, new: Any, skip: tuple[str, ...]) -> dict[str, Any]:
    keys = [f.name for f in fields(new) if f.name not in (*skip, "evidence")]
    return {key: value for key in keys if (value := getattr(new, key)) not in (None, "", ())}


def differences(before: Content, after: Content) -> tuple[str, ...]:
    """The form's and the letter's fields whose values differ (the letter's as "letter.<field>"), wherever they stand."""
    parts = (
        ("", before.form or ApplicationForm(), after.form or ApplicationForm()),
        ("letter.", before.letter or DelegationLetter(), after.letter or DelegationLetter()),
    )
    return tuple(
        f"{prefix}{f.name}"
        for prefix, one, other in parts
        for f in fields(one)
        if f.name != "evidence" and getattr(one, f.name) != getattr(other, f.name)
    )


_CONTENT: TypeAdapter[Content] = TypeAdapter(Content)


def to_json(content: Content, *, with_evidence: bool) -> dict[str, Any]:
    """The content for the store."""
    dumped: dict[str, Any] = _CONTENT.dump_python(content, mode="json")
    if not with_evidence:
        for part in dumped.values():
            if part is not None:
                del part["evidence"]
    return dumped


def from_json(stored: Mapping[str, Any]) -> Content:
    """The content that `to_json` stored."""
    return _CONTENT.validate_python(stored)
