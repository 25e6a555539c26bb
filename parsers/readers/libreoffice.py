"""Has LibreOffice turn old formats into Word's, where it is installed.

It runs offline, without macros, with a profile of its own that is thrown away, and ends with this process at the latest.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from parsers.errors import UnreadableDocument
from parsers.readers.packages import DAMAGED

SECONDS = 60
_PREFIX = "intake-bot-office-"
# What LibreOffice returns when it has set up a new profile and wants to be started again (its starter, oosplash, does so).
_START_AGAIN = (79, 81)
_STARTS = 3
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>"""


def installed() -> bool:
    """Whether there is a LibreOffice to ask."""
    return _program() is not None


def convert(content: bytes, suffix: str, input_filter: str, *, to: str = "docx", seconds: float = SECONDS) -> bytes:
    """The document in another format. `input_filter` is LibreOffice's name for its own: it is not to guess.

    Raises `UnreadableDocument` where it cannot be opened, or takes longer than `seconds`.
    """
    program = _program()
    if program is None:
        raise UnreadableDocument("LibreOffice, which opens files of this type, is not installed.")
    with _folder() as folder:
        source = folder / f"document.{suffix}"
        source.write_bytes(content)
        user = folder / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        command = [
            *_confined(),
            str(program),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
            f"--infilter={input_filter}",
            *("--convert-to", to, "--outdir", str(folder / "out"), str(source)),
        ]
        for _ in range(_STARTS):
            if _run(command, folder, seconds) not in _START_AGAIN:
                break
        converted = folder / "out" / f"document.{to}"
        if not converted.is_file():
            raise UnreadableDocument(DAMAGED)
        return converted.read_bytes()


def _run(command: list[str], folder: Path, seconds: float) -> int:
    environment = {"PATH": os.defpath, "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8"}
    process = subprocess.Popen(  # noqa: S603  # the command is built here; the document is only a file it opens
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        start_new_session=True,
    )
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument("The file takes too long to open. Please send it as .docx or PDF.") from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that is gone afterwards; those of processes that were killed before they could clear up go first."""
    root = Path(tempfile.gettempdir())
    for left in root.glob(f"{_PREFIX}*"):
        owner = left.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists():
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@cache
def _program() -> Path | None:
    """The program itself: its starter script would leave it behind when it is killed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        return None
    program = Path(found).resolve().with_name("soffice.bin")
    return program if program.is_file() else Path(found)


@cache
def _confined() -> tuple[str, ...]:
    """What to start the program with: so that it dies with this process, and in a network of its own where that is allowed."""
    mortal = ("setpriv", "--pdeathsig", "KILL", "--") if shutil.which("setpriv") else ()
    offline = ("unshare", "--map-root-user", "--net", "--")
    if shutil.which("unshare"):
        tried = subprocess.run((*offline, *mortal, "true"), check=False, capture_output=True)  # noqa: S603  # fixed words
        if tried.returncode == 0:
            return (*offline, *mortal)
    return mortal
