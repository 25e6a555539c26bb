"""Signing in with OAuth 2, against real endpoints on loopback, and logging in with the tokens to real mail servers."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.errors import MailboxError, SendingPostponed, TokenError, TokenUnreachable
from bot.login import log_in
from bot.mailboxes import opening as mailbox_opening
from bot.mailboxes.imap import ImapMailbox
from bot.oauth import TokenSource, opening
from bot.senders import opening as sender_opening
from bot.settings import OAuthSettings, Settings
from bot.transport.bearer import BearerExchange
from bot.transport.credentials import BearerToken
from bot.transport.server import Server
from tests.bot.mails import mail
from tests.bot.readers import Reader
from tests.servers import dovecot as dovecot_server
from tests.servers.authority import Authority
from tests.servers.dovecot import Dovecot
from tests.servers.ports import HOST, free_port
from tests.servers.sign_in import KEY, TENANT, SignIn
from tests.servers.smtp import SmtpServer

USER = "inovacijas@skola.example"


def silent(_words: str) -> None:
    pass


@pytest.fixture
def microsoft(sign_in: SignIn, authority: Authority, tmp_path: Path) -> OAuthSettings:
    return OAuthSettings(
        provider="microsoft",
        flow="device_code",
        tenant=TENANT,
        client_id="app",
        authority=sign_in.url,
        ca_file=authority.ca_file,
        token_cache=tmp_path / "private" / "tokens.json",
    )


@pytest.fixture
def app_only(microsoft: OAuthSettings) -> OAuthSettings:
    return OAuthSettings(**{**microsoft.model_dump(), "flow": "client_credentials", "client_secret": "slepens"})


@pytest.fixture
def installed(sign_in: SignIn, authority: Authority, tmp_path: Path) -> OAuthSettings:
    client = {
        "client_id": "app",
        "client_secret": "slepens",
        "auth_uri": f"{sign_in.url}/google/auth",
        "token_uri": f"{sign_in.url}/google/token",
        "redirect_uris": ["http://localhost"],
    }
    (tmp_path / "client.json").write_text(json.dumps({"installed": client}))
    return OAuthSettings(
        provider="google",
        flow="installed_app",
        key_file=tmp_path / "client.json",
        ca_file=authority.ca_file,
        token_cache=tmp_path / "tokens.json",
        redirect_port=free_port(),
    )


@pytest.fixture
def service_account(sign_in: SignIn, authority: Authority, tmp_path: Path) -> OAuthSettings:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    account = {
        "type": "service_account",
        "client_email": "bots@projekts.example",
        "private_key": pem,
        "private_key_id": "1",
        "token_uri": f"{sign_in.url}/google/token",
    }
    (tmp_path / "key.json").write_text(json.dumps(account))
    return OAuthSettings(
        provider="google", flow="service_account", key_file=tmp_path / "key.json", ca_file=authority.ca_file
    )


def source(settings: OAuthSettings) -> TokenSource:
    """As a new process opens it."""
    return opening.open(settings, USER, timeout=10)


def test_a_person_signs_in_on_any_machine_with_a_code(microsoft: OAuthSettings, sign_in: SignIn) -> None:
    said: list[str] = []
    source(microsoft).log_in(said.append)
    assert said == [f"To sign in, open {sign_in.url}/device and enter the code ABCD-1234"]
    assert sign_in.grants == ["device_code", "device_code"]
    assert source(microsoft).token().count(".") == 2


def test_the_token_cache_is_for_its_owner_only(microsoft: OAuthSettings) -> None:
    source(microsoft).log_in(silent)
    assert stat.S_IMODE(microsoft.token_cache.stat().st_mode) == 0o600
    assert [path.name for path in microsoft.token_cache.parent.iterdir() if "lock" not in path.name] == ["tokens.json"]


def test_a_token_is_used_until_it_is_stale(microsoft: OAuthSettings, sign_in: SignIn) -> None:
    source(microsoft).log_in(silent)
    tokens = {source(microsoft).token() for _ in range(3)}
    assert len(tokens) == 1
    assert "refresh_token" not in sign_in.grants


def test_a_stale_token_is_renewed_and_the_rotated_refresh_token_kept(microsoft: OAuthSettings, sign_in: SignIn) -> None:
    sign_in.lifetime = 1
    source(microsoft).log_in(silent)
    tokens = [source(microsoft).token() for _ in range(3)]
    assert len(set(tokens)) == 3
    assert sign_in.grants.count("refresh_token") == 3


def test_several_processes_do_not_use_one_refresh_token_twice(microsoft: OAuthSettings, sign_in: SignIn) -> None:
    sign_in.lifetime = 1
    source(microsoft).log_in(silent)
    outcomes: list[object] = []

    def renew() -> None:
        try:
            outcomes.append(source(microsoft).token(renew=True))
        except TokenError as error:
            outcomes.append(error)

    threads = [threading.Thread(target=renew) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(isinstance(outcome, str) for outcome in outcomes)
    assert len(set(outcomes)) == 5


def test_signing_in_again_replaces_who_was_signed_in(microsoft: OAuthSettings, sign_in: SignIn) -> None:
    source(microsoft).log_in(silent)
    sign_in.refresh_token = "revoked by an administrator"
    with pytest.raises(TokenError, match="Run intake-bot login"):
        source(microsoft).token(renew=True)
    source(microsoft).log_in(silent)
    assert source(microsoft).token(renew=True)


def test_before_anybody_signed_in_it_is_said_how(microsoft: OAuthSettings, installed: OAuthSettings) -> None:
    for settings in (microsoft, installed):
        with pytest.raises(TokenError, match=r"Nobody has signed in yet\. Run intake-bot login"):
            source(settings).token()


def test_an_app_gets_tokens_of_its_own(app_only: OAuthSettings, sign_in: SignIn) -> None:
    source(app_only).log_in(silent)
    first = source(app_only).token()
    assert source(app_only).token() == first
    assert source(app_only).token(renew=True) != first
    assert set(sign_in.grants) == {"client_credentials"}


def test_a_service_account_gets_tokens_for_a_user(service_account: OAuthSettings, sign_in: SignIn) -> None:
    tokens = source(service_account)
    first = tokens.token()
    assert tokens.token() == first
    assert tokens.token(renew=True) != first
    assert sign_in.grants == ["jwt-bearer", "jwt-bearer"]


def test_a_person_signs_in_with_a_browser_on_this_machine(
    installed: OAuthSettings, sign_in: SignIn, capsys: pytest.CaptureFixture[str]
) -> None:
    sign_in.lifetime = 1
    thread = threading.Thread(target=source(installed).log_in, args=(silent,))
    thread.start()
    url = eventually(lambda: str(capsys.readouterr().out).strip())
    asked = {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}
    assert (asked["scope"], asked["access_type"]) == ("https://mail.google.com/", "offline")
    requests.get(asked["redirect_uri"], params={"code": "c", "state": asked["state"]}, timeout=10)
    thread.join(10)
    assert len({source(installed).token() for _ in range(2)}) == 2
    assert sign_in.grants == ["authorization_code", "refresh_token", "refresh_token"]


@pytest.mark.parametrize(
    ("error", "description", "remedy"),
    [
        ("invalid_grant", "AADSTS700082: The refresh token has expired due to inactivity.", "Run intake-bot login"),
        ("invalid_grant", "AADSTS65001: The user or administrator has not consented", "Consent is missing"),
        ("unauthorized_client", "AADSTS700016: Application 'app' was not found in the directory", r"oauth\.client_id"),
        ("invalid_client", "AADSTS7000218: must contain client_assertion or client_secret", "public client flows"),
        ("invalid_grant", "AADSTS53003: Access has been blocked by Conditional Access policies", "administrator"),
        ("temporarily_unavailable", "The service is busy", "tried again later"),
    ],
)
def test_what_microsoft_refuses_is_explained(
    microsoft: OAuthSettings, sign_in: SignIn, error: str, description: str, remedy: str
) -> None:
    source(microsoft).log_in(silent)
    sign_in.refusal = (error, description)
    with pytest.raises(TokenError, match=remedy) as caught:
        source(microsoft).token(renew=True)
    assert description in str(caught.value)
    assert caught.value.transient == (error == "temporarily_unavailable")


@pytest.mark.parametrize(
    ("error", "description", "remedy"),
    [
        ("invalid_grant", "Token has been expired or revoked.", "Run intake-bot login"),
        ("unauthorized_client", "Client is unauthorized to retrieve access tokens", "Domain-wide delegation"),
        ("invalid_grant", "Invalid JWT: Token must be a short-lived token (60 minutes)", "clock"),
        ("invalid_grant", "Invalid JWT Signature.", "key was deleted"),
    ],
)
def test_what_google_refuses_is_explained(
    service_account: OAuthSettings, sign_in: SignIn, error: str, description: str, remedy: str
) -> None:
    sign_in.refusal = (error, description)
    with pytest.raises(TokenError, match=remedy):
        source(service_account).token()


def test_an_expired_client_secret_is_explained(app_only: OAuthSettings, sign_in: SignIn) -> None:
    sign_in.refusal = ("invalid_client", "AADSTS7000222: The provided client secret keys are expired.")
    with pytest.raises(TokenError, match="Make a new client secret"):
        source(app_only).token()


def test_a_wrong_tenant_is_explained(microsoft: OAuthSettings) -> None:
    wrong = microsoft.model_copy(update={"tenant": "nav.example"})
    with pytest.raises(TokenError, match=r"no such organisation .*Check oauth\.tenant"):
        source(wrong).log_in(silent)


def test_an_unreachable_sign_in_is_tried_again_later(microsoft: OAuthSettings, service_account: OAuthSettings) -> None:
    nowhere = f"https://localhost:{free_port()}"
    key_file = service_account.key_file
    assert key_file is not None
    key_file.write_text(json.dumps({**json.loads(key_file.read_text()), "token_uri": f"{nowhere}/token"}))
    with pytest.raises(TokenUnreachable):
        source(service_account).token()
    with pytest.raises(TokenUnreachable):
        source(microsoft.model_copy(update={"authority": nowhere})).log_in(silent)


@pytest.mark.parametrize("content", ["{", "[]"])
def test_a_broken_token_cache_is_explained(microsoft: OAuthSettings, content: str) -> None:
    microsoft.token_cache.parent.mkdir()
    microsoft.token_cache.write_text(content)
    with pytest.raises(TokenError, match=r"token cache .* cannot be used .*intake-bot login"):
        source(microsoft).token()


def test_a_broken_key_file_is_explained(service_account: OAuthSettings) -> None:
    key_file = service_account.key_file
    assert key_file is not None
    key_file.write_text(json.dumps({"private_key": "nav atslēga", "client_email": "a", "token_uri": "b"}))
    with pytest.raises(TokenError, match="no key of a service account"):
        source(service_account).token()


def settings_for(oauth: OAuthSettings, dovecot: Dovecot, smtp_server: SmtpServer, user: str) -> Settings:
    quoted = user.replace("@", "%40")
    return Settings.model_validate(
        {
            "mailbox": {"url": f"imap://{quoted}@{HOST}:{dovecot.port}/INBOX", "address": USER, "oauth": oauth},
            "outgoing": {"url": f"smtp://{quoted}@{HOST}:{smtp_server.port}", "oauth": oauth},
        }
    )


def test_mail_comes_and_goes_with_tokens_instead_of_passwords(
    microsoft: OAuthSettings, sign_in: SignIn, token_dovecot: Dovecot, token_smtp_server: SmtpServer
) -> None:
    token_smtp_server.forget()
    settings = settings_for(microsoft, token_dovecot, token_smtp_server, sign_in.user)
    said: list[str] = []
    log_in(settings, said.append)
    assert len([words for words in said if "enter the code" in words]) == 1  # one sign-in does for both
    mailbox, sender = mailbox_opening.open(settings), sender_opening.open(settings)
    assert Reader(mailbox).fetch() == []
    sender.send(mail(1), envelope_from=USER, recipient="anna@lu.example")
    mailbox.close()
    sender.close()
    assert token_smtp_server.envelopes()[0]["login"] == sign_in.user


def test_a_token_that_was_revoked_is_renewed_at_once(
    microsoft: OAuthSettings, sign_in: SignIn, token_dovecot: Dovecot, token_smtp_server: SmtpServer
) -> None:
    token_smtp_server.forget()
    settings = settings_for(microsoft, token_dovecot, token_smtp_server, sign_in.user)
    sign_in.true_lifetime = -10
    log_in(settings, silent)
    sign_in.true_lifetime = None
    sender = sender_opening.open(settings)
    sender.send(mail(1), envelope_from=USER, recipient="anna@lu.example")
    sender.close()
    assert sign_in.grants.count("refresh_token") == 1
    assert token_smtp_server.commands().count("AUTH refused") == 1

    sign_in.true_lifetime = -10
    source_of_bad_tokens = opening.open(microsoft, sign_in.user, timeout=10)
    source_of_bad_tokens.token(renew=True)
    sign_in.true_lifetime = None
    mailbox = mailbox_opening.open(settings)
    assert Reader(mailbox).fetch() == []
    mailbox.close()


def test_a_mail_host_that_refuses_every_token_is_explained(
    microsoft: OAuthSettings, sign_in: SignIn, token_dovecot: Dovecot, token_smtp_server: SmtpServer
) -> None:
    token_smtp_server.forget()
    settings = settings_for(microsoft, token_dovecot, token_smtp_server, sign_in.user)
    sign_in.true_lifetime = -10
    log_in(settings, silent)
    with pytest.raises(MailboxError, match=r"refuses the access token .*status 401.*run intake-bot login"):
        mailbox_opening.open(settings).check()
    with pytest.raises(SendingPostponed, match=r"refuses the access token .*status 401.*run intake-bot login"):
        sender_opening.open(settings).check()


def test_a_token_that_is_refused_is_not_tried_at_every_round(
    microsoft: OAuthSettings, sign_in: SignIn, token_dovecot: Dovecot, token_smtp_server: SmtpServer
) -> None:
    token_smtp_server.forget()
    settings = settings_for(microsoft, token_dovecot, token_smtp_server, sign_in.user)
    sign_in.true_lifetime = -10
    log_in(settings, silent)
    mailbox, sender = mailbox_opening.open(settings), sender_opening.open(settings)
    for _ in range(4):
        with pytest.raises(MailboxError, match="refuses the access token"):
            mailbox.check()
        with pytest.raises(SendingPostponed, match="refuses the access token"):
            sender.check()
    assert token_smtp_server.commands().count("AUTH refused") == 2  # the first token, and a new one


def test_mail_waits_while_the_sign_in_refuses(
    microsoft: OAuthSettings, sign_in: SignIn, token_dovecot: Dovecot, token_smtp_server: SmtpServer
) -> None:
    settings = settings_for(microsoft, token_dovecot, token_smtp_server, sign_in.user)
    with pytest.raises(MailboxError, match="Nobody has signed in yet"):
        mailbox_opening.open(settings).check()
    with pytest.raises(SendingPostponed, match="Nobody has signed in yet"):
        sender_opening.open(settings).check()


def test_a_host_that_takes_tokens_only_says_so_to_a_password(
    token_dovecot: Dovecot, token_smtp_server: SmtpServer
) -> None:
    settings = Settings.model_validate(
        {
            "mailbox": {"url": f"imap://a@{HOST}:{token_dovecot.port}/", "address": USER, "password": "p"},
            "outgoing": {"url": f"smtp://a@{HOST}:{token_smtp_server.port}", "password": "p"},
        }
    )
    with pytest.raises(MailboxError, match=r"takes OAuth 2 only: configure \[mailbox\.oauth\]"):
        mailbox_opening.open(settings).check()
    with pytest.raises(SendingPostponed, match=r"takes OAuth 2 only: configure \[outgoing\.oauth\]"):
        sender_opening.open(settings).check()


@pytest.mark.parametrize("mechanism", ["xoauth2", "oauthbearer"])
def test_both_ways_to_hand_over_a_token_are_spoken(sign_in: SignIn, mechanism: str) -> None:
    with dovecot_server.running(token_key=KEY, mechanisms=mechanism) as server:
        token = sign_in.access_token()
        good = ImapMailbox(
            Server("imap", HOST, server.port, timeout=10),
            BearerToken(sign_in.user, lambda _renew: token),
            maximum=1_000_000,
        )
        good.check()
        good.close()
        bad = ImapMailbox(
            Server("imap", HOST, server.port, timeout=10),
            BearerToken(sign_in.user, lambda _renew: "nav"),
            maximum=1_000_000,
        )
        with pytest.raises(MailboxError, match="refuses the access token"):
            bad.check()


def test_a_user_name_is_quoted_in_oauthbearer() -> None:
    """RFC 5801, 4: a comma and an equals sign in the name."""
    assert BearerExchange("OAUTHBEARER", "a=b,c@x.lv", "t")(None) == b"n,a=a=3Db=2Cc@x.lv,\x01auth=Bearer t\x01\x01"


def test_the_command_signs_in_and_says_what_to_do(
    microsoft: OAuthSettings, sign_in: SignIn, token_dovecot: Dovecot, tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        f'''
        [mailbox]
        url = "imap://{sign_in.user.replace("@", "%40")}@{HOST}:{token_dovecot.port}/INBOX"
        address = "{USER}"
        [mailbox.oauth]
        provider = "microsoft"
        flow = "device_code"
        tenant = "{TENANT}"
        client_id = "app"
        authority = "{sign_in.url}"
        ca_file = "{microsoft.ca_file}"
        token_cache = "{microsoft.token_cache}"
        [outgoing]
        url = "maildir:{tmp_path}/out"
        '''
    )
    command = [sys.executable, "-c", "from bot.cli import main; main()", "--config", str(config), "login"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=dict(os.environ))
    assert done.returncode == 0, done.stderr
    assert "enter the code ABCD-1234" in done.stdout
    assert f"Signed in for {sign_in.user}" in done.stdout
    sign_in.refusal = ("invalid_grant", "AADSTS65001: no consent")
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=dict(os.environ))
    assert done.returncode == 7
    assert "Consent is missing" in done.stderr


def eventually(look: Callable[[], str]) -> str:
    """The first answer that is not empty."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError("nothing came")
