"""How token endpoints are reached: always with a time-out, always with certificates checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import requests
from requests.adapters import HTTPAdapter

Session = TypeVar("Session", bound=requests.Session)


class _Adapter(HTTPAdapter):
    """Applies to every request of a session. A session's own `verify` gives way to REQUESTS_CA_BUNDLE; this does not."""

    def __init__(self, ca_file: Path | None, timeout: float) -> None:
        super().__init__()
        self._ca_file = ca_file
        self._timeout = timeout

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """As the base class, within the time-out and by our authority."""
        trusted = str(self._ca_file) if self._ca_file else verify
        return super().send(request, stream, timeout or self._timeout, trusted, cert, proxies)


def prepared(session: Session, ca_file: Path | None, timeout: float) -> Session:
    """The session, which from now on trusts the authorities in `ca_file` (none: the system's) and waits `timeout` seconds."""
    session.mount("https://", _Adapter(ca_file, timeout))
    return session
