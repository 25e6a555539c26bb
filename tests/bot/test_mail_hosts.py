"""The remedy fits the host: most refused passwords are right ones that the host takes no more."""

from __future__ import annotations

import pytest

from bot.transport.mail_hosts import password_remedy


@pytest.mark.parametrize(
    ("host", "said", "tokens_only", "remedy"),
    [
        ("outlook.office365.com", "LOGIN failed.", False, "Microsoft has switched basic authentication off"),
        ("imap-mail.outlook.com", "LOGIN failed.", False, "Microsoft has switched basic authentication off"),
        (
            "relay.example.org",
            "535 5.7.139 Authentication unsuccessful, basic authentication is disabled",
            False,
            "Microsoft",
        ),
        ("smtp.office365.com", "535 5.7.139 SmtpClientAuthentication is disabled for the Tenant", False, "Microsoft"),
        ("imap.gmail.com", "[ALERT] Application-specific password required", False, "Google takes app passwords only"),
        ("smtp.gmail.com", "535 5.7.8 BadCredentials 5b1f17b1804b1-gsmtp", False, "Google takes app passwords only"),
        ("mail.example.org", "[AUTHENTICATIONFAILED] Authentication failed.", True, "OAuth 2 only"),
        (
            "mail.example.org",
            "[AUTHENTICATIONFAILED] Authentication failed.",
            False,
            "Check the user name in mailbox.url",
        ),
        ("notoutlook.com", "LOGIN failed.", False, "Check the user name in mailbox.url"),
    ],
)
def test_a_refused_password_is_explained_by_the_host(host: str, said: str, tokens_only: bool, remedy: str) -> None:
    assert remedy in password_remedy("mailbox", host, said, tokens_only=tokens_only)


def test_the_remedy_names_the_section_that_is_to_be_mended() -> None:
    assert "[outgoing.oauth]" in password_remedy("outgoing", "smtp.office365.com", "535", tokens_only=False)
    assert "outgoing.url" in password_remedy("outgoing", "mail.example.org", "535", tokens_only=False)
