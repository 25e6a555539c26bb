"""The organisers' views have the names and columns that people rely on, and say what is in the store, on both databases."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, inspect, select, text

from bot.programme import Programme
from storage import Store, views
from storage.models import Application, ApplicationStatus
from storage.views.dialects import Sqlite
from tests.bot import many_applications
from tests.servers.postgresql import PostgreSQL

RIGA = ZoneInfo("Europe/Riga")
# What people, saved links, and workbooks rely on. A change here is a change of theirs, and needs a migration.
PINNED = {
    "applications": "reference title institution institution_lv institution_en status status_lv status_en open_findings apply_by"
    " days_left decision decision_lv decision_en decided_at announced_at assignee themes themes_lv themes_en team_size"
    " contact_name contact_email contact_phone visitors costs_eur costs idea problem results activities partners strategy_fit"
    " letter_signed letter_signed_lv letter_signed_en letter_date letter_number letter_signatory deliverables_received language"
    " received_at updated_at completed_at withdrawn_at",
    "team_members": "reference title institution number name position unit email phone visits status status_lv status_en",
    "open_findings": "reference title institution finding finding_lv finding_en document detail contact_name contact_email"
    " status status_lv status_en apply_by days_left assignee",
    "documents": "document reference title filename kind kind_lv kind_en media_type size_kb inside trouble received_at"
    " sender_address message",
    "correspondence": "reference moment direction direction_lv direction_en name address subject kind kind_lv kind_en"
    " state state_lv state_en words message",
    "inbox": "message received_at days_waiting sender_name sender_address subject status status_lv status_en reason"
    " reference title documents",
    "deadlines": "day until kind kind_lv kind_en name_lv name_en days_left reference title received_at",
    "by_institution": "institution institution_lv institution_en applications complete incomplete late withdrawn accepted"
    " waiting_list declined costs_eur",
    "by_theme": "theme theme_lv theme_en applications complete incomplete late withdrawn accepted",
    "timeline": "moment day reference title action action_lv action_en actor details message",
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, programme: Programme) -> str:
    """A store with sixty applications."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('views') / 'intake.sqlite'}"
    else:
        server: PostgreSQL = request.getfixturevalue("postgresql")
        url = server.new_database()
    store = Store.open(url)
    many_applications.fill(store, programme, 60)
    store.close()
    return url


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store.open(url)
    yield opened
    opened.close()


def test_names_and_columns_are_pinned_and_catalogued(url: str) -> None:
    engine = create_engine(url)
    inspector = inspect(engine)
    found = {name: [c["name"] for c in inspector.get_columns(name)] for name in inspector.get_view_names()}
    engine.dispose()
    assert found == {name: columns.split() for name, columns in PINNED.items()}
    catalogued = {view.name: [column.name for column in view.columns] for view in views.catalogue()}
    assert catalogued == found


def test_every_view_and_column_is_described_in_the_schema(url: str) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        for view in views.catalogue():
            if engine.dialect.name == "sqlite":
                said = [
                    connection.scalar(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": view.name})
                ]
            else:
                query = text(
                    "SELECT obj_description(CAST(:name AS regclass)), col_description(CAST(:name AS regclass), 1)"
                )
                said = list(connection.execute(query, {"name": view.name}).one())
            assert view.description.lv in said[0]
            assert f"{view.columns[0].label.lv} / {view.columns[0].label.en}" in said[-1]
    engine.dispose()


def test_every_column_has_a_kind_that_is_known_and_codes_have_words() -> None:
    for view in views.catalogue():
        names = {column.name for column in view.columns}
        for column in view.columns:
            assert column.kind in ("text", "long", "code", "number", "money", "yes_no", "date", "moment"), column
            assert column.kind != "code" or {f"{column.name}_lv", f"{column.name}_en"} <= names, column
        assert set(view.facets) <= names


def test_views_say_what_the_tables_hold(store: Store) -> None:
    with store.reading() as session:
        applications = list(session.scalars(select(Application)))
        shown = {row.reference: row for row in session.execute(text("SELECT * FROM applications"))}
        assert set(shown) == {a.reference for a in applications}
        for a in applications:
            row = shown[a.reference]
            assert (row.status, row.team_size, row.costs_eur) == (a.status.value, len(a.members), a.costs_eur)
            assert row.visitors == "; ".join(a.visitors)
            assert len(row.themes_lv.split("; ")) == len(a.themes)
            assert str(row.apply_by) == (a.extended_to.isoformat() if a.extended_to else "2023-04-20")
        missing = {a.reference for a in applications if any(f.code == "missing_delegation_letter" for f in a.findings)}
        asked = "SELECT reference, finding_lv FROM open_findings WHERE finding = 'missing_delegation_letter'"
        rows = session.execute(text(asked)).all()
        assert {row.reference for row in rows} == missing - {a.reference for a in applications if a.withdrawn_at}
        assert {row.finding_lv for row in rows} == {"nav deleģējuma"}
        total = session.scalar(text("SELECT sum(applications) FROM by_institution"))
        assert total == len(applications)
        unfilled = session.scalars(text("SELECT finding_lv FROM open_findings WHERE finding = 'missing_field:idea'"))
        assert set(unfilled) == {"nav aizpildīts: Projekta ideja"}


def test_both_databases_answer_every_question(store: Store) -> None:
    with store.reading() as session:
        for question in views.questions():
            values = {"day": "2023-04-01", "reference": "IIP-2023-0007"}
            asked: dict[str, object] = {name: values[name] for name in question.parameters}
            if session.get_bind().dialect.name == "postgresql" and "day" in asked:
                asked = {"day": datetime(2023, 4, 1)}  # noqa: DTZ001 - the view's moments are local
            assert session.execute(text(question.sql), asked).all(), question.name


def test_what_was_merged_into_another_is_not_shown(store: Store) -> None:
    with store.begin() as session:
        one = session.scalars(select(Application)).first()
        assert one is not None
        one.status = ApplicationStatus.MERGED
        session.flush()
        for name in ("applications", "team_members", "open_findings"):
            query = text(f"SELECT count(*) FROM {name} WHERE reference = :reference")
            assert session.scalar(query, {"reference": one.reference}) == 0


def test_views_are_made_again_when_a_migration_runs(tmp_path: Path) -> None:
    path = tmp_path / "intake.sqlite"
    Store.open(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "DROP VIEW applications; CREATE VIEW old_one AS SELECT 1; UPDATE alembic_version SET version_num = '0002';"
            "DROP INDEX ix_messages_application_id_status_arrived_at"
        )
    Store.open(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    assert names == set(PINNED)


@given(st.datetimes(datetime(2001, 1, 1), datetime(2037, 12, 31)))  # noqa: DTZ001 - the store keeps UTC without its name
def test_sqlite_shows_moments_as_the_clock_in_riga_does(moment: datetime) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        stored = moment.isoformat(" ")
        shown = connection.execute(f"SELECT {Sqlite().local('?1')}, {Sqlite().day('?1')}", (stored,)).fetchone()
    local = moment.replace(tzinfo=UTC).astimezone(RIGA)
    assert shown == (f"{local:%Y-%m-%d %H:%M}", f"{local:%Y-%m-%d}")
