"""One IMAP connection: opened, checked, logged in; and whatever goes wrong with it said in words."""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from imapclient import IMAPClient, SocketTimeout  # type: ignore[import-untyped]  # has no types
from imapclient.exceptions import CapabilityError, LoginError  # type: ignore[import-untyped]  # has no types

from bot.errors import MailboxError, MailboxUnreachable, TokenError, TokenUnreachable
from bot.transport import bearer, tls
from bot.transport.credentials import BearerToken, Credentials, Password
from bot.transport.login_pause import LoginPause
from bot.transport.mail_hosts import password_remedy
from bot.transport.server import Server

# RFC 5530: the server is troubled, not our request
_TROUBLED = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG|OVERQUOTA|THROTTLED)\b|too many|try again", re.IGNORECASE)


class Refused(Exception):
    """The server said NO or BAD to one command; the connection lives on."""


class LoginRefused(MailboxError):
    """The server does not let us in with these credentials."""


def connect(server: Server, credentials: Credentials, pause: LoginPause) -> IMAPClient:
    """A connection that is logged in. Raises `LoginRefused`, other `MailboxError`s, or `MailboxUnreachable`."""
    pause.check(credentials)
    try:
        client = _logged_in(server, credentials)
    except LoginRefused as error:
        pause.refused(credentials, error)
        raise
    pause.accepted()
    return client


def _logged_in(server: Server, credentials: Credentials) -> IMAPClient:
    if isinstance(credentials, Password):
        password = credentials.secret()
        return _connect(server, lambda client: _give_password(client, server, credentials.user, password))
    try:
        return _connect(server, lambda client: _give_token(client, server, credentials, renew=False))
    except LoginRefused:  # the token may have been revoked before its time was over
        return _connect(server, lambda client: _give_token(client, server, credentials, renew=True))


def _token(credentials: BearerToken, *, renew: bool) -> str:
    try:
        return credentials.token(renew)
    except TokenUnreachable as error:
        raise MailboxUnreachable(str(error)) from error
    except TokenError as error:
        raise MailboxError(str(error)) from error


def _connect(server: Server, log_in: Callable[[IMAPClient], None]) -> IMAPClient:
    try:
        with explained(server):
            client = _open(server)
        try:
            with explained(server):
                if not client.welcome.startswith(b"* PREAUTH"):
                    log_in(client)
        except (MailboxError, Refused):
            drop(client)
            raise
    except Refused as error:
        raise MailboxUnreachable(f"{server.address} opens no session ({error}). It is tried again later.") from error
    return client


def drop(client: IMAPClient) -> None:
    """Closes the connection without another word to the server."""
    with suppress(OSError):  # gone already, which is all that is wanted
        client.shutdown()


@contextmanager
def explained(server: Server) -> Iterator[None]:
    """Turns what ends a connection into `MailboxError`s, and a mere NO or BAD into `Refused`."""
    try:
        yield
    except ssl.SSLError as error:
        if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            raise MailboxUnreachable(f"{server.address} closed the connection. It is tried again later.") from error
        raise MailboxError(tls.explain(error, server.host, server.ca_file)) from error
    except socket.gaierror as error:
        raise MailboxUnreachable(
            f"The name {server.host} is not found ({error.strerror}). Check mailbox.url and this machine's network."
        ) from error
    except TimeoutError as error:
        raise MailboxUnreachable(
            f"{server.address} did not answer within {server.timeout:g} s. It is tried again later; "
            "if this goes on, check mailbox.url and the firewall."
        ) from error
    except OSError as error:
        raise MailboxUnreachable(
            f"{server.address} cannot be reached ({error.strerror or error}). Check mailbox.url and whether the server runs."
        ) from error
    except (
        imaplib.IMAP4.abort,
        ValueError,
    ) as error:  # ValueError: what came is no IMAP, so that nothing after it counts
        raise MailboxUnreachable(
            f"{server.address} ended the connection ({words(error)}). It is tried again later."
        ) from error
    except CapabilityError as error:
        raise MailboxError(f"{server.address}: {error}. Use imaps:// if the server has it.") from error
    except imaplib.IMAP4.error as error:
        raise Refused(words(error)) from error


def words(error: Exception) -> str:
    """What the server said, out of imaplib's ways of quoting it."""
    text = str(error)
    quoted = re.fullmatch(r"b(['\"])(.*)\1", text, re.DOTALL)
    return " ".join((quoted.group(2) if quoted else text).split())[:500]


def is_troubled(text: str) -> bool:
    """Whether a NO tells of the server's own, passing trouble."""
    return bool(_TROUBLED.search(text))


def _open(server: Server) -> IMAPClient:
    encrypted = server.scheme == "imaps"
    timeout: Any = SocketTimeout(connect=server.timeout, read=server.timeout)  # Any: declared float, documented as both
    context = tls.context(server.ca_file) if server.scheme != "imap" else None
    try:
        client = IMAPClient(server.host, server.port, ssl=encrypted, ssl_context=context, timeout=timeout)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:  # imaplib's kind for a greeting that is BYE, or none at all
        raise MailboxUnreachable(
            f"{server.address} turns connections away ({words(error)}). It is tried again later."
        ) from error
    client.normalise_times = False  # aware datetimes
    if server.scheme == "imap+starttls":
        try:
            client.starttls(context)
        except (OSError, imaplib.IMAP4.error):
            drop(client)
            raise
    return client


def _give_password(client: IMAPClient, server: Server, user: str, password: str) -> None:
    with _refusals(server, lambda said: _why_password_refused(client, server, user, said)):
        if (user + password).isascii():
            client.login(user, password)
        else:  # LOGIN knows ASCII only (RFC 3501, 6.2.3); SASL PLAIN is UTF-8 (RFC 4616)
            client.plain_login(user, password)


def _give_token(client: IMAPClient, server: Server, credentials: BearerToken, *, renew: bool) -> None:
    mechanism = "OAUTHBEARER" if not client.has_capability("AUTH=XOAUTH2") else "XOAUTH2"
    exchange = bearer.BearerExchange(mechanism, credentials.user, _token(credentials, renew=renew))
    with _refusals(server, lambda said: bearer.why_refused(server.address, credentials.user, said, exchange.refusal)):
        client.sasl_login(mechanism, exchange)


@contextmanager
def _refusals(server: Server, why: Callable[[str], str]) -> Iterator[None]:
    try:
        yield
    except LoginError as error:
        said = words(error)
        if isinstance(error.__context__, imaplib.IMAP4.abort):
            raise MailboxUnreachable(
                f"{server.address} ended the connection at the login ({said}). It is tried again later."
            ) from error
        if is_troubled(said):
            raise MailboxUnreachable(
                f"{server.address} cannot let anybody in now ({said}). It is tried again later."
            ) from error
        raise LoginRefused(why(said)) from error


def _why_password_refused(client: IMAPClient, server: Server, user: str, said: str) -> str:
    tokens_only = not client.has_capability("AUTH=PLAIN") and client.has_capability("AUTH=XOAUTH2")
    mend = password_remedy("mailbox", server.host, said, tokens_only=tokens_only)
    return f"{server.address} refuses the login of {user} ({said}). {mend}"
