"""Search on PostgreSQL: GIN indexes over expressions, which cannot fall behind.

Letters are folded by `translate`, which every server has and an index may use; `lower` alone would leave Latvian capitals as they
are in a database of locale C. Punctuation becomes spaces, or addresses and paths would be one word each. A document counts with
its first 200 000 characters, since a tsvector has a largest size (1 MB).
"""
# ruff: noqa: S608 - statements are made of names in this package alone

from __future__ import annotations

from collections.abc import Sequence

from storage.search.fields import FIELDS

_MARKED = "āčēģīķļņōŗšūžąęėįųůäöüõåæøáàâãéèêëíìîïóòôúùûýÿçñśńłźżćď"
_PLAIN = "acegiklnorsuzaeeiuuaouoaaoaaaaeeeeiiiiooouuuyycnsnlzzcd"
_CAPITALS = _MARKED.upper()
_BETWEEN = '@.,;:/-_+()[]<>«»„“”"‘’!?&|*'
_TABLE = f"'{_MARKED}{_CAPITALS}{_BETWEEN}', '{_PLAIN}{_PLAIN}{' ' * len(_BETWEEN)}'"


def _folded(expression: str) -> str:
    return f"translate(lower({expression}), {_TABLE})"


def _vector(expression: str) -> str:
    return f"to_tsvector(CAST('simple' AS regconfig), {_folded(expression)})"


_OF_APPLICATION = " || ' ' || ".join(f"COALESCE({field}, '')" for field in FIELDS)
_OF_MEMBER = "name || ' ' || COALESCE(unit, '') || ' ' || COALESCE(email, '')"
_OF_DOCUMENT = "COALESCE(filename, '') || ' ' || left(text, 200000)"
_TYPED = f"translate(lower(CAST(:asked AS text)), '{_MARKED}{_CAPITALS}', '{_PLAIN}{_PLAIN}')"
_ASKED = f"to_tsquery(CAST('simple' AS regconfig), {_TYPED})"

CREATE = (
    f"CREATE INDEX search_applications ON stored_applications USING gin (({_vector(_OF_APPLICATION)}))",
    f"CREATE INDEX search_members ON members USING gin (({_vector(_OF_MEMBER)}))",
    f"CREATE INDEX search_documents ON stored_documents USING gin (({_vector(_OF_DOCUMENT)}))",
)

QUERY = f"""
SELECT a.reference, a.title, found.document, found.filename, found.excerpt FROM (
    SELECT id AS application_id, CAST(NULL AS integer) AS document, CAST(NULL AS text) AS filename,
        left({_OF_APPLICATION}, 200) AS excerpt
    FROM stored_applications WHERE {_vector(_OF_APPLICATION)} @@ {_ASKED}
    UNION
    SELECT application_id, NULL, NULL, name FROM members WHERE {_vector(_OF_MEMBER)} @@ {_ASKED}
    UNION
    SELECT COALESCE(d.application_id, m.application_id), d.id, d.filename, left(d.text, 200)
    FROM stored_documents d JOIN messages m ON m.id = d.message_id
    WHERE m.status <> 'duplicate' AND d.id IN (SELECT id FROM stored_documents WHERE {_vector(_OF_DOCUMENT)} @@ {_ASKED})
) AS found
LEFT JOIN stored_applications a ON a.id = found.application_id
WHERE a.status IS NULL OR a.status <> 'merged'
ORDER BY a.reference, found.document LIMIT :most
"""


def expression(words: Sequence[str]) -> str:
    """What is asked for: every word, in any order, each as the beginning of a word."""
    return " & ".join(f"{word}:*" for word in words)
