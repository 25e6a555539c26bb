"""Any order, repetition and interleaving of a set of mails ends in the same applications, and never in two answers to one mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import func, select

from bot.letters.writer import LetterWriter
from bot.programme import load
from parsers.content import ApplicationForm, Contact, DelegationLetter
from storage.models import Application, OutgoingMail
from tests.bot.desk import FORM, LETTER, MARCH, Desk, open_desk, other_project, person

PROGRAMME = load()
WRITER = LetterWriter(PROGRAMME)

OTHERS = tuple(person(name, f"{n}@lu.lv") for n, name in enumerate(("Vents Ābelkalns", "Jogita Krūkle", "Ieva Salna")))
SECOND = replace(
    other_project(team=OTHERS),
    contact=Contact("Vents Ābelkalns", "0@lu.lv", None),
    visitors=("Ieva Salna", "Jogita Krūkle"),
)
SECOND_LETTER = replace(
    LETTER, number="04-1/62", project_title=SECOND.title, delegates=tuple(member.name for member in OTHERS)
)

# Each mail: who sends it, what it brings, and the minute of its arrival. Order of reading is what varies.
MAILS: dict[str, tuple[str, ApplicationForm | None, DelegationLetter | None, int]] = {
    "first form": ("elina@lu.lv", FORM, None, 1),
    "first letter": ("gatis@lu.lv", None, LETTER, 5),
    "first corrected": ("elina@lu.lv", replace(FORM, costs="7 100 EUR", costs_eur=7100), None, 9),
    "second form": ("0@lu.lv", SECOND, None, 2),
    "second without partners": ("1@lu.lv", replace(SECOND, partners=None, costs="3 EUR", costs_eur=3), None, 4),
    "second letter": ("kanceleja@lu.lv", None, SECOND_LETTER, 7),
}


def told(desk: Desk) -> set[tuple[str | None, str, float | None, str | None, str | None]]:
    return {(a.title, a.status.value, a.costs_eur, a.partners, a.letter_number) for a in desk.applications}


def expected() -> set[tuple[str | None, str, float | None, str | None, str | None]]:
    return {
        (FORM.title, "complete", 7100, FORM.partners, LETTER.number),
        (SECOND.title, "complete", 3, SECOND.partners, SECOND_LETTER.number),
    }


class Histories(RuleBasedStateMachine):
    """Mails come in any order and come again; at the end each has come at least once."""

    came = Bundle("came")

    @initialize()
    def open(self) -> None:
        self._context = open_desk(PROGRAMME, WRITER)
        self.desk = self._context.__enter__()
        self.seen: set[str] = set()

    @rule(target=came, name=st.sampled_from(sorted(MAILS)))
    def receive(self, name: str) -> str:
        sender, form, letter, minute = MAILS[name]
        answer = self.desk.receive(
            sender,
            form=form,
            letter=letter,
            at=MARCH + timedelta(minutes=minute),
            fingerprint=name,
            message_id=f"<{name}@x>",
        )
        assert (answer is None) == (name in self.seen)
        self.seen.add(name)
        return name

    @rule(name=came)
    def receive_again(self, name: str) -> None:
        self.receive(name)

    @invariant()
    def never_two_answers_to_one_mail(self) -> None:
        if hasattr(self, "desk"):
            counted = (
                select(func.count(OutgoingMail.id)).group_by(OutgoingMail.in_reply_to).order_by(func.count().desc())
            )
            assert (self.desk.session.scalars(counted).first() or 1) == 1

    @invariant()
    def never_more_applications_than_projects(self) -> None:
        if hasattr(self, "desk"):
            assert (self.desk.session.scalar(select(func.count()).select_from(Application)) or 0) <= 2

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            for name in sorted(set(MAILS) - self.seen):
                self.receive(name)
            assert told(self.desk) == expected()
            self._context.__exit__(None, None, None)


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=25, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
