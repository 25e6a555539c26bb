"""Where tokens are kept between runs: one JSON file that only its owner may read, replaced whole, used by one at a time."""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.errors import TokenError


@dataclass(slots=True)
class Entry:
    """What is kept for one account: text whose form its token source knows; empty where nothing is kept yet."""

    text: str


class TokenCache:
    """One account's entry in the file at `path`."""

    def __init__(self, path: Path, account: str) -> None:
        self.path = path
        self._account = account

    @contextmanager
    def opened(self) -> Iterator[Entry]:
        """The entry, while no other process has it: a refresh token that is rotated must not be used by two at once.

        What the block changes is saved, even where it then fails. Raises `TokenError` for a file that cannot be used.
        """
        with self._locked():
            entries = self._read()
            entry = Entry(entries.get(self._account, ""))
            before = entry.text
            try:
                yield entry
            finally:
                if entry.text != before:
                    self._write({**entries, self._account: entry.text})

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock = os.open(self.path.with_name(self.path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise self._problem(error.strerror) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _read(self) -> dict[str, str]:
        try:
            entries = json.loads(self.path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise self._problem(error.strerror) from error
        except ValueError as error:
            raise self._problem("it is not what the bot wrote") from error
        if not isinstance(entries, dict):
            raise self._problem("it is not what the bot wrote")
        return entries

    def _write(self, entries: dict[str, str]) -> None:
        try:
            handle, draft = tempfile.mkstemp(dir=self.path.parent, prefix=self.path.name)  # mode 0600
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(entries, file)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(self.path)
        except OSError as error:
            raise self._problem(error.strerror) from error

    def _problem(self, why: str | None) -> TokenError:
        return TokenError(
            f"The token cache {self.path} cannot be used ({why}). Mend its permissions or remove it, and run intake-bot login."
        )
