"""Servers that tests of the bot's transport ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers import dovecot as dovecot_server
from tests.servers import smtp
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A Dovecot for any user, with the password `dovecot_server.PASSWORD`."""
    with dovecot_server.running() as server:
        yield server


@pytest.fixture(scope="session")
def smtp_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmtpServer]:
    """An SMTP server that takes everything, or fails as it is told to; `forget` before use."""
    with smtp.running(tmp_path_factory.mktemp("smtp")) as server:
        yield server
