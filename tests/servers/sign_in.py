"""The sign-in of a mail host: token endpoints as Microsoft's and Google's, over TLS, with refresh tokens that are rotated.

Access tokens are JWTs signed with `KEY`, so that mail servers can check them by themselves.
"""

from __future__ import annotations

import base64
import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

KEY = b"a key that is long enough for HS256, known to the mail servers too"
TENANT = "skola.example"


class SignIn:
    """What the endpoints know. `refusal` (error, description) is answered instead of a token while it is set."""

    def __init__(self, user: str) -> None:
        self.user = user
        self.url = ""
        self.lifetime = 3600
        self.true_lifetime: int | None = None
        self.refusal: tuple[str, str] | None = None
        self.pending_device_answers = 1
        self.grants: list[str] = []
        self.refresh_token: str | None = None
        self._scope = "https://mail.google.com/"
        self._numbers = count(1)

    def access_token(self) -> str:
        """A token as the mail servers want it; it may end sooner than is announced, as one that was revoked."""
        now = int(time.time())
        claims = {"sub": self.user, "email": self.user, "iss": self.url, "aud": "mail", "iat": now, "nbf": now}
        claims["exp"] = now + (self.lifetime if self.true_lifetime is None else self.true_lifetime)
        return jwt.encode({**claims, "jti": str(next(self._numbers))}, KEY, algorithm="HS256")

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """The answer to a POST."""
        self._scope = form.get("scope", self._scope)
        if path.endswith("/devicecode"):
            message = f"To sign in, open {self.url}/device and enter the code ABCD-1234"
            flow = {"user_code": "ABCD-1234", "device_code": "d", "verification_uri": f"{self.url}/device"}
            return 200, {**flow, "expires_in": 60, "interval": 1, "message": message}
        grant = form.get("grant_type", "").rpartition(":")[2]
        self.grants.append(grant)
        if self.refusal is not None:
            return 400, {"error": self.refusal[0], "error_description": self.refusal[1]}
        if grant == "device_code" and self.pending_device_answers > 0:
            self.pending_device_answers -= 1
            return 400, {"error": "authorization_pending", "error_description": "AADSTS70016: pending"}
        if grant == "refresh_token" and form["refresh_token"] != self.refresh_token:
            return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
        return 200, self._tokens(form, grant)

    def _tokens(self, form: dict[str, str], grant: str) -> dict[str, Any]:
        tokens: dict[str, Any] = {
            "token_type": "Bearer",
            "access_token": self.access_token(),
            "expires_in": self.lifetime,
            "scope": self._scope,
        }
        if grant in ("device_code", "authorization_code", "refresh_token"):
            self.refresh_token = f"refresh-{next(self._numbers)}"
            now = int(time.time())
            identity = {
                "iss": f"{self.url}/{TENANT}/v2.0",
                "aud": form.get("client_id", "app"),
                "sub": "s",
                "iat": now,
                "exp": now + 600,
            }
            tokens["refresh_token"] = self.refresh_token
            tokens["id_token"] = jwt.encode({**identity, "preferred_username": self.user}, KEY, algorithm="HS256")
            person = json.dumps({"uid": "u", "utid": "t"}).encode()
            tokens["client_info"] = base64.urlsafe_b64encode(person).decode().rstrip("=")
        return tokens

    def discovery(self, path: str) -> tuple[int, dict[str, Any]]:
        """The answer to a GET."""
        if path != f"/{TENANT}/v2.0/.well-known/openid-configuration":
            return 400, {"error": "invalid_tenant", "error_description": "AADSTS90002: Tenant not found."}
        oauth = f"{self.url}/{TENANT}/oauth2/v2.0"
        return 200, {
            "issuer": f"{self.url}/{TENANT}/v2.0",
            "authorization_endpoint": f"{oauth}/authorize",
            "token_endpoint": f"{oauth}/token",
            "device_authorization_endpoint": f"{oauth}/devicecode",
        }


@contextmanager
def running(context: ssl.SSLContext, user: str) -> Iterator[SignIn]:
    """The endpoints at `url`, while the block runs."""
    sign_in = SignIn(user)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(*sign_in.discovery(urlsplit(self.path).path))

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self._send(*sign_in.answer(urlsplit(self.path).path, {key: values[0] for key, values in form.items()}))

        def _send(self, status: int, answer: dict[str, Any]) -> None:
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: requests are seen in `grants`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    sign_in.url = f"https://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield sign_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
