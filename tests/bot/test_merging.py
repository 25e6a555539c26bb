"""Two applications become one and one becomes two; what is sent to an old reference reaches the one that lives on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot import application_record, digest
from bot.desk import correcting, listing, merging, standing
from bot.desk.listing import Wanted
from bot.errors import NotAllowedError, NotFoundError
from bot.letters.writer import LetterWriter
from bot.programme import Programme
from parsers.mail_kind import MailKind
from storage.models import (
    Application,
    ApplicationStatus,
    Decision,
    JournalEntry,
    MessageStatus,
    OutgoingMail,
    StoredDocument,
)
from tests.bot.desk import FORM, LETTER, Desk, open_desk, person

NOW = datetime(2023, 3, 25, 9, tzinfo=UTC)
OTHERS = tuple(person(name, f"{n}@lu.lv") for n, name in enumerate(("Vents Ābelkalns", "Jogita Krūkle", "Ieva Salna")))


@pytest.fixture(scope="module")
def writer(programme: Programme) -> LetterWriter:
    return LetterWriter(programme)


@pytest.fixture
def desk(programme: Programme, writer: LetterWriter) -> Iterator[Desk]:
    with open_desk(programme, writer) as opened:
        yield opened


def two(desk: Desk) -> tuple[Application, Application]:
    """A team whose letter did not say whose it is, so that it stands alone."""
    desk.receive(form=FORM)
    desk.receive(
        "kanceleja@rtu.lv",
        letter=replace(LETTER, project_title="Darbnīcas vakari", delegates=("Zane Liepa",), institution="RTU"),
        message_id="<letter@rtu.lv>",
    )
    first, second = desk.applications
    return first, second


def merged(desk: Desk, programme: Programme) -> tuple[Application, Application]:
    first, second = two(desk)
    merging.merge(desk.session, first, second, programme, actor="ilze", now=NOW)
    return first, second


def test_the_seconds_messages_and_documents_become_the_firsts(desk: Desk, programme: Programme) -> None:
    first, second = merged(desk, programme)
    assert (second.status, second.merged_into_id, second.messages) == (ApplicationStatus.MERGED, first.id, [])
    assert len(first.messages) == 2
    assert set(desk.session.scalars(select(StoredDocument.application_id))) == {first.id}
    assert (first.letter_project_title, second.findings, second.evidence) == ("Darbnīcas vakari", [], [])
    assert [f.code for f in first.findings] == ["institution_mismatch", "delegates_mismatch"]


def test_the_old_reference_leads_to_the_one_that_lives_on(desk: Desk, programme: Programme) -> None:
    first, second = merged(desk, programme)
    assert application_record.find(desk.session, second.reference) is first
    assert listing.find(desk.session, Wanted()) == [first.id]
    assert listing.find(desk.session, Wanted(status=ApplicationStatus.MERGED)) == [second.id]
    assert len(digest.gather(desk.session, programme, None, "lv").applications) == 1


@pytest.mark.parametrize("by", ["the old reference", "a reply to our letter", "a reply to their letter"])
def test_late_mail_to_a_merged_application_reaches_the_one_that_lives_on(
    desk: Desk, programme: Programme, by: str
) -> None:
    first, second = two(desk)
    ours = desk.session.scalars(select(OutgoingMail).where(OutgoingMail.application_id == second.id)).one()
    merging.merge(desk.session, first, second, programme, actor="ilze", now=NOW)
    pointers: dict[str, dict[str, Any]] = {
        "the old reference": {"mentions": (second.reference,)},
        "a reply to our letter": {"in_reply_to": (ours.message_id,)},
        "a reply to their letter": {"in_reply_to": ("<letter@rtu.lv>",)},
    }
    desk.receive("kanceleja@rtu.lv", kind=MailKind.WITHDRAWAL, **pointers[by])
    assert desk.last_message.application is first
    assert first.status is ApplicationStatus.WITHDRAWN
    assert second.status is ApplicationStatus.MERGED


def test_a_sender_of_a_merged_application_has_one_application(desk: Desk, programme: Programme) -> None:
    desk.receive(form=FORM)
    desk.receive(
        form=replace(FORM, institution="RTU", institution_text="RTU", title="Vakars", idea="X", members=OTHERS)
    )
    first, second = desk.applications
    merging.merge(desk.session, first, second, programme, actor="ilze", now=NOW)
    assert desk.receive(kind=MailKind.WITHDRAWAL) == "ack_withdrawn"
    assert desk.last_message.application is first


def test_the_next_application_gets_a_reference_of_its_own(desk: Desk, programme: Programme) -> None:
    merged(desk, programme)
    desk.receive("0@lu.lv", form=replace(FORM, title="Cits", idea="Y", problem="Z", members=OTHERS))
    assert desk.applications[-1].reference == "IIP-2023-0003"


def test_split_undoes_merge(desk: Desk, programme: Programme) -> None:
    first, second = two(desk)
    before = [standing.of(one) for one in (first, second)]
    evidence = [sorted(e.field for e in one.evidence) for one in (first, second)]
    numbers = [message.id for message in second.messages]
    merging.merge(desk.session, first, second, programme, actor="ilze", now=NOW)
    assert standing.of(first) != before[0]
    assert merging.split(desk.session, first, numbers, programme, actor="ilze", now=NOW) is second
    assert [standing.of(one) for one in (first, second)] == before
    assert [sorted(e.field for e in one.evidence) for one in (first, second)] == evidence
    assert second.merged_into_id is None
    assert {d.application_id for m in second.messages for d in m.documents} == {second.id}


def test_merge_undoes_split(desk: Desk, programme: Programme) -> None:
    desk.receive(form=FORM, letter=LETTER)
    desk.receive(form=replace(FORM, costs="9 EUR", costs_eur=9))
    [first] = desk.applications
    before = standing.of(first)
    second = merging.split(desk.session, first, [first.messages[1].id], programme, actor="ilze", now=NOW)
    assert (second.reference, second.costs_eur, first.costs_eur) == ("IIP-2023-0002", 9, 6400)
    merging.merge(desk.session, first, second, programme, actor="ilze", now=NOW)
    assert standing.of(first) == before


def test_a_reply_to_the_answer_of_a_message_that_left_follows_it(desk: Desk, programme: Programme) -> None:
    desk.receive(form=FORM, letter=LETTER)
    desk.receive(form=replace(FORM, costs="9 EUR", costs_eur=9))
    answer = desk.last_mail.message_id
    [first] = desk.applications
    second = merging.split(desk.session, first, [first.messages[1].id], programme, actor="ilze", now=NOW)
    desk.receive(kind=MailKind.WITHDRAWAL, in_reply_to=(answer,))
    assert (first.status, second.status) == (ApplicationStatus.COMPLETE, ApplicationStatus.WITHDRAWN)


def test_a_correction_goes_with_the_message_that_it_mends(desk: Desk, programme: Programme) -> None:
    desk.receive(form=FORM, letter=LETTER)
    desk.receive(form=replace(FORM, title="Nesalasāms", costs="9 tk", costs_eur=None))
    [first] = desk.applications
    for path, text in (("title", "Rakstu nams"), ("costs_eur", "9000")):
        correcting.correct(desk.session, first, path, text, programme, actor="ilze", now=NOW)
    second = merging.split(desk.session, first, [first.messages[1].id], programme, actor="ilze", now=NOW)
    assert (second.title, second.costs_eur) == ("Rakstu nams", 9000)
    assert (first.title, first.costs_eur) == (FORM.title, 6400)
    merging.merge(desk.session, first, second, programme, actor="ilze", now=NOW)
    assert (first.title, first.costs_eur) == ("Rakstu nams", 9000)


def test_a_correction_of_the_second_counts_in_the_first_and_can_be_undone_there(
    desk: Desk, programme: Programme
) -> None:
    first, second = two(desk)
    correcting.correct(desk.session, second, "letter.number", "9/9", programme, actor="ilze", now=NOW)
    merging.merge(desk.session, first, second, programme, actor="ilze", now=NOW)
    assert first.letter_number == "9/9"
    correcting.undo(desk.session, first, "letter.number", programme, actor="ilze", now=NOW)
    assert (first.letter_number, second.corrections) == (LETTER.number, [])


def test_a_withdrawal_counts_where_its_message_is(desk: Desk, programme: Programme) -> None:
    first, second = two(desk)
    desk.receive("kanceleja@rtu.lv", kind=MailKind.WITHDRAWAL, mentions=(second.reference,))
    assert second.status is ApplicationStatus.WITHDRAWN
    withdrawal = desk.last_message
    merging.merge(desk.session, first, second, programme, actor="ilze", now=NOW)
    assert (first.status, first.withdrawn_at) == (ApplicationStatus.WITHDRAWN, withdrawal.arrived_at)
    desk.receive(form=FORM, at=desk.now + timedelta(days=3))
    assert (first.status, first.withdrawn_at) == (ApplicationStatus.INCOMPLETE, None)


def test_a_chain_of_merges_leads_to_its_end_and_comes_apart_again(desk: Desk, programme: Programme) -> None:
    first, second = merged(desk, programme)
    moved = [m.id for m in first.messages if m.sender_address == "kanceleja@rtu.lv"]
    desk.receive("0@lu.lv", form=replace(FORM, title="Cits", idea="Y", problem="Z", members=OTHERS))
    third = desk.applications[-1]
    merging.merge(desk.session, third, first, programme, actor="ilze", now=NOW)
    assert application_record.find(desk.session, second.reference) is third
    assert merging.split(desk.session, third, moved, programme, actor="ilze", now=NOW) is second


def test_what_cannot_be_merged_or_split_is_refused_with_the_reason(desk: Desk, programme: Programme) -> None:
    first, second = two(desk)
    with pytest.raises(NotAllowedError, match="one application already"):
        merging.merge(desk.session, first, first, programme, actor="ilze", now=NOW)
    second.decision = Decision.ACCEPTED
    with pytest.raises(NotAllowedError, match=f"merge {second.reference} {first.reference}"):
        merging.merge(desk.session, first, second, programme, actor="ilze", now=NOW)
    with pytest.raises(NotFoundError, match="has no message 99"):
        merging.split(desk.session, first, [99], programme, actor="ilze", now=NOW)
    with pytest.raises(NotAllowedError, match="has to stay"):
        merging.split(desk.session, first, [first.messages[0].id], programme, actor="ilze", now=NOW)
    desk.receive(kind=MailKind.OTHER, mentions=(first.reference,))
    assert desk.last_message.status is MessageStatus.NOTED
    with pytest.raises(NotAllowedError, match="None of these"):
        merging.split(desk.session, first, [desk.last_message.id], programme, actor="ilze", now=NOW)
    assert len(desk.applications) == 2


def test_both_histories_tell_who_merged_and_which_messages_moved(desk: Desk, programme: Programme) -> None:
    first, second = merged(desk, programme)
    told = desk.session.scalars(select(JournalEntry).where(JournalEntry.actor == "ilze").order_by(JournalEntry.id))
    assert [(e.application_id, e.action, e.details) for e in told] == [
        (second.id, "moved", f"to {first.reference}"),
        (second.id, "merged", f"into {first.reference}"),
        (first.id, "merged", f"with {second.reference}"),
    ]
