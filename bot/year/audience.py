"""Who takes part in the year that follows, and whom of a team something concerns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.letters.mail_composition import is_addressable
from bot.post import bounced, representative
from bot.programme import Event, Programme
from parsers.addresses import Address
from parsers.words import names
from storage.models import Application, ApplicationStatus, Decision


def takes_part(application: Application) -> bool:
    """Whether a team was told that it is accepted, and has not withdrawn since."""
    told = application.decision is Decision.ACCEPTED and application.announced_at is not None
    return told and application.status not in (ApplicationStatus.WITHDRAWN, ApplicationStatus.MERGED)


def of_the_call(session: Session, programme: Programme) -> list[Application]:
    """The applications of the programme's year, the oldest first."""
    query = select(Application).where(Application.year == programme.programme.year)
    return list(session.scalars(query.order_by(Application.id)))


def of_event(session: Session, application: Application, event: Event) -> tuple[Address, ...]:
    """Whom an event concerns and mail reaches: the team, or of a visit its visitors; where nobody of them has an address, the
    team's representative."""
    members = [Address(member.name, member.email) for member in application.members if member.email]
    contact = representative(application)
    others = [contact] if contact else []
    if event.audience == "visitors":
        visitors = [m for m in members if any(names.same_person(v, m.name) for v in application.visitors)]
        return _reached(session, application, visitors or others)
    return _reached(session, application, [*members, *others])


def mark(person: Address) -> str:
    """Tells the recipients of one letter apart in its keys, without naming them."""
    return hashlib.sha256(person.email.lower().encode()).hexdigest()[:8]


def _reached(session: Session, application: Application, people: Iterable[Address]) -> tuple[Address, ...]:
    """Each address once, without those that mail cannot be sent to or came back from."""
    lost = bounced(session, application)
    by_address: dict[str, Address] = {}
    for person in people:
        by_address.setdefault(person.email.lower(), person)
    return tuple(p for address, p in by_address.items() if is_addressable(p.email) and address not in lost)
