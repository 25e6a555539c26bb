"""Which of the call's institutions applies, told by the answer to "which university"."""

from __future__ import annotations

import re

from parsers.rules import Vocabulary
from parsers.text import fold
from parsers.words.institutions import find_all

_ONLY_A_PARTNER = re.compile(
    r"\b(?:partner\w*|sadarb[iī]b\w*|kop[āa] ar|together with|cooperation|collaboration|jointly with|in association with)\b"
    r"|(?:augstskola|akad[ēe]mija|koled[žz]a|vidusskola|biedr[iī]ba|asoci[āa]cija|nodibin[āa]jums|institute|academy|college|"
    r"association)\b\W*(?:un\b|and\b|,|/|\()",
    re.IGNORECASE,
)


def applicant(answer: str, vocabulary: Vocabulary) -> str | None:
    """The key of the institution that `answer` names as its own; None where it names another one, with ours as its partner."""
    for mention in find_all(answer, vocabulary):
        return None if _ONLY_A_PARTNER.search(answer[: mention.start]) else mention.key
    return _in_other_letters(answer, vocabulary)


def _in_other_letters(answer: str, vocabulary: Vocabulary) -> str | None:
    """An answer that is an abbreviation in lower case, or an institution's domain."""
    words = set(fold(answer).split())
    for institution in vocabulary.institutions:
        short = len(words) <= 2 and any(fold(a) in words for a in institution.abbreviations)
        if short or any(re.search(rf"(?<![\w-]){re.escape(d)}(?![\w-])", answer.lower()) for d in institution.domains):
            return institution.key
    return None
