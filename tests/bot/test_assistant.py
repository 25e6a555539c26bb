"""An assistant's morning with five hundred applications: each question is answered alike in the browser and in the workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage import Store
from storage.models import (
    Application,
    ApplicationStatus,
    Decision,
    Delivery,
    Finding,
    Message,
    MessageStatus,
    OutgoingMail,
)
from storage.views import catalogue, questions
from tests.bot.installation import Installation
from tests.bot.site import Site

Sheets = dict[str, list[dict[str, Any]]]
ASKED = {"received_since": {"day": "2023-04-10"}, "letters_with": {"reference": "IIP-2023-0007"}}
NUMBER = "Pieteikuma numurs"


@pytest.fixture(scope="module")
def workbook(busy_bot: Installation) -> Sheets:
    """The exported workbook's sheets as an assistant sees them: rows by the headings in Latvian."""
    path = busy_bot.folder / "export.xlsx"
    busy_bot.run("export", "--xlsx", "--to", str(path))
    sheets = {}
    for sheet in load_workbook(path).worksheets:
        heading, *rows = sheet.iter_rows(values_only=True)
        sheets[sheet.title] = [dict(zip([str(cell) for cell in heading], row, strict=True)) for row in rows]
    return sheets


@pytest.fixture(scope="module")
def session(busy_bot: Installation) -> Any:
    store = Store.open(f"sqlite:///{busy_bot.folder / 'intake.sqlite'}")
    with store.reading() as session:
        yield session
    store.close()


def test_the_workbook_has_every_view(workbook: Sheets) -> None:
    assert list(workbook) == [view.title.lv for view in catalogue()]
    assert len(workbook["Pieteikumi"]) == 502


def in_the_browser(site: Site, name: str, *columns: str) -> set[Any]:
    rows = site.rows(name, **ASKED.get(name, {}))
    return {tuple(row[column] for column in columns) for row in rows}


def in_the_workbook(sheet: list[dict[str, Any]], *columns: str, where: Callable[[dict[str, Any]], bool]) -> set[Any]:
    return {tuple(row[column] for column in columns) for row in sheet if where(row)}


def on_the_books(session: Session, *criteria: Any) -> set[Any]:
    return {(reference,) for reference in session.scalars(select(Application.reference).where(*criteria))}


def test_who_still_lacks_the_delegation_letter(busy_site: Site, workbook: Sheets, session: Session) -> None:
    truth = on_the_books(
        session,
        Application.findings.any(Finding.code == "missing_delegation_letter"),
        Application.status != ApplicationStatus.WITHDRAWN,
    )
    sheet = in_the_workbook(workbook["Trūkumi"], NUMBER, where=lambda row: row["Trūkums"] == "nav deleģējuma")
    assert in_the_browser(busy_site, "missing_letter", "reference") == sheet == truth
    assert len(truth) > 50


def test_what_arrived_since_a_day(busy_site: Site, workbook: Sheets) -> None:
    sheet = in_the_workbook(workbook["Pieteikumi"], NUMBER, where=lambda row: row["Saņemts"] >= datetime(2023, 4, 10))  # noqa: DTZ001 - as in the sheet
    assert in_the_browser(busy_site, "received_since", "reference") == sheet
    assert 50 < len(sheet) < 300


def test_which_mails_wait_for_us(busy_site: Site, workbook: Sheets, session: Session) -> None:
    stuck = (MessageStatus.WAITING, MessageStatus.SET_ASIDE)
    truth = {(number,) for number in session.scalars(select(Message.id).where(Message.status.in_(stuck)))}
    words = ("gaida apstiprinājumu", "neizdevās nolasīt")
    sheet = in_the_workbook(workbook["Gaida lēmumu"], "E-pasts Nr.", where=lambda row: row["Stāvoklis"] in words)
    assert in_the_browser(busy_site, "waiting_for_us", "message") == sheet == truth
    assert truth


def test_which_complete_applications_are_undecided(busy_site: Site, workbook: Sheets, session: Session) -> None:
    truth = on_the_books(session, Application.status == ApplicationStatus.COMPLETE, Application.decision.is_(None))
    sheet = in_the_workbook(
        workbook["Pieteikumi"], NUMBER, where=lambda row: row["Statuss"] == "pilnīgs" and row["Lēmums"] is None
    )
    assert in_the_browser(busy_site, "undecided", "reference") == sheet == truth
    assert truth


def test_which_were_completed_after_the_deadline(busy_site: Site, workbook: Sheets, session: Session) -> None:
    truth = on_the_books(session, Application.status == ApplicationStatus.LATE)
    sheet = in_the_workbook(workbook["Pieteikumi"], NUMBER, where=lambda row: row["Statuss"] == "pēc termiņa")
    assert in_the_browser(busy_site, "late", "reference") == sheet == truth
    assert truth


def test_how_many_from_each_university(busy_site: Site, workbook: Sheets, session: Session) -> None:
    counted = session.execute(select(Application.institution, func.count()).group_by(Application.institution))
    truth = {(key, count) for key, count in counted} | {(None, 0)}
    columns = ("Universitāte (saīsināti)", "Pieteikumi")
    sheet = in_the_workbook(workbook["Pa universitātēm"], *columns, where=lambda _: True)
    assert in_the_browser(busy_site, "universities", "institution", "applications") == sheet == truth


def test_how_many_in_each_thematic_area(busy_site: Site, workbook: Sheets, session: Session) -> None:
    ticked = [theme for themes in session.scalars(select(Application.themes)) for theme in themes]
    sheet = in_the_workbook(workbook["Pa tematiskajām jomām"], "Tematiskā joma", "Pieteikumi", where=lambda _: True)
    assert in_the_browser(busy_site, "themes", "theme_lv", "applications") == sheet
    assert sorted(count for _, count in sheet) == sorted(ticked.count(theme) for theme in set(ticked))


def test_who_goes_on_the_visit(busy_site: Site, workbook: Sheets, session: Session) -> None:
    query = select(Application).where(Application.decision == Decision.ACCEPTED)
    truth = {(a.reference, name) for a in session.scalars(query) for name in a.visitors}
    accepted = {row[NUMBER] for row in workbook["Pieteikumi"] if row["Lēmums"] == "uzņemts"}
    sheet = in_the_workbook(
        workbook["Komandu dalībnieki"], NUMBER, "Vārds, uzvārds",
        where=lambda row: row[NUMBER] in accepted and row["Vizītes dalībnieks"] == "jā",
    )  # fmt: skip
    assert in_the_browser(busy_site, "visitors", "reference", "name") == sheet == truth
    assert truth


def test_what_was_written_with_one_team(busy_site: Site, workbook: Sheets, session: Session) -> None:
    one = session.scalars(select(Application).where(Application.number == 7)).one()
    sent = session.scalars(select(OutgoingMail.subject).where(OutgoingMail.application_id == one.id))
    truth = {("saņemts", message.subject) for message in one.messages} | {("izsūtīts", subject) for subject in sent}
    sheet = in_the_workbook(
        workbook["Sarakste"], "Virziens", "Temats", where=lambda row: row[NUMBER] == "IIP-2023-0007"
    )
    assert in_the_browser(busy_site, "letters_with", "direction_lv", "subject") == sheet == truth
    assert len(truth) == 2


def test_who_has_still_to_hand_something_in(busy_site: Site, workbook: Sheets, session: Session) -> None:
    sheet = in_the_workbook(
        workbook["Termiņi"], NUMBER, "Nosaukums", "Diena",
        where=lambda row: row["Veids"] == "nodevums" and row[NUMBER] is not None and row["Saņemts"] is None,
    )  # fmt: skip
    browser = in_the_browser(busy_site, "still_to_hand_in", "reference", "name_lv", "day")
    assert {(n, name, date.fromisoformat(day)) for n, name, day in browser} == {
        (n, m, day.date()) for n, m, day in sheet
    }
    accepted = session.scalar(select(func.count()).where(Application.decision == Decision.ACCEPTED))
    handed_in = session.scalar(select(func.count()).select_from(Delivery))
    assert handed_in
    assert len(sheet) == 2 * (accepted or 0) - handed_in


def test_ten_questions_are_ready() -> None:
    assert len(questions()) == 10


def test_where_a_word_is_mentioned(busy_bot: Installation, busy_site: Site) -> None:
    """The same hits by the command and in the browser, whatever marks the word is typed with."""
    command = busy_bot.run("search", "--json", "sunrags", "kalnozola").stdout
    browser = in_the_browser(busy_site, "search", "reference") | {
        (row["reference"],) for row in busy_site.rows("search", words="Sūnrags KALNOZOLA")
    }
    assert browser
    assert all(str(reference) in command for (reference,) in browser)


def test_numbers_of_the_call_are_one_command(busy_bot: Installation, busy_site: Site, tmp_path: Path) -> None:
    said = busy_bot.run("stats").stdout
    assert "502 applications" in said
    for row in busy_site.rows("by_institution"):
        assert str(row["applications"]) in said
