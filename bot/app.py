"""The composition root: settings become a store, a mailbox, a sender, workers and what works with them."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from bot import programme as programmes
from bot.alarm import Alarm
from bot.backups.nightly import Backups
from bot.clock import Clock, system_clock
from bot.correspondence import Correspondence
from bot.digest import Digest
from bot.errors import ConfigurationError, StoreError
from bot.fetching import Fetcher
from bot.housekeeping import Housekeeping
from bot.intake import Intake
from bot.letters.opening import letter_writer
from bot.mailboxes import Mailbox
from bot.mailboxes import opening as mailbox_opening
from bot.outbox import Caps, Deliverer
from bot.post import Terms
from bot.privacy.forgetting import Forgetting
from bot.privacy.retention import Retention
from bot.senders import opening as sender_opening
from bot.settings import Settings
from bot.store_opening import open_store
from bot.workers import Workers
from bot.year.appointments import Appointments
from bot.year.deadlines import Deadlines
from bot.year.decisions import Decisions
from bot.year.deliverables import Deliveries
from bot.year.invitations import Invitations
from bot.year.reminder_plan import Timing
from bot.year.reminders import Reminders
from parsers.addresses import Address
from parsers.rules import ReadingRules
from storage import StoreProblem


class App:
    """Everything a command needs, opened on entry and closed on leaving; with a `checked` store, as who works by itself needs."""

    def __init__(self, settings: Settings, clock: Clock = system_clock, *, checked: bool = False) -> None:
        self.settings = settings
        self.clock = clock
        self.programme = programmes.load(settings.programme)
        self.store = open_store(settings, checked=checked)
        self.workers = Workers(settings.parsing)
        self.mailbox: Mailbox = mailbox_opening.open(settings)
        self.sender = sender_opening.open(settings)
        self.rules = self._rules()
        self.writer = letter_writer(settings, self.programme)
        self.correspondence = self._correspondence()
        self.post = self.correspondence.post
        self.fetcher = Fetcher(self.store, self.mailbox, clock, since=self._since())
        self.intake = Intake(
            self.store,
            self.workers,
            self.rules,
            self.programme,
            self.correspondence,
            clock=clock,
            attempts=settings.parsing.attempts,
            authserv_id=settings.mailbox.authserv_id,
        )
        self.backups = Backups(self.store, settings.backup, self.programme.zone, clock)
        self.retention = Retention(self.store, self.programme, settings.retention, clock)
        self.forgetting = Forgetting(self.store, self.workers, self.rules, clock)
        self._open = ExitStack()
        self.deliverer = Deliverer(self.store, self.sender, clock, envelope_from=settings.mailbox.address)

        self.housekeeping = Housekeeping(self.store, self.mailbox, clock, settings)
        self.second_sender = sender_opening.open_second(settings)
        self.alarm = Alarm(
            self.store,
            self.writer,
            settings.alarm,
            self.second_sender,
            clock,
            mailbox=self.mailbox.name,
            author=self.post.terms.mailbox,
        )
        self._plan_the_year(settings)
        self.reminders = Reminders(self.store, self.programme, self.post, settings.reminders, clock)
        self.digest = Digest(
            self.store, self.writer, self.programme, self.post, director=settings.director, clock=clock
        )

    def _plan_the_year(self, settings: Settings) -> None:
        """What is done of the bot's own accord, by the calendar."""
        common = self.store, self.programme, self.post
        opens, closes = settings.reminders.opens, settings.reminders.closes
        zone = self.programme.zone
        self.deadlines = Deadlines(*common, self.clock)
        self.decisions = Decisions(*common, self.clock)
        self.deliveries = Deliveries(self.store, self.programme, self.clock)
        self.invitations = Invitations(*common, self.clock)
        self.appointments = Appointments(
            *common,
            self.clock,
            events=Timing(zone, settings.reminders.event_days_before, opens, closes),
            due_days=Timing(zone, settings.reminders.deliverable_days_before, opens, closes),
        )

    def __enter__(self) -> App:
        return self.begin()

    def begin(self) -> App:
        """Takes a seat at the store, by which others know that it is in use. Raises `StoreError` while it is being put back."""
        try:
            self._open.enter_context(self.store.at_work())
        except StoreProblem as problem:
            raise StoreError(str(problem)) from problem
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the workers and every connection."""
        self.workers.close()
        self.mailbox.close()
        self.sender.close()
        if self.second_sender is not None:
            self.second_sender.close()
        self._open.close()
        self.store.close()

    def _rules(self) -> ReadingRules:
        return self.programme.reading_rules(
            own_addresses=(self.settings.mailbox.address, self.programme.programme.address),
            trust_anchors=trust_anchors(self.settings.parsing.trust_anchors),
        )

    def _correspondence(self) -> Correspondence:
        settings, name = self.settings, self.programme.programme.name.lv
        director = Address("", settings.director.address) if settings.director.address else None
        terms = Terms(
            mailbox=Address(name, settings.mailbox.address),
            director=director,
            director_language=settings.director.language,
            caps=Caps(
                settings.outgoing.per_address_a_day,
                settings.outgoing.per_application_a_day,
                settings.outgoing.in_all_a_day,
            ),
            largest_megabytes=settings.mailbox.maximum_megabytes,
        )
        return Correspondence(self.writer, self.programme, terms, self.clock)

    def _since(self) -> Clock:
        configured = self.settings.mailbox.since
        if configured is None:
            return self.clock
        moment = configured if configured.tzinfo else configured.replace(tzinfo=self.programme.zone)
        return lambda: moment


def trust_anchors(folder: Path | None) -> tuple[bytes, ...]:
    """The certificates (PEM or DER) in a folder, as DER. Raises `ConfigurationError` naming a file that is none."""
    if folder is None:
        return ()
    if not folder.is_dir():
        raise ConfigurationError(f"parsing.trust_anchors: there is no folder {folder}. Make it, or remove the setting.")
    found = []
    for path in sorted(p for p in folder.iterdir() if p.is_file()):
        content = path.read_bytes()
        try:
            pem = content.lstrip().startswith(b"-----BEGIN")
            loaded = x509.load_pem_x509_certificates(content) if pem else [x509.load_der_x509_certificate(content)]
        except ValueError as error:
            raise ConfigurationError(f"parsing.trust_anchors: {path} is not a certificate in PEM or DER.") from error
        found += [certificate.public_bytes(Encoding.DER) for certificate in loaded]
    return tuple(found)
