"""The Maildir format (one message a file; tmp, new, cur): what the Maildir mailbox and the Maildir sender have in common.

A file's name is its unique part, and in cur/ a colon and the flags after it. Readers rename files at any time.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bot.transport.message_id import message_id

UNREAD, SEEN = "new", "cur"


def create(folder: Path) -> None:
    """Makes the three parts of a Maildir where they are missing."""
    for part in ("tmp", UNREAD, SEEN):
        (folder / part).mkdir(mode=0o700, parents=True, exist_ok=True)


def subfolder(root: Path, name: str) -> Path:
    """Where a folder lies beside the inbox (Maildir++): `.Sent`; the hierarchy's separator is a dot."""
    return root / ("." + name.replace("/", "."))


def unique(name: str) -> str:
    """The part of a file's name that never changes."""
    return name.partition(":")[0]


def name_for(raw: bytes, recipient: str = "") -> str:
    """A name for a message of our own, the same whenever it is delivered to the same recipient."""
    return hashlib.sha256((message_id(raw) or raw) + b"\0" + recipient.encode()).hexdigest()[:40] + ".intake-bot"


def entries(folder: Path) -> Iterator[Path]:
    """The messages in `folder`, each once. new/ is listed first: who moves a file to cur/ meanwhile does not hide it."""
    seen: set[str] = set()
    for part in (UNREAD, SEEN):
        with os.scandir(folder / part) as listing:
            for entry in listing:
                key = unique(entry.name)
                if entry.name.startswith(".") or key in seen or not entry.is_file(follow_symlinks=False):
                    continue
                seen.add(key)
                yield Path(entry.path)


def find(folder: Path, key: str) -> Path | None:
    """The file whose unique part is `key`, wherever a reader has moved it to."""
    fresh = folder / UNREAD / key
    if fresh.exists():
        return fresh
    with os.scandir(folder / SEEN) as listing:
        return next((Path(entry.path) for entry in listing if unique(entry.name) == key), None)


def deliver(folder: Path, name: str, raw: bytes, *, flags: str | None = None) -> None:
    """Writes one message whole or not at all, and on disk when this returns. What is there under that name stays.

    With `flags` the message counts as read and lies in cur/, else in new/.
    """
    create(folder)
    if find(folder, name):
        return
    draft = folder / "tmp" / f"{name}.{os.getpid()}"
    place = folder / UNREAD / name if flags is None else folder / SEEN / f"{name}:2,{flags}"
    try:
        with draft.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(place)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        raise
    _sync(place.parent)


def _sync(folder: Path) -> None:
    """Makes a rename last: the folder's own entry has to reach the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
