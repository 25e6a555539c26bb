"""Access tokens of Google Workspace: by a person's consent (installed app), or a service account's for a user."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import google.auth.exceptions
import google.oauth2.credentials
import requests
from google.auth.transport.requests import Request
from google.oauth2 import service_account
from google_auth_oauthlib.flow import InstalledAppFlow, WSGITimeoutError  # type: ignore[import-untyped]  # has no types
from oauthlib.oauth2 import OAuth2Error  # type: ignore[import-untyped]  # has no types

from bot.errors import TokenError, TokenUnreachable
from bot.oauth import remedies, web
from bot.oauth.cache import Entry, TokenCache
from bot.settings import OAuthSettings

SCOPES = ("https://mail.google.com/",)
SIGN_IN_SECONDS = 15 * 60


class InstalledAppTokens:
    """Tokens by a person's consent. `key_file` is the client's JSON from Google's console; the cache has the tokens."""

    def __init__(self, settings: OAuthSettings, cache: TokenCache, *, timeout: float) -> None:
        self._timeout = timeout
        self._settings = settings
        self._cache = cache

    def token(self, renew: bool = False) -> str:
        """From the cache, refreshed where it is stale; a rotated refresh token is kept."""
        with self._cache.opened() as entry:
            if not entry.text:
                raise TokenError(f"Nobody has signed in yet. {remedies.AGAIN}")
            credentials = self._credentials(json.loads(entry.text))
            if renew or not credentials.valid:
                _refresh(credentials, self._settings, self._timeout)
                _keep(credentials, entry)
            return str(credentials.token)

    def log_in(self, say: Callable[[str], None]) -> None:
        """A person opens a page in a browser on this machine, which Google then sends back to a port of ours."""
        flow = InstalledAppFlow.from_client_config(self._client(), list(self._settings.scopes or SCOPES))
        web.prepared(flow.oauth2session, self._settings.ca_file, self._timeout)
        port = self._settings.redirect_port
        say(
            "Open the page below in a browser on this machine. From another machine, first connect with "
            f"ssh -L {port}:localhost:{port} to here."
        )
        try:
            credentials = _consented(flow, port)
        except requests.RequestException as error:
            raise TokenUnreachable(f"Google's sign-in cannot be reached ({error}). Try again later.") from error
        except OAuth2Error as error:
            raise _refusal(str(error.error), str(error.description)) from error
        finally:
            flow.oauth2session.close()
        with self._cache.opened() as entry:
            _keep(credentials, entry)

    def _client(self) -> dict[str, Any]:
        return _json_in(self._settings.key_file, "installed")

    def _credentials(self, kept: dict[str, Any]) -> google.oauth2.credentials.Credentials:
        client = self._client()["installed"]
        return google.oauth2.credentials.Credentials(  # type: ignore[no-untyped-call]  # google-auth types little
            kept["token"],
            refresh_token=kept["refresh_token"],
            token_uri=client["token_uri"],
            client_id=client["client_id"],
            client_secret=client["client_secret"],
            scopes=list(self._settings.scopes or SCOPES),
            expiry=dt.datetime.fromisoformat(kept["expiry"]) if kept["expiry"] else None,
        )


class ServiceAccountTokens:
    """Tokens of a service account that acts for a user (domain-wide delegation). Nobody signs in."""

    def __init__(self, settings: OAuthSettings, user: str, *, timeout: float) -> None:
        self._timeout = timeout
        self._settings = settings
        self._user = user
        self._account: service_account.Credentials | None = None

    def token(self, renew: bool = False) -> str:
        """Kept in memory only; the key gives a new one at any time."""
        if self._account is None:
            self._account = self._opened()
        if renew or not self._account.valid:
            _refresh(self._account, self._settings, self._timeout)
        return str(self._account.token)

    def log_in(self, say: Callable[[str], None]) -> None:
        """Only a try."""
        self.token(renew=True)

    def _opened(self) -> service_account.Credentials:
        try:
            account: service_account.Credentials = service_account.Credentials.from_service_account_info(  # type: ignore[no-untyped-call]  # google-auth types little
                _json_in(self._settings.key_file, "private_key"),
                scopes=list(self._settings.scopes or SCOPES),
                subject=self._user,
            )
        except ValueError as error:
            raise TokenError(
                f"{self._settings.key_file} is no key of a service account ({error}). {remedies.KEY}"
            ) from error
        return account


def _consented(flow: InstalledAppFlow, port: int) -> google.oauth2.credentials.Credentials:
    """Waits for the browser to come back with a code, and changes that for tokens."""
    try:
        credentials: google.oauth2.credentials.Credentials = flow.run_local_server(
            port=port,
            open_browser=False,
            authorization_prompt_message="{url}",
            timeout_seconds=SIGN_IN_SECONDS,
            access_type="offline",
            prompt="consent",
        )
    except WSGITimeoutError as error:
        raise TokenError("Nobody came back from the sign-in page. Run intake-bot login again.") from error
    return credentials


def _refresh(credentials: Any, settings: OAuthSettings, timeout: float) -> None:
    with web.prepared(requests.Session(), settings.ca_file, timeout) as session:
        try:
            credentials.refresh(Request(session))
        except google.auth.exceptions.TransportError as error:
            raise TokenUnreachable(f"Google's sign-in cannot be reached ({error}). It is tried again later.") from error
        except google.auth.exceptions.RefreshError as error:
            details = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], dict) else {}
            refusal = _refusal(str(details.get("error", "")), str(details.get("error_description", error.args[0])))
            raise refusal from error


def _refusal(error: str, description: str) -> TokenError:
    kind = TokenUnreachable if remedies.is_passing(error) else TokenError
    return kind(f"Google gives no access token: {error} {description}. {remedies.remedy(error, description)}")


def _keep(credentials: google.oauth2.credentials.Credentials, entry: Entry) -> None:
    kept = {
        "token": credentials.token,
        "refresh_token": credentials.refresh_token,
        "expiry": credentials.expiry.isoformat() if credentials.expiry else None,
    }
    entry.text = json.dumps(kept)


def _json_in(path: Path | None, must_hold: str) -> dict[str, Any]:
    """The JSON file that Google's console gave. Raises `TokenError` for another one."""
    try:
        content = json.loads(path.read_text("utf-8")) if path else None
    except (OSError, ValueError) as error:
        raise TokenError(f"oauth.key_file {path} cannot be read ({error}). Mend its path or permissions.") from error
    if not isinstance(content, dict) or must_hold not in content:
        raise TokenError(f"oauth.key_file {path} holds no {must_hold!r}: download it again from Google's console.")
    return content
