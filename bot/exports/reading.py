"""The views' rows, all of one moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.errors import NotFoundError
from storage.views import View, catalogue


@dataclass(frozen=True, slots=True)
class Sheet:
    """A view with its rows; a row has a value for each of the view's columns."""

    view: View
    rows: Sequence[Sequence[Any]]


def chosen(names: Sequence[str]) -> tuple[View, ...]:
    """The views of these names, or all. Raises `NotFoundError`."""
    known = {view.name: view for view in catalogue()}
    if unknown := [name for name in names if name not in known]:
        raise NotFoundError(f"There is no view {', '.join(unknown)}. Choose of: {', '.join(known)}.")
    return tuple(known[name] for name in names) or catalogue()


def sheets(session: Session, views: Iterable[View]) -> Iterator[Sheet]:
    """Each view with all its rows; views of applications in the order of their references."""
    for view in views:
        columns = [column.name for column in view.columns]
        order = "" if view.name.startswith("by_") else f" ORDER BY {columns[0]}"
        query = text(f"SELECT {', '.join(columns)} FROM {view.name}{order}")  # noqa: S608 - names of the catalogue
        yield Sheet(view, session.execute(query).all())
