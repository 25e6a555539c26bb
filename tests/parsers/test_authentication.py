"""Only the configured host's own word about the author's domain counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers.authentication import Authentication, results
from parsers.limits import Limits
from parsers.message import parse

RECEIVED = (
    "Received: from mail.lu.lv ([192.0.2.7]) by mx1.rbs.lv (Postfix) with ESMTPS id 1; Mon, 3 Apr 2023 10:00:00 +0300"
)
INNER = "Received: from mx1.rbs.lv by imap.rbs.lv (Dovecot) with LMTP id 2; Mon, 3 Apr 2023 10:00:01 +0300"
FOREIGN = "Received: from [10.0.0.5] by mail.lu.lv (Postfix) with ESMTPSA id 3; Mon, 3 Apr 2023 09:59:59 +0300"
FROM = "From: Anna Ozola <anna.ozola@lu.lv>"
PASS = Authentication(passed=True, domain="lu.lv", methods=("dmarc",))
NOTHING = Authentication()
FAIL = Authentication(failed=True)


def _results(*fields: str, authserv_id: str | None = "mx1.rbs.lv") -> Authentication:
    return results(parse(("\n".join(fields) + "\n\ntext\n").encode(), Limits()), authserv_id)


def _own(text: str) -> str:
    return f"Authentication-Results: mx1.rbs.lv; {text}"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ((RECEIVED, _own("dmarc=pass (p=none dis=none) header.from=lu.lv"), FROM), PASS),
        ((INNER, RECEIVED, _own("dmarc=pass header.from=lu.lv"), FOREIGN, FROM), PASS),
        ((_own("dmarc=pass header.from=lu.lv"), RECEIVED, FROM), PASS),
        (("Authentication-Results: MX1.rbs.lv 1;\n\tspf=none;\n\tdmarc=pass header.from=LU.lv", FROM), PASS),
        ((RECEIVED, FROM), NOTHING),
        ((RECEIVED, _own("none"), FROM), NOTHING),
        ((RECEIVED, "Authentication-Results: mx.evil.example; dmarc=pass header.from=lu.lv", FROM), NOTHING),
        ((RECEIVED, "Authentication-Results: mx1.rbs.lv.evil.example; dmarc=pass header.from=lu.lv", FROM), NOTHING),
        ((RECEIVED, "Authentication-Results: evil.example (mx1.rbs.lv; dmarc=pass)", FROM), NOTHING),
        ((RECEIVED, FOREIGN, _own("dmarc=pass header.from=lu.lv"), FROM), NOTHING),
        ((RECEIVED, _own("dmarc=fail header.from=lu.lv"), _own("dmarc=pass header.from=lu.lv"), FROM), FAIL),
        ((RECEIVED, _own("spf=none"), _own("dmarc=pass header.from=lu.lv"), FROM), NOTHING),
        ((RECEIVED, _own("dmarc=pass header.from=evil.example"), FROM), NOTHING),
        ((RECEIVED, _own("dmarc=pass header.from=lu.lv"), "From: anna@lu.lv, juris@lu.lv"), NOTHING),
        ((RECEIVED, _own("dmarc=pass header.from=lu.lv"), FROM, "From: juris@evil.example"), NOTHING),
    ],
)
def test_the_topmost_field_of_the_configured_host_decides(fields: tuple[str, ...], expected: Authentication) -> None:
    assert _results(*fields) == expected


@pytest.mark.parametrize(
    ("text", "author", "methods"),
    [
        ("dkim=pass header.d=lu.lv header.i=@lu.lv", "lu.lv", ("dkim",)),
        ("dkim=pass header.i=@lu.lv", "lu.lv", ("dkim",)),
        ("dkim=pass header.d=lu.lv", "students.lu.lv", ("dkim",)),
        ("spf=pass smtp.mailfrom=anna@lu.lv", "lu.lv", ("spf",)),
        ("spf=pass smtp.mailfrom=bounce.lu.lv", "lu.lv", ("spf",)),
        ('spf=pass (a; dkim=pass header.d=lu.lv) smtp.mailfrom="x@lu.lv"', "lu.lv", ("spf",)),
        (
            "dkim=fail header.d=lu.lv; dkim=pass header.d=lu.lv; spf=pass smtp.mailfrom=lu.lv; dmarc=none",
            "lu.lv",
            ("dkim", "spf"),
        ),
        ("dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=evil.example", "lu.lv", ()),
        ("dkim=pass header.d=evillu.lv", "lu.lv", ()),
        ("dkim=pass header.d=edu.lv", "skola.edu.lv", ()),
        ("dkim=pass header.d=lv", "lu.lv", ()),
        ("spf=pass smtp.helo=lu.lv", "lu.lv", ()),
        ("spf=softfail smtp.mailfrom=lu.lv", "lu.lv", ()),
        ("dkim=neutral (dkim=pass header.d=lu.lv)", "lu.lv", ()),
        ("arc=pass; x-google-dkim=pass header.d=lu.lv", "lu.lv", ()),
    ],
)
def test_without_dmarc_an_aligned_signature_or_envelope_counts(
    text: str, author: str, methods: tuple[str, ...]
) -> None:
    found = _results(RECEIVED, _own(text), f"From: anna@{author}")
    assert found.methods == methods
    assert found.passed is bool(methods)


def test_a_failed_policy_outweighs_a_passing_envelope() -> None:
    assert _results(RECEIVED, _own("spf=pass smtp.mailfrom=lu.lv; dmarc=fail header.from=lu.lv"), FROM) == FAIL


def test_the_samples_hosts_vouch_for_their_authors(samples: Path) -> None:
    for path in sorted(samples.glob("*/*/*.eml")):
        message = parse(path.read_bytes(), Limits())
        assert results(message, "mx1.rbs.lv").domain == message.from_[0].email.partition("@")[2]


def test_without_a_configured_host_nothing_is_believed() -> None:
    assert _results(RECEIVED, _own("dmarc=pass header.from=lu.lv"), FROM, authserv_id=None) == NOTHING


def test_exchange_online_writes_no_identifier() -> None:
    received = "Received: from mail.lu.lv by AM9PR07MB1.eurprd07.prod.outlook.com; Mon, 3 Apr 2023 10:00:00 +0300"
    text = "Authentication-Results: spf=pass (IP is 192.0.2.7) smtp.mailfrom=lu.lv; dmarc=pass action=none header.from=lu.lv"
    found = _results(received, text, FROM, authserv_id="prod.outlook.com")
    assert found.passed
    assert not _results(RECEIVED, text, FROM).passed
