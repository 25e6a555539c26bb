"""TLS as both mailbox and sender use it: certificates are always checked, and a failed check is explained."""

from __future__ import annotations

import ssl
from pathlib import Path

from bot.errors import ConfigurationError

# X509_V_ERR_*, openssl/x509_vfy.h; OpenSSL gives no names for them to Python
NOT_YET_VALID, EXPIRED, HOSTNAME_MISMATCH, IP_MISMATCH = 9, 10, 62, 64
UNKNOWN_AUTHORITY = (2, 18, 19, 20, 21)


def context(ca_file: Path | None) -> ssl.SSLContext:
    """Checks name and chain against the system's authorities, or against those in `ca_file` instead."""
    try:
        return ssl.create_default_context(cafile=ca_file)
    except (OSError, ssl.SSLError) as error:
        raise ConfigurationError(
            f"ca_file {ca_file} cannot be used ({error}). Give a PEM file with the certificate of the authority."
        ) from error


def explain(error: ssl.SSLError, host: str, ca_file: Path | None) -> str:
    """Why the connection to `host` is not safe, and the remedy."""
    if not isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"{host} does not answer with TLS ({error.reason or error}). "
            "Check the port, and whether the URL should say +starttls instead of a TLS port."
        )
    if error.verify_code in (HOSTNAME_MISMATCH, IP_MISMATCH):
        return (
            f"The certificate of {host} is for another name ({error.verify_message}). "
            "Put the name that stands in the certificate into the URL, or ask the host's administrator."
        )
    if error.verify_code == EXPIRED:
        return (
            f"The certificate of {host} has expired. Ask its administrator to renew it; check this machine's clock too."
        )
    if error.verify_code == NOT_YET_VALID:
        return f"The certificate of {host} is not valid yet: this machine's clock is probably wrong. Set it."
    if error.verify_code in UNKNOWN_AUTHORITY:
        known = f"the authorities in {ca_file}" if ca_file else "the authorities that this system trusts"
        return (
            f"The certificate of {host} was issued by none of {known} ({error.verify_message}). "
            "If it is your own authority's, name its certificate in ca_file."
        )
    return f"The certificate of {host} is not accepted: {error.verify_message}."
