"""What a mail is, told from its words and its headers."""

from __future__ import annotations

import pytest

from parsers.limits import Limits
from parsers.mail_kind import MailKind, classify
from parsers.message import parse

OWN = ("innovationeducation@rbs.lv",)


def _kind(text: str, subject: str = "Re: Pieteikums", documents: bool = False, **fields: str) -> MailKind:
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    header = "\n".join(
        ["From: Anna <anna@lu.lv>", f"Subject: {subject}", "Content-Type: text/plain; charset=utf-8", *lines]
    )
    message = parse(f"{header}\n\n{text}".encode(), Limits())
    return classify(message, brings_documents=documents, own_addresses=OWN)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Diemžēl atsaucam pieteikumu.", MailKind.WITHDRAWAL),
        ("We have decided not to take part this year.", MailKind.WITHDRAWAL),
        ("Vai varam atsaukt pieteikumu?", MailKind.QUESTION),
        ("Neatsaucam pieteikumu, bet vai drīkst mainīt dalībnieku", MailKind.QUESTION),
        ("Liels paldies!\n\nAlfrēds", MailKind.OTHER),
        ("Pielikumā anketa.", MailKind.SUBMISSION),
    ],
)
def test_a_person_without_documents_is_understood_by_words(text: str, kind: MailKind) -> None:
    assert _kind(text) is kind
