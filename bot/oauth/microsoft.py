"""Access tokens of Microsoft 365: by a person's consent (device code, RFC 8628), or the app's own (client credentials)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msal  # type: ignore[import-untyped]  # has no types
import requests

from bot.errors import TokenError, TokenUnreachable
from bot.oauth import remedies, web
from bot.oauth.cache import TokenCache
from bot.settings import OAuthSettings

AUTHORITY = "https://login.microsoftonline.com"
DELEGATED = ("https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send")
APPLICATION = ("https://outlook.office365.com/.default",)


class MicrosoftTokens:
    """Tokens of one app registration. Refresh tokens, which Microsoft rotates, are in the cache."""

    def __init__(self, settings: OAuthSettings, cache: TokenCache, *, timeout: float) -> None:
        self._settings = settings
        self._cache = cache
        self._session = web.prepared(requests.Session(), settings.ca_file, timeout)
        self._kept = msal.SerializableTokenCache()
        self._app: Any = None

    def token(self, renew: bool = False) -> str:
        """From the cache, refreshed where it is stale."""
        return self._with_cache(lambda: self._own_token(renew) if self._is_app_only else self._persons_token(renew))

    def log_in(self, say: Callable[[str], None]) -> None:
        """Device code: a person opens a page on any machine and enters a code. Client credentials: only a try."""
        if self._is_app_only:
            self.token(renew=True)
            return
        self._with_cache(lambda: self._device_code(say))

    @property
    def _is_app_only(self) -> bool:
        return self._settings.flow == "client_credentials"

    def _with_cache(self, get: Callable[[], Any]) -> str:
        with self._cache.opened() as entry:
            self._kept.deserialize(entry.text or "{}")
            try:
                answer = get()
            except requests.RequestException as error:
                raise TokenUnreachable(
                    f"Microsoft's sign-in cannot be reached ({error}). It is tried again later."
                ) from error
            except ValueError as error:  # msal's kind for an authority that is none
                raise TokenError(f"Microsoft knows no such organisation ({error}). {remedies.TENANT}") from error
            finally:
                self._session.close()
                if self._kept.has_state_changed:
                    entry.text = self._kept.serialize()
        return _token_in(answer)

    def _own_token(self, renew: bool) -> Any:
        if renew:
            self._kept.deserialize("{}")
        return self._client().acquire_token_for_client(list(self._settings.scopes or APPLICATION))

    def _persons_token(self, renew: bool) -> Any:
        client = self._client()
        account = next(iter(client.get_accounts()), None)
        if account is None:
            raise TokenError(f"Nobody has signed in yet. {remedies.AGAIN}")
        scopes = list(self._settings.scopes or DELEGATED)
        return client.acquire_token_silent_with_error(scopes, account, force_refresh=renew)

    def _device_code(self, say: Callable[[str], None]) -> Any:
        client = self._client()
        for account in client.get_accounts():
            client.remove_account(account)
        flow = client.initiate_device_flow(list(self._settings.scopes or DELEGATED))
        if "user_code" not in flow:
            return flow
        say(flow["message"])
        return client.acquire_token_by_device_flow(flow)

    def _client(self) -> Any:
        """Made once: it asks the authority for its addresses."""
        if self._app is None:
            settings = self._settings
            kind = msal.ConfidentialClientApplication if self._is_app_only else msal.PublicClientApplication
            self._app = kind(
                settings.client_id,
                client_credential=settings.client_secret_value(),
                authority=f"{(settings.authority or AUTHORITY).rstrip('/')}/{settings.tenant}",
                instance_discovery=False
                if settings.authority
                else None,  # one of our own need not be known to Microsoft
                token_cache=self._kept,
                http_client=self._session,
            )
        return self._app


def _token_in(answer: Any) -> str:
    if answer and "access_token" in answer:
        return str(answer["access_token"])
    error, description = (str((answer or {}).get(key, "")) for key in ("error", "error_description"))
    said = " ".join(description.split())[:300] or error or "no token"
    kind = TokenUnreachable if remedies.is_passing(error) else TokenError
    raise kind(f"Microsoft gives no access token: {said}. {remedies.remedy(error, description)}")
