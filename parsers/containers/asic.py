"""Associated Signature Containers (EN 319 162-1): .edoc, .asice, .sce, .bdoc, .asics, .scs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from parsers.containers.contents import Budget, Member
from parsers.containers.zip import open_zip, refuse_if_nothing_is_whole
from parsers.errors import UnreadableDocument
from parsers.signatures import Signature, SignatureFormat, asic_cades, xades
from parsers.signatures.xades import Verified

_SIGNATURE_FOLDER = re.compile(r"/?META-INF/", re.IGNORECASE)
_XML_SIGNATURE = re.compile(r"/?META-INF/(?:[^/]*signatures?[^/]*|signatures/[^/]+)\.xml$", re.IGNORECASE)


def open_asic(content: bytes, budget: Budget, trust_anchors: Sequence[bytes]) -> tuple[Member, ...]:
    """The data files, each with the signatures that cover it; a file that none covers is not signed.

    Raises `EncryptedDocument` or `UnreadableDocument`.
    """
    members = open_zip(content, budget)
    data = [m for m in members if not (_SIGNATURE_FOLDER.match(m.name or "") or _names_the_type(m.name or ""))]
    if not data:
        raise UnreadableDocument("There is no document in the signed container. Please send it again.")
    refuse_if_nothing_is_whole(data)
    about = [m for m in members if _SIGNATURE_FOLDER.match(m.name or "")]
    found = _signatures({m.name or "": m.content for m in about}, _by_name(data), trust_anchors)
    return tuple(
        replace(member, signatures=tuple(v.signature for v in found if (member.name or "") in v.covers))
        for member in data
    )


def _names_the_type(name: str) -> bool:
    return name.strip().lower() == "mimetype"


def _by_name(data: Sequence[Member]) -> dict[str, bytes]:
    """The data files by name; of two with one name none, for a signature over "the" file would be about either."""
    names = [member.name for member in data]
    return {member.name: member.content for member in data if member.name and names.count(member.name) == 1}


def _signatures(
    about: Mapping[str, bytes], data: Mapping[str, bytes], trust_anchors: Sequence[bytes]
) -> list[Verified]:
    found: list[Verified] = []
    for name, content in about.items():
        if not _XML_SIGNATURE.match(name):
            continue
        try:
            found.extend(xades.verify(content, {**about, **data}, trust_anchors))
        except UnreadableDocument as error:
            broken = Signature(SignatureFormat.XADES, None, None, None, None, f"{name}: {error}")
            found.append(Verified(broken, frozenset(data)))
    return [*found, *asic_cades.verify(about, data, trust_anchors)]
