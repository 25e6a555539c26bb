"""A store with many applications of invented teams, derived by the register as those that come by mail are; fast, and always the same."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

from sqlalchemy.orm import Session

from bot import journal, outbox, programme_record, register
from bot.application import Content, to_json
from bot.programme import Programme
from parsers.content import ApplicationForm, Contact, DelegationLetter, Member, Signed
from parsers.submission import DocumentKind
from storage import Store
from storage.models import (
    Application,
    ApplicationStatus,
    Decision,
    Delivery,
    Message,
    MessageStatus,
    OutboxState,
    OutgoingMail,
    RawMessage,
    StoredDocument,
)

OPENING = datetime(2023, 3, 13, 7, 30, tzinfo=UTC)
FIRST_NAMES = "Anna Jānis Ilze Mārtiņš Līga Andrejs Santa Edgars Dace Žanete Guntis Rūta Ēriks Agnese Ņikita Jūlija Ģirts Ļena Šarlote Kārlis"
SURNAMES = "Kalnozola Sūnrags Mežapuķe Zvaigznons Tīruma Vējslota Ūdensroze Ķirškalns Pļavmale Ābeļsēta Čiekurs Ērgļlīgzds Īvkalns Žagarkrūms"
ABOUT = "studentu prakse, vakara lekcijas, bibliotēka, laboratorija, karjeras centrs, mentori, e-studijas, jauno zinātnieku skola"
SUBJECTS = ABOUT.split(", ")
SENTENCE = "Projekts «{0}» palīdz {1}. studentam mācīties tad, kad ir laiks, un satikt cilvēkus, kas to jau prot."


@dataclass(frozen=True, slots=True)
class Team:
    """One invented application: what its form and letter say, and when they came."""

    content: Content
    arrived: datetime
    sender: str


def fill(store: Store, programme: Programme, count: int, *, bytes_a_mail: int = 2000) -> None:
    """Puts `count` applications into `store`, with their mails, documents, answers and history."""
    with store.begin() as session:
        programme_record.write(session, programme)
        for number, team in enumerate(_teams(programme, count), start=1):
            _file(session, programme, team, number, bytes_a_mail)
        for number in range(1, max(count // 50, 3)):
            _wait(session, number)
        session.commit()


def _teams(programme: Programme, count: int) -> Iterator[Team]:
    chance = random.Random(2023)
    first, last = FIRST_NAMES.split(), SURNAMES.split()
    themes = [theme.key for theme in programme.themes]
    for number in range(1, count + 1):
        university = chance.choice(programme.institutions)
        domain = university.domains[0]
        people = tuple(
            Member(
                f"{chance.choice(first)} {chance.choice(last)}",
                "docents",
                "Fakultāte",
                f"p{number}-{place}@{domain}",
                "+371 20000000",
            )
            for place in range(chance.randint(3, 6))
        )
        title = f"{chance.choice(SUBJECTS).capitalize()} Nr. {number}"
        said = SENTENCE.format(title, number)
        form = ApplicationForm(
            institution=university.key,
            institution_text=university.name.lv,
            title=title,
            themes=tuple(chance.sample(themes, chance.choice((1, 1, 2)))),
            members=people,
            contact=Contact(people[0].name, people[0].email, people[0].phone),
            visitors=(people[0].name, people[1].name),
            costs="ap 12 000 EUR",
            costs_eur=float(chance.randrange(2000, 90000, 250)),
            partners="nav",
            idea=said,
            problem=said,
            results=said,
            activities=said,
            strategy_fit=said,
        )
        letter = DelegationLetter(
            institution=university.key,
            date=date(2023, 3, 10),
            number=f"04-1/{number}",
            project_title=title,
            delegates=tuple(person.name for person in people),
            signatory="Austra Zeltkalne",
            signed=chance.choice((Signed.ELECTRONIC, Signed.ELECTRONIC, Signed.HANDWRITTEN, Signed.STATED)),
        )
        if number % 11 == 0:
            form = replace(form, partners=None, idea=None)
        days = 40 if number % 17 == 0 else chance.randrange(37)
        arrived = OPENING + timedelta(days=days, minutes=chance.randrange(600))
        yield Team(Content(form, None if number % 6 == 0 else letter), arrived, str(people[0].email))


def _file(session: Session, programme: Programme, team: Team, number: int, size: int) -> None:
    application = register.open_application(session, programme, "lv", team.arrived)
    title = team.content.title or ""
    message = _message(f"Pieteikums: {title}", team.sender, team.arrived, size, number)
    message.content = to_json(team.content, with_evidence=True)
    message.documents = [
        _document(kind, number) for kind in (DocumentKind.APPLICATION_FORM, DocumentKind.DELEGATION_LETTER)
    ]
    if team.content.letter is None:
        del message.documents[1]
    session.add(message)
    session.flush()
    register.file_message(session, application, message, programme, team.arrived)
    journal.note(session, team.arrived, journal.Action.OPENED, application=application, message=message)
    _answer(session, application, message)
    _decide(session, application, number)


def _message(subject: str, sender: str, at: datetime, size: int, number: int) -> Message:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "innovationeducation@rbs.lv", subject
    mail.set_content("Labdien! Sūtām pieteikumu.")
    mail.add_attachment(
        random.Random(number).randbytes(size), maintype="application", subtype="octet-stream", filename="anketa.bin"
    )
    raw = mail.as_bytes()
    return Message(
        raw=RawMessage(sha256=hashlib.sha256(raw).hexdigest(), content=raw),
        size=len(raw), status=MessageStatus.FILED, kind="submission", stored_at=at, delivered_at=at, arrived_at=at, date=at,
        message_id=f"<{number}.{sender}>", fingerprint=f"{number}.{sender}", sender_address=sender, subject=subject,
        text="Labdien! Sūtām pieteikumu.",
    )  # fmt: skip


def _document(kind: DocumentKind, number: int) -> StoredDocument:
    name = {DocumentKind.APPLICATION_FORM: "Anketa", DocumentKind.DELEGATION_LETTER: "Deleģējums"}[kind]
    return StoredDocument(
        filename=f"{name} {number}.docx",
        kind=kind.value,
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        size=20000 + number,
        sha256=hashlib.sha256(f"{kind} {number}".encode()).hexdigest(),
        text=f"{name}. {SENTENCE.format(SUBJECTS[number % len(SUBJECTS)], number)}",
    )


def _answer(session: Session, application: Application, message: Message) -> None:
    template = "ack_incomplete" if application.status is ApplicationStatus.INCOMPLETE else "ack_complete"
    key = f"ack:{message.id}"
    outbox.queue(
        session, key=key, template=template, recipient=message.sender_address, subject=f"[{application.reference}]",
        message_id=outbox.message_id_of(key, "rbs.example"), content=b"From: bot", now=message.arrived_at or OPENING,
        application=application, answers=message,
    )  # fmt: skip
    mail = session.query(OutgoingMail).filter_by(key=key).one()
    mail.state, mail.sent_at = OutboxState.SENT, message.arrived_at


def _decide(session: Session, application: Application, number: int) -> None:
    """Some are withdrawn, some decided about; of the accepted some have handed in their plan."""
    if number % 29 == 0:
        application.status, application.withdrawn_at = ApplicationStatus.WITHDRAWN, application.updated_at
    elif application.status is ApplicationStatus.COMPLETE and number % 3 == 0:
        decisions = (Decision.ACCEPTED, Decision.ACCEPTED, Decision.DECLINED, Decision.WAITING)
        application.decision = decisions[number // 6 % 4]
        application.decided_at = OPENING + timedelta(days=39)
        if number % 9 == 0 and application.decision is Decision.ACCEPTED:
            application.deliveries = [Delivery(deliverable="implementation_plan", at=OPENING + timedelta(days=200))]
    if number % 7 == 0:
        application.assignee = "Baiba"
    if number % 50 == 0:
        application.extended_to = date(2023, 4, 27)


def _wait(session: Session, number: int) -> None:
    message = _message(
        f"Labojums {number}", f"svess{number}@example.org", OPENING + timedelta(hours=number), 500, 10**6 + number
    )
    message.status = MessageStatus.SET_ASIDE if number % 4 == 0 else MessageStatus.WAITING
    message.reason = "it may belong to several applications"
    session.add(message)
