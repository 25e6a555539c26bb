"""Servers that tests of the bot's transport ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.demonstration.mails import mails
from bot.programme import Programme
from storage import Store
from tests.bot import many_applications, site
from tests.bot.houses import fresh_user
from tests.bot.installation import Installation
from tests.servers import dovecot as dovecot_server
from tests.servers import sign_in as sign_in_server
from tests.servers import smtp
from tests.servers.authority import Authority, made_in
from tests.servers.dovecot import Dovecot
from tests.servers.sign_in import SignIn
from tests.servers.smtp import SmtpServer


@pytest.fixture(scope="session")
def busy_bot(tmp_path_factory: pytest.TempPathFactory, programme: Programme) -> Installation:
    """A bot with five hundred invented applications, and two that came by mail with their documents. Only to look at."""
    bot = Installation.build(tmp_path_factory.mktemp("busy"))
    store = Store.open(f"sqlite:///{bot.folder / 'intake.sqlite'}")
    many_applications.fill(store, programme, 500)
    store.close()
    bot.deliver(*list(mails(programme))[:2])
    bot.run("poll")
    return bot


@pytest.fixture(scope="session")
def busy_site(busy_bot: Installation) -> Iterator[site.Site]:
    """The same in a browser."""
    with site.browsing(busy_bot) as served:
        yield served


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


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """A certificate authority that nobody knows but who is told of it."""
    return made_in(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def sign_in(authority: Authority) -> Iterator[SignIn]:
    """Token endpoints for one fresh user."""
    with sign_in_server.running(authority.server_context(), f"{fresh_user()}@skola.example") as endpoints:
        yield endpoints


@pytest.fixture(scope="session")
def token_dovecot() -> Iterator[Dovecot]:
    """A Dovecot that takes tokens of `sign_in`, and no passwords."""
    with dovecot_server.running(token_key=sign_in_server.KEY) as server:
        yield server


@pytest.fixture(scope="session")
def token_smtp_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmtpServer]:
    """An SMTP server that takes tokens of `sign_in`, and no passwords; `forget` before use."""
    folder = tmp_path_factory.mktemp("token-smtp")
    (folder / "token.key").write_bytes(sign_in_server.KEY)
    with smtp.running(folder) as server:
        yield server
