"""Small mails for tests of transport, told apart by a number."""

from __future__ import annotations


def mail(number: int, body: str = "Labdien! Sūtām pieteikumu.") -> bytes:
    """A mail with CRLF line ends, as it goes over the wire."""
    lines = (
        "From: Anna Ozola <anna.ozola@lu.example>",
        "To: inovacijas@skola.example",
        f"Subject: Pieteikums {number}",
        "Date: Mon, 20 Mar 2023 10:15:00 +0200",
        f"Message-ID: <pieteikums-{number}@lu.example>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        body,
        "",
    )
    return "\r\n".join(lines).encode()
