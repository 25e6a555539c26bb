"""A form that was pasted into a mail's body instead of being attached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from parsers import application_form, readers
from parsers.choosing import FoundForm, filled_fields
from parsers.document import Block, Document, paragraphs
from parsers.errors import DocumentError
from parsers.filetypes import FileType
from parsers.message import Message
from parsers.rules import ReadingRules
from parsers.text import fold

_UTF8_MARK = "\ufeff"


def form_in_body(messages: Iterable[Message], rules: ReadingRules) -> FoundForm | None:
    """The form in the body of the first message that has one: its mail, then those forwarded with it."""
    return next((found for one in messages for found in _forms(one, rules)), None)


def _forms(message: Message, rules: ReadingRules) -> Iterator[FoundForm]:
    """The form in the text that the sender wrote, read from the HTML where its tables tell more."""
    plain = _document(message.new_text, FileType.TEXT, rules)
    if plain is None or not application_form.identify(plain, rules.vocabulary):
        return
    readings = [plain]
    if "<table" in message.html.lower():
        laid_out = _document(message.html, FileType.HTML, rules)
        if laid_out is not None:
            readings.insert(0, _without_quotes(laid_out, message.new_text))
    forms = [FoundForm(application_form.extract(one, rules.vocabulary), None, one.text) for one in readings]
    yield max(forms, key=lambda found: filled_fields(found.form))


def _document(text: str, file_type: FileType, rules: ReadingRules) -> Document | None:
    try:
        return readers.read((_UTF8_MARK + text).encode("utf-8", "replace"), file_type, rules.limits)
    except DocumentError:
        return None


def _without_quotes(document: Document, new_text: str) -> Document:
    """The blocks of an HTML body that the sender wrote, told by the plain text from which quotations are gone."""
    written = f" {fold(new_text)} "
    return replace(document, blocks=tuple(block for block in document.blocks if _stands_in(block, written)))


def _stands_in(block: Block, written: str) -> bool:
    pieces = [piece for piece in (fold(paragraph.text) for paragraph in paragraphs((block,))) if piece]
    found = sum(f" {piece} " in written for piece in pieces)
    return found * 2 >= len(pieces)
