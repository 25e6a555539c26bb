"""Puts the site together and serves it, on this machine alone."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm

from bot import programme, store_opening
from bot.browsing.guard import LOOPBACK
from bot.browsing.metadata import DATABASE, metadata
from bot.browsing.pages import Pages
from bot.browsing.plugin import DeskPlugin
from bot.errors import ConfigurationError, IntakeBotError
from bot.settings import BrowseSettings, Settings
from bot.workers import Workers
from parsers.submission import extract_file
from storage.looking import sqlite_path

HOST = "127.0.0.1"
_FAULTS = "datasette.handle_exception"


def serve(settings: Settings, port: int | None, ready: Callable[[str], None]) -> None:
    """Serves until stopped; `ready` hears the address. Raises `IntakeBotError`."""
    path = sqlite_path(settings.store.url)
    if path is None:
        raise ConfigurationError(
            "`browse` shows SQLite stores, and store.url names another database. Its views are there for every client of "
            "that database (psql, DBeaver), and `intake-bot export` writes them into a workbook."
        )
    browse = settings.browse
    _check_password_file(browse.password_hash_file)
    store = store_opening.look(settings)
    workers = Workers(settings.parsing)
    call = programme.load(settings.programme)
    rules = call.reading_rules()
    pages = Pages(path, store, call, workers, rules)
    try:
        with (
            _listening(browse.port if port is None else port) as listener,
            _plugged_in(DeskPlugin(pages, _hosts(browse))),
        ):
            workers.start(extract_file, b"", "", rules)  # the first download need not wait for a worker to start
            ready(browse.address or f"http://{HOST}:{listener.getsockname()[1]}/")
            _run(_datasette(path, call.programme.name.lv, browse), listener)
    finally:
        workers.close()
        store.close()


@contextmanager
def _plugged_in(plugin: DeskPlugin) -> Iterator[None]:
    """Datasette keeps its plugins in the process; there is no other way to hand it one.

    Its own handler of faults prints what was asked and stored, whatever another handler answers.
    """
    handler = pm.unregister(name=_FAULTS)
    pm.register(plugin)
    try:
        yield
    finally:
        pm.unregister(plugin)
        pm.register(handler, _FAULTS)


class _QuietDatabase(Database):  # type: ignore[misc] # Datasette has no types
    """A database that does not write into the log what people asked; the page tells them what is wrong with it."""

    async def execute(self, *arguments: Any, **options: Any) -> Any:
        return await super().execute(*arguments, **(options | {"log_sql_errors": False}))


def _datasette(path: Path, name: str, browse: BrowseSettings) -> Datasette:
    limits = {
        "allow_download": False,
        "suggest_facets": False,
        "sql_time_limit_ms": 3000,
        "facet_time_limit_ms": 1000,
        "truncate_cells_html": 160,
        "default_cache_ttl": 0,
        "base_url": urlsplit(browse.address).path if browse.address else "/",
        "force_https_urls": browse.address is not None,
    }
    site = Datasette([], metadata=metadata(name, browse.password_hash_file), settings=limits)
    site.remove_database("_memory")
    site.add_database(_QuietDatabase(site, path=str(path), is_mutable=True), name=DATABASE)  # opened with mode=ro
    return site


def _run(site: Datasette, listener: socket.socket) -> None:
    config = uvicorn.Config(site.app(), log_level="warning", access_log=False, lifespan="on", server_header=False)
    uvicorn.Server(config).run(sockets=[listener])


def _listening(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()  # who asks before the site is up waits
    except OSError as error:
        listener.close()
        raise IntakeBotError(
            f"Port {port} of {HOST} cannot be used ({error.strerror}). "
            "Stop what uses it (another `browse`?), or choose another with --port."
        ) from error
    return listener


def _hosts(browse: BrowseSettings) -> frozenset[str]:
    named = urlsplit(browse.address).hostname if browse.address else None
    return LOOPBACK | {named} if named else LOOPBACK


def _check_password_file(file: Path | None) -> None:
    """Datasette reads it at each login; whoever starts the site hears first what is wrong with it."""
    if file is None:
        return
    try:
        content = file.read_text("utf-8").strip()
    except OSError as error:
        raise ConfigurationError(
            f"browse.password_hash_file: {file} cannot be read ({error.strerror}). Mend its path or permissions."
        ) from error
    if content.count("$") != 3 or not content.startswith("pbkdf2_sha256$"):
        raise ConfigurationError(
            f"browse.password_hash_file: {file} holds no password hash. `datasette hash-password` prints one."
        )
