"""Which application a message belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, selectinload

from bot import application_record
from bot.application import Content
from parsers.submission import Submission
from parsers.text import fold
from parsers.words import names
from storage.models import Application, ApplicationStatus, Message, MessageStatus, OutgoingMail, StoredDocument

SAME_TITLE = 88  # per cent; a slip or a changed word is the same project, another subject is not
SAME_TEXT = 70


@dataclass(frozen=True, slots=True)
class Match:
    """The application a message belongs to (None: a new one, or none) and, where several could be meant, all of them.

    `named` is true where the message itself says project and team, not only a thread or a reference does.
    """

    application: Application | None = None
    named: bool = False
    ambiguous: tuple[Application, ...] = ()


def find(session: Session, submission: Submission, sender: str) -> Match:
    """The application that `submission`, mailed by `sender`, is about."""
    content = Content(submission.application, submission.delegation)
    pointed = _pointed_at(session, submission)
    if content.form is not None or (content.letter is not None and _says_who(content)):
        return _by_content(session, content, pointed, sender)
    if pointed:
        return Match(pointed[0])
    by_sender = _by_sender(session, submission, sender)
    same = _by_documents(session, submission)
    # Two teams may send the same file, such as a template: whose mail it is counts more.
    if same and (by_sender.application is None or by_sender.application in same):
        return Match(same[0], named=True)
    return by_sender


def _standing() -> Select[Application]:
    """The applications that a message may belong to, the newest first; one that was merged lives on in another."""
    return select(Application).where(Application.status != ApplicationStatus.MERGED).order_by(Application.id.desc())


def _says_who(content: Content) -> bool:
    return bool(content.title or content.people)


def _by_content(session: Session, content: Content, pointed: Sequence[Application], sender: str) -> Match:
    """By what form or letter say; a thread decides only where they do not contradict it."""
    query = _standing().options(selectinload(Application.members))
    if content.institution:
        query = query.where(or_(Application.institution == content.institution, Application.institution.is_(None)))
    likely = [application for application in session.scalars(query) if _same_project(application, content)]
    for application in pointed:
        if application in likely:
            return Match(application, named=True)
    if likely:
        return Match(_closest(likely, sender), named=True)
    for application in pointed:
        if _may_continue(application, content):
            return Match(application)
    return Match()


def _same_project(application: Application, content: Content) -> bool:
    """The same title and the same team or idea; or, under another title, the same idea by the same people."""
    if application.title and content.title:
        if same_title(application.title, content.title):
            nobody = not (_people(application) and content.people)
            return nobody or _same_team(application, content) or _same_idea(application, content)
        return _same_idea(application, content) and _same_team(application, content)
    return _same_team(application, content)


def _may_continue(application: Application, content: Content) -> bool:
    """A reply may bring a corrected title, team or institution, or the letter that is waited for, but not another project."""
    if not (application.title and content.title):
        return True
    if content.form is None:
        return application.letter_signed is None or _same_team(application, content)
    return same_title(application.title, content.title) or _same_idea(application, content)


def _same_idea(application: Application, content: Content) -> bool:
    if content.form is None:
        return False
    pairs = [(application.idea, content.form.idea), (application.problem, content.form.problem)]
    return any(a and b and similarity(a, b) >= SAME_TEXT for a, b in pairs)


def _same_team(application: Application, content: Content) -> bool:
    """At least half of the smaller team, whatever case or spelling the names are in."""
    known = _people(application)
    if not known or not content.people:
        return False
    shared = sum(any(names.same_person(a, b) or names.same_person(b, a) for b in known) for a in content.people)
    return 2 * shared >= min(len(known), len(content.people))


def _people(application: Application) -> list[str]:
    return [member.name for member in application.members] or application.delegates


def _closest(likely: Sequence[Application], sender: str) -> Application:
    return next((a for a in likely if sender in people_on(a)), likely[0])


def _pointed_at(session: Session, submission: Submission) -> list[Application]:
    """By In-Reply-To and References, then by the reference in the subject or the text; the nearest first."""
    message = submission.message
    threads = [*message.in_reply_to, *reversed(message.references)]
    found = [application for identifier in threads if (application := _of_thread(session, identifier))]
    if submission.references:
        by_reference = session.scalars(select(Application).where(Application.reference.in_(submission.references)))
        found += sorted(by_reference, key=lambda a: submission.references.index(a.reference))
    return list(dict.fromkeys(application_record.surviving(session, application) for application in found))


def _of_thread(session: Session, message_id: str) -> Application | None:
    ours = select(Application).join(OutgoingMail).where(OutgoingMail.message_id == message_id)
    theirs = (
        select(Application)
        .join(Message, Message.application_id == Application.id)
        .where(Message.message_id == message_id, Message.status == MessageStatus.FILED)
    )
    return session.scalars(ours).first() or session.scalars(theirs).first()


def _by_documents(session: Session, submission: Submission) -> list[Application]:
    digests = [document.sha256 for document in submission.documents]
    query = _standing().join(StoredDocument, StoredDocument.application_id == Application.id)
    return list(session.scalars(query.where(StoredDocument.sha256.in_(digests))).unique())


def _by_sender(session: Session, submission: Submission, sender: str) -> Match:
    """By who writes, where the text names no other; of several applications the one whose title is mentioned."""
    applications = [a for a in session.scalars(_standing()) if sender in people_on(a)]
    told = fold(f"{submission.message.subject} {submission.message.new_text}")
    mentioned = [a for a in applications if a.title and fold(a.title) in told]
    alive = [a for a in mentioned or applications if a.status is not ApplicationStatus.WITHDRAWN]
    if len(alive) == 1:
        return Match(alive[0])
    return Match(ambiguous=tuple(alive))


def people_on(application: Application) -> frozenset[str]:
    """The addresses of those who belong to an application: who wrote before, its members, its contact."""
    writers = (m.sender_address for m in application.messages if m.status is MessageStatus.FILED)
    return frozenset(
        a.lower() for a in (*writers, *(m.email for m in application.members), application.contact_email) if a
    )


def same_title(a: str, b: str) -> bool:
    """Whether two titles are one, a subtitle left out or a slip allowed."""
    return max(similarity(a, b), fuzz.token_set_ratio(_folded(a), _folded(b))) >= SAME_TITLE


def similarity(a: str, b: str) -> float:
    """How alike two texts are, in per cent, whatever their case, diacritics and punctuation."""
    return fuzz.ratio(_folded(a), _folded(b))


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """`text` folded; every message is compared with the same applications."""
    return fold(text)
