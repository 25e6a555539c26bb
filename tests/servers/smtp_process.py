"""An SMTP server (aiosmtpd) as a process of its own, which fails as it is told to.

`python -m tests.servers.smtp_process FOLDER PORT SCHEME`: FOLDER/orders.json is read anew at each command, and says what to
answer to EHLO, MAIL, RCPT, DATA (before and instead of doing it): a reply line, or `drop` or `hang`. END is the reply to the
whole message; `drop` and `hang` there come after the message was taken. Messages are kept in FOLDER/taken, envelopes in
FOLDER/envelopes.jsonl; what clients do in FOLDER/commands. Where there is a FOLDER/token.key, clients log in with tokens.
"""

from __future__ import annotations

import asyncio
import base64
import json
import ssl
import sys
from pathlib import Path
from typing import Any

import jwt
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers.ports import HOST


class Handler:
    """Obeys the orders, keeps the rest."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        (folder / "taken").mkdir(exist_ok=True)

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self._note(f"EHLO {hostname}")
        session.host_name = hostname
        answer = await self.ordered(server, "EHLO")
        return [answer] if answer else responses

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self._note(f"MAIL {address} {' '.join(options)}")
        if answer := await self.ordered(server, "MAIL"):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if answer := await self.ordered(server, f"RCPT {address}") or await self.ordered(server, "RCPT"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self._count += 1
        (self._folder / "taken" / f"{self._count:04}").write_bytes(envelope.original_content or b"")
        login = getattr(session.auth_data, "login", b"")
        kept = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "login": login.decode(), "helo": session.host_name}
        with (self._folder / "envelopes.jsonl").open("a") as file:
            file.write(json.dumps(kept) + "\n")
        return await self.ordered(server, "END") or "250 taken"

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802 - aiosmtpd's name
        user, _, token = base64.b64decode(args[1]).decode().partition("\x01auth=Bearer ")
        if token_is_good(self._folder, token.strip("\x01")):
            return AuthResult(success=True, auth_data=LoginPassword(user.removeprefix("user=").encode(), b""))
        self._note("AUTH refused")
        await server.challenge_auth('{"status":"401","schemes":"bearer"}')
        return AuthResult(success=False, handled=False)

    def _note(self, line: str) -> None:
        with (self._folder / "commands").open("a") as file:
            file.write(line + "\n")

    async def ordered(self, server: SMTP, verb: str) -> str | None:
        """What is to be answered to a verb, if anything is ordered."""
        orders = self._folder / "orders.json"
        order: str | None = json.loads(orders.read_text()).get(verb) if orders.exists() else None
        if order == "hang":
            await asyncio.sleep(3600)
        if order == "drop":
            transport = server.transport
            assert isinstance(transport, asyncio.Transport)
            transport.abort()
            await asyncio.sleep(3600)
        return order


class Server(SMTP):
    """Knows an order about DATA too, for which aiosmtpd asks its handler only once the message is there."""

    def __init__(self, handler: Handler, **options: Any) -> None:
        super().__init__(handler, **options)
        self._orders = handler
        self.command_size_limits["AUTH"] = 12288  # RFC 4954, 4

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        if answer := await self._orders.ordered(self, "DATA"):
            await self.push(answer)
        else:
            await super().smtp_DATA(arg)


def token_is_good(folder: Path, token: str) -> bool:
    """Whether folder/token.key signed it, and its time is not over."""
    try:
        jwt.decode(token, (folder / "token.key").read_bytes(), algorithms=["HS256"], audience="mail")
    except jwt.InvalidTokenError:
        return False
    return True


def authenticate(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
    """Any user may come in who knows the password."""
    known = isinstance(data, LoginPassword) and data.password == "parole, ļoti slepena".encode()
    return AuthResult(success=known, handled=False, auth_data=data if known else None)


async def serve(folder: Path, port: int, scheme: str) -> None:
    """Serves until the process is ended; folder/server.pem holds certificate and key where the scheme needs them."""
    context = None
    if scheme != "smtp":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(folder / "server.pem")
    handler = Handler(folder)

    def session() -> SMTP:
        return Server(
            handler,
            hostname="localhost",
            authenticator=authenticate,
            auth_require_tls=False,
            tls_context=context if scheme == "smtp+starttls" else None,
            require_starttls=scheme == "smtp+starttls",
            auth_exclude_mechanism=["LOGIN", "PLAIN"] if (folder / "token.key").exists() else ["XOAUTH2"],
        )

    server = await asyncio.get_running_loop().create_server(
        session, HOST, port, ssl=context if scheme == "smtps" else None
    )
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
