"""What is missing or wrong: findings about an application's content and about what came with a message (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.application import Content
from bot.findings import Finding
from bot.privacy import ERASED
from bot.programme import Programme
from parsers.content import ApplicationForm, DelegationLetter, Signed
from parsers.mail_kind import MailKind
from parsers.submission import Submission, Trouble
from parsers.words import names

# What tells a team about a file, yet leaves nothing open once form and letter are there.
ABOUT_FILES = ("unreadable_document", "encrypted_document", "unsupported_attachment", "link_instead_of_attachment")
_ADDRESS = re.compile(
    r"[^@\s,;<>()\[\]\"]+@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\.[a-z]{2,}", re.I
)


def of_submission(submission: Submission, programme: Programme, *, late: bool) -> tuple[Finding, ...]:
    """What one message leaves open, as if nothing had come before it; only of a submission anything is expected."""
    if submission.kind is not MailKind.SUBMISSION:
        return ()
    content = Content(submission.application, submission.delegation)
    found = [*of_content(content, programme), *of_troubles(submission.troubles)]
    return (*found, Finding("late")) if late else tuple(found)


def of_troubles(troubles: Sequence[Trouble]) -> Iterator[Finding]:
    """What is to be said about files."""
    for trouble in troubles:
        yield Finding(trouble.finding, trouble.filename, trouble.reason)


def of_content(content: Content, programme: Programme) -> Iterator[Finding]:
    """What an application's content leaves open."""
    form, letter = content.form, content.letter
    if form is None and "application_form" in programme.documents.required:
        yield Finding("missing_application_form")
    if letter is None and "delegation_letter" in programme.documents.required:
        yield Finding("missing_delegation_letter")
    if form is not None:
        yield from _of_form(form, programme)
    if letter is not None:
        yield from _of_letter(letter)
    if form is not None and letter is not None:
        yield from _of_both(form, letter)


def _of_form(form: ApplicationForm, programme: Programme) -> Iterator[Finding]:
    for field in programme.fields:
        if field.key == "institution" and form.institution is None and form.institution_text:
            yield Finding("institution_not_eligible", detail=form.institution_text)
        elif not _is_filled(form, field.key):
            yield Finding(f"missing_field:{field.key}")
    size = len(form.members)
    if 0 < size < programme.team.minimum:
        yield Finding("team_too_small", detail=str(size))
    if size > programme.team.maximum:
        yield Finding("team_too_large", detail=str(size))
    strangers = [v for v in form.visitors if not any(names.same_person(v, m.name) for m in form.members)]
    if form.members and strangers:
        yield Finding("visitors_not_in_team", detail=", ".join(strangers))
    addresses = dict.fromkeys([*(m.email for m in form.members), form.contact.email])
    malformed = [a for a in addresses if a and not is_address(a)]
    if malformed:
        yield Finding("invalid_email", detail=", ".join(malformed))


def is_address(text: str) -> bool:
    """Whether `text` is an e-mail address as people have them."""
    return _ADDRESS.fullmatch(text) is not None


def _is_filled(form: ApplicationForm, field: str) -> bool:
    if field == "contact":
        # A contact who asked to be forgotten was named once; whom to write to now is for the organisers to ask.
        return form.contact.name == ERASED or bool(form.contact.name and form.contact.email)
    return bool(getattr(form, field))


def _of_letter(letter: DelegationLetter) -> Iterator[Finding]:
    if letter.signed in (Signed.NONE, Signed.STATED):
        yield Finding("letter_unsigned", detail=letter.signed.value)
    if any(signature.intact is False for signature in letter.signatures):
        yield Finding("signature_invalid")


def _of_both(form: ApplicationForm, letter: DelegationLetter) -> Iterator[Finding]:
    if _institutions_differ(form, letter):
        yield Finding("institution_mismatch", detail=letter.institution or letter.institution_text)
    unnamed = [member.name for member in form.members if not _is_named(member.name, letter)]
    if unnamed:
        yield Finding("delegates_mismatch", detail=", ".join(unnamed))


def _institutions_differ(form: ApplicationForm, letter: DelegationLetter) -> bool:
    form_says = form.institution or form.institution_text
    letter_says = letter.institution or letter.institution_text
    return bool(form_says and letter_says) and form.institution != letter.institution


def _is_named(member: str, letter: DelegationLetter) -> bool:
    return any(names.same_person(name, member) for name in (*letter.delegates, *letter.delegates_as_written))
