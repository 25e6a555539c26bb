"""What a person types for a field becomes its value, checked (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from bot import checks
from bot.application import Content
from bot.errors import MistakeError
from bot.programme import Programme
from parsers.content import TEXT_FIELDS, ApplicationForm, Contact, DelegationLetter, Member, Signed
from parsers.form.amounts import total_in_euros
from parsers.form.applicant import applicant
from parsers.text import clean
from parsers.words import dates, institutions

MEMBER_PARTS = tuple(f.name for f in fields(Member))
CONTACT_PARTS = tuple(f.name for f in fields(Contact))
_LETTER_TEXTS = ("number", "project_title", "signatory", "signatory_position")
FIELDS = (
    *("institution", "institution_text", "title", "themes", "members.N", "members.N.PART", "contact.PART", "visitors"),
    *("idea", "problem", "results", "activities", "costs", "costs_eur", "partners", "strategy_fit"),
    *("letter.institution", "letter.institution_text", "letter.date", "letter.number", "letter.project_title"),
    *("letter.delegates", "letter.signatory", "letter.signatory_position", "letter.signed"),
)


def put(content: Content, path: str, text: str, programme: Programme) -> tuple[Content, str]:
    """`content` with what was typed at `path` (see `FIELDS`), and the field that this changed; an empty text empties it.

    `members.2.email` is the second member's address; `members.4.name` adds a fourth one; an empty `members.2` takes the second
    one out. Several names or themes are separated by semicolons. Raises `MistakeError` with what may be typed.
    """
    text = clean(text).strip()
    of_letter = path.removeprefix("letter.")
    if of_letter != path:
        letter = content.letter or DelegationLetter()
        return replace(content, letter=replace(letter, **_letter_values(letter, of_letter, text, programme))), path
    form = content.form or ApplicationForm()
    field = path.partition(".")[0]
    return replace(content, form=replace(form, **_form_values(form, path, text, programme))), field


def root(path: str) -> str:
    """The field that a path is about. Raises `MistakeError` for one that is none."""
    known = {each if each.startswith("letter.") else each.partition(".")[0] for each in FIELDS}
    field = path if path.startswith("letter.") else path.partition(".")[0]
    if field not in known:
        raise _no_field(path)
    return field


def _form_values(form: ApplicationForm, path: str, text: str, programme: Programme) -> dict[str, Any]:
    field, _, rest = path.partition(".")
    match field:
        case "members":
            return {"members": _members(form.members, rest, text)}
        case "contact" if rest in CONTACT_PARTS:
            return {"contact": replace(form.contact, **{rest: _person_part("contact", rest, text)})}
        case "contact":
            raise MistakeError(f"Say what of the contact: {_one_of(f'contact.{part}' for part in CONTACT_PARTS)}.")
    if rest:
        raise _no_field(path)
    match field:
        case "institution":
            return _institution(text, programme, "institution")
        case "institution_text":
            key = applicant(text, programme.vocabulary()) if text else None
            return {"institution": key, "institution_text": text or None}
        case "themes":
            return {"themes": _themes(text, programme)}
        case "visitors":
            return {"visitors": _names(text)}
        case "costs":
            return {"costs": text or None, "costs_eur": total_in_euros(text)}
        case "costs_eur":
            return {"costs_eur": _amount(text) if text else None}
        case _ if field in TEXT_FIELDS:
            return {field: text or None}
    raise _no_field(path)


def _letter_values(letter: DelegationLetter, key: str, text: str, programme: Programme) -> dict[str, Any]:
    match key:
        case "institution":
            return _institution(text, programme, "letter.institution")
        case "institution_text":
            found = institutions.find(text, programme.vocabulary()) if text else None
            return {"institution": found, "institution_text": text or None}
        case "date":
            found_date = dates.find(text)
            if text and found_date is None:
                raise MistakeError(f"{text!r} is not a date. Write it like 2023-03-30 or 30.03.2023.")
            return {"date": found_date}
        case "delegates":
            return {"delegates": _names(text), "delegates_as_written": _names(text)}
        case "signed":
            return _signed(letter, text)
        case _ if key in _LETTER_TEXTS:
            return {key: text or None}
    raise _no_field(f"letter.{key}")


def _institution(text: str, programme: Programme, field: str) -> dict[str, str | None]:
    keys = {institution.key.casefold(): institution.key for institution in programme.institutions}
    if not text:
        return {"institution": None, "institution_text": None}
    key = keys.get(text.casefold())
    if key is None:
        known = _one_of(f"{key} ({programme.institution_name(key, 'lv')})" for key in keys.values())
        raise MistakeError(f"{text!r} is none of the call's universities: {known}. Another one goes into {field}_text.")
    return {"institution": key, "institution_text": programme.institution_name(key, "lv")}


def _themes(text: str, programme: Programme) -> tuple[str, ...]:
    known = [theme.key for theme in programme.themes]
    chosen = [part.strip().lower() for part in re.split(r"[;,]", text) if part.strip()]
    if wrong := [key for key in chosen if key not in known]:
        allowed = _one_of(f"{key} ({programme.theme_label(key, 'lv')})" for key in known)
        raise MistakeError(
            f"{', '.join(wrong)} is none of the call's themes: {allowed}. Separate several by semicolons."
        )
    return tuple(key for key in known if key in chosen)


def _members(members: tuple[Member, ...], rest: str, text: str) -> tuple[Member, ...]:
    number, _, part = rest.partition(".")
    most = len(members) + 1
    if not number.isdecimal() or not 1 <= int(number) <= most or (part or "name") not in MEMBER_PARTS:
        raise MistakeError(
            f"Say which member, and what of it: members.1.email, with a number up to {most} (the next one adds a member)"
            f" and one of {_one_of(MEMBER_PARTS)}. An empty members.1 takes that member out."
        )
    place = int(number) - 1
    part = part or "name"
    value = _person_part(f"members.{number}", part, text)
    if part == "name" and value is None:
        return (*members[:place], *members[place + 1 :])
    if place == len(members):
        if part != "name":
            raise MistakeError(f"There is no member {number} yet. Begin with members.{number}.name.")
        return (*members, Member(value or ""))
    told: dict[str, Any] = {part: value}
    return tuple(replace(m, **told) if n == place else m for n, m in enumerate(members))


def _person_part(whose: str, part: str, text: str) -> str | None:
    if part == "email" and text and not checks.is_address(text):
        raise MistakeError(f"{whose}.email: {text!r} is not an e-mail address. Write it like anna.ozola@lu.lv.")
    return text or None


def _signed(letter: DelegationLetter, text: str) -> dict[str, Any]:
    """Who says that a letter is signed has looked at it: a signature that could not be verified is no fault any more."""
    try:
        signed = Signed(text.lower() or Signed.NONE)
    except ValueError:
        raise MistakeError(f"{text!r} is not a way to sign. Choose {_one_of(each.value for each in Signed)}.") from None
    intact = tuple(signature for signature in letter.signatures if signature.intact is not False)
    return {"signed": signed, "signatures": intact}


def _amount(text: str) -> float:
    digits = re.sub(r"\s|EUR|€", "", text, flags=re.IGNORECASE).replace(",", ".")
    if not re.fullmatch(r"\d+(?:\.\d{1,2})?", digits):
        raise MistakeError(f"{text!r} is not an amount in euros. Write it like 7100 or 7100,50.")
    return float(digits)


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[;,\n]", text) if part.strip()))


def _no_field(path: str) -> MistakeError:
    return MistakeError(
        f"There is no field {path}. The fields are {', '.join(FIELDS)}; a PART is one of {_one_of(MEMBER_PARTS)}"
        f" (of the contact: {_one_of(CONTACT_PARTS)})."
    )


def _one_of(words: Iterable[str]) -> str:
    *some, last = words
    return f"{', '.join(some)} or {last}" if some else str(last)
