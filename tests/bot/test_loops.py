"""Machines that write to each other fall silent, also where they do not say that they are machines."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default

from bot.letters.writer import LetterWriter
from bot.programme import Programme
from tests.bot.desk import MAILBOX, open_desk

OTHER = "other-bot@programme.example"


def mail(sender: str, to: str, subject: str, text: str, number: int = 0) -> bytes:
    message = EmailMessage(SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"] = f"<{number}.{sender}>"
    message["Date"] = "Mon, 20 Mar 2023 12:00:00 +0200"
    message.set_content(text)
    return message.as_bytes()


def test_two_bots_end_after_one_answer_each(programme: Programme) -> None:
    writer = LetterWriter(programme)
    with open_desk(programme, writer) as ours, open_desk(programme, writer, OTHER) as theirs:
        our_rules = programme.reading_rules(own_addresses=(MAILBOX,))
        their_rules = programme.reading_rules(own_addresses=(OTHER,))
        assert (
            ours.receive_raw(mail(OTHER, MAILBOX, "Jautājums", "Vai drīkst pieteikties?"), our_rules)
            == "question_forwarded"
        )
        first = next(m for m in ours.outbox if m.recipient == OTHER)
        assert (
            theirs.receive_raw(mail(MAILBOX, OTHER, "Jautājums", "Vai drīkst pieteikties?"), their_rules)
            == "question_forwarded"
        )
        second = next(m for m in theirs.outbox if m.recipient == MAILBOX)
        assert theirs.receive_raw(first.content, their_rules) is None
        assert ours.receive_raw(second.content, our_rules) is None


def test_a_responder_that_hides_what_it_is_meets_the_cap(programme: Programme) -> None:
    with open_desk(programme, LetterWriter(programme)) as desk:
        rules = programme.reading_rules(own_addresses=(MAILBOX,))
        answers = [
            desk.receive_raw(
                mail("riks@automats.example", MAILBOX, f"Par {n}", f"Vai varat paskaidrot {n}. punktu?", n), rules
            )
            for n in range(8)
        ]
        assert answers == ["question_forwarded"] * 5 + [None] * 3


def test_our_answers_carry_nothing_that_asks_for_an_answer(programme: Programme) -> None:
    with open_desk(programme, LetterWriter(programme)) as desk:
        rules = programme.reading_rules(own_addresses=(MAILBOX,))
        desk.receive_raw(mail("anna@lu.lv", MAILBOX, "Jautājums", "Vai drīkst?"), rules)
        for sent in desk.outbox:
            message = message_from_bytes(sent.content, policy=default)
            assert message["Auto-Submitted"] in ("auto-replied", "auto-generated")
            assert message["X-Auto-Response-Suppress"] == "All"
            assert "Disposition-Notification-To" not in message
