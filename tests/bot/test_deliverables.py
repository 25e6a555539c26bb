"""What accepted teams hand in at the end: told by its name, in any ending, and by nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.errors import NotAllowedError, NotFoundError
from bot.programme import Programme
from bot.year import deliverables
from parsers.mail_kind import MailKind
from parsers.message import Message as ParsedMessage
from parsers.submission import DocumentKind, ReadDocument, Submission, Trouble
from storage.models import Decision, Delivery, Message, MessageStatus
from tests.bot import teams_2023 as mails
from tests.bot.clocked import ClockedBot, at
from tests.bot.desk import FORM, LETTER

ONE = "IIP-2023-0001"
AUTHOR = ("Elīna Smildziņa", "elina@lu.lv")


def mail(
    filename: str | None, text: str = "", *, subject: str = "", says: str = "", trouble: bool = False
) -> Submission:
    return Submission(
        ParsedMessage(subject=subject, new_text=says),
        MailKind.SUBMISSION,
        documents=(ReadDocument(filename, DocumentKind.OTHER, "x/y", 1, "0" * 64, text=text),),
        troubles=(Trouble("unreadable_document", filename, "damaged"),) if trouble else (),
    )


@pytest.mark.parametrize(
    ("submission", "keys"),
    [
        (mail("Ieviešanas plāns.docx"), ["implementation_plan"]),
        (mail("ieviesanas_plana_gala_versija.pdf"), ["implementation_plan"]),
        (mail("Implementation-Plan-v3.pdf"), ["implementation_plan"]),
        (mail("1.pdf", "LATVIJAS UNIVERSITĀTE\nĪstenošanas plāna 2. redakcija"), ["implementation_plan"]),
        (mail("Finansējuma pieteikums.docx"), ["funding_application"]),
        (mail("scan.pdf", "Grant application to the European Commission"), ["funding_application"]),
        (mail("skenets.pdf", says="Labdien! Pielikumā senāta apstiprinātais ieviešanas plāns."), ["implementation_plan"]),
        (mail("skenets.pdf", says="Sūtām ieviešanas plānu un finansējuma pieteikumu vienā failā."),
         ["implementation_plan", "funding_application"]),
        (mail("Pielikums 3.docx", "Tāme", says="Labdien!"), []),
        (mail("Ieviešanas plāns.docx", trouble=True), []),
        (mail("prezentācija.pdf", "Mūsu plāni nākamgad"), []),
    ],
)  # fmt: skip
def test_a_deliverable_is_known_by_its_name(submission: Submission, keys: list[str], programme: Programme) -> None:
    assert [d.key for d in deliverables.recognised(submission, programme.deliverables)] == keys


def test_a_name_in_the_file_counts_more_than_what_the_mail_mentions(programme: Programme) -> None:
    submission = mail("Ieviešanas plāns.docx", says="Finansējuma pieteikumu sūtīsim rīt.")
    assert [d.key for d in deliverables.recognised(submission, programme.deliverables)] == ["implementation_plan"]


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[ClockedBot]:
    """A bot whose only team is accepted."""
    opened = ClockedBot(tmp_path, now=at(4, 19))
    opened.look()
    with opened.desk() as desk:
        desk.receive(form=FORM, letter=LETTER)
    opened.app.decisions.decide(ONE, Decision.ACCEPTED, "", "anna")
    opened.app.decisions.announce(opened.app.decisions.results().to_tell, "anna")
    opened.look(at(11, 20))
    yield opened
    opened.app.close()


def handed_in(bot: ClockedBot) -> set[str]:
    with bot.reading() as session:
        return set(session.scalars(select(Delivery.deliverable)))


def send(bot: ClockedBot, *attached: mails.Attached, author: tuple[str, str] = AUTHOR, text: str = "Labdien!") -> None:
    bot.now += dt.timedelta(minutes=5)
    bot.arrives(mails.mail(bot.now, author, "Noslēguma dokumenti", text, *attached))
    bot.look()


def test_what_a_team_hands_in_is_kept_and_acknowledged_with_what_is_still_to_come(bot: ClockedBot) -> None:
    send(bot, mails.document("Ieviešanas plāns.docx"))
    assert handed_in(bot) == {"implementation_plan"}
    assert bot.templates()[-1] == "ack_deliverable"
    assert "vēl gaidām: - finansējuma pieteikums" in bot.text_of_last()
    send(bot, mails.document("Finansējuma pieteikums.docx"))
    assert handed_in(bot) == {"implementation_plan", "funding_application"}
    assert "ir saņemts viss" in bot.text_of_last()
    before = len(bot.templates())
    bot.look(at(11, 29))
    assert "deliverable_reminder" not in bot.templates()[before:]


def test_a_document_without_a_name_waits_for_a_person_who_says_what_it_is(bot: ClockedBot) -> None:
    send(bot, mails.document("Pielikums 3.docx"))
    assert handed_in(bot) == set()
    assert bot.templates()[-1] == "ack_deliverable"
    assert "apskatīs programmas organizators" in bot.text_of_last()
    with bot.reading() as session:
        waiting = session.scalars(select(Message).where(Message.status == MessageStatus.WAITING)).one()
    bot.app.deliveries.receive(ONE, "implementation_plan", "anna", waiting.id)
    assert handed_in(bot) == {"implementation_plan"}
    with bot.reading() as session:
        assert session.get_one(Message, waiting.id).status is MessageStatus.FILED


def test_a_stranger_hands_in_nothing_for_a_team(bot: ClockedBot) -> None:
    stranger = ("Kāds", "kads@cits.example")
    send(bot, mails.document("Ieviešanas plāns.docx"), author=stranger, text=f"Par pieteikumu {ONE}.")
    assert handed_in(bot) == set()


def test_a_team_that_was_not_accepted_hands_in_nothing(tmp_path: Path) -> None:
    bot = ClockedBot(tmp_path, now=at(4, 19))
    bot.look()
    with bot.desk() as desk:
        desk.receive(form=FORM, letter=LETTER)
    send(bot, mails.document("Ieviešanas plāns.docx"))
    assert handed_in(bot) == set()
    assert "ack_deliverable" not in bot.templates()
    with pytest.raises(NotAllowedError, match="no accepted team"):
        bot.app.deliveries.receive(ONE, "implementation_plan", "anna", None)
    bot.app.close()


def test_what_is_received_on_paper_is_named_by_its_key(bot: ClockedBot) -> None:
    with pytest.raises(NotFoundError, match="implementation_plan, funding_application"):
        bot.app.deliveries.receive(ONE, "plāns", "anna", None)
    bot.app.deliveries.receive(ONE, "funding_application", "anna", None)
    assert handed_in(bot) == {"funding_application"}
