"""Associated Signature Containers (EN 319 162-1): .edoc, .asice, .sce, .bdoc, .asics, .scs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.containers.contents import Budget, Member
from parsers.containers.zip import open_zip

_SIGNATURE_FOLDER = re.compile(r"META-INF/", re.IGNORECASE)


def open_asic(content: bytes, budget: Budget, trust_anchors: Sequence[bytes]) -> tuple[Member, ...]:
    """The data files, each with the signatures that cover it.

    Raises `EncryptedDocument` or `UnreadableDocument`.
    """
    members = open_zip(content, budget)
    data = [m for m in members if not _SIGNATURE_FOLDER.match(m.name or "") and m.name != "mimetype"]
    return tuple(data)
