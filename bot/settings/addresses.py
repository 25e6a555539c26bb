"""How servers and people are addressed in config.toml."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict

HOST_NAME = r"^[A-Za-z0-9.:\[\]-]+$"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Endpoint(BaseModel):
    """A server's address taken apart: scheme, host, port, user, and what stands after it (the folder)."""

    model_config = ConfigDict(frozen=True)

    scheme: str
    host: str = ""
    port: int | None = None
    user: str | None = None
    path: str = ""


def endpoint(url: str) -> Endpoint:
    """The parts of a mailbox's or sender's URL; `maildir:PATH` has only scheme and path."""
    if url.startswith("maildir:"):
        return Endpoint(scheme="maildir", path=url.removeprefix("maildir:"))
    parts = urlsplit(url)
    return Endpoint(
        scheme=parts.scheme,
        host=parts.hostname or "",
        port=parts.port,
        user=unquote(parts.username) if parts.username else None,
        path=unquote(parts.path.lstrip("/")),
    )


def _server_url(url: str, plain: str, schemes: tuple[str, ...], example: str) -> str:
    try:
        parts = endpoint(url)
    except ValueError as error:
        raise ValueError(f"is not a URL ({error}); write it like {example}") from error
    if parts.scheme == "maildir":
        if not parts.path:
            raise ValueError("names no folder; write maildir:/path/to/folder")
        return url
    if parts.scheme not in (*schemes, plain) or not parts.host:
        raise ValueError(
            f"begins with none of {', '.join((*schemes, plain, 'maildir:'))} and a host; write it like {example}"
        )
    if parts.scheme == plain and parts.host not in LOOPBACK:
        raise ValueError(
            f"sends passwords and mail unencrypted; use {schemes[0]}:// ({plain}:// is for this machine only)"
        )
    return url


def mailbox_url(url: str) -> str:
    return _server_url(url, "imap", ("imaps", "imap+starttls"), "imaps://user@host:993/INBOX")


def outgoing_url(url: str) -> str:
    return _server_url(url, "smtp", ("smtps", "smtp+starttls"), "smtps://user@host:465")


def _address(address: str) -> str:
    local, _, domain = address.rpartition("@")
    if not local or "." not in domain or any(c.isspace() or c in "<>,;" for c in address):
        raise ValueError("is not an e-mail address; write it like name@example.org")
    return address.lower()


MailAddress = Annotated[str, AfterValidator(_address)]


class Section(BaseModel):
    """A table of config.toml; a key that is none of its own is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)
