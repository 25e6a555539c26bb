"""The store of the settings, for those who work on it and for those who only look."""

from __future__ import annotations

from bot.errors import StoreError
from bot.settings import Settings
from storage import Store, StoreProblem
from storage.looking import ReadOnlyStore


def open_store(settings: Settings, *, checked: bool = False) -> Store:
    """The store of the settings, read through first where it shall be `checked`. Raises `StoreError` with the remedy."""
    try:
        store = Store.open(settings.store.url)
        if checked:
            store.check()
    except StoreProblem as problem:
        raise StoreError(str(problem)) from problem
    return store


def look(settings: Settings) -> ReadOnlyStore:
    """The store of the settings, to look at. Raises `StoreError` with the remedy."""
    try:
        return ReadOnlyStore.open(settings.store.url)
    except StoreProblem as problem:
        raise StoreError(str(problem)) from problem
