"""What becomes of mails, one after another: which application they belong to, who may change it, and what is answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default

import pytest

from bot.letters.writer import LetterWriter
from bot.programme import Programme
from parsers.application_form import extract
from parsers.content import ApplicationForm, Signed
from parsers.limits import Limits
from parsers.mail_kind import MailKind
from parsers.readers import word
from parsers.rules import ReadingRules
from parsers.submission import Trouble
from storage.models import ApplicationStatus, MessageStatus, OutboxState
from tests.bot.desk import FORM, LETTER, MAILBOX, TEAM, Desk, open_desk, other_project, person

AFTER_THE_DEADLINE = datetime(2023, 4, 20, 21, 0, 0, tzinfo=UTC)  # midnight in Riga
STRANGER = "kads@citur.example"


@pytest.fixture(scope="module")
def writer(programme: Programme) -> LetterWriter:
    return LetterWriter(programme)


@pytest.fixture
def desk(programme: Programme, writer: LetterWriter) -> Iterator[Desk]:
    with open_desk(programme, writer) as opened:
        yield opened


def codes(desk: Desk, number: int = 0) -> list[str]:
    return [finding.code for finding in desk.applications[number].findings]


def test_form_and_letter_in_one_mail_make_a_complete_application(desk: Desk) -> None:
    assert desk.receive(form=FORM, letter=LETTER) == "ack_complete"
    [application] = desk.applications
    assert (application.reference, application.status) == ("IIP-2023-0001", ApplicationStatus.COMPLETE)
    assert [member.name for member in application.members] == [member.name for member in TEAM]


def test_the_letter_a_day_later_completes_the_application(desk: Desk) -> None:
    assert desk.receive(form=FORM) == "ack_incomplete"
    assert codes(desk) == ["missing_delegation_letter"]
    assert desk.receive(letter=LETTER, at=desk.now + timedelta(days=1)) == "ack_complete"
    assert codes(desk) == []


def test_a_form_with_gaps_comes_back_with_what_was_understood(desk: Desk, programme: Programme) -> None:
    desk.receive(form=replace(FORM, idea=None))
    answer = desk.last_mail
    [attached] = message_from_bytes(answer.content, policy=default).iter_attachments()
    document = word.read(attached.get_content(), Limits())
    read = extract(document, programme.vocabulary())
    assert (read.title, read.members, read.idea) == (FORM.title, FORM.members, None)


def test_where_only_the_letter_is_missing_no_form_comes_back(desk: Desk) -> None:
    desk.receive(form=FORM)
    answer = desk.last_mail
    assert not list(message_from_bytes(answer.content, policy=default).iter_attachments())


def test_the_letter_may_come_before_the_form(desk: Desk) -> None:
    assert desk.receive("kanceleja@lu.lv", letter=LETTER) == "ack_incomplete"
    assert desk.receive(form=FORM) == "ack_complete"
    assert len(desk.applications) == 1


def test_three_partial_mails_add_up(desk: Desk) -> None:
    desk.receive(form=replace(FORM, strategy_fit=None, partners=None))
    desk.receive(form=replace(FORM, strategy_fit=None))
    assert sorted(codes(desk)) == ["missing_delegation_letter", "missing_field:strategy_fit"]
    desk.receive(form=replace(FORM, partners=None))
    assert codes(desk) == ["missing_delegation_letter"]
    assert desk.receive(letter=LETTER) == "ack_complete"


def test_a_correction_makes_a_revision_and_says_what_changed(desk: Desk) -> None:
    desk.receive(form=FORM, letter=LETTER)
    assert desk.receive(form=replace(FORM, costs="7 100 EUR", costs_eur=7100)) == "ack_updated"
    [application] = desk.applications
    assert application.costs_eur == 7100
    assert len(application.revisions) == 2
    text = message_from_bytes(desk.last_mail.content, policy=default).get_body(("plain",))
    assert text is not None
    assert "7 100 EUR" in text.get_content()


def test_the_same_documents_again_change_nothing(desk: Desk) -> None:
    desk.receive(form=FORM, letter=LETTER)
    assert desk.receive(form=FORM, letter=LETTER) == "ack_complete"
    assert len(desk.applications[0].revisions) == 1


def test_the_same_mail_by_another_way_is_answered_once(desk: Desk) -> None:
    assert desk.receive(form=FORM, fingerprint="same") == "ack_incomplete"
    assert desk.receive(form=FORM, fingerprint="same") is None
    assert desk.last_message.status is MessageStatus.DUPLICATE


def test_thanks_and_machines_are_not_answered_and_change_nothing(desk: Desk) -> None:
    desk.receive(form=FORM, letter=LETTER)
    for kind in (MailKind.OTHER, MailKind.AUTO_REPLY, MailKind.BOUNCE):
        assert desk.receive(kind=kind, in_reply_to=(desk.last_mail.message_id,)) is None
    assert desk.applications[0].status is ApplicationStatus.COMPLETE
    assert len(desk.applications[0].revisions) == 1


def test_a_question_goes_to_the_director_who_can_answer_the_asker(desk: Desk) -> None:
    assert (
        desk.receive(kind=MailKind.QUESTION, subject="Jautājums", new_text="Vai drīkst septiņi?")
        == "question_forwarded"
    )
    mail = message_from_bytes(desk.last_mail.content, policy=default)
    assert desk.last_mail.template == "question_to_director"
    assert (mail["To"], mail["Reply-To"]) == ("director@rbs.example", "elina@lu.lv")
    assert desk.applications == []


def test_a_question_beside_documents_reaches_the_director_too(desk: Desk) -> None:
    assert (
        desk.receive(form=FORM, new_text="Pielikumā anketa. Vai deleģējumu var parakstīt dekāns?") == "ack_incomplete"
    )
    assert desk.last_mail.template == "question_to_director"


def test_a_withdrawal_withdraws_and_new_documents_bring_the_team_back(desk: Desk) -> None:
    desk.receive(form=FORM, letter=LETTER)
    assert desk.receive(kind=MailKind.WITHDRAWAL, in_reply_to=(desk.last_mail.message_id,)) == "ack_withdrawn"
    assert [a.status.value for a in desk.applications] == ["withdrawn"]
    desk.receive(form=FORM)
    assert [a.status.value for a in desk.applications] == ["complete"]


def test_a_withdrawal_without_a_thread_finds_the_senders_only_application(desk: Desk) -> None:
    desk.receive(form=FORM, letter=LETTER)
    assert desk.receive("gatis@lu.lv", kind=MailKind.WITHDRAWAL) == "ack_withdrawn"


def test_two_projects_of_one_representative_stay_apart(desk: Desk) -> None:
    desk.receive(form=FORM)
    desk.receive(form=other_project(), in_reply_to=(desk.last_mail.message_id,))
    desk.receive(letter=replace(LETTER, project_title="Laboratorija somā"))
    assert [a.title for a in desk.applications] == ["Vakara rakstu darbnīca", "Laboratorija somā"]
    assert [a.status.value for a in desk.applications] == ["incomplete", "complete"]


def test_two_teams_of_one_university_with_one_title_stay_apart(desk: Desk) -> None:
    others = tuple(
        person(name, f"{n}@lu.lv") for n, name in enumerate(("Vents Ābelkalns", "Jogita Krūkle", "Ieva Salna"))
    )
    desk.receive(form=FORM)
    desk.receive("0@lu.lv", form=replace(other_project(FORM.title or "", others)))
    assert len(desk.applications) == 2


def test_a_project_under_a_corrected_title_is_the_same(desk: Desk) -> None:
    desk.receive(form=FORM)
    desk.receive(form=replace(FORM, title="Bibliotēkas naktis"))
    [application] = desk.applications
    assert application.title == "Bibliotēkas naktis"


def test_a_stranger_may_add_the_missing_letter_and_the_team_is_told(desk: Desk) -> None:
    desk.receive(form=FORM)
    assert desk.receive(STRANGER, letter=LETTER, verdict="none") == "ack_complete"
    assert desk.last_mail.recipient == "elina@lu.lv"
    assert desk.applications[0].status is ApplicationStatus.COMPLETE


@pytest.mark.parametrize(
    "changed", [replace(FORM, costs="1 EUR", costs_eur=1), replace(FORM, title="Vakara rakstu darbnīca 2")]
)
def test_a_stranger_may_not_change_what_is_there_even_with_the_reference(desk: Desk, changed: ApplicationForm) -> None:
    desk.receive(form=FORM, letter=LETTER)
    assert desk.receive(STRANGER, form=changed, mentions=("IIP-2023-0001",), verdict="none") is None
    assert desk.last_message.status is MessageStatus.WAITING
    assert desk.applications[0].costs_eur == 6400
    assert desk.applications[0].title == "Vakara rakstu darbnīca"


def test_a_document_system_that_sends_the_letter_is_not_answered_but_the_team_is(desk: Desk) -> None:
    desk.receive(form=FORM)
    assert desk.receive("noreply@lu.lv", letter=LETTER, verdict="none") == "ack_complete"
    assert desk.last_mail.recipient == "elina@lu.lv"


def test_a_machine_of_the_institution_that_sends_the_letter_is_not_answered_but_the_team_is(desk: Desk) -> None:
    desk.receive(form=FORM)
    assert desk.receive("noreply@lu.lv", letter=LETTER, verdict="pass") == "ack_complete"
    assert desk.last_mail.recipient == "elina@lu.lv"


def test_a_bounce_of_our_answer_marks_it_and_starts_no_mail(desk: Desk, rules: ReadingRules) -> None:
    desk.receive(form=FORM)
    ours = desk.last_mail
    ours.state = OutboxState.SENT
    returned = EmailMessage(SMTP)
    returned["From"], returned["To"] = "MAILER-DAEMON@mx.rbs.example", MAILBOX
    returned["Subject"] = "Undelivered Mail Returned to Sender"
    returned["Return-Path"], returned["Date"] = "<>", "Tue, 21 Mar 2023 09:00:00 +0200"
    returned.set_content("The mail system\n\n<elina@lu.lv>: host mx.lu.lv said: 550 5.1.1 User unknown\n")
    returned.add_attachment(message_from_bytes(ours.content))
    assert desk.receive_raw(returned.as_bytes(), rules) is None
    assert [mail.state for mail in desk.outbox] == [OutboxState.BOUNCED]


def test_a_stranger_may_not_withdraw(desk: Desk) -> None:
    desk.receive(form=FORM, letter=LETTER)
    ours = desk.last_mail.message_id
    assert desk.receive(STRANGER, kind=MailKind.WITHDRAWAL, in_reply_to=(ours,), mentions=("IIP-2023-0001",)) is None
    assert desk.applications[0].status is ApplicationStatus.COMPLETE
    assert desk.last_message.status is MessageStatus.WAITING


def test_a_colleague_of_the_institution_counts_only_where_the_mail_was_authenticated(desk: Desk) -> None:
    desk.receive(form=FORM, letter=LETTER)
    dearer = replace(FORM, costs="7 100 EUR", costs_eur=7100)
    assert desk.receive("dekans@lu.lv", form=dearer, verdict="none") is None
    assert desk.receive("dekans@lu.lv", form=dearer, verdict="pass") == "ack_updated"


def test_a_known_address_that_failed_authentication_is_a_stranger(desk: Desk) -> None:
    desk.receive(form=FORM, letter=LETTER)
    assert desk.receive(kind=MailKind.WITHDRAWAL, verdict="fail") is None
    assert desk.applications[0].status is ApplicationStatus.COMPLETE


def test_what_completes_after_the_deadline_is_late(desk: Desk) -> None:
    desk.receive(form=FORM)
    assert desk.receive(letter=LETTER, at=AFTER_THE_DEADLINE) == "ack_late"
    assert (desk.applications[0].status, codes(desk)) == (ApplicationStatus.LATE, ["late"])


def test_the_last_second_of_the_last_day_is_in_time(desk: Desk) -> None:
    assert desk.receive(form=FORM, letter=LETTER, at=AFTER_THE_DEADLINE - timedelta(seconds=1)) == "ack_complete"
    assert codes(desk) == []


def test_a_correction_after_the_deadline_leaves_what_was_complete_in_time(desk: Desk) -> None:
    desk.receive(form=FORM, letter=LETTER)
    assert desk.receive(form=replace(FORM, costs="1 EUR", costs_eur=1), at=AFTER_THE_DEADLINE) == "ack_late"
    assert desk.applications[0].status is ApplicationStatus.COMPLETE


def test_a_file_that_could_not_be_read_is_told_until_its_content_has_come(desk: Desk) -> None:
    trouble = Trouble("encrypted_document", "deleģējums.pdf", "it needs a password")
    assert desk.receive(form=FORM, troubles=(trouble,)) == "ack_incomplete"
    assert codes(desk) == ["missing_delegation_letter", "encrypted_document"]
    assert desk.receive(letter=LETTER) == "ack_complete"
    assert codes(desk) == []


def test_an_unsigned_letter_is_told_and_mended_by_a_signed_one(desk: Desk) -> None:
    desk.receive(form=FORM, letter=replace(LETTER, signed=Signed.STATED))
    assert codes(desk) == ["letter_unsigned"]
    assert desk.receive(letter=LETTER) == "ack_complete"


def test_answers_to_one_address_are_capped(desk: Desk) -> None:
    answered = [desk.receive(kind=MailKind.QUESTION, new_text=f"{n}?") for n in range(8)]
    assert answered == ["question_forwarded"] * 5 + [None] * 3


def test_the_bot_does_not_answer_itself(desk: Desk) -> None:
    assert desk.receive(MAILBOX, form=FORM) is None


def test_mail_is_filed_in_the_order_of_arrival_whatever_the_order_of_reading(desk: Desk) -> None:
    late, early = desk.now + timedelta(days=2), desk.now + timedelta(days=1)
    desk.receive(form=FORM)
    desk.receive(form=replace(FORM, costs="2 EUR", costs_eur=2), at=late)
    desk.receive(form=replace(FORM, costs="1 EUR", costs_eur=1), at=early)
    assert desk.applications[0].costs_eur == 2
