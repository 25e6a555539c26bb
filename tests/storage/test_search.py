"""Search finds words as people type them, follows every change, and keeps nothing of what was deleted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text, update

from bot.programme import Programme
from storage import Store, search
from storage.models import Application, StoredDocument, TeamMember
from tests.bot import many_applications
from tests.servers.postgresql import PostgreSQL


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path, programme: Programme) -> Iterator[Store]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'intake.sqlite'}"
    else:
        server: PostgreSQL = request.getfixturevalue("postgresql")
        url = server.new_database()
    opened = Store.open(url)
    many_applications.fill(opened, programme, 4)
    yield opened
    opened.close()


def found(store: Store, words: str) -> set[str | None]:
    with store.reading() as session:
        return {hit.filename or hit.reference for hit in search.find(session.connection(), words)}


def change(store: Store, **values: object) -> None:
    with store.begin() as session:
        session.execute(update(Application).where(Application.number == 1).values(**values))
        session.commit()


@pytest.mark.parametrize("words", ["Jūris", "juris", "JŪRIS", "JURIS", "jur", "Ķērpis juris", '"juris', "juris*"])
def test_diacritics_case_order_and_endings_do_not_matter(store: Store, words: str) -> None:
    change(store, idea="Mentors ir Jūris Ķērpis, bet ne Jurijs.")
    assert found(store, words) == {"IIP-2023-0001"}


@pytest.mark.parametrize(
    "words", ["", "  ", '"', "'", "* -", "jūris OR anketa", "jūris NOT anketa", "words:jūris", "jūris' | anketa\\"]
)
def test_what_people_type_is_never_a_command(store: Store, words: str) -> None:
    change(store, idea="Jūris")
    assert found(store, words) == set()


def test_punctuation_around_a_word_does_not_hide_it(store: Store) -> None:
    change(store, idea="Jūris")
    assert found(store, "(jūris)") == found(store, "«Jūris»,") == {"IIP-2023-0001"}


def test_a_change_is_found_at_once_and_the_words_before_it_no_more(store: Store) -> None:
    change(store, idea="Vecvārds")
    assert found(store, "vecvards") == {"IIP-2023-0001"}
    change(store, idea="Jaunvārds")
    assert (found(store, "vecvards"), found(store, "jaunvards")) == (set(), {"IIP-2023-0001"})


def test_people_and_documents_are_found(store: Store) -> None:
    with store.begin() as session:
        person = session.scalars(select(TeamMember).where(TeamMember.application_id == 2)).first()
        document = session.scalars(select(StoredDocument)).first()
        assert person is not None
        assert document is not None
        person.name, document.text = "Šmits Ņegaidītais", "Pielikumā ir čūskuzāle."
        session.commit()
        name = document.filename
    assert found(store, "negaiditais") == {"IIP-2023-0002"}
    assert found(store, "Cuskuzale") == {name}


def test_what_is_rolled_back_is_not_found(store: Store) -> None:
    with store.begin() as session:
        session.execute(update(Application).where(Application.number == 1).values(idea="Nekadvārds"))
    assert found(store, "nekadvards") == set()


def test_what_was_blanked_or_deleted_leaves_no_byte_in_the_file(tmp_path: Path, programme: Programme) -> None:
    path = tmp_path / "intake.sqlite"
    store = Store.open(f"sqlite:///{path}")
    many_applications.fill(store, programme, 300)
    with store.begin() as session:
        session.execute(update(Application).where(Application.number == 7).values(idea="Slepenvārdiņš Qxzzy"))
        session.execute(update(StoredDocument).where(StoredDocument.id == 9).values(text="Qxzzypielikums"))
        session.commit()
    with store.begin() as session:
        session.execute(update(Application).where(Application.number == 7).values(idea=None))
        session.execute(delete(StoredDocument).where(StoredDocument.id == 9))
        search.clean(session.connection())
        session.commit()
    store.close()  # the last connection to leave a database writes its log back and removes it
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir()).lower()
    assert b"anketa" in kept
    assert b"qxzzy" not in kept


def test_an_index_can_be_asked_whether_it_is_whole(store: Store) -> None:
    change(store, idea="Jūris")
    with store.begin() as session:
        if session.get_bind().dialect.name == "sqlite":
            for table in ("search_applications", "search_documents"):
                session.execute(text(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)"))
