"""Search on SQLite: two FTS5 tables, kept up to date by triggers.

`search_applications` keeps a copy of the words, since they come from several tables; `search_documents` reads the text where
it is stored. FTS5 leaves the words of a deleted row in its segments until they are merged; REBUILD leaves nothing of them.
"""
# ruff: noqa: S608 - statements are made of names in this package alone

from __future__ import annotations

from collections.abc import Sequence

from storage.search.fields import FIELDS

_OPTIONS = "tokenize = 'unicode61 remove_diacritics 2', prefix = '3'"
_WORDS = " || ' ' || ".join(f"COALESCE(a.{field}, '')" for field in FIELDS)
_TEAM = (
    "COALESCE((SELECT group_concat(p.name || ' ' || COALESCE(p.unit, '') || ' ' || COALESCE(p.email, ''), ' ')"
    " FROM members p WHERE p.application_id = a.id), '')"
)
_FILL = (
    f"INSERT INTO search_applications (rowid, words) SELECT a.id, {_WORDS} || ' ' || {_TEAM} FROM stored_applications a"
)
_ADD = "INSERT INTO search_documents (rowid, filename, text) VALUES (new.id, new.filename, new.text);"
_REMOVE = (
    "INSERT INTO search_documents (search_documents, rowid, filename, text)"
    " VALUES ('delete', old.id, old.filename, old.text);"
)


def _application(name: str, event: str, row: str) -> str:
    """A trigger that takes an application's words anew."""
    again = f"DELETE FROM search_applications WHERE rowid = {row}; {_FILL} WHERE a.id = {row};"
    return f"CREATE TRIGGER search_{name} AFTER {event} BEGIN {again} END"


def _document(name: str, event: str, *steps: str) -> str:
    return f"CREATE TRIGGER search_document_{name} AFTER {event} ON stored_documents BEGIN {' '.join(steps)} END"


CREATE = (
    f"CREATE VIRTUAL TABLE search_applications USING fts5(words, {_OPTIONS})",
    "CREATE VIRTUAL TABLE search_documents"
    f" USING fts5(filename, text, content = 'stored_documents', content_rowid = 'id', {_OPTIONS})",
    _application("application_added", "INSERT ON stored_applications", "new.id"),
    _application("application_changed", f"UPDATE OF {', '.join(FIELDS)} ON stored_applications", "new.id"),
    _application("application_removed", "DELETE ON stored_applications", "old.id"),
    _application("member_added", "INSERT ON members", "new.application_id"),
    _application("member_changed", "UPDATE ON members", "new.application_id"),
    _application("member_removed", "DELETE ON members", "old.application_id"),
    _document("added", "INSERT", _ADD),
    _document("removed", "DELETE", _REMOVE),
    _document("changed", "UPDATE OF filename, text", _REMOVE, _ADD),
)

REBUILD = (
    "DELETE FROM search_applications",
    _FILL,
    "INSERT INTO search_applications (search_applications) VALUES ('rebuild')",
    "INSERT INTO search_documents (search_documents) VALUES ('rebuild')",
)

QUERY = """
SELECT reference, title, document, filename, excerpt FROM (
    SELECT a.reference, a.title, NULL AS document, NULL AS filename,
        snippet(search_applications, 0, '«', '»', '…', 12) AS excerpt, search_applications.rank AS closeness
    FROM search_applications JOIN stored_applications a ON a.id = search_applications.rowid
    WHERE search_applications MATCH :asked AND a.status <> 'merged'
    UNION ALL
    SELECT a.reference, a.title, d.id, d.filename,
        snippet(search_documents, -1, '«', '»', '…', 12), search_documents.rank
    FROM search_documents JOIN stored_documents d ON d.id = search_documents.rowid
    JOIN messages m ON m.id = d.message_id
    LEFT JOIN stored_applications a ON a.id = COALESCE(d.application_id, m.application_id)
    WHERE search_documents MATCH :asked AND m.status <> 'duplicate'
) ORDER BY closeness LIMIT :most
"""


def expression(words: Sequence[str]) -> str:
    """What FTS5 is asked for: every word, in any order, each as the beginning of a word."""
    return " ".join(f'"{word}"*' for word in words)
