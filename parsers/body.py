"""What stands in the body of a mail: the text that counts, and a form, or some of its fields, that were typed there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers import application_form, cloud_links, mail_kind, readers, references
from parsers.choosing import FoundForm, filled_fields
from parsers.document import Block, Document, paragraphs
from parsers.errors import DocumentError
from parsers.filetypes import FileType
from parsers.mail import html_body, quoting
from parsers.message import Message
from parsers.rules import ReadingRules
from parsers.text import fold

_UTF8_MARK = "\ufeff"
_LONGEST = 100_000  # characters; the longest form that anybody would paste has a third of it


def told(message: Message, rules: ReadingRules) -> tuple[str, ...]:
    """What the sender says, and what a message says that the sender forwards, unless it was the bot's own."""
    own = {address.lower() for address in rules.own_addresses}
    original = message.original_sender
    if not quoting.is_forward(message.subject) or (original is not None and original.email in own):
        return (message.new_text,)
    return (message.new_text, quoting.forwarded_text(message.text))


def cloud_links_in(message: Message, rules: ReadingRules) -> tuple[str, ...]:
    """The links to files in a cloud in what the sender says, those behind words of the HTML body too."""
    texts = told(message, rules)
    written = f" {fold(' '.join(texts))} "
    behind = "\n".join(
        anchor.get("href", "")
        for anchor in html_body.parse(html_body.without_quotes(message.html)).iter("a")
        if f" {fold(anchor.text_content())} " in written or not anchor.text_content().strip()
    )
    return cloud_links.find("\n".join((*texts, behind)))


def form_in_body(messages: Sequence[Message], rules: ReadingRules) -> FoundForm | None:
    """The form in the body of the first message that has one: the mail itself, then those forwarded with it.

    Where none has, what the mail itself answers in single lines.
    """
    for message in messages:
        for text in told(message, rules):
            found = _form(text, message.html, rules)
            if found is not None:
                return found
    return _single_answers(messages[0], rules) if messages else None


def _single_answers(message: Message, rules: ReadingRules) -> FoundForm | None:
    """The fields that an answer to a letter of ours fills in with lines such as "Partneri: vēl nav zināmi".

    Only where every label stands word for word before its answer, in a mail that asks nothing and tells of no trouble: labels
    are also words of talk.
    """
    if not references.find((message.subject, message.text), rules.reference_prefix):
        return None
    if "?" in message.new_text or mail_kind.withdraws(message) or mail_kind.is_in_trouble(message):
        return None
    document = _document(message.new_text[:_LONGEST], FileType.TEXT, rules)
    if document is None or not application_form.answers_fields(document, rules.vocabulary):
        return None
    found = FoundForm(application_form.extract(document, rules.vocabulary), (), document.text)
    return found if filled_fields(found.form) else None


def _form(text: str, html: str, rules: ReadingRules) -> FoundForm | None:
    """The form in a text, read from the HTML body where its tables tell more."""
    plain = _document(text[:_LONGEST], FileType.TEXT, rules)
    if plain is None or not application_form.identify(plain, rules.vocabulary):
        return None
    readings = [plain]
    if "<table" in html.lower():
        laid_out = _document(html, FileType.HTML, rules)
        if laid_out is not None:
            readings.insert(0, _without_quotes(laid_out, text))
    forms = [FoundForm(application_form.extract(one, rules.vocabulary), (), one.text) for one in readings]
    return max(forms, key=lambda found: filled_fields(found.form))


def _document(text: str, file_type: FileType, rules: ReadingRules) -> Document | None:
    try:
        return readers.read((_UTF8_MARK + text).encode("utf-8", "replace"), file_type, rules.limits)
    except DocumentError:
        return None


def _without_quotes(document: Document, text: str) -> Document:
    """The blocks of an HTML body that say what `text` says, from which quotations are gone."""
    written = f" {fold(text)} "
    return replace(document, blocks=tuple(block for block in document.blocks if _stands_in(block, written)))


def _stands_in(block: Block, written: str) -> bool:
    pieces = [piece for piece in (fold(paragraph.text) for paragraph in paragraphs((block,))) if piece]
    found = sum(f" {piece} " in written for piece in pieces)
    return found * 2 >= len(pieces)
