"""Every letter in both languages, with sample data, on one HTML page: for organisers who change the words."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.letters import digest_letter
from bot.letters.context import Letter
from bot.letters.markup import CONTENT_ID_DOMAIN
from bot.letters.samples import samples
from bot.letters.writer import LANGUAGES, TEMPLATES, LetterWriter


@dataclass(frozen=True, slots=True)
class Shown:
    """A letter on the page; `html` is whole in itself, pictures included."""

    template: str
    language: str
    subject: str
    text: str
    html: str


def page(writer: LetterWriter) -> str:
    """The page: it needs no other file and no network."""
    environment = Environment(loader=PackageLoader("bot", "templates"), undefined=StrictUndefined, autoescape=True)
    letters = [[_shown(writer, template, language) for language in LANGUAGES] for template in TEMPLATES]
    name = writer.programme.programme.name.en
    return environment.get_template("preview.html").render(letters=letters, programme_name=name)


def _shown(writer: LetterWriter, template: str, language: str) -> Shown:
    letter = _letter(writer, template, language)
    html = letter.html
    for name, media_type, content in letter.pictures:
        data = f"data:{media_type};base64,{base64.b64encode(content).decode('ascii')}"
        html = html.replace(f"cid:{name}@{CONTENT_ID_DOMAIN}", data)
    return Shown(template, language, letter.subject, letter.text, html)


def _letter(writer: LetterWriter, template: str, language: str) -> Letter:
    context = samples(writer.programme, template, language)[0]
    if context.digest:
        return digest_letter.write(writer, context.digest, language, context.now)
    return writer.write(template, language, context)
