"""Logging in with an OAuth 2 access token: SASL XOAUTH2, and OAUTHBEARER (RFC 7628), for IMAP and SMTP alike."""

from __future__ import annotations

import json


class BearerExchange:
    """The client's side: the token first, then an empty answer to the reason of a refusal, which is kept."""

    def __init__(self, mechanism: str, user: str, token: str) -> None:
        if mechanism == "XOAUTH2":
            self._first, self._last = f"user={user}\x01auth=Bearer {token}\x01\x01", b""
        else:
            name = user.replace("=", "=3D").replace(",", "=2C")
            self._first, self._last = f"n,a={name},\x01auth=Bearer {token}\x01\x01", b"\x01"
        self._begun = False
        self.refusal = b""

    def __call__(self, challenge: bytes | None) -> bytes:
        """What to answer to a challenge of the server."""
        if not self._begun:
            self._begun = True
            return self._first.encode()
        self.refusal = challenge or b""
        return self._last


def why_refused(server: str, user: str, said: str, refusal: bytes) -> str:
    """A refused token explained. `refusal` is the server's reason: JSON with status, schemes and scope."""
    try:
        reason = json.loads(refusal)
    except ValueError:
        reason = {}
    status = f", status {reason['status']}" if isinstance(reason, dict) and reason.get("status") else ""
    return (
        f"{server} refuses the access token of {user} ({said}{status}). Check that the URL names the user who gave consent, "
        "that this user may open the mailbox, and that IMAP and authenticated SMTP are on for it; then run intake-bot login."
    )
