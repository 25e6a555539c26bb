"""A Dovecot of our own: its own configuration, folders and ports on loopback, any user name, one password.

Runs as root or as an ordinary user. Dovecot refuses to log people in as root, or to open mail as root: started by root,
Debian's `dovenull` does the one, and `nobody` owns the other.
"""

from __future__ import annotations

import base64
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
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
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

    def __init__(self, root: Path, *, certificate: Certificate | None, logins: str) -> None:
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
        (root / "dovecot.conf").write_text(text + tls + logins, "utf-8")

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


TOKENS_CHECKED_HERE = """
auth_mechanisms = {mechanisms}
passdb {{
  driver = oauth2
  mechanisms = {mechanisms}
  args = {root}/oauth2.conf
}}
"""


def token_checks(root: Path, key: bytes, mechanisms: str) -> str:
    """Configuration with which the server takes JSON Web Tokens signed with `key` (HS256), and nothing else."""
    keys = root / "keys" / "default" / "HS256"  # dict-fs leaves "shared/" out
    keys.mkdir(parents=True)
    (keys / "default").write_bytes(base64.b64encode(key))
    (root / "oauth2.conf").write_text(
        f"introspection_mode = local\nlocal_validation_key_dict = fs:posix:prefix={root}/keys/\nusername_attribute = email\n"
    )
    return TOKENS_CHECKED_HERE.format(root=root, mechanisms=mechanisms)


@contextmanager
def running(
    *,
    certificate: Certificate | None = None,
    password: str = PASSWORD,
    token_key: bytes | None = None,
    mechanisms: str = "xoauth2 oauthbearer",
) -> Iterator[Dovecot]:
    """A Dovecot that runs while the block does; with `token_key` it takes tokens by `mechanisms` instead of a password."""
    if not Path("/usr/sbin/dovecot").exists() and shutil.which("dovecot") is None:
        pytest.skip("Dovecot is not installed (apt-get install dovecot-imapd)")
    # not pytest's folder: Dovecot's login process, another user, has to reach its socket
    with tempfile.TemporaryDirectory(prefix="dovecot-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        root = Path(folder)
        by_password = ONE_PASSWORD.format(password=password)
        logins = by_password if token_key is None else token_checks(root, token_key, mechanisms)
        server = Dovecot(root, certificate=certificate, logins=logins)
        server.start()
        try:
            yield server
        finally:
            server.stop()
