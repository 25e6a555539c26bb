"""One SMTP connection (RFC 5321): opened, checked, logged in.

Whatever fails before a message is offered says nothing about that message, so that all of it is `SendingPostponed`.
"""

from __future__ import annotations

import base64
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.errors import SendingPostponed, TokenError
from bot.transport import bearer, tls
from bot.transport.credentials import BearerToken, Credentials, Password
from bot.transport.login_pause import LoginPause
from bot.transport.mail_hosts import password_remedy
from bot.transport.server import Server


class LoginRefused(SendingPostponed):
    """The server does not let us in with these credentials."""


def connect(server: Server, credentials: Credentials | None, helo: str, pause: LoginPause) -> smtplib.SMTP:
    """A connection that is ready for MAIL. Raises `SendingPostponed`."""
    if credentials is None:
        return _connect(server, helo, None)
    pause.check(credentials)
    try:
        smtp = _logged_in(server, credentials, helo)
    except LoginRefused as error:
        pause.refused(credentials, error)
        raise
    pause.accepted()
    return smtp


def _logged_in(server: Server, credentials: Credentials, helo: str) -> smtplib.SMTP:
    if isinstance(credentials, Password):
        password = credentials.secret()
        return _connect(server, helo, lambda smtp: _give_password(smtp, server, credentials, password))
    try:
        return _connect(server, helo, lambda smtp: _give_token(smtp, server, credentials, renew=False))
    except LoginRefused:  # the token may have been revoked before its time was over
        return _connect(server, helo, lambda smtp: _give_token(smtp, server, credentials, renew=True))


def _token(credentials: BearerToken, *, renew: bool) -> str:
    try:
        return credentials.token(renew)
    except TokenError as error:
        raise SendingPostponed(str(error)) from error


@contextmanager
def explained(server: Server) -> Iterator[None]:
    """Turns what ends a connection into `SendingPostponed`."""
    try:
        yield
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError) as error:
        raise SendingPostponed(f"{server.address} closed the connection. It is tried again later.") from error
    except ssl.SSLError as error:
        raise SendingPostponed(tls.explain(error, server.host, server.ca_file)) from error
    except smtplib.SMTPNotSupportedError as error:
        raise SendingPostponed(f"{server.address}: {error}. Check outgoing.url.") from error
    except smtplib.SMTPConnectError as error:
        raise SendingPostponed(
            f"{server.address} turns connections away ({error.smtp_code} {words(error.smtp_error)}). It is tried again later."
        ) from error
    except smtplib.SMTPException as error:
        raise SendingPostponed(f"{server.address} ended the connection ({error}). It is tried again later.") from error
    except socket.gaierror as error:
        raise SendingPostponed(
            f"The name {server.host} is not found ({error.strerror}). Check outgoing.url and this machine's network."
        ) from error
    except TimeoutError as error:
        raise SendingPostponed(
            f"{server.address} did not answer within {server.timeout:g} s. It is tried again later; "
            "if this goes on, check outgoing.url and the firewall."
        ) from error
    except OSError as error:
        raise SendingPostponed(
            f"{server.address} cannot be reached ({error.strerror or error}). Check outgoing.url and whether the server runs."
        ) from error


def words(text: bytes | str) -> str:
    """A reply's text on one line."""
    return " ".join((text.decode("utf-8", "replace") if isinstance(text, bytes) else text).split())[:500]


def _connect(server: Server, helo: str, log_in: Callable[[smtplib.SMTP], None] | None) -> smtplib.SMTP:
    with explained(server):
        smtp = _open(server, helo)
        try:
            _greet(smtp, server)
            if server.scheme == "smtp+starttls":
                _start_tls(smtp, server)
            if log_in is not None:
                log_in(smtp)
        except Exception:
            smtp.close()
            raise
        return smtp


def _open(server: Server, helo: str) -> smtplib.SMTP:
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(
            server.host, server.port, helo, timeout=server.timeout, context=tls.context(server.ca_file)
        )
    return smtplib.SMTP(server.host, server.port, helo, timeout=server.timeout)


def _greet(smtp: smtplib.SMTP, server: Server) -> None:
    code, text = smtp.ehlo()
    if code // 100 != 2:
        code, text = smtp.helo()
    if code // 100 != 2:
        raise SendingPostponed(f"{server.address} refuses our greeting ({code} {words(text)}). Check outgoing.helo.")


def _start_tls(smtp: smtplib.SMTP, server: Server) -> None:
    if not smtp.has_extn("starttls"):
        raise SendingPostponed(f"{server.address} offers no STARTTLS. Use smtps:// if the server has it.")
    code, text = smtp.starttls(context=tls.context(server.ca_file))
    if code != 220:
        raise SendingPostponed(f"{server.address} does not start TLS ({code} {words(text)}). It is tried again later.")
    _greet(smtp, server)


def _give_password(smtp: smtplib.SMTP, server: Server, credentials: Password, password: str) -> None:
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in offered:
        code, text = smtp.docmd("AUTH", "PLAIN " + _encoded(f"\0{credentials.user}\0{password}"))
    elif "LOGIN" in offered:
        code, text = smtp.docmd("AUTH", "LOGIN")
        for answer in (credentials.user, password):
            if code == 334:
                code, text = smtp.docmd(_encoded(answer))
    else:
        mend = password_remedy("outgoing", server.host, "", tokens_only=bool(_bearers(smtp)))
        raise SendingPostponed(
            f"{server.address} takes no password (it offers {', '.join(offered) or 'no login'}). {mend}"
        )
    if code == 235:
        return
    said = f"{code} {words(text)}"
    if code // 100 == 4:
        raise SendingPostponed(f"{server.address} cannot let anybody in now ({said}). It is tried again later.")
    mend = password_remedy("outgoing", server.host, said, tokens_only=False)
    raise LoginRefused(f"{server.address} refuses the login of {credentials.user} ({said}). {mend}")


def _give_token(smtp: smtplib.SMTP, server: Server, credentials: BearerToken, *, renew: bool) -> None:
    mechanism = next(iter(_bearers(smtp)), "XOAUTH2")
    exchange = bearer.BearerExchange(mechanism, credentials.user, _token(credentials, renew=renew))
    code, text = smtp.docmd("AUTH", f"{mechanism} {_encoded(exchange(None))}")
    if code == 334:
        code, text = smtp.docmd(_encoded(exchange(_decoded(text))))
    if code == 235:
        return
    said = f"{code} {words(text)}"
    if code // 100 == 4:
        raise SendingPostponed(f"{server.address} cannot let anybody in now ({said}). It is tried again later.")
    raise LoginRefused(bearer.why_refused(server.address, credentials.user, said, exchange.refusal))


def _bearers(smtp: smtplib.SMTP) -> list[str]:
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    return [mechanism for mechanism in ("XOAUTH2", "OAUTHBEARER") if mechanism in offered]


def _encoded(answer: str | bytes) -> str:
    return base64.b64encode(answer.encode() if isinstance(answer, str) else answer).decode("ascii")


def _decoded(challenge: bytes) -> bytes:
    try:
        return base64.b64decode(challenge)
    except ValueError:
        return b""
