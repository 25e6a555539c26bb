"""What every test may ask for: the bundled programme, the reading rules, and inputs that live beside the repository."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.programme import Programme, load
from bot.standing_by import asking
from parsers.rules import ReadingRules
from tests.servers.postgresql import PostgreSQL, running

os.environ[asking.ENVIRONMENT] = asking.OFF  # whoever has a process standing by does not answer for what is tested
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


def _folder(variable: str, default: Path) -> Path:
    folder = Path(os.environ.get(variable, default))
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here; set {variable} to run this test")
    return folder


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Real and hostile files that nobody of this project wrote."""
    return _folder("INTAKE_BOT_CORPORA", SHARED / "corpora")


@pytest.fixture(scope="session")
def samples() -> Path:
    """Cases whose truth is known."""
    return _folder("INTAKE_BOT_SAMPLES", SHARED / "samples")


@pytest.fixture(scope="session")
def programme() -> Programme:
    return load()


@pytest.fixture(scope="session")
def rules(programme: Programme) -> ReadingRules:
    return programme.reading_rules()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL server of our own."""
    with running() as server:
        yield server
