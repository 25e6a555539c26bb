"""CMS signatures in ASiC containers: over the one file (ASiC-S), or over a manifest of the files (ASiC-E, EN 319 162-1)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import unquote

from lxml import etree

from parsers.errors import UnreadableDocument
from parsers.signatures import Signature, SignatureFormat, cades, markup
from parsers.signatures.markup import DS, text_of
from parsers.signatures.xades import Verified

_CMS_SIGNATURE = re.compile(r"/?META-INF/[^/]*signature[^/]*\.p7s$", re.IGNORECASE)
_MANIFEST = re.compile(r"/?META-INF/[^/]*ASiCManifest[^/]*\.xml$", re.IGNORECASE)


def verify(about: Mapping[str, bytes], data: Mapping[str, bytes], trust_anchors: Sequence[bytes]) -> Iterator[Verified]:
    """Every CMS signature among the files of META-INF (`about`), with the data files that it covers."""
    manifests = dict(_manifests(about))
    for name, content in about.items():
        if not _CMS_SIGNATURE.match(name):
            continue
        try:
            info = cades.load(content)
            manifest = manifests.get(_normal(name))
            if manifest is None:
                yield from _over_the_file(info, data, trust_anchors)
            else:
                yield from _over_manifest(info, manifest, {**about, **data}, trust_anchors)
        except UnreadableDocument as error:
            broken = Signature(SignatureFormat.CADES, None, None, None, None, f"{name}: {error}")
            yield Verified(broken, frozenset(data))


def _over_the_file(info: object, data: Mapping[str, bytes], trust_anchors: Sequence[bytes]) -> Iterator[Verified]:
    if len(data) != 1:
        raise UnreadableDocument("It does not tell which file it is about.")
    for name, content in data.items():
        for signature in cades.verify(info, content, trust_anchors):
            yield Verified(signature, frozenset({name}))


def _over_manifest(
    info: object, manifest: bytes, data: Mapping[str, bytes], trust_anchors: Sequence[bytes]
) -> Iterator[Verified]:
    named = {_normal(name): name for name in data}
    changed = ""
    covers: set[str] = set()
    for name, algorithm, digest in _listed(manifest):
        if name not in named:
            changed = f"{name} was signed and is missing."
            covers.update(data)
            continue
        covers.add(named[name])
        if hashlib.new(algorithm, data[named[name]]).digest() != digest:
            changed = f"{name} was changed after signing."
    for signature in cades.verify(info, manifest, trust_anchors):
        broken = replace(signature, intact=False, reason=changed) if changed else signature
        yield Verified(broken, frozenset(covers))


def _manifests(about: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The manifests by the name of the signature over them."""
    for name, content in about.items():
        if _MANIFEST.match(name):
            reference = _root(content).find("{*}SigReference")
            if reference is not None:
                yield _normal(unquote(reference.get("URI", ""))), content


def _root(manifest: bytes) -> etree._Element:
    """A manifest's root; of a damaged one an empty element, so that the signature over it is found to cover nothing."""
    try:
        return markup.parse(manifest)
    except UnreadableDocument:
        return etree.Element("damaged")


def _listed(manifest: bytes) -> Iterator[tuple[str, str, bytes]]:
    """Name, digest algorithm and digest of each file in a manifest."""
    references: list[etree._Element] = markup.parse(manifest).findall("{*}DataObjectReference")
    for reference in references:
        method = reference.find(f"{DS}DigestMethod")
        algorithm = (method.get("Algorithm", "") if method is not None else "").rpartition("#")[2].lower()
        try:
            digest = base64.b64decode(text_of(reference.find(f"{DS}DigestValue")))
            hashlib.new(algorithm)
        except (binascii.Error, ValueError) as error:
            raise UnreadableDocument("Its list of files is damaged.") from error
        yield _normal(unquote(reference.get("URI", ""))), algorithm, digest


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", name).removeprefix("./").lstrip("/")
