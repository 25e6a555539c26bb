"""Signing in to mail hosts that take no passwords: once by a person, from then on the tokens are renewed."""

from __future__ import annotations

from collections.abc import Callable

from bot.errors import ConfigurationError
from bot.oauth import opening
from bot.settings import Settings, endpoint


def log_in(settings: Settings, say: Callable[[str], None]) -> None:
    """Signs in for the mailbox and for outgoing mail, one after another; for both at once where they say the same."""
    mailbox, outgoing = settings.mailbox, settings.outgoing
    accounts = [
        (section.oauth, endpoint(section.url).user or mailbox.address, section.timeout_seconds)
        for section in (mailbox, outgoing)
        if section.oauth is not None
    ]
    if not accounts:
        raise ConfigurationError("Nothing needs a sign-in: neither [mailbox.oauth] nor [outgoing.oauth] is configured.")
    done = []
    for oauth, user, timeout in accounts:
        if (oauth, user) not in done:
            opening.open(oauth, user, timeout=timeout).log_in(say)
            say(f"Signed in for {user}. Tokens are kept in {oauth.token_cache}.")
            done.append((oauth, user))
    say("Try it with: intake-bot check")
