"""Silence raises an alarm: the operator hears, by another road, that mail cannot be fetched or sent, and when it is well."""

from __future__ import annotations

import datetime as dt
import logging
import os
import subprocess
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import journal, outbox
from bot.clock import Clock
from bot.errors import AlarmError, IntakeBotError
from bot.journal import Action
from bot.letters.mail_composition import compose
from bot.letters.writer import Letter, LetterContext, LetterWriter, Outage
from bot.senders import Sender
from bot.settings import AlarmSettings
from parsers.addresses import Address
from storage import Store
from storage.models import JournalEntry, MailboxPosition, OutboxState, OutgoingMail

log = logging.getLogger(__name__)

ALERTED, OVER = Action.ALERTED, Action.ALERT_OVER
COMMAND_SECONDS = 60


@dataclass(frozen=True, slots=True)
class _Trouble:
    """What fails now, since when, in the words of its error."""

    since: dt.datetime
    reason: str


class Alarm:
    """One alert when something has failed for longer than the limit, and one when it is well again; the journal remembers."""

    def __init__(
        self,
        store: Store,
        writer: LetterWriter,
        settings: AlarmSettings,
        sender: Sender | None,
        clock: Clock,
        *,
        mailbox: str,
        author: Address,
    ) -> None:
        self._store = store
        self._writer = writer
        self._settings = settings
        self._sender = sender
        self._clock = clock
        self._mailbox = mailbox
        self._author = author

    def look(self) -> None:
        """Sends what is due; an alert that cannot be sent is logged, and tried again at the next look."""
        if self._sender is None and not self._settings.command:
            return
        with self._store.claim("alarm", 0) as mine:
            if not mine:
                return
            with self._store.reading() as session:
                found = (("fetching", self._fetching(session)), ("sending", _sending(session)))
                alerted = {what: _alerted(session, what) for what, _ in found}
            for what, trouble in found:
                since = alerted[what]
                if trouble is not None and since is None and self._lasts(trouble):
                    self._raise(ALERTED, Outage(what, trouble.reason, trouble.since))
                elif trouble is None and since is not None:
                    self._raise(OVER, Outage(what, "", since, self._clock()))

    def _lasts(self, trouble: _Trouble) -> bool:
        return self._clock() - trouble.since >= dt.timedelta(minutes=self._settings.after_minutes)

    def _fetching(self, session: Session) -> _Trouble | None:
        position = session.get(MailboxPosition, self._mailbox)
        if position is None or position.failed_since is None:
            return None
        return _Trouble(position.failed_since, position.failure)

    def _raise(self, action: Action, outage: Outage) -> None:
        template = "alert" if action == ALERTED else "alert_over"
        letter = self._writer.write(template, self._settings.language, LetterContext(now=self._clock(), outage=outage))
        try:
            self._hand_over(letter, f"{template}:{outage.what}:{outage.since.isoformat()}")
        except IntakeBotError as error:
            log.error("The alert about %s could not be sent: %s", outage.what, error)  # noqa: TRY400 - no defect of ours
            return
        with self._store.begin() as session:
            journal.note(session, self._clock(), action, details=f"{outage.what} {outage.since.isoformat()}")
            session.commit()

    def _hand_over(self, letter: Letter, key: str) -> None:
        """Raises `SendingError`, or `AlarmError` where the command fails."""
        if self._sender is None or self._settings.address is None:
            _run(self._settings.command, letter)
            return
        content = compose(
            letter,
            sender=self._author,
            recipient=Address("", self._settings.address),
            message_id=outbox.message_id_of(key, self._author.email.rpartition("@")[2]),
            date=self._clock(),
            auto_submitted="auto-generated",
        )
        self._sender.send(content, envelope_from=self._author.email, recipient=self._settings.address)


def _run(command: tuple[str, ...], letter: Letter) -> None:
    """The operator's command gets the subject, an empty line and the text on its standard input, and none of our passwords."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("INTAKE_BOT__")}
    try:
        subprocess.run(  # noqa: S603 - the command is the operator's own, from the configuration
            command,
            input=f"{letter.subject}\n\n{letter.text}".encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment,
            timeout=COMMAND_SECONDS,
            check=True,
        )
    except OSError as error:
        raise AlarmError(f"alarm.command cannot be started ({error.strerror}). Mend its path.") from error
    except subprocess.TimeoutExpired as error:
        raise AlarmError(f"alarm.command did not end within {COMMAND_SECONDS} seconds. Mend the command.") from error
    except subprocess.CalledProcessError as error:
        raise AlarmError(f"alarm.command ended with code {error.returncode}. Mend the command.") from error


def _sending(session: Session) -> _Trouble | None:
    """Mail waits after a failed attempt, and none has left since it was written: one recipient's trouble is not ours."""
    waiting = select(OutgoingMail).where(OutgoingMail.state == OutboxState.QUEUED, OutgoingMail.attempts > 0)
    first = session.scalars(waiting.where(OutgoingMail.error != "").order_by(OutgoingMail.created_at)).first()
    if first is None:
        return None
    last_sent = session.scalar(select(func.max(OutgoingMail.sent_at)))
    if last_sent is not None and last_sent > first.created_at:
        return None
    return _Trouble(first.created_at, first.error)


def _alerted(session: Session, what: str) -> dt.datetime | None:
    """Since when what the last alert told of has failed; None where no alert is open."""
    entries = select(JournalEntry).where(JournalEntry.action.in_((ALERTED, OVER)))
    last = session.scalars(
        entries.where(JournalEntry.details.startswith(f"{what} ")).order_by(JournalEntry.id.desc())
    ).first()
    if last is None or last.action == OVER:
        return None
    return dt.datetime.fromisoformat(last.details.partition(" ")[2])
