"""Which token source the settings mean."""

from __future__ import annotations

from bot.oauth import TokenSource
from bot.oauth.cache import TokenCache
from bot.settings import AlarmSettings, MailboxSettings, OAuthSettings, OutgoingSettings
from bot.transport.credentials import BearerToken, Credentials, Password


def open(settings: OAuthSettings, user: str, *, timeout: float) -> TokenSource:
    """The source of tokens for `user`; nothing is asked yet. The providers' libraries are loaded only where they are used."""
    cache = TokenCache(settings.token_cache, f"{settings.provider} {settings.client_id or settings.key_file} {user}")
    if settings.provider == "microsoft":
        from bot.oauth.microsoft import MicrosoftTokens  # noqa: PLC0415 - takes half a second

        return MicrosoftTokens(settings, cache, timeout=timeout)
    from bot.oauth.google import InstalledAppTokens, ServiceAccountTokens  # noqa: PLC0415 - takes half a second

    if settings.flow == "service_account":
        return ServiceAccountTokens(settings, user, timeout=timeout)
    return InstalledAppTokens(settings, cache, timeout=timeout)


def credentials(settings: MailboxSettings | OutgoingSettings | AlarmSettings, section: str, user: str) -> Credentials:
    """With what to log in as `user`: a token where the section has oauth, else its password."""
    if settings.oauth is None:
        return Password(user, lambda: settings.needed_secret(section))
    return BearerToken(user, open(settings.oauth, user, timeout=settings.timeout_seconds).token)
