"""What the settings say about transport, checked before anything is connected; and which mailbox and sender they open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.errors import ConfigurationError
from bot.mailboxes import opening as mailbox_opening
from bot.mailboxes.maildir import MaildirMailbox
from bot.senders import opening as sender_opening
from bot.senders.maildir import MaildirSender
from bot.settings import OAuthSettings, Settings

ADDRESS = "inovacijas@skola.example"
MICROSOFT = {"provider": "microsoft", "flow": "device_code", "tenant": "skola.example", "client_id": "app"}


def settings(mailbox: dict[str, Any] | None = None, outgoing: dict[str, Any] | None = None) -> Settings:
    return Settings.model_validate(
        {
            "mailbox": {"url": "maildir:in", "address": ADDRESS, **(mailbox or {})},
            "outgoing": {"url": "maildir:out", **(outgoing or {})},
        }
    )


@pytest.mark.parametrize(
    ("changes", "mend"),
    [
        ({"flow": "installed_app"}, "microsoft has no flow installed_app; write device_code or client_credentials"),
        ({"provider": "google"}, "google has no flow device_code; write installed_app or service_account"),
        ({"tenant": None}, "needs tenant"),
        ({"flow": "client_credentials"}, "needs client_secret or client_secret_file"),
        ({"provider": "google", "flow": "service_account"}, "needs key_file"),
        ({"authority": "http://login.example"}, "authority"),
    ],
)
def test_a_sign_in_that_lacks_something_names_it(changes: dict[str, Any], mend: str) -> None:
    with pytest.raises(ValidationError, match=mend):
        OAuthSettings.model_validate({**MICROSOFT, **changes})


def test_a_password_and_a_sign_in_exclude_each_other() -> None:
    with pytest.raises(ValidationError, match="both a password and oauth"):
        settings({"url": "imaps://a@mail.example", "password": "p", "oauth": MICROSOFT})


@pytest.mark.parametrize("after", ["keyword", "keyword:", "move:", "delete:X", "keyword:two words", "keyword:X"])
def test_what_a_maildir_cannot_do_after_filing_is_refused(after: str) -> None:
    with pytest.raises(ValidationError, match="after_filing"):
        settings({"after_filing": after})


def test_a_greeting_may_be_a_name_or_an_address_only() -> None:
    assert settings(outgoing={"helo": "[192.0.2.1]"}).outgoing.helo == "[192.0.2.1]"
    with pytest.raises(ValidationError, match="helo"):
        settings(outgoing={"helo": "bot\r\nMAIL FROM:<x>"})


def test_urls_open_what_they_say() -> None:
    assert isinstance(mailbox_opening.open(settings()), MaildirMailbox)
    assert isinstance(sender_opening.open(settings()), MaildirSender)
    imap = mailbox_opening.open(settings({"url": "imaps://anna%40lu.lv@mail.example/Lapas%20kaste"}))
    assert imap.name == "imaps://anna@lu.lv@mail.example:993/Lapas kaste"


def test_a_missing_password_is_said_before_the_server_is_asked() -> None:
    with pytest.raises(ConfigurationError, match=r"no password\. .*INTAKE_BOT__MAILBOX__PASSWORD"):
        mailbox_opening.open(settings({"url": "imap://a@127.0.0.1:1/"})).check()
    with pytest.raises(ConfigurationError, match=r"no password\. .*INTAKE_BOT__OUTGOING__PASSWORD"):
        sender_opening.open(settings(outgoing={"url": "smtp://a@127.0.0.1:1"})).check()


def test_a_secret_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    oauth = OAuthSettings.model_validate(
        {**MICROSOFT, "flow": "client_credentials", "client_secret_file": tmp_path / "nav"}
    )
    with pytest.raises(ConfigurationError, match="nav cannot be read"):
        oauth.client_secret_value()
