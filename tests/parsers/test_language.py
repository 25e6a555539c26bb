"""The language of a text is told by its words."""

from __future__ import annotations

import pytest

from parsers.words.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Labdien, nosūtām pieteikuma anketu.", "lv"),
        ("Labdien, nosutam anketu un vestuli", "lv"),
        ("Please find attached the application of our team.", "en"),
        ("Riga Stradiņš University delegates Jānis Bērziņš to the programme", "en"),
        ("Anna Ozola, Latvijas Universitāte", "lv"),
        ("", "lv"),
    ],
)
def test_the_language(text: str, language: str) -> None:
    assert detect(text) == language
