"""A font for the fields of a PDF form that has every Latvian letter.

Viewers write what is typed in the font that the form names. The standard fonts lack most Latvian letters, and fonts that are
embedded in subsets have only those that were on the page: so a whole font is embedded, with the Baltic code page.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFZCompress
from reportlab.pdfbase.ttfonts import TTFont

NAME = "Form"
REGULAR, BOLD = "DejaVu", "DejaVu-Bold"
_CODE_PAGE = "cp1257"
_CODES = range(32, 256)
_NONSYMBOLIC = 32


def register() -> TTFont:
    """Makes the fonts known for what is printed, and returns the regular one."""
    regular = TTFont(REGULAR, _folder() / "DejaVuSans.ttf")
    pdfmetrics.registerFont(regular)
    pdfmetrics.registerFont(TTFont(BOLD, _folder() / "DejaVuSans-Bold.ttf"))
    return regular


def _folder() -> Path:
    """Where the fonts are, which come with matplotlib."""
    return Path(mpl.get_data_path()) / "fonts" / "ttf"


def embed(form: Any, font: TTFont) -> Any:  # reportlab has no types for references
    """Adds the whole font to the document of an AcroForm, and returns the reference for its resources."""
    face: Any = font.face
    program = (_folder() / "DejaVuSans.ttf").read_bytes()
    file = PDFStream(PDFDictionary({"Length1": len(program)}), program, filters=[PDFZCompress])
    descriptor = PDFDictionary(
        {
            "Type": PDFName("FontDescriptor"),
            "FontName": PDFName("DejaVuSans"),
            "Flags": _NONSYMBOLIC,
            "FontBBox": PDFArray(face.bbox),
            "ItalicAngle": face.italicAngle,
            "Ascent": face.ascent,
            "Descent": face.descent,
            "CapHeight": face.capHeight,
            "StemV": face.stemV,
            "FontFile2": form.getRef(file),
        }
    )
    characters = [bytes((code,)).decode(_CODE_PAGE, "replace") for code in _CODES]
    return form.getRef(
        PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("TrueType"),
                "BaseFont": PDFName("DejaVuSans"),
                "Name": PDFName(NAME),
                "FirstChar": _CODES.start,
                "LastChar": _CODES.stop - 1,
                "Widths": PDFArray([round(face.charWidths.get(ord(c), face.defaultWidth)) for c in characters]),
                "FontDescriptor": form.getRef(descriptor),
                "Encoding": PDFDictionary(
                    {
                        "Type": PDFName("Encoding"),
                        "BaseEncoding": PDFName("WinAnsiEncoding"),
                        # Glyphs by the names that the Adobe Glyph List gives to any character.
                        "Differences": PDFArray([_CODES.start, *(PDFName(f"uni{ord(c):04X}") for c in characters)]),
                    }
                ),
            }
        )
    )
