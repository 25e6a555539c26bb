"""Every letter, in both languages: what it must hold, and what strangers cannot put into it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html as lxml_html

from bot.errors import ConfigurationError
from bot.letters.samples import samples
from bot.letters.writer import TEMPLATES, Gap, LetterContext, LetterWriter, Question, Received, Understood
from bot.programme import Programme

EVERY = [(template, language) for template in TEMPLATES for language in ("lv", "en")]
ASKING = (
    "ack_incomplete",
    "reminder_incomplete",
    "reminder_unsigned",
    "reminder_last_day",
    "deliverable_reminder",
    "not_eligible",
    "too_large",
    "alert",
    "digest",
)
HOSTILE = (
    'A\r\nBcc: x@y <img src=x onerror=alert(1)> **b** [c](http://evil.example) {{ 7*7 }} | # - > ! "\u202e\x00\ue003%s'
)


@pytest.fixture(scope="module")
def writer(programme: Programme) -> LetterWriter:
    return LetterWriter(programme)


def words_of_html(source: str) -> list[str]:
    body = lxml_html.document_fromstring(source).find(".//div[@class='letter']")
    assert body is not None
    for picture in body.iter("img"):
        picture.tail = f"{picture.get('alt')}{picture.tail or ''}"
    return " ".join(body.itertext()).split()


@pytest.mark.parametrize(("template", "language"), EVERY)
def test_text_and_html_say_the_same(writer: LetterWriter, programme: Programme, template: str, language: str) -> None:
    """Every word of the text stands in the HTML, in the same order; the HTML only adds who writes."""
    for sample in samples(programme, template, language):
        letter = writer.write(template, language, sample)
        ornaments = re.compile(r"^(=+|-+|>.*?)$|^- |^> ?", re.MULTILINE)
        text = re.sub(r"\W", "", ornaments.sub(lambda m: m[0].lstrip("> =-"), letter.text))
        page = re.sub(r"\W", "", "".join(words_of_html(letter.html)))
        assert page.endswith(text)


@pytest.mark.parametrize(("template", "language"), EVERY)
def test_text_fits_72_columns(writer: LetterWriter, programme: Programme, template: str, language: str) -> None:
    """Also with names and file names of no breaks."""
    for sample in samples(programme, template, language):
        long = replace(
            sample, understood=Understood("LU", None, "x" * 300, ("y" * 100,), (Received("z" * 150, "other"),))
        )
        for context in (sample, long):
            assert max(map(len, writer.write(template, language, context).text.split("\n"))) <= 72


@pytest.mark.parametrize(("template", "language"), EVERY)
def test_html_is_readable_by_all(writer: LetterWriter, programme: Programme, template: str, language: str) -> None:
    """It names its language, scales on a phone, knows dark mode, has headings in order and headers in its tables."""
    page = lxml_html.document_fromstring(
        writer.write(template, language, samples(programme, template, language)[0]).html
    )
    assert page.get("lang") == language
    assert page.xpath("//meta[@name='viewport']/@content") == ["width=device-width, initial-scale=1"]
    assert page.xpath("//meta[@name='color-scheme']/@content") == ["light dark"]
    assert page.findtext(".//title")
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3")]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert all(row.find("th").get("scope") == "row" for row in page.xpath("//tr"))
    assert not page.xpath("//script|//link|//iframe|//form|//img[not(starts-with(@src, 'cid:'))]")


@pytest.mark.parametrize("language", ["lv", "en"])
def test_subjects_tell_letters_apart(writer: LetterWriter, programme: Programme, language: str) -> None:
    """Each is different, has the reference, and asks first where something is asked."""
    subjects = {t: writer.write(t, language, samples(programme, t, language)[0]).subject for t in TEMPLATES}
    assert len(set(subjects.values())) == len(TEMPLATES)
    for template, subject in subjects.items():
        sample = samples(programme, template, language)[0]
        assert (f"[{sample.reference}]" in subject) == (sample.reference is not None)
        asks = "Nepieciešama rīcība: " if language == "lv" else "Action needed: "
        assert subject.startswith(asks) == (template in ASKING), subject


@pytest.mark.parametrize(("template", "language"), EVERY)
def test_letters_carry_no_trace_of_their_making(
    writer: LetterWriter, programme: Programme, template: str, language: str
) -> None:
    """No placeholder, no None, no doubled sign, no space before a sign, no straight quotation marks, no English in Latvian."""
    for sample in samples(programme, template, language):
        letter = writer.write(template, language, sample)
        told = f"{letter.subject}\n{letter.text}"
        assert not re.search(r"\{\{|\{%|None|undefined|\*\*|[ \t][.,;:!?](\s|$)|\.\.(\s|$)|,,|\"", told)
        assert not re.search("[\ue000-\uf8ff]", told + letter.html)
        if language == "lv":
            assert not re.search(r"\b(the|and|is|by|your)\b", told.replace("refused", ""))
            assert told.count("„") == told.count("”")
        else:
            assert not re.search(r"\b(un|ir|līdz|lūdzu)\b", told, re.IGNORECASE)


@pytest.mark.parametrize(("template", "language"), EVERY)
def test_strangers_words_are_data(writer: LetterWriter, programme: Programme, template: str, language: str) -> None:
    """Markup, templates, line breaks and tags in titles, names, files, notes and questions stay the letters they are."""
    sample = replace(
        samples(programme, template, language)[0],
        understood=Understood(None, HOSTILE, HOSTILE, (HOSTILE,), (Received(HOSTILE, "other"),)),
        gaps=(Gap("unreadable_document", document=HOSTILE), Gap("institution_not_eligible", detail=HOSTILE)),
        note=HOSTILE,
        question=Question(HOSTILE, "a@b.lv", HOSTILE, HOSTILE),
        outstanding=(HOSTILE,),
    )
    letter = writer.write(template, language, sample)
    page = lxml_html.document_fromstring(letter.html)
    assert "\n" not in letter.subject
    assert not page.xpath("//a[not(starts-with(@href, '#'))] | //img[not(starts-with(@src, 'cid:'))] | //@onerror")
    assert not re.search(r"\b49\b", letter.text)
    assert "\u202e" not in letter.html
    if "evil.example" in letter.text:
        assert "[c](http://evil.example)" in letter.text
        assert "<img src=x" in unescape(letter.html)
        assert "<img" not in letter.html


def test_an_acknowledgement_repeats_nothing_of_the_mail_but_title_names_and_files(
    writer: LetterWriter, programme: Programme
) -> None:
    """So that the bot cannot be used to send a stranger's words to someone else."""
    question = Question("Anna", "a@b.lv", "Buy now", "Buy pills at evil.example")
    for template in TEMPLATES:
        if template != "question_to_director":
            sample = replace(samples(programme, template, "lv")[0], question=question)
            assert "evil.example" not in writer.write(template, "lv", sample).text


def test_a_stranger_hears_nothing_of_the_application(writer: LetterWriter, programme: Programme) -> None:
    """Even if the caller hands it in."""
    full = samples(programme, "ack_complete", "lv")[0]
    text = writer.write("waiting_for_organiser", "lv", full).text
    assert "Kompass" not in text
    assert "Ozola" not in text
    assert "delegejums" not in text


def test_a_deadline_of_its_own_is_the_one_an_application_hears(writer: LetterWriter, programme: Programme) -> None:
    """An extension for one team shows in every date of its letters."""
    sample = replace(samples(programme, "ack_incomplete", "lv")[0], deadline=programme.end_of(dt.date(2023, 4, 27)))
    text = " ".join(writer.write("ack_incomplete", "lv", sample).text.split())
    assert "līdz 2023. gada 27. aprīlim plkst. 23.59" in text
    assert "20. aprīlim" not in text


def test_nothing_is_asked_by_a_date_that_has_passed(writer: LetterWriter, programme: Programme) -> None:
    """After the deadline a letter names no last minute to answer by."""
    for template in (
        "ack_complete",
        "ack_updated",
        "ack_withdrawn",
        "question_forwarded",
        "too_large",
    ):
        late = replace(samples(programme, template, "lv")[0], now=programme.deadline)
        assert "23.59" not in writer.write(template, "lv", late).text


def test_who_sends_too_late_is_told_until_when_one_could(writer: LetterWriter, programme: Programme) -> None:
    """And that a person decides; the call to act names no time that cannot be kept."""
    sample = replace(samples(programme, "ack_incomplete", "lv")[0], now=programme.deadline)
    text = " ".join(writer.write("ack_incomplete", "lv", sample).text.split())
    assert (
        "parakstītu institūcijas deleģējumu. Pieteikties varēja līdz 2023. gada 20. aprīlim plkst. 23.59; vai ņemt"
        in text
    )


def test_a_long_name_does_not_push_the_reference_out_of_the_subject(writer: LetterWriter, programme: Programme) -> None:
    """A subject is cut at 200 characters, and the reference stands at its end."""
    sample = replace(
        samples(programme, "question_to_director", "lv")[0], question=Question("A" * 1000, "a@b.lv", "", "")
    )
    for language in ("lv", "en"):
        subject = writer.write("question_to_director", language, sample).subject
        assert subject.endswith("[IIP-2023-0007]")
        assert len(subject) <= 200


# --- overriding


def test_the_shipped_templates_pass_their_check(writer: LetterWriter) -> None:
    """What is checked at every start."""
    writer.check()


def test_organisers_replace_a_letter_and_a_sentence(programme: Programme, tmp_path: Path) -> None:
    """What lies in their folder wins, all else stays."""
    (tmp_path / "lv").mkdir()
    (tmp_path / "lv" / "ack_complete.txt").write_text("Subject: Viss labi{{ tag }}\n\nSveiki!\n", "utf-8")
    (tmp_path / "lv" / "wording.toml").write_text('[gaps]\nmissing_delegation_letter = "Kur vēstule?"\n', "utf-8")
    writer = LetterWriter(programme, tmp_path)
    writer.check()
    letter = writer.write("ack_complete", "lv", samples(programme, "ack_complete", "lv")[0])
    assert (letter.subject, letter.text) == ("Viss labi [IIP-2023-0007]", "Sveiki!\n")
    assert "- Kur vēstule?" in writer.write("ack_incomplete", "lv", samples(programme, "ack_incomplete", "lv")[0]).text
    assert writer.write("ack_complete", "en", samples(programme, "ack_complete", "en")[0]).text.startswith("Hello,")


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("lv/ack_complete.txt", "Subject: {{ nosaukums }}\n", "lv/ack_complete.txt asks for .* nosaukums"),
        ("lv/ack_complete.txt", "Subject: A\n\n{{ understood.name }}\n", "lv/ack_complete.txt asks for"),
        ("lv/ack_complete.txt", "Subject: A\n\n{% if false %}{{ nekur }}{% endif %}\n", "nekur"),
        ("lv/ack_complete.txt", "Subject: A\n\n{% if %}\n", "lv/ack_complete.txt cannot be used"),
        ("lv/ack_complete.txt", "Subject: A\n\n{{ now|skaisti }}\n", "lv/ack_complete.txt cannot be used"),
        ("lv/ack_complete.txt", 'Subject: A\n\n{% include "lv/nav.txt" %}\n', "no template lv/nav.txt"),
        ("lv/ack_complete.txt", "Labdien!\n", "does not begin with a line"),
        ("lv/ack_complete.txt", "Subject: A\n\n{{ note or none }}\n", "is not known here"),
        ("lv/_regards.txt", "{{ rektors }}\n", "rektors"),
        ("lv/wording.toml", '[gaps]\nlate = "a\n', "lv/wording.toml cannot be read"),
        ("lv/wording.toml", '[gaps]\nmissing_delegation_letter = "{{ x }}"\n', "asks for"),
        ("layout.html", "{{ logo }}", "logo"),
    ],
)
def test_a_mistake_in_a_template_is_an_error_at_start(
    programme: Programme, tmp_path: Path, name: str, content: str, complaint: str
) -> None:
    """An unknown placeholder never becomes blank text; the message names the file."""
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, "utf-8")
    with pytest.raises(ConfigurationError, match=complaint):
        LetterWriter(programme, tmp_path).check()


def test_a_folder_that_is_not_there_is_an_error(programme: Programme, tmp_path: Path) -> None:
    """It is most likely misspelt."""
    with pytest.raises(ConfigurationError, match="no folder of templates"):
        LetterWriter(programme, tmp_path / "nav")


def test_a_template_that_does_not_exist_is_an_error(writer: LetterWriter) -> None:
    """A misspelt name must not become an empty letter."""
    with pytest.raises(ConfigurationError, match=r"no template lv/ack_done\.txt"):
        writer.write("ack_done", "lv", LetterContext(now=dt.datetime(2023, 4, 3, tzinfo=dt.UTC)))
