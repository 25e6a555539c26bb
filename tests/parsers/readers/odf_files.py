"""Makes OpenDocument texts from the XML of their body, so that a test shows the very elements it is about."""

from __future__ import annotations

from tests.parsers.readers.word_files import package

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "office": f"{_OASIS}:office:1.0",
        "text": f"{_OASIS}:text:1.0",
        "table": f"{_OASIS}:table:1.0",
        "style": f"{_OASIS}:style:1.0",
        "draw": f"{_OASIS}:drawing:1.0",
        "form": f"{_OASIS}:form:1.0",
        "fo": f"{_OASIS}:xsl-fo-compatible:1.0",
        "svg": f"{_OASIS}:svg-compatible:1.0",
        "manifest": f"{_OASIS}:manifest:1.0",
        "field": "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0",
        "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    }.items()
)


def odt(body: str, *, automatic: str = "", styles: str = "", pages: str = "", manifest: str = "") -> bytes:
    """A text with this body; `automatic` are the styles in content.xml, `styles` the common ones, `pages` the master
    pages, `manifest` the inside of the manifest."""
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": (
                f"<office:document-content {NAMESPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
                f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
            ),
            "styles.xml": (
                f"<office:document-styles {NAMESPACES}><office:styles>{styles}</office:styles>"
                f"<office:master-styles>{pages}</office:master-styles></office:document-styles>"
            ),
            "META-INF/manifest.xml": f"<manifest:manifest {NAMESPACES}>{manifest}</manifest:manifest>",
        }
    )


def p(content: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def cell(content: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{content if content.startswith('<') else p(content)}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    inside = "".join(c if c.startswith("<table:") else cell(c) for c in cells)
    return f"<table:table-row {attributes}>{inside}</table:table-row>"


def table(*rows: str) -> str:
    return f"<table:table>{''.join(rows)}</table:table>"


def style(name: str, properties: str, *, family: str = "text", more: str = "") -> str:
    """A style with these text properties; `more` are attributes of the style itself."""
    return (
        f'<style:style style:name="{name}" style:family="{family}" {more}>'
        f"<style:text-properties {properties}/></style:style>"
    )
