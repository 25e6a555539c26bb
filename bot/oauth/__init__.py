"""OAuth 2 for mail hosts that take no passwords: where access tokens come from, and how a person signs in once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class TokenSource(Protocol):
    """Gives access tokens for one account, and keeps what is needed to get the next one.

    Methods raise `TokenError`, whose words say what to do, or its transient kind `TokenUnreachable`.
    """

    def token(self, renew: bool = False) -> str:
        """An access token that is still good for some minutes; with `renew`, a newly issued one."""

    def log_in(self, say: Callable[[str], None]) -> None:
        """Lets a person sign in, where this way of signing in needs one; `say` tells them what to do."""
