"""A Dovecot of our own: its own configuration, folders and ports on loopback, any user name, one password.

Runs as root or as an ordinary user. Dovecot refuses to log people in as root, or to open mail as root: started by root,
Debian's `dovenull` does the one, and `nobody` owns the other.
"""

from __future__ import annotations

import getpass
import grp
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers.ports import await_port, free_port

PASSWORD = "parole"

CONFIGURATION = """
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/log
protocols = imap
listen = 127.0.0.1
disable_plaintext_auth = no
auth_debug = yes
auth_failure_delay = 0
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {login_user}
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:~/box
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
userdb {{
  driver = static
  args = uid={owner} gid={owner_group} home={root}/home/%u
}}
"""

ONE_PASSWORD = """
passdb {{
  driver = static
  args = password={password}
}}
"""


@dataclass(frozen=True)
class Certificate:
    """PEM files of a server's certificate (with its chain) and key."""

    chain: Path
    key: Path


class Dovecot:
    """One server. `port` speaks plain IMAP (with STARTTLS where it has a certificate), `tls_port` IMAP over TLS."""

    def __init__(self, root: Path, *, certificate: Certificate | None, more: str) -> None:
        self.root = root
        self.port, self.tls_port = free_port(), free_port()
        self._process: subprocess.Popen[bytes] | None = None
        as_root = os.getuid() == 0
        user, group = getpass.getuser(), grp.getgrgid(os.getgid()).gr_name
        text = CONFIGURATION.format(
            root=root,
            user=user,
            group=group,
            login_user="dovenull" if as_root else user,
            owner="nobody" if as_root else user,
            owner_group="nogroup" if as_root else group,
            port=self.port,
            tls_port=self.tls_port if certificate else 0,
        )
        home = root / "home"
        home.mkdir()
        if as_root:
            shutil.chown(home, "nobody", "nogroup")
        tls = (
            f"ssl = yes\nssl_cert = <{certificate.chain}\nssl_key = <{certificate.key}\n"
            if certificate
            else "ssl = no\n"
        )
        (root / "dovecot.conf").write_text(text + tls + more)

    def maildir(self, user: str) -> Path:
        """Where this user's mail lies."""
        return self.root / "home" / user / "box"

    def start(self) -> None:
        command = [shutil.which("dovecot") or "/usr/sbin/dovecot", "-F", "-c", str(self.root / "dovecot.conf")]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        try:
            await_port(self.port, self._process)
        except RuntimeError as error:
            raise RuntimeError(f"{error}; its log:\n{self.log()}") from error

    def stop(self) -> None:
        """Ends the server and all its connections."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)
            self._process = None

    def log(self) -> str:
        log = self.root / "log"
        return log.read_text("utf-8", "replace") if log.exists() else ""


@contextmanager
def running(*, certificate: Certificate | None = None, more: str | None = None) -> Iterator[Dovecot]:
    """A Dovecot that runs while the block does; `more` replaces the password database."""
    if not Path("/usr/sbin/dovecot").exists() and shutil.which("dovecot") is None:
        pytest.skip("Dovecot is not installed (apt-get install dovecot-imapd)")
    # not pytest's folder: Dovecot's login process, another user, has to reach its socket
    with tempfile.TemporaryDirectory(prefix="dovecot-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = Dovecot(
            Path(folder), certificate=certificate, more=ONE_PASSWORD.format(password=PASSWORD) if more is None else more
        )
        server.start()
        try:
            yield server
        finally:
            server.stop()
