"""Who leaves: one person of a team, or the team."""

from __future__ import annotations

import re

from parsers.words.people import find_people

_NAMED = "viņa"
_ONE = (
    r"(?:viņ[ša]|kolēģ(?:is|e)|dalībnie(?:ks|ce)|vien[sa] no mums|student[se]|docent[se]|lektor[se]?|pētnie(?:ks|ce)"
    r"|s?he|(?:a|an|one|our|my) (?:\w+ )?(?:colleague|member|student|lecturer|professor)|one of us)"
)
_OF_THE_TEAM = (
    r"(?:\w*(?:komand|universit|fakult|institūt|augstskol|pieteikum)\w*|mēs|we|teams?|applications?|proposals?)"
)
_LEAVES = (
    r"(?:izstājas|izstāsies|atsakās|atteiksies|nepiedalās|nepiedalīsies|ne(?:var(?:ēs)?|spēs|spēj) (?:\w+ ){0,2}piedalīties"
    r"|withdraws?|withdrew|withdrawing|withdrawn|(?:drop(?:s|ped|ping)?|pull(?:s|ed|ing)?) out|step(?:s|ped|ping)? down"
    r"|participate|take part|join)"
)
# What one person takes back may be the application; that is not leaving.
_NO_OBJECT = r"(?!\s+(?:the|our|this|mūsu|savu)\b|\s+\w*pieteikum)"
_PERSON_LEAVES = re.compile(
    rf"\b{_ONE}\b(?:[\s,]+(?!{_OF_THE_TEAM}\b)[\w’']+){{0,7}}?[\s,]+{_LEAVES}\b{_NO_OBJECT}", re.IGNORECASE
)
# "In the team" and "at the university" differ from "the team" and "the university" by a diacritic.
_PLACE = re.compile(r"\b(?:universitātē|fakultātē|augstskolā|institūtā|komandā)\b", re.IGNORECASE)


def without_single_leavers(sentence: str) -> str:
    """`sentence` without what it says of one person's leaving: the rest tells whether the team leaves, too."""
    named = sentence
    for person in reversed(find_people(sentence)):
        named = f"{named[: person.start]}{_NAMED}{named[person.end :]}"
    rest = _PERSON_LEAVES.sub("", named)
    return sentence if rest == named else rest


def without_places(sentence: str) -> str:
    """`sentence` without the places that, diacritics gone, would be those who act."""
    return _PLACE.sub("tur", sentence)
