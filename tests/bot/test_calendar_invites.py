"""Calendar invitations: what calendars keep of them, read back by two readers that are not ours."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from bot.letters.calendar_invites import Invitation, cancel, enclose, request, timezone
from bot.letters.samples import samples
from bot.letters.writer import LetterWriter, compose
from bot.programme import Bilingual, Event, Programme
from parsers.addresses import Address

RIGA = ZoneInfo("Europe/Riga")
STAMP = dt.datetime(2023, 4, 21, 9, 0, tzinfo=RIGA)
MAILBOX = Address("Izglītības inovāciju programma", "innovationeducation@rbs.lv")
TEAM = (Address("Anna Ozola", "anna.ozola@lu.lv"), Address('Jānis "Džons" Bērziņš', "janis.berzins@lu.lv"))


@pytest.fixture
def invitation(programme: Programme) -> Invitation:
    return Invitation(
        event=programme.events[0],
        reference="IIP-2023-0007",
        organiser=MAILBOX,
        attendees=TEAM,
        language="lv",
        sequence=0,
        stamp=STAMP,
    )


def entry_of(content: bytes) -> Any:
    """The one event in it; its properties are of as many types as RFC 5545 has."""
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar)
    (entry,) = calendar.events
    return entry


def at_hours(event: Event, begins: dt.time, ends: dt.time, **more: object) -> Event:
    return event.model_copy(update={"begins": begins, "ends": ends, **more})


def test_an_invitation_holds_what_calendars_ask_for(invitation: Invitation, programme: Programme) -> None:
    """RFC 5546, 3.2.2: method, organiser, attendees, stamp, sequence, start, summary, UID."""
    content = request(invitation, programme)
    entry = entry_of(content)
    assert Calendar.from_ical(content)["METHOD"] == "REQUEST"
    assert entry["UID"] == "opening.iip-2023-0007@rbs.lv"
    assert entry["SEQUENCE"] == 0
    assert entry["SUMMARY"] == "Atklāšanas konference"
    assert entry["ORGANIZER"] == "mailto:innovationeducation@rbs.lv"
    assert [str(person) for person in entry["ATTENDEE"]] == ["mailto:anna.ozola@lu.lv", "mailto:janis.berzins@lu.lv"]
    assert entry["ATTENDEE"][1].params["CN"] == "Jānis 'Džons' Bērziņš"
    assert entry["ATTENDEE"][0].params["RSVP"] == "TRUE"
    assert entry["DTSTAMP"].dt == STAMP


def test_a_second_reader_takes_it_too(invitation: Invitation, programme: Programme) -> None:
    """One reader could share the writer's misreadings."""
    for event in programme.events:
        for version in (event, at_hours(event, dt.time(10), dt.time(16, 30))):
            for make in (request, cancel):
                content = make(replace(invitation, event=version), programme).decode("utf-8")
                (entry,) = IcsCalendarStream.calendar_from_ics(content).events
                assert entry.summary == version.name.lv
                assert entry.uid == f"{version.key}.iip-2023-0007@rbs.lv"


def test_an_event_without_hours_takes_whole_days(invitation: Invitation, programme: Programme) -> None:
    """The last day counts: DTEND is the day after."""
    visit = next(event for event in programme.events if event.until)
    entry = entry_of(request(replace(invitation, event=visit), programme))
    assert (entry.start, entry.end) == (dt.date(2023, 7, 31), dt.date(2023, 8, 5))


def test_hours_are_those_of_riga_in_summer_and_in_winter(invitation: Invitation, programme: Programme) -> None:
    """10.00 in June is 07.00 UTC, in November 08.00 UTC, also for readers that know no zones but the one enclosed."""
    for month, utc in ((6, 7), (11, 8)):
        event = at_hours(invitation.event, dt.time(10), dt.time(12), date=dt.date(2023, month, 9))
        content = request(replace(invitation, event=event), programme)
        (entry,) = IcsCalendarStream.calendar_from_ics(content.decode("utf-8")).events
        assert isinstance(entry.dtstart, dt.datetime)
        assert entry.dtstart.astimezone(dt.UTC).hour == utc
        assert b"DTSTART;TZID=Europe/Riga:2023" in content


def test_an_update_replaces_and_a_cancellation_removes(invitation: Invitation, programme: Programme) -> None:
    """The same UID with a higher sequence; the cancellation says so twice, as RFC 5546 asks."""
    moved = replace(invitation, event=invitation.event.model_copy(update={"date": dt.date(2023, 5, 26)}), sequence=1)
    update, removal = entry_of(request(moved, programme)), cancel(replace(moved, sequence=2), programme)
    assert update["UID"] == entry_of(request(invitation, programme))["UID"] == entry_of(removal)["UID"]
    assert (update["SEQUENCE"], entry_of(removal)["SEQUENCE"]) == (1, 2)
    assert Calendar.from_ical(removal)["METHOD"] == "CANCEL"
    assert entry_of(removal)["STATUS"] == "CANCELLED"


def test_teams_do_not_share_an_entry(invitation: Invitation, programme: Programme) -> None:
    """One team's change must not reach another's calendar."""
    other = replace(invitation, reference="IIP-2023-0008")
    assert other.uid != invitation.uid
    assert request(invitation, programme) == request(invitation, programme)


def test_names_of_strangers_break_nothing(invitation: Invitation, programme: Programme) -> None:
    """Line breaks, quotation marks, separators, and addresses that are none."""
    hostile = (
        Address('A"\r\nATTENDEE:mailto:evil@x.example;;:,\\\u202e', "a@lu.lv"),
        Address("B", "not an address"),
        Address("C", 'c"\r\nX:1@lu.lv'),
    )
    place = Bilingual(lv="Rīga; aula,\nX-EVIL:1", en="Riga")
    event = invitation.event.model_copy(update={"place": place})
    content = request(replace(invitation, attendees=hostile, event=event), programme)
    entry = entry_of(content)
    assert str(entry["ATTENDEE"]) == "mailto:a@lu.lv"
    assert "X-EVIL" not in entry
    assert entry["LOCATION"] == "Rīga; aula, X-EVIL:1"
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_the_zone_is_written_out_whole() -> None:
    """Onsets in the local time that they end (RFC 5545, 3.6.5), recurring on the last Sunday."""
    assert timezone(RIGA, 2023).to_ical().decode().replace("\r\n", "\n") == (
        "BEGIN:VTIMEZONE\nTZID:Europe/Riga\n"
        "BEGIN:DAYLIGHT\nDTSTART:20220327T030000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\n"
        "TZNAME:EEST\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0300\nEND:DAYLIGHT\n"
        "BEGIN:STANDARD\nDTSTART:20221030T040000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\n"
        "TZNAME:EET\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0200\nEND:STANDARD\n"
        "END:VTIMEZONE\n"
    )


def test_a_zone_without_summer_time_has_one_rule() -> None:
    """Nothing recurs where nothing changes."""
    content = timezone(ZoneInfo("Asia/Tokyo"), 2023).to_ical()
    assert content.count(b"BEGIN:STANDARD") == 1
    assert b"RRULE" not in content


def test_a_letter_carries_it_as_calendars_expect(invitation: Invitation, programme: Programme) -> None:
    """RFC 6047: a text/calendar alternative whose method is that of the object, and a file beside it."""
    letter = LetterWriter(programme).write("event_invitation", "lv", samples(programme, "event_invitation", "lv")[0])
    letter = enclose(letter, "REQUEST", request(invitation, programme))
    raw = compose(
        letter,
        sender=MAILBOX,
        recipient=TEAM[0],
        message_id="<event.1@rbs.lv>",
        date=STAMP,
        auto_submitted="auto-generated",
    )
    assert b'Content-Type: text/calendar; charset="utf-8"; method="REQUEST"' in raw
    assert b'filename="invite.ics"' in raw


def test_letters_tell_hours_and_place(invitation: Invitation, programme: Programme) -> None:
    """As soon as the programme file has them."""
    event = at_hours(
        invitation.event,
        dt.time(10),
        dt.time(16, 30),
        place=Bilingual(lv="Skolas iela 11, Rīga", en="Skolas iela 11, Riga"),
    )
    sample = replace(samples(programme, "event_invitation", "lv")[0], event=event)
    writer = LetterWriter(programme)
    assert (
        "Laiks: 2023. gada 19. maijs, plkst. 10.00–16.30\nVieta: Skolas iela 11, Rīga\n"
        in writer.write("event_invitation", "lv", sample).text
    )
    assert "When: 19 May 2023, 10:00–16:30 (Riga time)\n" in writer.write("event_reminder", "en", sample).text
