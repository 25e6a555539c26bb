"""Events of the programme as calendar invitations (RFC 5545, iTIP: RFC 5546), sent as a part of a letter (iMIP: RFC 6047)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vRecur
from icalendar import Event as CalendarEvent

from bot.letters.context import Letter
from bot.letters.mail_composition import is_addressable
from bot.programme import Event, Programme
from parsers.addresses import Address
from parsers.text import one_line

Method = Literal["REQUEST", "CANCEL"]
PRODUCT = "-//intake-bot//calendar//EN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One event for one team.

    `sequence` grows by one with every change that is sent out (RFC 5545, 3.8.7.4), a cancellation included; `stamp` is when
    this version was made. The UID follows from event and reference alone, so that a later version replaces the earlier one.
    """

    event: Event
    reference: str
    organiser: Address
    attendees: tuple[Address, ...]
    language: str
    sequence: int
    stamp: dt.datetime

    @property
    def uid(self) -> str:
        return f"{self.event.key}.{self.reference}@{self.organiser.email.rpartition('@')[2]}".lower()


def request(invitation: Invitation, programme: Programme) -> bytes:
    """The invitation, or with a higher sequence its update."""
    return _calendar(invitation, programme, "REQUEST")


def cancel(invitation: Invitation, programme: Programme) -> bytes:
    """Takes the event out of the calendars again."""
    return _calendar(invitation, programme, "CANCEL")


def enclose(letter: Letter, method: Method, calendar: bytes) -> Letter:
    """The letter with the invitation, as the part that calendars look for and as a file for those that do not."""
    file = ("invite.ics", "application/ics", calendar)
    return replace(letter, invitation=(method, calendar), attachments=(*letter.attachments, file))


def _calendar(invitation: Invitation, programme: Programme, method: Method) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(timezone(programme.zone, invitation.event.date.year))
    calendar.add_component(_event(invitation, programme, method))
    return bytes(calendar.to_ical())


def _event(invitation: Invitation, programme: Programme, method: Method) -> CalendarEvent:
    event, language = invitation.event, invitation.language
    entry = CalendarEvent()
    entry.add("uid", invitation.uid)
    entry.add("sequence", invitation.sequence)
    entry.add("dtstamp", invitation.stamp.astimezone(dt.UTC))
    begin, end = span(event, programme.zone)
    entry.add("dtstart", begin)
    entry.add("dtend", end)
    entry.add("summary", one_line(event.name.in_language(language)), parameters={"language": language})
    call = programme.programme
    entry.add(
        "description",
        f"{call.name.in_language(language)}, {call.organiser.in_language(language)}. {invitation.reference}",
    )
    if event.place:
        entry.add("location", one_line(event.place.in_language(language)))
    entry.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    entry.add("transp", "OPAQUE")
    entry.add("organizer", _person(invitation.organiser))
    for attendee in dict.fromkeys(invitation.attendees):
        if is_addressable(attendee.email):
            person = _person(attendee)
            person.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"})
            entry.add("attendee", person, encode=False)
    return entry


def span(event: Event, zone: ZoneInfo) -> tuple[dt.date, dt.date]:
    """When the event begins and ends: moments in `zone`, or days of which the last does not count (RFC 5545, 3.6.1)."""
    last = event.until or event.date
    if event.begins is None or event.ends is None:
        return event.date, last + dt.timedelta(days=1)
    return dt.datetime.combine(event.date, event.begins, zone), dt.datetime.combine(last, event.ends, zone)


def _person(address: Address) -> vCalAddress:
    person = vCalAddress(f"mailto:{address.email}")
    # RFC 5545, 3.2: a parameter's value can hold no quotation mark.
    name = one_line(address.name, 100).replace('"', "'")
    if name:
        person.params["CN"] = name
    return person


# --- the time zone, written out


def timezone(zone: ZoneInfo, year: int) -> Timezone:
    """The zone's rules from the year before `year` on, as a VTIMEZONE.

    Onsets stand in the local time that ends with them (RFC 5545, 3.6.5), and recur where they fall on the last such weekday of
    their month (as in the European Union).
    """
    component = Timezone()
    component.add("tzid", zone.key)
    onsets = _onsets(zone, year - 1)
    if not onsets:
        component.add_component(_observance(dt.datetime(year - 1, 1, 1, tzinfo=dt.UTC), zone))
    for onset in onsets:
        component.add_component(_observance(onset, zone))
    return component


def _onsets(zone: ZoneInfo, year: int) -> list[dt.datetime]:
    """The moments of a year, in UTC, at which the zone's offset changes."""
    first = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
    hours = [first + dt.timedelta(hours=n) for n in range(366 * 24 + 1)]
    return [later for before, later in pairwise(hours) if _offset(before, zone) != _offset(later, zone)]


def _offset(moment: dt.datetime, zone: ZoneInfo) -> dt.timedelta:
    return moment.astimezone(zone).utcoffset() or dt.timedelta()


def _observance(onset: dt.datetime, zone: ZoneInfo) -> TimezoneStandard | TimezoneDaylight:
    local = onset.astimezone(zone)
    before, after = _offset(onset - dt.timedelta(seconds=1), zone), _offset(onset, zone)
    observance = TimezoneDaylight() if local.dst() else TimezoneStandard()
    begins = (onset + before).replace(tzinfo=None)
    observance.add("dtstart", begins)
    observance.add("tzoffsetfrom", before)
    observance.add("tzoffsetto", after)
    observance.add("tzname", local.tzname() or zone.key)
    if before != after and (begins + dt.timedelta(days=7)).month != begins.month:
        weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[begins.weekday()]
        observance.add("rrule", vRecur({"FREQ": "YEARLY", "BYMONTH": begins.month, "BYDAY": f"-1{weekday}"}))
    return observance
