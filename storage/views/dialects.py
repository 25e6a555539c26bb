"""What the views' SQL says differently on SQLite and on PostgreSQL: local time, days, lists kept as JSON.

Moments are kept in UTC. PostgreSQL knows Europe/Riga; SQLite knows no zones, so that its expression holds the rule that has been
in force in Latvia since 2001 (Directive 2000/84/EC): summer time from the last Sunday of March to the last Sunday of
October, each time at 01:00 UTC. A law that ends it is a new migration.
"""
# ruff: noqa: S608 - expressions are made of what the views' files say

from __future__ import annotations

from typing import Protocol


class Dialect(Protocol):
    """Expressions of one database; arguments are SQL."""

    today: str
    no_moment: str

    def local(self, moment: str) -> str:
        """A moment as the clock in Riga shows it, to the minute."""
        ...

    def day(self, moment: str) -> str:
        """A moment's day in Riga."""
        ...

    def days_between(self, first: str, last: str) -> str:
        """How many days after `first` the day `last` is."""
        ...

    def each(self, array: str) -> str:
        """A table of a JSON array's strings, in its column `value`."""
        ...

    def listed(self, array: str) -> str:
        """A JSON array's strings in one line."""
        ...

    def named(self, array: str, kind: str, language: str) -> str:
        """What people call the keys in a JSON array, in one line, in the order of the programme file."""
        ...


class Sqlite:
    """Moments come as text, "2023-04-20 11:20"; without an offset and without "T", as spreadsheets and people read them."""

    no_moment = "NULL"

    def __init__(self) -> None:
        self.today = self.day("datetime('now')")

    def local(self, moment: str) -> str:
        whole = f"substr({moment}, 1, 19)"  # SQLite rounds fractions of a second, up into the next minute
        return f"strftime('%Y-%m-%d %H:%M', {whole}, {self._offset(whole)})"

    def day(self, moment: str) -> str:
        """Until 21:00 UTC it is the same day in Riga, which a facet over all rows is told the sooner."""
        whole = f"substr({moment}, 1, 19)"
        later = f"date({whole}, {self._offset(whole)})"
        return f"CASE WHEN substr({moment}, 12, 2) < '21' THEN substr({moment}, 1, 10) ELSE {later} END"

    def days_between(self, first: str, last: str) -> str:
        return f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"

    def each(self, array: str) -> str:
        return f"json_each({array})"

    def listed(self, array: str) -> str:
        return f"(SELECT group_concat(one.value, '; ') FROM json_each({array}) AS one)"

    def named(self, array: str, kind: str, language: str) -> str:
        ordered = (
            f"SELECT word.{language} AS name FROM json_each({array}) AS one JOIN programme_words word"
            f" ON word.kind = '{kind}' AND word.key = one.value ORDER BY word.position"
        )
        return f"(SELECT group_concat(name, '; ') FROM ({ordered}))"

    def _offset(self, moment: str) -> str:
        """Most months have one clock; only March and October are worth a computation, on ten thousand rows."""
        begins, ends = (
            f"datetime(substr({moment}, 1, 4) || '-{month}-25', 'weekday 0', '+1 hour')" for month in ("03", "10")
        )
        return (
            f"CASE WHEN substr({moment}, 6, 2) BETWEEN '04' AND '09' THEN '+3 hours'"
            f" WHEN substr({moment}, 6, 2) NOT IN ('03', '10') THEN '+2 hours'"
            f" WHEN {moment} >= {begins} AND {moment} < {ends} THEN '+3 hours' ELSE '+2 hours' END"
        )


class Postgresql:
    """Moments come as timestamps without a zone."""

    no_moment = "CAST(NULL AS timestamp)"
    today = "CAST(now() AT TIME ZONE 'Europe/Riga' AS date)"

    def local(self, moment: str) -> str:
        return f"date_trunc('minute', {moment} AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Riga')"

    def day(self, moment: str) -> str:
        return f"CAST({moment} AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Riga' AS date)"

    def days_between(self, first: str, last: str) -> str:
        return f"({last} - {first})"

    def each(self, array: str) -> str:
        return f"json_array_elements_text({array})"

    def listed(self, array: str) -> str:
        return f"(SELECT string_agg(one.value, '; ') FROM json_array_elements_text({array}) AS one)"

    def named(self, array: str, kind: str, language: str) -> str:
        return (
            f"(SELECT string_agg(word.{language}, '; ' ORDER BY word.position) FROM json_array_elements_text({array}) AS one"
            f" JOIN programme_words word ON word.kind = '{kind}' AND word.key = one.value)"
        )


def dialect_named(name: str) -> Dialect:
    """The dialect of an SQLAlchemy engine's name."""
    return Postgresql() if name == "postgresql" else Sqlite()
