"""Text is read in whatever character set it was written, declared or not."""

from __future__ import annotations

import pytest

from parsers.charsets import decode

LATVIAN = "Rīgas Tehniskā universitāte: „Šķērsiela” – ģimenes ķēde, ņem žagarus. Lūdzam iekļaut uzņēmēju komandā."
TEXTS = {
    "latvian": LATVIAN,
    "a name": "Kārlis Bērziņš",
    "capitals": "PIETEIKUMA ANKETA IZGLĪTĪBAS INOVĀCIJU PROGRAMMĀ ŠĶŪŅA ĢĪBOŅI",
    "russian": "Здравствуйте, отправляю анкету университета",
}
CHARSETS = ("utf-8", "utf-8-sig", "utf-16", "cp1257", "iso8859-13", "cp775", "iso8859-4")


@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "us-ascii", "no-such-set", "base64", ""])
@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_text_survives_a_missing_or_wrong_declaration(text: str, charset: str, declared: str | None) -> None:
    encoded = text.encode(charset, "ignore")
    assert decode(encoded, declared) == encoded.decode(charset)


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf_16_needs_no_byte_order_mark(charset: str) -> None:
    assert decode(LATVIAN.encode(charset)) == LATVIAN


@pytest.mark.parametrize("charset", ["iso-8859-1", "cp1252", "cp1251", "koi8-r", "iso-2022-jp", "utf-7"])
def test_a_declared_set_is_believed_where_nothing_speaks_against_it(charset: str) -> None:
    texts = {
        "iso-8859-1": "naïve café über Größe",
        "cp1252": "naïve “café” – 5 €",
        "iso-2022-jp": "日本",
    }
    text = texts.get(charset, "Анкета" if charset in ("cp1251", "koi8-r") else "Rīga")
    assert decode(text.encode(charset), charset) == text


def test_a_broken_letter_does_not_change_the_set() -> None:
    assert decode((LATVIAN + "ā").encode()[:-1], "utf-8") == LATVIAN + "\ufffd"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"\x00", bytes(range(256)), b"\x81\x8d\x90" * 100])
def test_any_bytes_become_text(content: bytes) -> None:
    assert isinstance(decode(content), str)
