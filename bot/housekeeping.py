"""What is done in the mailbox itself, where the settings ask for it: filed mail marked or moved, copies of sent mail kept."""

from __future__ import annotations

from sqlalchemy import select

from bot.clock import Clock
from bot.mailboxes import Mailbox
from bot.settings import Settings
from storage import Store
from storage.models import Arrival, Message, MessageStatus, OutboxState, OutgoingMail


class Housekeeping:
    """Asks the store what the mailbox has not been told yet; both acts may be repeated without harm."""

    def __init__(self, store: Store, mailbox: Mailbox, clock: Clock, settings: Settings) -> None:
        self._store = store
        self._mailbox = mailbox
        self._clock = clock
        self._marks = settings.mailbox.after_filing is not None
        self._keeps_copies = settings.outgoing.sent_folder is not None

    def tidy(self) -> None:
        """Marks or moves what was filed, and puts copies of what was sent. Raises `MailboxError`; the rest waits."""
        if self._marks:
            for key in self._filed():
                self._mailbox.filed(key)
                with self._store.begin() as session:
                    session.get_one(Arrival, (self._mailbox.name, key)).tidied_at = self._clock()
                    session.commit()
        if self._keeps_copies:
            for mail_id in self._sent():
                with self._store.reading() as session:
                    content = session.get_one(OutgoingMail, mail_id).content
                self._mailbox.keep_copy(content)
                with self._store.begin() as session:
                    session.get_one(OutgoingMail, mail_id).copied_at = self._clock()
                    session.commit()

    def _filed(self) -> list[str]:
        query = (
            select(Arrival.key)
            .join(Message, Arrival.message_id == Message.id)
            .where(Arrival.mailbox == self._mailbox.name, Arrival.tidied_at.is_(None))
            .where(Message.status.in_((MessageStatus.FILED, MessageStatus.DUPLICATE)))
        )
        with self._store.reading() as session:
            return list(session.scalars(query))

    def _sent(self) -> list[int]:
        query = select(OutgoingMail.id).where(OutgoingMail.state == OutboxState.SENT, OutgoingMail.copied_at.is_(None))
        query = query.where(OutgoingMail.content != b"")  # what was erased is not copied any more
        with self._store.reading() as session:
            return list(session.scalars(query.order_by(OutgoingMail.id)))
