"""Cases that no word processor made: PDFs without rules, the call's own form filled in, a form in the mail's body."""

from __future__ import annotations

import random
from html import escape

from bot.forms import blank_form
from bot.programme import Programme
from parsers.content import ApplicationForm, Contact, Member
from tests.accuracy.letters import lines
from tests.accuracy.truths import Truth
from tests.accuracy.writing import Said, answer, people
from tests.parsers.readers.pdf_files import LABEL, TITLE, flowing, space, table, text


def borderless(truth: Truth, programme: Programme, chance: random.Random) -> bytes:
    """A form of labels and answers side by side that no line parts, over several pages."""
    story = [text(programme.programme.form_titles[1 if truth.language == "en" else 0], TITLE), space()]
    for field in programme.fields:
        label = escape(field.label.in_language(truth.language))
        if field.key == "members":
            story += [text(label, LABEL), space(4)]
            story += [
                table(
                    [[escape(v) for v in row] for row in people(truth, programme)], [24, 85, 85, 90, 125, 65], repeat=1
                )
            ]
        else:
            said = "<br/>".join(_marked(line) for line in answer(field.key, truth, programme, chance))
            story += [table([[label, said]], [140, 320], ruled=False)]
        story += [space(6)]
    return flowing(story, footer="{page}")


def _marked(line: Said) -> str:
    tag = {"underline": "u", "bold": "b"}.get(line.mark)
    return f"<{tag}>{escape(line.text)}</{tag}>" if tag else escape(line.text)


def drawn_letter(truth: Truth, chance: random.Random) -> bytes:
    """The letter as another program prints it."""
    head = [text(escape(truth.institution_name.upper()), LABEL), space(20)]
    body = [part for line in lines(truth, chance) for part in (text(escape(line).replace("\n", "<br/>")), space())]
    return flowing([*head, *body])


def own_form(truth: Truth, programme: Programme, file_format: blank_form.FormFormat) -> bytes:
    """The call's own form, with content controls or form fields, filled in."""
    filled = ApplicationForm(
        institution=truth.institution,
        institution_text=truth.institution_name,
        title=truth.title,
        themes=truth.themes,
        members=tuple(Member(p.name, p.position, p.unit, p.email, p.phone) for p in truth.members),
        contact=Contact(truth.contact.name, truth.contact.email, truth.contact.phone),
        visitors=truth.visitors,
        costs=truth.costs,
        costs_eur=truth.costs_eur,
        idea=truth.texts["idea"],
        problem=truth.texts["problem"],
        results=truth.texts["results"],
        activities=truth.texts["activities"],
        partners=truth.texts["partners"],
        strategy_fit=truth.texts["strategy_fit"],
    )
    return blank_form.write(programme, truth.language, file_format, filled).content


def pasted(truth: Truth, programme: Programme, chance: random.Random) -> str:
    """The form as lines in a mail."""
    said = ["Labdien!", "", "Pielikumā deleģējums, pieteikuma anketa zemāk.", ""]
    for field in programme.fields:
        label = field.label.in_language(truth.language)
        if field.key == "members":
            given = [" ".join((row[0], ", ".join(row[1:]))) for row in people(truth, programme)[1:]]
        else:
            given = [line.text for line in answer(field.key, truth, programme, chance, plain=True)]
        said += [f"{label}: {given[0]}"] if len(given) == 1 else [f"{label}:", *given]
    return "\n".join([*said, "", "Ar cieņu", truth.contact.name, ""])
