"""The store of the settings, for those who work on it and for those who only look."""

from __future__ import annotations

from bot.errors import StoreError
from bot.settings import Settings
from storage import Store, StoreProblem
from storage.looking import ReadOnlyStore


def open_store(settings: Settings) -> Store:
    """The store of the settings. Raises `StoreError` with the remedy."""
    try:
        return Store.open(settings.store.url)
    except StoreProblem as problem:
        raise StoreError(str(problem)) from problem


def look(settings: Settings) -> ReadOnlyStore:
    """The store of the settings, to look at. Raises `StoreError` with the remedy."""
    try:
        return ReadOnlyStore.open(settings.store.url)
    except StoreProblem as problem:
        raise StoreError(str(problem)) from problem
