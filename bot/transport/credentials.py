"""With what the bot logs in. The secret is asked for at each login, so that a mended one counts without a restart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Password:
    """A user name and where its password comes from."""

    user: str
    secret: Callable[[], str]


@dataclass(frozen=True, slots=True)
class BearerToken:
    """A user name and where its OAuth 2 access token comes from; called with true, it gives a newly issued one."""

    user: str
    token: Callable[[bool], str]


Credentials = Password | BearerToken
