"""A certificate authority of our own (trustme), and the certificates that tests want: good ones and bad ones."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

from tests.servers.dovecot import Certificate


@dataclass(frozen=True)
class Authority:
    """`ca_file` is what a client has to trust."""

    folder: Path
    ca: trustme.CA

    @property
    def ca_file(self) -> Path:
        return self.folder / "ca.pem"

    def certificate(self, name: str = "localhost", *, expired: bool = False) -> Certificate:
        """A certificate for a host name, as files."""
        yesterday = datetime.now(UTC) - timedelta(days=1)
        leaf = self.ca.issue_cert(
            name, not_before=yesterday - timedelta(days=1), not_after=yesterday if expired else None
        )
        kind = f"{name}-{'expired' if expired else 'valid'}"
        files = Certificate(self.folder / f"{kind}.chain.pem", self.folder / f"{kind}.key.pem")
        files.chain.write_bytes(b"".join(blob.bytes() for blob in leaf.cert_chain_pems))
        leaf.private_key_pem.write_to_path(str(files.key))
        return files

    def server_context(self) -> ssl.SSLContext:
        """TLS for a server in this process that is called localhost."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        files = self.certificate()
        context.load_cert_chain(files.chain, files.key)
        return context


def made_in(folder: Path) -> Authority:
    """A new authority, with its certificate in `folder`."""
    authority = Authority(folder, trustme.CA())
    authority.ca.cert_pem.write_to_path(str(authority.ca_file))
    return authority
