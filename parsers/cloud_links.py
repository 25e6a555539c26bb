"""Links to files in somebody's cloud, which a team may send instead of the files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

_URL = re.compile(r"(?:https?://|(?<![\w@./-])(?=[a-z0-9-]+(?:\.[a-z0-9-]+)+/))[^\s<>\"'\])}|]{4,2000}", re.IGNORECASE)

# Host (with its subdomains) and what the path has to begin with for the link to be a file or a folder, not the service.
_SERVICES: tuple[tuple[str, str], ...] = (
    ("docs.google.com", r"/(?:a/[^/]+/)?(?:document|spreadsheets|presentation|forms|file|uc|drawings|open)\b"),
    ("drive.google.com", r"/."),
    ("photos.app.goo.gl", r"/."),
    ("1drv.ms", r"/."),
    ("onedrive.live.com", r"/."),
    ("sharepoint.com", r"/(?::\w:/|personal/|sites/|teams/|_layouts/|\w)"),
    ("dropbox.com", r"/(?:s|sh|scl|t|transfer|l|request)/"),
    ("db.tt", r"/."),
    ("we.tl", r"/."),
    ("wetransfer.com", r"/(?:downloads|\w+)"),
    ("failiem.lv", r"/(?:u|f|i|down)\b|/\w{6,}"),
    ("files.fm", r"/(?:u|f|i|down)\b|/\w{6,}"),
    ("fex.net", r"/."),
    ("icloud.com", r"/(?:iclouddrive|attachment|pages|share)\b"),
    ("icloud-content.com", r"/."),
    ("mega.nz", r"/(?:file|folder|#)"),
    ("mega.io", r"/(?:file|folder|#)"),
    ("mediafire.com", r"/(?:file|folder|\?)"),
    ("box.com", r"/(?:s|v|file|folder)/"),
    ("transfernow.net", r"/."),
    ("swisstransfer.com", r"/d/"),
    ("smash.com", r"/."),
    ("fromsmash.com", r"/."),
    ("sendspace.com", r"/(?:file|filegroup)/"),
    ("disk.yandex.ru", r"/(?:d|i)/"),
    ("disk.yandex.com", r"/(?:d|i)/"),
    ("yadi.sk", r"/."),
    ("pcloud.com", r"/publink"),
    ("pcloud.link", r"/publink"),
    ("proton.me", r"/urls/"),
    ("filemail.com", r"/(?:d|t)/"),
    ("gofile.io", r"/d/"),
    ("filebin.net", r"/."),
    ("filesender.", r"/\?s=download"),
    ("canva.com", r"/design/"),
    ("notion.so", r"/."),
    ("notion.site", r"/."),
    ("jumpshare.com", r"/."),
    ("hightail.com", r"/(?:space|receive|download)\b"),
    ("send.tresorit.com", r"/."),
    ("office.com", r"/(?:s|r|p|x|w)/"),
)
# Nextcloud, ownCloud and Seafile stand on the institutions' own hosts; their share links have a shape of their own.
_OWN_CLOUD = re.compile(r"/(?:index\.php/)?s/[A-Za-z0-9]{10,}(?:[/?#]|$)|/(?:d|f)/[0-9a-f]{10,20}/?(?:[?#]|$)")
_SAFE_LINK = re.compile(r"[?&](?:url|u|q)=(https?(?:%3A|:)[^&\s]+)", re.IGNORECASE)


def find(text: str) -> tuple[str, ...]:
    """The links in `text` to files or folders in a cloud, in order."""
    return tuple(dict.fromkeys(url for url in _urls(text) if _is_shared_file(url)))


def _urls(text: str) -> Iterator[str]:
    for match in _URL.finditer(text):
        url = match.group().rstrip(".,;:!?")
        yield url if "://" in url else f"https://{url}"


def _is_shared_file(url: str) -> bool:
    # Mail gateways wrap links (Outlook Safe Links, Google's redirect); what counts is where they lead.
    wrapped = _SAFE_LINK.search(url)
    target = unquote(wrapped.group(1)) if wrapped else url
    try:
        parts = urlsplit(target)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    rest = f"{parts.path}{'?' + parts.query if parts.query else ''}{'#' + parts.fragment if parts.fragment else ''}"
    for service, path in _SERVICES:
        if host == service or host.endswith(f".{service}") or (service.endswith(".") and host.startswith(service)):
            return re.match(path, rest) is not None
    return _OWN_CLOUD.search(rest) is not None
