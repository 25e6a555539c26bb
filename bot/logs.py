"""What is logged: what the bot does and which record it is about, never what people wrote or who they are."""

from __future__ import annotations

import logging

# Libraries that would write down, at some level, what they send, fetch, read or store.
_QUOTING = (
    "imapclient",
    "sqlalchemy",
    "pdfminer",
    "pdfplumber",
    "PIL",
    "fontTools",
    "chardet",
    "pyhanko",
    "urllib3",
    "msal",
)


def configure(*, verbose: bool) -> None:
    """Logs to standard error; libraries that quote only where something is wrong with themselves."""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    for name in _QUOTING:
        logging.getLogger(name).setLevel(logging.ERROR)
