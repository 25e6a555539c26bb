"""How much of a stranger's bytes is looked at. Beyond a limit a part is left out and said to be, never the whole mail."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes as they are after unpacking; depths and counts are inclusive.

    `container_depth` counts archives in archives, `nesting` containers and forwarded messages of every kind.
    """

    mime_depth: int = 30
    mime_parts: int = 500
    attachments: int = 50
    header_length: int = 10_000
    container_depth: int = 2
    nesting: int = 10
    container_members: int = 1000
    unpacked_total: int = 100 * MEGABYTE
    unpacked_member: int = 50 * MEGABYTE
    ratio: int = 100
    ratio_counts_from: int = 10 * MEGABYTE
    xml_part: int = 20 * MEGABYTE
    pdf_pages: int = 300
    ocr_pages: int = 12
    image_pixels: int = 100_000_000
    table_rows: int = 5000
    text_length: int = 2_000_000
