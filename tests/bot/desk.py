"""Filing without files: submissions made of values, decided by the real filing on a real store in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.correspondence import Correspondence
from bot.filing import Filing
from bot.letters.writer import LetterWriter
from bot.outbox import Caps
from bot.post import Terms
from bot.programme import Programme
from parsers.addresses import Address
from parsers.content import ApplicationForm, Contact, DelegationLetter, Member, Signed
from parsers.mail_kind import MailKind
from parsers.message import Message as ParsedMessage
from parsers.rules import ReadingRules
from parsers.submission import DocumentKind, ReadDocument, Submission, Trouble, read
from storage import Store
from storage.models import Application, Message, OutgoingMail, RawMessage

MARCH = datetime(2023, 3, 20, 10, tzinfo=UTC)
MAILBOX = "innovationeducation@rbs.lv"


def person(name: str, address: str) -> Member:
    return Member(name, "docents", "Fakultāte", address, "20000000")


TEAM = (
    person("Elīna Smildziņa", "elina@lu.lv"),
    person("Gatis Purmalis", "gatis@lu.lv"),
    person("Maija Rudzroga", "maija@lu.lv"),
)
FORM = ApplicationForm(
    institution="LU",
    institution_text="Latvijas Universitāte",
    title="Vakara rakstu darbnīca",
    themes=("student_experience",),
    members=TEAM,
    contact=Contact("Elīna Smildziņa", "elina@lu.lv", "20000000"),
    visitors=("Elīna Smildziņa", "Gatis Purmalis"),
    idea="Divreiz nedēļā bibliotēkā notiek vakara darbnīca noslēguma darbu rakstītājiem.",
    problem="Katrs ceturtais students darbu nodod ar kavēšanos.",
    results="400 apmeklējumu semestrī.",
    activities="Mentoru atlase un darbnīcas.",
    costs="6 400 EUR",
    costs_eur=6400,
    partners="Latvijas Nacionālā bibliotēka",
    strategy_fit="Atbirums mazinās.",
)
LETTER = DelegationLetter(
    institution="LU",
    number="04-1/61",
    project_title="Vakara rakstu darbnīca",
    delegates=tuple(member.name for member in TEAM),
    signatory="Austra Zeltkalne",
    signed=Signed.ELECTRONIC,
)


@dataclass
class Desk:
    """A filing with its store; `receive` files a mail and returns the template that answered it, or nothing."""

    session: Session
    filing: Filing
    now: datetime = MARCH
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def receive(
        self,
        sender: str = "elina@lu.lv",
        *,
        form: ApplicationForm | None = None,
        letter: DelegationLetter | None = None,
        kind: MailKind = MailKind.SUBMISSION,
        at: datetime | None = None,
        verdict: str = "pass",
        **header: Any,
    ) -> str | None:
        """Files one mail. `header` is more of the parsed message (subject, in_reply_to, new_text)."""
        number = next(self.numbers)
        moment = at or self.now + timedelta(minutes=number)
        troubles: tuple[Trouble, ...] = header.pop("troubles", ())
        references: tuple[str, ...] = header.pop("mentions", ())
        vouched = f"mx.rbs.example; dmarc={verdict} header.from={sender.rpartition('@')[2]}"
        parsed = ParsedMessage(
            message_id=header.pop("message_id", f"<{number}@test>"),
            date=moment,
            received=moment,
            from_=(Address("", sender),),
            headers={"authentication-results": (vouched,)},
            fields=(("authentication-results", vouched),),
            fingerprint=header.pop("fingerprint", f"fingerprint-{number}"),
            **header,
        )
        documents = tuple(
            ReadDocument(f"{k}.docx", k, "x/y", 1, hashlib.sha256(repr(v).encode()).hexdigest())
            for k, v in ((DocumentKind.APPLICATION_FORM, form), (DocumentKind.DELEGATION_LETTER, letter))
            if v is not None
        )
        submission = Submission(
            parsed,
            kind,
            documents=documents,
            application=form,
            delegation=letter,
            troubles=troubles,
            references=references,
        )
        digest = hashlib.sha256(str(number).encode()).hexdigest()
        message = Message(
            raw=RawMessage(sha256=digest, content=b""), size=1, whole=True, stored_at=moment, delivered_at=moment
        )
        self.session.add(message)
        self.session.flush()
        self.filing.file(self.session, message, submission)
        self.session.flush()
        return self.session.scalars(
            select(OutgoingMail.template).where(OutgoingMail.answers_id == message.id)
        ).one_or_none()

    def receive_raw(self, raw: bytes, rules: ReadingRules) -> str | None:
        """Reads and files a whole mail."""
        submission = read(raw, rules)
        digest = hashlib.sha256(raw).hexdigest()
        moment = self.now + timedelta(minutes=next(self.numbers))
        message = Message(
            raw=RawMessage(sha256=digest, content=raw), size=len(raw), whole=True, stored_at=moment, delivered_at=moment
        )
        self.session.add(message)
        self.session.flush()
        self.filing.file(self.session, message, submission)
        self.session.flush()
        query = select(OutgoingMail.template).where(OutgoingMail.answers_id == message.id)
        return self.session.scalars(query).one_or_none()

    @property
    def applications(self) -> list[Application]:
        return list(self.session.scalars(select(Application).order_by(Application.id)))

    @property
    def outbox(self) -> list[OutgoingMail]:
        return list(self.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))

    @property
    def last_mail(self) -> OutgoingMail:
        return self.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc())).first()  # type: ignore[return-value] # a test asks after an answer

    @property
    def last_message(self) -> Message:
        return self.session.scalars(select(Message).order_by(Message.id.desc())).first()  # type: ignore[return-value] # a test asks after a mail


@contextmanager
def open_desk(
    programme: Programme, writer: LetterWriter, mailbox: str = MAILBOX, url: str = "sqlite://"
) -> Iterator[Desk]:
    """A desk on an empty store, which answers as `mailbox`; `desk.session.commit()` keeps what it did."""
    terms = Terms(Address("IIP", mailbox), Address("", "director@rbs.example"), "lv", Caps(5, 10, 200), 35)
    correspondence = Correspondence(writer, programme, terms, lambda: MARCH)
    store = Store.open(url)
    with store.begin() as session:
        yield Desk(session, Filing(programme, correspondence, lambda: MARCH, authserv_id="mx.rbs.example"))
    store.close()


def other_project(title: str = "Laboratorija somā", team: tuple[Member, ...] = TEAM) -> ApplicationForm:
    """Another project than FORM, of the same people unless others are named."""
    return replace(
        FORM,
        title=title,
        members=team,
        idea="Mājas laboratorijas komplekti nepilna laika studentiem.",
        problem="Laboratorijā var strādāt tikai sestdienās.",
    )
