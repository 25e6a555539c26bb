"""Whether the receiving host vouches for the author's domain: Authentication-Results (RFC 8601) of that host alone.

Anybody can write such a field into a mail. One counts only if it bears the identifier of the configured host, stands above the
first Received field that a foreign host wrote, and is the topmost of its kind there, where the host puts its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.message import Message

_BY_HOST = re.compile(r"(?:^|\s)by\s+([^\s;()]{1,255})", re.IGNORECASE)
_METHOD = re.compile(r"^\s*([a-z][a-z0-9-]{0,30})(?:/\d+)?\s*=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(r"\b([a-z]+\.[a-z-]+)\s*=\s*(?:\"([^\"]{0,300})\"|([^\s;]{1,300}))", re.IGNORECASE)
_HOST_NAME = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}", re.IGNORECASE)
# Under these labels of a country's domain strangers register names, so a domain ending there is nobody's own.
_REGISTRY_LABELS = frozenset({"ac", "asn", "co", "com", "conf", "edu", "gov", "id", "mil", "net", "org"})
# Exchange Online writes its field without an identifier, and renames those that come from outside.
_WITHOUT_IDENTIFIER = "outlook.com"


@dataclass(frozen=True, slots=True)
class Authentication:
    """What the receiving host found of the author's domain.

    `passed`: DMARC, or else DKIM or SPF for a domain aligned with the author's, holds; `domain` is then the author's.
    `failed`: the host says that the mail is not from that domain. Neither: nothing trustworthy is said. `methods` are the
    ones that hold.
    """

    passed: bool = False
    failed: bool = False
    domain: str | None = None
    methods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Result:
    """One method's result with its properties ("header.from", "smtp.mailfrom")."""

    method: str
    result: str
    properties: dict[str, str]


def results(message: Message, authserv_id: str | None) -> Authentication:
    """What the host `authserv_id` says of the message's author; nothing where no host is configured."""
    if not authserv_id or len(message.from_) != 1:
        return Authentication()
    field = _trusted_field(message.fields, authserv_id.strip().lower())
    if field is None:
        return Authentication()
    author = message.from_[0].email.rpartition("@")[2]
    found = list(_parse(field))
    held = tuple(dict.fromkeys(one.method for one in found if one.result == "pass" and _speaks_for(one, author)))
    policy = next((one.result for one in found if one.method == "dmarc"), "none")
    refused = policy == "fail" or (not held and any(one.method == "spf" and one.result == "fail" for one in found))
    if refused or not held:
        return Authentication(failed=refused)
    return Authentication(passed=True, domain=author, methods=held)


def _trusted_field(fields: Sequence[tuple[str, str]], authserv_id: str) -> str | None:
    for name, value in fields:
        if name == "received" and _is_foreign(value, authserv_id):
            return None
        if name == "authentication-results" and _identifier(value, authserv_id) == authserv_id:
            return value
    return None


def _is_foreign(received: str, authserv_id: str) -> bool:
    """Whether a host outside the configured one's domain wrote a Received field; addresses and bare names are within."""
    host = _BY_HOST.search(_without_comments(received))
    name = host[1].lower().rstrip(".") if host else ""
    return bool(_HOST_NAME.fullmatch(name)) and not _aligned(name, _parent(authserv_id)) and name != authserv_id


def _parent(host: str) -> str:
    """The domain that a host belongs to."""
    parent = host.partition(".")[2]
    return parent if "." in parent and not _is_registry(parent) else host


def _identifier(value: str, authserv_id: str) -> str:
    """The identifier that a field begins with, without its version."""
    first = _without_comments(value).partition(";")[0].strip().lower()
    if "=" in first:
        return authserv_id if authserv_id.endswith(_WITHOUT_IDENTIFIER) else ""
    return first.split(" ")[0].strip('"')


def _parse(value: str) -> Iterator[_Result]:
    for item in _without_comments(value).split(";"):
        method = _METHOD.match(item)
        if method:
            properties = {match[1].lower(): (match[2] or match[3] or "").lower() for match in _PROPERTY.finditer(item)}
            yield _Result(method[1].lower(), method[2].lower(), properties)


def _speaks_for(one: _Result, author: str) -> bool:
    """Whether a result is about the author's domain (RFC 7489, 3.1: alignment)."""
    if one.method == "dmarc":
        return one.properties.get("header.from", author).rpartition("@")[2] == author
    if one.method == "dkim":
        signer = one.properties.get("header.d") or one.properties.get("header.i", "")
    elif one.method == "spf":
        signer = one.properties.get("smtp.mailfrom") or one.properties.get("smtp.from", "")
    else:
        return False
    return _aligned(signer.rpartition("@")[2], author)


def _aligned(one: str, other: str) -> bool:
    """Whether two domains are the same, or one lies under the other and that is somebody's own."""
    if one == other:
        return bool(one)
    shorter, longer = sorted((one, other), key=len)
    return longer.endswith(f".{shorter}") and "." in shorter and not _is_registry(shorter)


def _is_registry(domain: str) -> bool:
    labels = domain.split(".")
    return len(labels) == 2 and labels[0] in _REGISTRY_LABELS and len(labels[1]) == 2


def _without_comments(value: str) -> str:
    """`value` without what stands in parentheses, nested ones too (RFC 5322, 3.2.2)."""
    kept, depth = [], 0
    for character in value:
        if character == "(":
            depth += 1
        elif character == ")":
            depth = max(0, depth - 1)
        elif not depth:
            kept.append(character)
    return "".join(kept)
