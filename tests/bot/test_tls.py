"""TLS with a test authority: right certificates pass, each wrong one is refused and explained, nothing secret is said before."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.errors import ConfigurationError, MailboxError, MailboxUnreachable, SendingPostponed
from bot.mailboxes.imap import ImapMailbox
from bot.senders.smtp import SmtpSender
from bot.transport import tls
from bot.transport.credentials import Password
from bot.transport.server import Server
from tests.bot.houses import ImapHouse, fresh_user
from tests.bot.mails import mail
from tests.bot.readers import seconds_of
from tests.servers import dovecot as dovecot_server
from tests.servers import proxy as proxies
from tests.servers import smtp
from tests.servers.authority import Authority, made_in
from tests.servers.dovecot import PASSWORD, Certificate, Dovecot
from tests.servers.proxy import Fault
from tests.servers.smtp import SmtpServer

BOT, ANNA = "inovacijas@skola.example", "anna.ozola@lu.example"
IMAP_SCHEMES, SMTP_SCHEMES = ["imaps", "imap+starttls"], ["smtps", "smtp+starttls"]


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a certificate, and how that is explained."""

    why: str
    name: str = "localhost"
    expired: bool = False
    authority_is_known: bool = True


ANOTHER_NAME = Wrong("is for another name", name="mail.cits.example")
EXPIRED = Wrong("has expired.*clock", expired=True)
UNKNOWN_AUTHORITY = Wrong("issued by none", authority_is_known=False)


@pytest.fixture(scope="module")
def dovecot_tls(authority: Authority) -> Iterator[Dovecot]:
    with dovecot_server.running(certificate=authority.certificate()) as server:
        yield server


def imap(server: Dovecot, scheme: str, ca_file: Path | None, host: str = "localhost") -> ImapMailbox:
    port = server.tls_port if scheme == "imaps" else server.port
    where = Server(scheme, host, port, timeout=10, ca_file=ca_file)
    return ImapMailbox(where, Password(fresh_user(), lambda: PASSWORD), maximum=1_000_000)


@pytest.mark.parametrize("scheme", IMAP_SCHEMES)
def test_a_mailbox_whose_certificate_is_right_opens(dovecot_tls: Dovecot, authority: Authority, scheme: str) -> None:
    mailbox = imap(dovecot_tls, scheme, authority.ca_file)
    mailbox.check()
    mailbox.wait(0.3, lambda: False)
    mailbox.close()
    logins = [line for line in dovecot_tls.log().splitlines() if "imap-login: Info: Login" in line]
    assert "TLS" in logins[-1]


@pytest.mark.parametrize("scheme", IMAP_SCHEMES)
def test_waiting_over_tls_ends_when_mail_arrives(dovecot_tls: Dovecot, authority: Authority, scheme: str) -> None:
    house = ImapHouse(dovecot_tls, fresh_user())
    port = dovecot_tls.tls_port if scheme == "imaps" else dovecot_tls.port
    mailbox = house.on(Server(scheme, "localhost", port, timeout=10, ca_file=authority.ca_file))
    mailbox.check()
    later = threading.Timer(2.5, house.receive, args=(mail(1),))
    later.start()
    assert 2 <= seconds_of(lambda: mailbox.wait(20, lambda: False)) < 10
    later.join()
    house.close()


@pytest.mark.parametrize("scheme", IMAP_SCHEMES)
@pytest.mark.parametrize("wrong", [ANOTHER_NAME, EXPIRED], ids=["name", "expired"])
def test_a_mailbox_whose_certificate_is_wrong_is_not_logged_in_to(
    authority: Authority, scheme: str, wrong: Wrong
) -> None:
    with dovecot_server.running(certificate=authority.certificate(wrong.name, expired=wrong.expired)) as server:
        with pytest.raises(MailboxError, match=wrong.why) as caught:
            imap(server, scheme, authority.ca_file).check()
        assert not caught.value.transient
        assert "client in: AUTH" not in server.log()


@pytest.mark.parametrize("scheme", IMAP_SCHEMES)
def test_an_authority_that_nobody_named_is_not_trusted(dovecot_tls: Dovecot, scheme: str) -> None:
    with pytest.raises(MailboxError, match=r"issued by none of the authorities that this system trusts.*ca_file"):
        imap(dovecot_tls, scheme, None).check()


def test_an_authority_of_the_same_name_is_not_trusted(dovecot_tls: Dovecot, tmp_path: Path) -> None:
    with pytest.raises(MailboxError, match="issued by none of the authorities in"):
        imap(dovecot_tls, "imaps", made_in(tmp_path).ca_file).check()


def test_an_address_that_is_not_in_the_certificate_is_another_name(dovecot_tls: Dovecot, authority: Authority) -> None:
    with pytest.raises(MailboxError, match="is for another name"):
        imap(dovecot_tls, "imaps", authority.ca_file, host="127.0.0.1").check()


def test_a_port_without_tls_is_explained(dovecot_tls: Dovecot, authority: Authority) -> None:
    where = Server("imaps", "localhost", dovecot_tls.port, timeout=10, ca_file=authority.ca_file)
    with pytest.raises(MailboxError, match=r"does not answer with TLS.*\+starttls"):
        ImapMailbox(where, Password("a", lambda: PASSWORD), maximum=1).check()


@pytest.mark.parametrize(
    "faults",
    [
        [Fault(b"STARTTLS", add=b"{tag} BAD unknown\r\n", instead=True)],
        [Fault(b"STARTTLS", close=True)],
    ],
    ids=["refused", "closed"],
)
def test_a_server_that_starts_no_tls_gets_no_password(
    dovecot_tls: Dovecot, authority: Authority, faults: list[Fault]
) -> None:
    with proxies.before(dovecot_tls.port) as proxy:
        proxy.faults = faults
        where = Server("imap+starttls", "localhost", proxy.port, timeout=10, ca_file=authority.ca_file)
        with pytest.raises(MailboxUnreachable):
            ImapMailbox(where, Password("a", lambda: PASSWORD), maximum=1).check()
        assert not [command for command in proxy.commands if b"LOGIN" in command or b"AUTH" in command]


def test_a_server_that_hides_starttls_gets_no_password(dovecot_tls: Dovecot, authority: Authority) -> None:
    with proxies.before(dovecot_tls.port) as proxy:
        proxy.replace = (rb" STARTTLS", b"")
        where = Server("imap+starttls", "localhost", proxy.port, timeout=10, ca_file=authority.ca_file)
        with pytest.raises(MailboxError, match="STARTTLS") as caught:
            ImapMailbox(where, Password("a", lambda: PASSWORD), maximum=1).check()
        assert not caught.value.transient
        assert not [command for command in proxy.commands if b"LOGIN" in command or b"AUTH" in command]


def tls_smtp_server(folder: Path, scheme: str, certificate: Certificate) -> SmtpServer:
    (folder / "server.pem").write_bytes(certificate.key.read_bytes() + certificate.chain.read_bytes())
    return SmtpServer(folder, scheme)


@pytest.mark.parametrize("scheme", SMTP_SCHEMES)
def test_mail_leaves_through_a_server_whose_certificate_is_right(
    tmp_path: Path, authority: Authority, scheme: str
) -> None:
    server = tls_smtp_server(tmp_path, scheme, authority.certificate())
    server.start()
    where = Server(scheme, "localhost", server.port, timeout=10, ca_file=authority.ca_file)
    sender = SmtpSender(where, Password("bots", lambda: smtp.PASSWORD))
    sender.send(mail(1), envelope_from=BOT, recipient=ANNA)
    sender.close()
    server.stop()
    assert server.taken() == [mail(1)]
    assert server.envelopes()[0]["login"] == "bots"


@pytest.mark.parametrize("scheme", SMTP_SCHEMES)
@pytest.mark.parametrize("wrong", [ANOTHER_NAME, EXPIRED, UNKNOWN_AUTHORITY], ids=["name", "expired", "authority"])
def test_mail_waits_while_the_certificate_is_wrong(
    tmp_path: Path, authority: Authority, scheme: str, wrong: Wrong
) -> None:
    server = tls_smtp_server(tmp_path, scheme, authority.certificate(wrong.name, expired=wrong.expired))
    server.start()
    known = authority.ca_file if wrong.authority_is_known else None
    where = Server(scheme, "localhost", server.port, timeout=10, ca_file=known)
    with pytest.raises(SendingPostponed, match=wrong.why):
        SmtpSender(where, Password("bots", lambda: smtp.PASSWORD)).send(mail(1), envelope_from=BOT, recipient=ANNA)
    server.stop()
    assert server.taken() == []


def test_a_server_without_starttls_gets_no_mail(smtp_server: SmtpServer, authority: Authority) -> None:
    smtp_server.forget()
    where = Server("smtp+starttls", "localhost", smtp_server.port, timeout=10, ca_file=authority.ca_file)
    with pytest.raises(SendingPostponed, match=r"offers no STARTTLS\. Use smtps://"):
        SmtpSender(where, None).send(mail(1), envelope_from=BOT, recipient=ANNA)
    assert smtp_server.taken() == []


@pytest.mark.parametrize("content", [None, "nav sertifikāts"])
def test_a_ca_file_that_cannot_be_used_is_explained(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)
    with pytest.raises(ConfigurationError, match=r"ca_file .* cannot be used"):
        tls.context(file)
