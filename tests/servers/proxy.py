"""A proxy before a real IMAP server that breaks what it is told to break: it cuts, hangs, says BYE or NO, or adds lines."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from tests.servers.ports import HOST

CONNECT = b"(connect)"


@dataclass
class Fault:
    """What happens to a client's command that matches `when` (or to a connection, `CONNECT`), the next `times` times.

    `add` is sent to the client before anything else ({tag} stands for the command's tag); with `instead`, the server never
    sees the command. Then the connection goes on, or ends (`close`), or goes silent (`hang`), or ends after `cut` more bytes
    of the server's.
    """

    when: bytes
    add: bytes = b""
    instead: bool = False
    close: bool = False
    hang: bool = False
    cut: int | None = None
    times: int = 1_000_000


class Proxy:
    """Listens on `port`. `faults` and `replace` (a pattern and its replacement in what the server says) may change any time."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._listener = socket.create_server((HOST, 0))
        self.port: int = self._listener.getsockname()[1]
        self.faults: list[Fault] = []
        self.replace: tuple[bytes, bytes] | None = None
        self.commands: list[bytes] = []
        self._connections: list[_Connection] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def connections(self) -> int:
        """How many there have been."""
        return len(self._connections)

    def close(self) -> None:
        """Stops listening and ends all connections."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._connections:
            connection.end()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                connection = _Connection(self, client, self._server_port)
                self._connections.append(connection)
                connection.start()

    def fault_for(self, command: bytes) -> Fault | None:
        """The fault that is due, counted."""
        for fault in self.faults:
            if fault.times > 0 and re.search(fault.when, command, re.IGNORECASE):
                fault.times -= 1
                return fault
        return None


class _Connection:
    """One client and its connection to the server."""

    def __init__(self, proxy: Proxy, client: socket.socket, server_port: int) -> None:
        self._proxy = proxy
        self._client = client
        self._server = socket.create_connection((HOST, server_port))
        self._cut: int | None = None
        self._silent = False

    def start(self) -> None:
        fault = self._proxy.fault_for(CONNECT)
        if fault is not None and not self._happens(fault, b""):
            return
        for work in (self._upwards, self._downwards):
            threading.Thread(target=work, daemon=True).start()

    def _upwards(self) -> None:
        with suppress(OSError, ValueError), self._client.makefile("rb") as lines:
            for line in lines:
                self._proxy.commands.append(line.rstrip())
                fault = self._proxy.fault_for(line)
                if fault is not None and not self._happens(fault, line.partition(b" ")[0]):
                    continue
                if not self._silent:
                    self._server.sendall(line)
        self.end()

    def _downwards(self) -> None:
        with suppress(OSError):
            while chunk := self._server.recv(65536):
                if self._silent:
                    continue
                if self._proxy.replace is not None:
                    chunk = re.sub(*self._proxy.replace, chunk)
                if self._cut is not None:
                    self._client.sendall(chunk[: self._cut])
                    self._cut -= len(chunk)
                    if self._cut <= 0:
                        break
                else:
                    self._client.sendall(chunk)
        if not self._silent:
            self.end()

    def _happens(self, fault: Fault, tag: bytes) -> bool:
        """Whether the command goes on to the server."""
        if fault.add:
            self._client.sendall(fault.add.replace(b"{tag}", tag))
        if fault.close:
            self.end()
        self._silent = self._silent or fault.hang
        self._cut = fault.cut
        return not (fault.instead or fault.close or fault.hang)

    def end(self) -> None:
        """Closes both sides."""
        for one in (self._client, self._server):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@contextmanager
def before(server_port: int) -> Iterator[Proxy]:
    """A proxy before the server on a port, while the block runs."""
    proxy = Proxy(server_port)
    try:
        yield proxy
    finally:
        proxy.close()
