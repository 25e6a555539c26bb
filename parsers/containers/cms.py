"""Cryptographic Message Syntax (RFC 5652): .p7m that hold a file or a mail, and .p7s that lie beside the file they sign."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import replace

from asn1crypto import cms

from parsers.containers.contents import Budget, Member
from parsers.errors import EncryptedDocument, UnreadableDocument
from parsers.mail.filenames import base_name
from parsers.signatures import Signature, cades

_ARMOUR = re.compile(rb"-----(?:BEGIN|END)[^-]*-----")
_EXTENSION = re.compile(r"\.(?:p7m|p7s|p7b|p7|cms|pem)$", re.IGNORECASE)
_MIME_ENTITY = re.compile(rb"\s*(?:content-[a-z-]+|mime-version)\s*:", re.IGNORECASE)


def open_cms(member: Member, budget: Budget, trust_anchors: Sequence[bytes]) -> tuple[Member, ...]:
    """The file, or the mail, that was signed, with its signatures; nothing where only a signature is in it.

    Raises `EncryptedDocument` or `UnreadableDocument`.
    """
    info = cades.load(_binary(member.content))
    kind = info["content_type"].native
    if kind in {"enveloped_data", "encrypted_data", "authenticated_enveloped_data"}:
        raise EncryptedDocument("The file is encrypted. Please send it without encryption.")
    if kind != "signed_data":
        raise UnreadableDocument(
            f"The file is in an envelope that is not opened here (CMS {kind}). Please send it without."
        )
    content = _encapsulated(info)
    if content is None:
        return ()
    budget.take_member()
    budget.take_bytes(len(content))
    media_type = "message/rfc822" if _MIME_ENTITY.match(content) else None
    name = _EXTENSION.sub("", member.name) if member.name and media_type is None else None
    return (Member(name, content, cades.verify(info, content, trust_anchors), media_type=media_type),)


def join_detached(members: Sequence[Member], trust_anchors: Sequence[bytes]) -> tuple[Member, ...]:
    """The members with the signatures that lie beside them as files of their own (letter.pdf and letter.pdf.p7s).

    A signature belongs to the file whose name it bears, else to the one over which it holds; signatures that belong to
    none, such as those of a mail itself, stay as they are.
    """
    joined = list(members)
    for signature in [m for m in members if _is_detached(m)]:
        others = [m for m in joined if m.name != signature.name and not _is_detached(m)]
        named = [m for m in others if _bears_name(signature.name, m.name)]
        for candidate in named or others:
            found = _verify(signature, candidate, trust_anchors)
            if found and (named or any(each.intact for each in found)):
                signed = replace(candidate, signatures=(*candidate.signatures, *found))
                joined = [signed if m is candidate else m for m in joined if m is not signature]
                break
    return tuple(joined)


def _is_detached(member: Member) -> bool:
    if not (member.name or "").lower().endswith((".p7s", ".p7m", ".p7", ".sig")):
        return False
    try:
        info = cades.load(_binary(member.content))
        return info["content_type"].native == "signed_data" and _encapsulated(info) is None
    except UnreadableDocument:
        return False


def _bears_name(signature: str | None, name: str | None) -> bool:
    stem = _EXTENSION.sub("", base_name(signature) or "").lower()
    own = (base_name(name) or "").lower()
    return bool(own) and stem in {own, own.rpartition(".")[0]}


def _verify(signature: Member, member: Member, trust_anchors: Sequence[bytes]) -> tuple[Signature, ...]:
    try:
        return cades.verify(cades.load(_binary(signature.content)), member.content, trust_anchors)
    except UnreadableDocument:
        return ()


def _encapsulated(info: cms.ContentInfo) -> bytes | None:
    """The content inside a SignedData; None where the signature is detached."""
    try:
        content = info["content"]["encap_content_info"]["content"]
        return bytes(content) if content else None
    except (ValueError, TypeError, KeyError) as error:
        raise UnreadableDocument("Its signature envelope (CMS) is damaged. Please send the file without it.") from error


def _binary(content: bytes) -> bytes:
    """The structure's bytes, whether it came as they are, in PEM, or in base64 without armour."""
    if content[:1] == b"\x30":
        return content
    try:
        return base64.b64decode(_ARMOUR.sub(b"", content))
    except binascii.Error as error:
        raise UnreadableDocument("Its signature envelope (CMS) is damaged. Please send the file without it.") from error
