"""What an organiser puts right counts beside what was read, until the team writes something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot import application_record
from bot.correspondence import Correspondence
from bot.desk import correcting
from bot.errors import MistakeError, NotAllowedError
from bot.letters.writer import LetterWriter
from bot.outbox import Caps
from bot.post import Terms
from bot.programme import Programme
from parsers.addresses import Address
from parsers.content import Signed
from parsers.mail_kind import MailKind
from parsers.signatures import Signature, SignatureFormat
from storage.models import Application, ApplicationStatus, Correction, JournalEntry, MessageStatus, OutboxState
from tests.bot.desk import FORM, LETTER, MAILBOX, Desk, open_desk, other_project

NOW = datetime(2023, 3, 25, 9, tzinfo=UTC)
AFTER_THE_DEADLINE = datetime(2023, 4, 25, 9, tzinfo=UTC)
MISREAD = replace(FORM, title="Vakara raksfu darbnica", idea=None)


@pytest.fixture(scope="module")
def writer(programme: Programme) -> LetterWriter:
    return LetterWriter(programme)


@pytest.fixture
def desk(programme: Programme, writer: LetterWriter) -> Iterator[Desk]:
    with open_desk(programme, writer) as opened:
        yield opened


def put(desk: Desk, programme: Programme, path: str, text: str, now: datetime = NOW) -> Application:
    """The first application with a value put right."""
    [application, *_] = desk.applications
    correcting.correct(desk.session, application, path, text, programme, actor="ilze", now=now)
    return application


def codes(application: Application) -> list[str]:
    return [finding.code for finding in application.findings]


def actions(desk: Desk) -> list[tuple[str, str, str]]:
    query = select(JournalEntry).order_by(JournalEntry.id)
    return [(e.actor, e.action, e.details) for e in desk.session.scalars(query) if e.actor != "bot"]


def test_a_corrected_value_counts_and_stands_beside_what_was_read(desk: Desk, programme: Programme) -> None:
    desk.receive(form=MISREAD, letter=LETTER)
    application = put(desk, programme, "title", "Vakara rakstu darbnīca")
    assert application.title == "Vakara rakstu darbnīca"
    [row] = application.corrections
    assert (row.field, row.value, row.read, row.actor) == ("title", FORM.title, MISREAD.title, "ilze")
    assert [revision.number for revision in application.revisions] == [1, 2]
    assert application_record.read_of(application).title == MISREAD.title
    assert actions(desk) == [("ilze", "corrected", "title")]


def test_a_correction_that_closes_the_last_gap_completes_and_writes_to_nobody(desk: Desk, programme: Programme) -> None:
    desk.receive(form=MISREAD, letter=LETTER)
    mails = len(desk.outbox)
    application = put(desk, programme, "idea", "Darbnīca bibliotēkā.")
    assert (application.status, codes(application)) == (ApplicationStatus.COMPLETE, [])
    assert application.completed_at == application.messages[0].arrived_at
    assert actions(desk) == [("ilze", "corrected", "idea"), ("ilze", "completed", "")]
    assert len(desk.outbox) == mails


def test_what_was_misread_in_time_is_in_time_however_late_it_is_put_right(desk: Desk, programme: Programme) -> None:
    desk.receive(form=MISREAD, letter=LETTER)
    assert put(desk, programme, "idea", "Darbnīca.", AFTER_THE_DEADLINE).status is ApplicationStatus.COMPLETE


def test_a_correction_survives_mail_that_says_nothing_else(desk: Desk, programme: Programme) -> None:
    desk.receive(form=MISREAD)
    put(desk, programme, "title", "Vakara rakstu darbnīca")
    desk.receive(letter=LETTER)
    desk.receive(form=replace(MISREAD, costs="7 100 EUR", costs_eur=7100))
    [application] = desk.applications
    assert (application.title, application.costs_eur) == ("Vakara rakstu darbnīca", 7100)


def test_a_correction_yields_to_another_value_of_the_team(desk: Desk, programme: Programme) -> None:
    desk.receive(form=MISREAD, letter=LETTER)
    put(desk, programme, "title", "Vakara rakstu darbnīca")
    put(desk, programme, "idea", "Darbnīca bibliotēkā.")
    desk.receive(form=replace(MISREAD, title="Rakstu vakari", idea="Darbnīca parkā."))
    [application] = desk.applications
    assert (application.title, application.idea) == ("Rakstu vakari", "Darbnīca parkā.")
    assert len(application.corrections) == 2


def test_a_correction_can_be_undone(desk: Desk, programme: Programme) -> None:
    desk.receive(form=MISREAD, letter=LETTER)
    application = put(desk, programme, "title", "Vakara rakstu darbnīca")
    correcting.undo(desk.session, application, "title", programme, actor="ilze", now=NOW)
    assert (application.title, application.corrections) == (MISREAD.title, [])
    assert actions(desk)[-1] == ("ilze", "correction_undone", "title")
    with pytest.raises(NotAllowedError, match="Nothing was corrected"):
        correcting.undo(desk.session, application, "title", programme, actor="ilze", now=NOW)


def test_correcting_to_what_was_read_leaves_no_correction(desk: Desk, programme: Programme) -> None:
    desk.receive(form=FORM)
    put(desk, programme, "title", "Cits nosaukums")
    assert put(desk, programme, "title", FORM.title or "").corrections == []


def test_members_are_mended_added_and_taken_out_by_their_number(desk: Desk, programme: Programme) -> None:
    desk.receive(form=FORM, letter=LETTER)
    put(desk, programme, "members.2.email", "gatis.purmalis@lu.lv")
    put(desk, programme, "members.4.name", "Inta Vārpa")
    application = put(desk, programme, "members.4.email", "inta@lu.lv")
    assert [(m.name, m.email) for m in application.members][1:] == [
        ("Gatis Purmalis", "gatis.purmalis@lu.lv"),
        ("Maija Rudzroga", "maija@lu.lv"),
        ("Inta Vārpa", "inta@lu.lv"),
    ]
    assert codes(application) == ["delegates_mismatch"]
    assert codes(put(desk, programme, "members.4", "")) == []
    assert "gatis.purmalis@lu.lv" in {m.email for m in application.members}


def test_who_was_misread_belongs_to_the_application_once_put_right(desk: Desk, programme: Programme) -> None:
    desk.receive(form=FORM, letter=LETTER)
    put(desk, programme, "members.2.email", "gatis@cits.example")
    assert (
        desk.receive("gatis@cits.example", form=replace(FORM, costs="1 EUR", costs_eur=1), verdict="none") is not None
    )
    assert desk.applications[0].costs_eur == 1


def test_costs_and_their_total_are_put_right_together_and_yield_together(desk: Desk, programme: Programme) -> None:
    desk.receive(form=FORM, letter=LETTER)
    application = put(desk, programme, "costs", "apm. 12 tūkst. eiro")
    assert (application.costs, application.costs_eur) == ("apm. 12 tūkst. eiro", 12000)
    put(desk, programme, "costs_eur", "12 500,50 EUR")
    assert (application.costs, application.costs_eur) == ("apm. 12 tūkst. eiro", 12500.5)
    desk.receive(form=replace(FORM, costs="no 6 līdz 7 tūkst. EUR", costs_eur=None))
    assert (application.costs, application.costs_eur) == ("no 6 līdz 7 tūkst. EUR", None)


def test_an_institution_that_was_misread_is_told_by_its_key_or_its_words(desk: Desk, programme: Programme) -> None:
    desk.receive(form=replace(FORM, institution=None, institution_text="Latv1jas Un1versitate"), letter=LETTER)
    assert codes(desk.applications[0]) == ["institution_not_eligible", "institution_mismatch"]
    assert codes(put(desk, programme, "institution", "lu")) == []
    application = put(desk, programme, "institution_text", "Biedrība „Atvērtā klase”")
    assert (application.institution, codes(application)[0]) == (None, "institution_not_eligible")


def test_who_says_that_a_letter_is_signed_answers_for_a_signature_that_failed(desk: Desk, programme: Programme) -> None:
    broken = Signature(SignatureFormat.PADES, "Austra Zeltkalne", None, intact=False)
    desk.receive(form=FORM, letter=replace(LETTER, signatures=(broken,)))
    assert codes(desk.applications[0]) == ["signature_invalid"]
    assert codes(put(desk, programme, "letter.signed", "handwritten")) == []


def test_a_letter_that_nothing_could_read_is_typed_in(desk: Desk, programme: Programme) -> None:
    desk.receive(form=FORM)
    put(desk, programme, "letter.signed", "handwritten")
    put(desk, programme, "letter.date", "2023. gada 30. martā")
    application = put(desk, programme, "letter.delegates", "; ".join(m.name for m in FORM.members))
    assert (application.status, application.letter_date and application.letter_date.isoformat()) == (
        ApplicationStatus.COMPLETE,
        "2023-03-30",
    )
    desk.receive("kanceleja@lu.lv", letter=replace(LETTER, signed=Signed.STATED), verdict="none")
    assert desk.last_message.status is MessageStatus.FILED
    assert codes(application) == ["letter_unsigned"]


def test_a_stranger_who_sends_the_same_document_again_changes_nothing(desk: Desk, programme: Programme) -> None:
    desk.receive(form=MISREAD, letter=LETTER)
    put(desk, programme, "costs", "9 000 EUR")
    desk.receive("kads@citur.example", form=MISREAD, verdict="none")
    assert desk.last_message.status is MessageStatus.FILED
    assert desk.applications[0].costs_eur == 9000


def test_what_counts_is_what_later_mail_is_matched_by(desk: Desk, programme: Programme) -> None:
    desk.receive(form=replace(FORM, title="Nesalasāms"))
    put(desk, programme, "title", "Laboratorija somā")
    desk.receive(letter=replace(LETTER, project_title="Laboratorija somā"))
    assert [a.status for a in desk.applications] == [ApplicationStatus.COMPLETE]
    desk.receive(form=other_project("Pavisam kas cits"))
    assert len(desk.applications) == 2


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("titel", "X", "letter.signed"),
        ("title.more", "X", "There is no field title.more"),
        ("letter.idea", "X", "There is no field letter.idea"),
        ("institution", "XX", "RTU"),
        ("letter.institution", "XX", "letter.institution_text"),
        ("themes", "collaboration; magic", "student_experience"),
        ("members", "X", "members.1.email"),
        ("members.9.name", "X", "up to 4"),
        ("members.0.name", "X", "up to 4"),
        ("members.1.age", "X", "position"),
        ("members.4.email", "x@lu.lv", "members.4.name"),
        ("members.1.email", "x.lu.lv", "anna.ozola@lu.lv"),
        ("contact.email", "nav", "anna.ozola@lu.lv"),
        ("contact", "X", "contact.phone"),
        ("costs_eur", "daudz", "7100,50"),
        ("letter.date", "30.13.2023", "2023-03-30"),
        ("letter.signed", "yes", "electronic, handwritten, stated or none"),
    ],
)
def test_what_cannot_be_a_value_is_refused_and_what_can_is_named(
    desk: Desk, programme: Programme, path: str, text: str, told: str
) -> None:
    desk.receive(form=FORM, letter=LETTER)
    with pytest.raises(MistakeError, match=told.replace(".", r"\.")):
        put(desk, programme, path, text)
    assert desk.session.scalars(select(Correction)).all() == []


def test_the_moment_of_completion_follows_the_message_that_a_correction_mends(desk: Desk, programme: Programme) -> None:
    desk.receive(form=MISREAD)
    desk.receive(letter=LETTER, at=desk.now + timedelta(days=2))
    application = put(desk, programme, "idea", "Darbnīca.")
    assert application.completed_at == desk.now + timedelta(days=2)


def test_the_team_is_told_only_while_there_is_somebody_to_tell(
    desk: Desk, programme: Programme, writer: LetterWriter
) -> None:
    terms = Terms(Address("IIP", MAILBOX), None, "lv", Caps(5, 10, 200), 35)
    correspondence = Correspondence(writer, programme, terms, lambda: NOW)
    desk.receive(form=MISREAD, letter=LETTER)
    [application] = desk.applications
    change = correcting.correct(desk.session, application, "idea", "Darbnīca.", programme, actor="ilze", now=NOW)
    correspondence.corrected(desk.session, application, change)
    assert (desk.last_mail.template, desk.last_mail.recipient) == ("ack_complete", "elina@lu.lv")
    put(desk, programme, "idea", "Darbnīca vakarā.")
    assert desk.last_mail.state is OutboxState.CANCELLED
    desk.receive(kind=MailKind.WITHDRAWAL)
    with pytest.raises(NotAllowedError, match="withdrew"):
        correspondence.corrected(desk.session, application, change)
