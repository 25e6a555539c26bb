"""Academic titles and forms of address, which stand around a name and are no part of it."""

from __future__ import annotations

import re

# What follows a degree: "Dr. sc. ing.", "Mg.oec.", "Dr. habil. med.".
_FIELD = (
    r"(?:habil|sc|ing|med|oec|oecon|phil|paed|psych|psychol|philol|hist|iur|jur|chem|phys|math|mat|biol|geogr|geol|agr|silv|"
    r"arch|art|theol|soc|comp|admin|vet|pharm|dent|hum|inform|tech|nat|env|dat|pol|mus|h\.?\s?c)\b\.?"
)
_TITLES = (
    rf"(?:Dr|Mg|Mag|Bc|Bac|Dipl|Habil)\b\.?(?:\s?-?{_FIELD})*",
    rf"[MBD]\.(?:\s?{_FIELD})+",
    r"(?:asoc|assoc|as|ass|emer|vies|tenūr)?\.?\s?prof\b\.?",
    r"(?:doc|lekt|asist|pētn|inž|stud|akad|acad)\.(?=\s)",
    r"Ph\.?\s?D\b\.?",
    r"[MB]\.?\s?Sc\b\.?(?:\s?\.?ing\b\.?)?",
    r"(?:D\.?Sc|Ed\.?D|E?MBA|LL\.?\s?M|MPH|M\.\s?A|M\.\s?D|M\.\s?Phil)\b\.?",
    r"(?:k-?gs|k-?dze|k-?dzei|k-?dzi|k-?gam|k-?gu|Mr|Mrs|Ms|Miss|Sir)\b\.?",
    r"(?:kungs|kungam|kungu|kunga|kundze|kundzei|kundzi|kundzes)\b",
    r"(?:(?:asociēt\w+|emeritēt\w+|tenūr\w+|associate|assistant|full|visiting|emeritus)\s+)?(?:vies)?(?:profesor\w*|professor)\b",
)
_TITLE = re.compile(rf"(?<![\w.-])(?:{'|'.join(_TITLES)})(?!-?\w)", re.IGNORECASE)
_LEFT_AT_EDGES = " ,;:/()[]–—-•·"


def without_titles(text: str) -> str:
    """`text`, a name, without the titles before and after it ("Dr. sc. ing. Anna Ozola, Ph.D." is "Anna Ozola")."""
    bare = re.sub(r"\(\s*[,.;]*\s*\)", " ", _TITLE.sub(" ", text))
    return re.sub(r"(?:\s*,)+", ",", " ".join(bare.split())).strip(_LEFT_AT_EDGES)


def blanked(text: str) -> str:
    """`text` with each title replaced by as many spaces, so that every place in it stays where it is."""
    return _TITLE.sub(lambda match: " " * len(match[0]), text)
