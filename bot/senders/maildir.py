"""A Maildir as the way out: every message becomes one file, for trying the bot and for tests."""

from __future__ import annotations

from pathlib import Path

from bot.errors import SendingPostponed
from bot.transport import maildir


class MaildirSender:
    """Writes messages into new/. A delivery that is repeated finds its own file, so that it stays one message."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, raw: bytes, *, envelope_from: str, recipient: str) -> None:
        """Returns once the message is on disk. Raises `SendingPostponed` where the folder cannot be written."""
        try:
            maildir.deliver(self._folder, maildir.name_for(raw, recipient), raw)
        except OSError as error:
            raise SendingPostponed(
                f"The Maildir {self._folder} cannot be written ({error.strerror}). "
                "Mend outgoing.url, the folder's permissions, or make room on the disk."
            ) from error

    def check(self) -> None:
        """Looks whether the folder can be made and written to."""
        try:
            maildir.create(self._folder)
        except OSError as error:
            raise SendingPostponed(f"The Maildir {self._folder} cannot be written ({error.strerror}).") from error

    def close(self) -> None:
        """There is nothing to end."""
