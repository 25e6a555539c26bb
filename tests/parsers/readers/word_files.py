"""Makes Word files from the XML of their body, so that a test shows the very elements it is about."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "v": "urn:schemas-microsoft-com:vml",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    }.items()
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip package of these parts."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(body: str, *, styles: str = "", numbering: str = "", margins: Mapping[str, str] | None = None) -> bytes:
    """A Word file with this body; `styles` and `numbering` are the insides of those parts, `margins` those of headers
    and footers by their relationship's id, which begins with "header" or "footer"."""
    margins = margins or {}
    related = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{name[:6]}" Target="{name}.xml"/>' for name in margins
    )
    for name in ("styles", "numbering"):
        related += f'<Relationship Id="{name}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
    files = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONSHIPS.format(
            f'<Relationship Id="main" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _RELATIONSHIPS.format(related),
        "word/styles.xml": f"<w:styles {NAMESPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>",
    }
    for name, inside in margins.items():
        root = "hdr" if name.startswith("header") else "ftr"
        files[f"word/{name}.xml"] = f"<w:{root} {NAMESPACES}>{inside}</w:{root}>"
    return package(files)


def p(*content: str, properties: str = "") -> str:
    """A paragraph; text that is no XML becomes a run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(c if c.startswith('<') else r(c) for c in content)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def sdt(content: str, properties: str = "") -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def tc(*content: str, properties: str = "") -> str:
    """A table cell; text that is no XML becomes a paragraph."""
    inside = "".join(c if c.startswith("<") else p(c) for c in content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A table row; text that is no XML becomes a cell."""
    inside = "".join(c if c.startswith("<") else tc(c) for c in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def field(instruction: str, result: str, data: str = "") -> str:
    """A complex field; `data` is the inside of its w:ffData."""
    form = f"<w:ffData>{data}</w:ffData>" if data else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{form}</w:fldChar></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
