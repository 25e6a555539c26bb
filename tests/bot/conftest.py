"""Servers that tests of the bot's transport ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers import dovecot as dovecot_server
from tests.servers.dovecot import Dovecot


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A Dovecot for any user, with the password `dovecot_server.PASSWORD`."""
    with dovecot_server.running() as server:
        yield server
