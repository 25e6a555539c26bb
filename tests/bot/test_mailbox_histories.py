"""Whatever happens to a mailbox and in whatever order: every message that stays comes, and comes once."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import MailboxUnreachable
from bot.mailboxes.imap import ImapMailbox
from bot.transport.credentials import Password
from bot.transport.server import Server
from tests.bot.houses import MARCH, ImapHouse, fresh_user
from tests.bot.mails import mail
from tests.bot.readers import Reader
from tests.servers import proxy as proxies
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.ports import HOST
from tests.servers.proxy import Fault

FAULTS = st.sampled_from(
    [
        Fault(b"SEARCH", close=True),
        Fault(rb"UID FETCH \d+ .*BODY", close=True),
        Fault(rb"UID FETCH \d+ .*BODY", cut=100),
        Fault(rb"UID FETCH \d+ .*BODY", add=b"{tag} NO not this one\r\n", instead=True),
        Fault(rb"UID FETCH", add=b"* 1 EXPUNGE\r\n* 7 EXISTS\r\n"),
        Fault(b"EXAMINE", add=b"* BYE shutting down\r\n", close=True),
        Fault(b"LOGIN", add=b"{tag} NO [UNAVAILABLE] later\r\n", instead=True),
    ]
)
STEPS = st.one_of(
    st.just("receive"),
    st.just("delete"),
    st.just("restart"),
    st.just("made anew"),
    st.integers(1, 3),  # fetches at most so many
    FAULTS,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=3, max_size=14))
def test_every_message_that_stays_comes_once(dovecot: Dovecot, steps: list[object]) -> None:
    house = ImapHouse(dovecot, fresh_user())
    present: list[int] = []
    made_anew = 0
    with proxies.before(dovecot.port) as proxy:
        where = Server("imap", HOST, proxy.port, timeout=5)

        def opened() -> ImapMailbox:
            return ImapMailbox(where, Password(house.user, lambda: PASSWORD), maximum=1_000_000)

        reader = Reader(opened())
        received = 0
        for step in steps:
            if step == "receive":
                received += 1
                house.receive(mail(received), MARCH + timedelta(minutes=received))
                present.append(received)
            elif step == "delete":
                house.delete_all()
                present.clear()
            elif step == "restart":
                reader.mailbox.close()
                reader.mailbox = opened()
            elif step == "made anew":
                made_anew += 1
                proxy.replace = (rb"UIDVALIDITY \d+", b"UIDVALIDITY %d" % (4710 + made_anew))
            elif isinstance(step, Fault):
                proxy.faults = [Fault(step.when, step.add, step.instead, step.close, cut=step.cut, times=1)]
            else:
                fetch(reader, at_most=int(str(step)))
        proxy.faults = []
        while fetch(reader):
            pass
        reader.mailbox.close()
    came = [arrival.raw for arrival in reader.taken if arrival.whole]
    assert {mail(number) for number in present} <= set(came)
    if made_anew == 0:
        assert len(came) == len(set(came))


def fetch(reader: Reader, at_most: int | None = None) -> bool:
    """Whether anything came, or may come after an error."""
    try:
        return bool(reader.fetch(at_most=at_most))
    except MailboxUnreachable:
        return True
