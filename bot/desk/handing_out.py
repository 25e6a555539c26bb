"""An application's files, as they came, in a folder: under names of our making, the senders' own kept legibly in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bot.workers import WorkerFailure, Workers
from parsers.originals import Original, originals
from parsers.rules import ReadingRules
from storage.models import Application, Message

_LONGEST_STEM = 60  # letters; with four bytes each still a name that every file system takes
_NOT_IN_NAMES = re.compile(r"[^\w .,()+-]+")


@dataclass(frozen=True, slots=True)
class Written:
    """A file in the folder, and the name it came with; or why what came is not there."""

    path: Path | None
    original: str
    trouble: str = ""


def write(
    application: Application, folder: Path, workers: Workers, rules: ReadingRules, *, mails: bool
) -> Iterator[Written]:
    """Writes the documents of every message of `application` into `folder`, and where `mails` is true the messages, too.

    A name begins with the message's number ("12-1 Anketa.docx"). Nothing that is there already is overwritten.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for message in application.messages:
        if message.raw.erased_at is not None:
            yield Written(None, f"message {message.id}", "its bytes were erased")
            continue
        if mails:
            content = message.raw.content
            yield Written(_put(folder, f"{message.id} mail", "eml", content), message.subject)
        yield from _documents(message, folder, workers, rules)


def _documents(message: Message, folder: Path, workers: Workers, rules: ReadingRules) -> Iterator[Written]:
    wanted = frozenset(document.sha256 for document in message.documents)
    if not wanted:
        return
    try:
        found = workers.call(originals, message.raw.content, wanted, rules)
    except WorkerFailure as failure:
        yield Written(None, f"message {message.id}", failure.reason)
        return
    for number, original in enumerate(found, start=1):
        stem = f"{message.id}-{number} {_stem(original)}"
        yield Written(_put(folder, stem, original.extension, original.content), original.name or "")
    if absent := wanted - {original.sha256 for original in found}:
        yield Written(None, f"message {message.id}", f"{len(absent)} of its documents were not found in it")


def _stem(original: Original) -> str:
    """The sender's own name without what could lead elsewhere or be taken for something else."""
    name, ending = original.name or "file", f".{original.extension}"
    own = name[: -len(ending)] if name.lower().endswith(ending) else name
    legible = " ".join(_NOT_IN_NAMES.sub("_", own).split())
    return legible[:_LONGEST_STEM].strip(" .") or "file"


def _put(folder: Path, stem: str, extension: str, content: bytes) -> Path:
    """Writes a file that is not there yet; where another has the name, it gets a number."""
    for number in count(1):
        path = folder / f"{stem}{f' ({number})' if number > 1 else ''}.{extension}"
        if path.is_file() and not path.is_symlink() and path.read_bytes() == content:
            break
        with suppress(FileExistsError), path.open("xb") as file:
            file.write(content)
            break
    return path
