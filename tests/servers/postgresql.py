"""A PostgreSQL of our own: its own cluster in a temporary folder, on loopback, without durability."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
import pytest

from tests.servers.ports import await_port, free_port


@dataclass
class PostgreSQL:
    """A running server; every test takes a database of its own."""

    port: int
    _numbers: Iterator[int] = field(default_factory=count)

    def new_database(self) -> str:
        """The SQLAlchemy URL of an empty database."""
        name = f"intake{next(self._numbers)}"
        with psycopg.connect(
            f"host=127.0.0.1 port={self.port} user=intake dbname=postgres", autocommit=True
        ) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return f"postgresql+psycopg://intake@127.0.0.1:{self.port}/{name}"


@contextmanager
def running() -> Iterator[PostgreSQL]:
    """A server for the time of the block. Skips where PostgreSQL is not installed."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="intake-postgresql-", dir="/tmp"))
    # PostgreSQL refuses to run as root.
    drop = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.getuid() == 0 else []
    if drop:
        shutil.chown(folder, "nobody", "nogroup")
    data = folder / "data"
    options = ["--username=intake", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"]
    port = free_port()
    with (folder / "log").open("wb") as log:
        subprocess.run([*drop, programs / "initdb", "-D", data, *options], check=True, stdout=log, stderr=log)
        server = subprocess.Popen(
            [
                *drop,
                programs / "postgres",
                "-D",
                data,
                "-p",
                str(port),
                "-h",
                "127.0.0.1",
                "-k",
                folder,
                "-c",
                "fsync=off",
            ],
            stdout=log,
            stderr=log,
        )
        try:
            await_port(port, server)
            _await_answer(port)
            yield PostgreSQL(port)
        finally:
            server.terminate()
            server.wait(timeout=30)
            shutil.rmtree(folder, ignore_errors=True)


def _await_answer(port: int, seconds: float = 20) -> None:
    """The port is open a moment before the server takes connections."""
    end = time.monotonic() + seconds
    while True:
        try:
            psycopg.connect(f"host=127.0.0.1 port={port} user=intake dbname=postgres").close()
        except psycopg.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            return


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    named = shutil.which("initdb")
    if named is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    return Path(named).resolve().parent
