"""Whether the text of a page can be used: it is there, it is what the page shows, and it is language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.readers.layout import Page

# A page is a picture where pictures cover so much of it and it has no more words than a stamp or a header leaves.
_COVERED, _FEW_WORDS = 0.55, 40
_ENOUGH_LETTERS = 60
_BAD = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff]")
_LATIN = re.compile(r"[a-zA-ZÀ-ɏ]")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_LETTER = re.compile(r"[^\W\d_]")
_VOWEL = re.compile(r"[aeiouyāēīōūäöüåáéíóúàèêâî]", re.IGNORECASE)
_COMMON = re.compile(r"[aeistrnumolkāēīšž]", re.IGNORECASE)
_LATVIAN = re.compile(r"[āčēģīķļņšūž]", re.IGNORECASE)
# Latvian letters as other code pages show them: of windows-1257 read as 1252, and of UTF-8 read as one byte a letter.
_MISREAD = re.compile(r"[âçìîïòðþûèí]|[ÄÅÃ][\u0080-\u00bf«»¼¡±²°§¶·¨©ª®¯†‡ˆ‰Š‹Œ“”•–—˜™š›œžŸ]")
_WORD = re.compile(r"^\W*[^\W\d_]+(['’.\-/@][^\W_]+)*\W*$")
_MIXED_CASE = re.compile(r"[a-zāčēģīķļņšūž][A-ZĀČĒĢĪĶĻŅŠŪŽ]")


def is_usable(page: Page, covered: float) -> bool:
    """Whether the words of `page` can be believed; `covered` is how much of it pictures cover."""
    words = [word for word in page.words if word.text not in "☐☒"]
    if any(word.filled for word in words):
        return True
    if not words or (covered > _COVERED and len(words) <= _FEW_WORDS):
        return False
    return is_language([word.text for word in words])


def is_language(words: Sequence[str]) -> bool:
    """Whether words look like those of a language in Latin or Cyrillic letters, by the statistics of their characters."""
    text = " ".join(words)
    characters = len(text.replace(" ", ""))
    if len(_BAD.findall(text)) > 0.02 * characters:
        return False
    letters = len(_LETTER.findall(text))
    if letters < _ENOUGH_LETTERS:
        return letters > 0 or characters < _ENOUGH_LETTERS
    if len(_CYRILLIC.findall(text)) > 0.5 * letters:
        return True
    latin = len(_LATIN.findall(text))
    if latin < 0.8 * letters or letters < 0.3 * characters:
        return False
    if not 0.27 < len(_VOWEL.findall(text)) / latin < 0.62 or len(_COMMON.findall(text)) < 0.45 * latin:
        return False
    if len(_MISREAD.findall(text)) > max(3, 0.01 * letters) and not _LATVIAN.search(text):
        return False
    lettered = [word for word in words if len(_LETTER.findall(word)) >= 3]
    strange = sum(1 for word in lettered if not _WORD.match(word) and "@" not in word and "www" not in word)
    mixed = sum(1 for word in lettered if _MIXED_CASE.search(word))
    return strange < 0.35 * len(lettered) and mixed < 0.25 * len(lettered)
