"""Where parsing runs: worker processes with limits on time and memory, which hold no credentials and reach no network."""

from __future__ import annotations

import logging
import multiprocessing
import os
import resource
import signal
import sys
import warnings
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from bot.settings import ParsingSettings

T = TypeVar("T")
TASKS_A_WORKER = 50
LARGEST_FILE = 512 * 1024 * 1024
# The time that counts is the processor's, since a busy machine is no fault of a mail's; what only waits is ended, too, after so
# many times as long.
PATIENCE = 10


@dataclass(frozen=True, slots=True)
class WorkerFailure(Exception):
    """A worker did not come to an end: it ran out of time or memory, or its process died. The reason is for a person."""

    reason: str

    def __str__(self) -> str:
        return self.reason


class Task(Generic[T]):
    """A call that is on its way."""

    def __init__(self, future: ProcessFuture[T], settings: ParsingSettings) -> None:
        self._future = future
        self._settings = settings

    def result(self) -> T:
        """What the call returned. Raises `WorkerFailure`, or what it raised."""
        try:
            result = self._future.result()
        except FutureTimeout:
            raise WorkerFailure(f"reading took longer than {PATIENCE * self._settings.seconds} seconds") from None
        except ProcessExpired as error:
            if error.exitcode == -signal.SIGXCPU:
                raise WorkerFailure(f"reading took more than {self._settings.seconds} seconds of work") from None
            raise WorkerFailure(f"the reading process died ({error.exitcode})") from None
        except MemoryError:
            raise WorkerFailure(f"reading needed more than {self._settings.memory_megabytes} MB of memory") from None
        return result


class Workers:
    """A pool of processes that open strangers' bytes."""

    def __init__(self, settings: ParsingSettings) -> None:
        self._settings = settings
        self._pool: ProcessPool | None = None

    def start(self, function: Callable[..., T], *arguments: Any) -> Task[T]:
        """Begins `function(*arguments)` in a worker."""
        seconds = self._settings.seconds
        call = (function, seconds, *arguments)
        return Task(self._started().schedule(_within, args=call, timeout=PATIENCE * seconds), self._settings)

    def call(self, function: Callable[..., T], *arguments: Any) -> T:
        """`function(*arguments)`, run in a worker. Raises `WorkerFailure`, or what the function raised."""
        return self.start(function, *arguments).result()

    def _started(self) -> ProcessPool:
        if self._pool is None:
            # A forked worker would inherit this process's memory, and with it the passwords.
            self._pool = ProcessPool(
                max_workers=self._settings.workers,
                max_tasks=TASKS_A_WORKER,
                initializer=_confine,
                initargs=(self._settings.memory_megabytes,),
                context=multiprocessing.get_context("spawn"),
            )
        return self._pool

    def close(self) -> None:
        """Ends the workers at once; nothing in them is worth waiting for."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call] # pebble leaves it unannotated
            self._pool.join()
            self._pool = None


def _confine(memory_megabytes: int) -> None:
    """Runs first in every worker."""
    memory = memory_megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name in [name for name in os.environ if name.startswith("INTAKE_BOT__")]:
        del os.environ[name]
    # Each thread's heap and stack reserves address space; what reads one document at a time needs no threads.
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", OMP_THREAD_LIMIT="1", MALLOC_ARENA_MAX="2")
    # Libraries quote what they read when they complain of it; what could not be read is told by what the worker returns.
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    sys.addaudithook(_refuse_network)


def _within(function: Callable[..., T], seconds: int, *arguments: Any) -> T:
    """`function(*arguments)` with so many seconds of work for this process, and as many for each program that it starts."""
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + seconds + 1, hard))
    return function(*arguments)


def _refuse_network(event: str, _arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        raise PermissionError("a reader tried to use the network")
