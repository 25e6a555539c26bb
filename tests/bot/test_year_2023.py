"""The calendar of 2023 lived through day by day on the bot as it is: a Maildir, an SQLite store, mails with their documents.

The list beside this file (`year_2023.txt`) is what was found right: a letter a line, with the day and hour at which it was sent,
to whom, and which it was. INTAKE_BOT_NEW_GOLDEN=1 writes it anew.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.programme import Programme
from bot.transport import maildir
from storage.models import Application, Decision, OutboxState, OutgoingMail
from tests.bot import teams_2023 as mails
from tests.bot.clocked import RIGA, ClockedBot, at
from tests.bot.teams_2023 import address, document, form, letter, team

GOLDEN = Path(__file__).with_name("year_2023.txt")
# When the bot looks on every day, and out of work: a day when reminders were due, and a week around the second seminar.
HOURS = (8, 9, 12, 17, 23)


DOWN = ((at(4, 13, 0), at(4, 14, 11)), (at(7, 8, 0), at(7, 15, 0)))


@dataclass
class Year:
    """A bot, and what people do to it; `plan` is what happens when."""

    bot: ClockedBot
    programme: Programme
    plan: dict[dt.datetime, list[Callable[[], None]]] = field(default_factory=lambda: defaultdict(list))

    def writes(
        self, moment: dt.datetime, number: int, *attached: mails.Attached, text: str = "Labdien! Sūtām dokumentus."
    ) -> None:
        """A team's representative sends a mail."""
        author = team(number).members[0][0], address(number)
        raw = mails.mail(moment, author, "Pieteikums", text, *attached)
        self.plan[moment].append(lambda: self.bot.arrives(raw))

    def live_until(self, end: dt.datetime) -> None:
        moments = {at(3, 1, 0) + dt.timedelta(days=day) for day in range(300)}
        looks = {day.replace(hour=hour) for day in moments for hour in HOURS} | set(self.plan)
        for moment in sorted(look for look in looks if look < end):
            self.bot.now = moment
            for act in self.plan.get(moment, ()):
                act()
            if not any(begin <= moment < until for begin, until in DOWN):
                self.bot.look()

    def letters(self) -> Iterator[str]:
        """What was sent, in the order in which it was."""
        with self.bot.app.store.reading() as session:
            query = select(OutgoingMail).where(OutgoingMail.sent_at.is_not(None))
            for mail in session.scalars(query.order_by(OutgoingMail.sent_at, OutgoingMail.id)):
                assert mail.sent_at is not None
                about = mail.application.reference if mail.application else "-"
                kept = mail.key.split(":")
                what = kept[2] if mail.template.startswith("event") else ""
                line = f"{mail.sent_at.astimezone(RIGA):%Y-%m-%d %H:%M} {mail.recipient} {mail.template} {about} {what}"
                yield line.rstrip()

    def reference(self, number: int) -> str:
        with self.bot.app.store.reading() as session:
            query = select(Application.reference).where(Application.title == team(number).title)
            return session.scalars(query).one()


@pytest.fixture
def year(tmp_path: Path, programme: Programme) -> Iterator[Year]:
    lived = Year(ClockedBot(tmp_path, digest_days=(1, 4)), programme)
    lived.bot.edit("first = 2023-04-03, extended = 2023-04-20 }", "first = 2023-04-03 }")
    yield lived
    lived.bot.app.close()


def _applications(year: Year) -> None:
    """What the teams send until the results."""
    call = year.programme

    def paper(number: int, day: dt.datetime, *, signed: bool = True) -> mails.Attached:
        return letter(team(number), call, day.date(), signed=signed)

    year.writes(at(3, 1, 10), 12, form(replace(team(12), costs=""), call), paper(12, at(3, 1)))
    year.writes(at(3, 6, 10), 1, form(team(1), call))  # 1 never sends its letter
    year.writes(at(3, 7, 10), 2, form(team(2), call), paper(2, at(3, 6)))  # 2 is complete at once
    year.writes(at(3, 8, 10), 3, form(team(3), call))
    year.writes(at(3, 9, 10), 4, form(team(4), call))
    year.writes(at(3, 10, 10), 5, form(team(5), call))
    year.writes(at(3, 13, 10), 6, form(team(6), call), paper(6, at(3, 10), signed=False))
    year.writes(at(3, 28, 11), 3, paper(3, at(3, 27)))  # 3 after the first reminder
    year.writes(at(4, 1, 10), 11, form(team(11), call))
    year.writes(at(4, 2, 10), 12, form(team(12), call))  # 12 on a Sunday
    year.writes(at(4, 3, 10), 9, form(team(9), call))
    year.writes(at(4, 5, 10), 4, text="Labdien! Diemžēl atsaucam savu pieteikumu. Atvainojamies!")
    year.writes(at(4, 13, 10), 11, paper(11, at(4, 12), signed=False))  # 11 while the bot is down
    year.writes(at(4, 18, 10), 6, paper(6, at(4, 17)))  # 6 signs late
    year.writes(at(4, 19, 22), 7, form(team(7), call))  # 7 begins on the last evening but one
    year.writes(at(4, 20, 20), 10, form(team(10), call))
    year.writes(at(4, 20, 22), 10, paper(10, at(4, 20)))  # 10 on the last evening
    year.writes(at(4, 21, 10), 8, form(team(8), call), paper(8, at(4, 20)))  # 8 comes too late
    year.writes(at(4, 24, 10), 9, paper(9, at(4, 21)))


def _decisions(year: Year) -> None:
    """What organisers do: the deadline is moved, one team gets more time, results are announced, one place comes free."""

    def decide(number: int, decision: Decision) -> None:
        year.bot.app.decisions.decide(year.reference(number), decision, "", "anna")

    def announce() -> None:
        results = year.bot.app.decisions.results()
        year.bot.app.decisions.announce(results.to_tell, "anna")

    def results() -> None:
        for number, decision in ((2, Decision.ACCEPTED), (3, Decision.ACCEPTED), (6, Decision.DECLINED),
                                 (10, Decision.WAITING), (12, Decision.DECLINED)):  # fmt: skip
            decide(number, decision)
        announce()

    def nine() -> None:
        decide(9, Decision.ACCEPTED)
        announce()

    def ten() -> None:
        decide(10, Decision.ACCEPTED)
        announce()

    moved = "first = 2023-04-03 }", "first = 2023-04-03, extended = 2023-04-20 }"
    year.plan[at(3, 31, 15)].append(lambda: year.bot.edit(*moved))
    more = dt.date(2023, 4, 25)
    year.plan[at(4, 12, 10)].append(
        lambda: year.bot.app.deadlines.extend(year.reference(9), more, "Rektors ir komandējumā.", "anna")
    )
    year.plan[at(4, 21, 12)].append(results)
    year.plan[at(4, 28, 12)].append(nine)
    year.plan[at(5, 2, 12)].append(ten)


def _the_rest(year: Year) -> None:
    """The year that follows: events are dropped and moved, a question, a machine, a team that leaves, documents at the end."""
    mentoring, seminar = year.bot.part('key = "mentoring"'), year.bot.part('key = "seminar-3"')
    year.plan[at(5, 10, 10)].append(lambda: year.bot.edit(mentoring, ""))
    year.plan[at(8, 20, 10)].append(lambda: year.bot.edit(seminar, seminar.replace("2023-09-07", "2023-09-14")))
    year.writes(at(5, 24, 10), 2, text="Labdien! Vai uz semināru drīkst ņemt līdzi vēl vienu kolēģi?")
    away = mails.mail(
        at(6, 12, 10), ("Dita Strazda", "persona2.komanda2@rtu.lv"), "Automātiska atbilde", "Esmu atvaļinājumā.",
        Auto_Submitted="auto-replied",
    )  # fmt: skip
    year.plan[at(6, 12, 10)].append(lambda: year.bot.arrives(away))
    year.writes(
        at(10, 2, 10), 9, text="Labdien! Diemžēl mūsu komanda programmā vairs nevar piedalīties un pieteikumu atsauc."
    )
    year.writes(at(10, 16, 10), 3, document("Ieviešanas plāns.docx"))
    year.writes(at(11, 20, 10), 2, document("Ieviešanas_plans_gala.docx"), document("Finansējuma pieteikums.docx"))
    year.writes(at(11, 27, 10), 10, document("Pielikums 3.docx"))


def _bounce(year: Year) -> None:
    """The first reminder to team 5 comes back."""

    def comes_back() -> None:
        with year.bot.app.store.reading() as session:
            query = select(OutgoingMail).where(OutgoingMail.key.startswith(f"reminder:{year.reference(5)}"))
            mail = session.scalars(query).one()
        year.bot.arrives(mails.bounce(year.bot.now, mail.recipient, mail.message_id))

    year.plan[at(3, 27, 10)].append(comes_back)


def test_the_year_2023_brings_these_letters_and_no_others(year: Year) -> None:
    """Over two changes of the clock, a moved deadline, moved and dropped events, and two times out of work."""
    for part in (_applications, _decisions, _the_rest, _bounce):
        part(year)
    year.live_until(at(12, 1, 0))
    sent = list(year.letters())
    if os.environ.get("INTAKE_BOT_NEW_GOLDEN"):
        GOLDEN.write_text("\n".join(sent) + "\n", "utf-8")
    assert sent == GOLDEN.read_text("utf-8").splitlines()
    assert len(list(maildir.entries(year.bot.folder / "outgoing"))) == len(sent)
    with year.bot.app.store.reading() as session:
        assert set(session.scalars(select(OutgoingMail.state))) == {OutboxState.SENT, OutboxState.BOUNCED}
