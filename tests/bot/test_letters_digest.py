"""The director's digest: what it tells, what it links to, and its chart."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from lxml import html as lxml_html
from PIL import Image

from bot.letters import digest_letter
from bot.letters.context import DigestFacts, Entry, Undelivered
from bot.letters.samples import digest_facts
from bot.letters.writer import Gap, LetterWriter, compose
from bot.programme import Programme
from parsers.addresses import Address

MORNING = dt.datetime(2023, 4, 4, 8, 0, tzinfo=ZoneInfo("Europe/Riga"))


@pytest.fixture(scope="module")
def writer(programme: Programme) -> LetterWriter:
    return LetterWriter(programme)


@pytest.fixture(scope="module")
def busy(programme: Programme) -> DigestFacts:
    return digest_facts(programme, MORNING, "lv")


def test_a_quiet_day_says_so(writer: LetterWriter) -> None:
    """It still says since when, and how many days are left."""
    letter = digest_letter.write(writer, DigestFacts(since=MORNING - dt.timedelta(days=1)), "lv", MORNING)
    assert letter.subject == "Nekas jauns. Pārskats, 2023. gada 4. aprīlis"
    assert "Kopš 2023. gada 3. aprīļa plkst. 08.00 nekas jauns." in letter.text
    assert "vēl ir 16 dienu." in " ".join(letter.text.split())
    assert letter.pictures == ()


def test_the_subject_tells_what_matters_most(writer: LetterWriter, busy: DigestFacts) -> None:
    """First what waits for the director, then what is new."""
    assert digest_letter.write(writer, busy, "lv", MORNING).subject.startswith(
        "Nepieciešama rīcība: 2 e-pasti gaida lēmumu."
    )
    calm = replace(busy, waiting=())
    assert digest_letter.write(writer, calm, "lv", MORNING).subject.startswith("2 jauni pieteikumi.")
    assert digest_letter.write(writer, calm, "en", MORNING).subject.startswith("2 new applications.")
    assert digest_letter.write(writer, replace(calm, new=()), "lv", MORNING).subject.startswith("Jaunumi pieteikumos.")


def test_every_link_leads_somewhere(writer: LetterWriter, busy: DigestFacts) -> None:
    """Numbers lead to their list, references to the application's row."""
    page = lxml_html.document_fromstring(digest_letter.write(writer, busy, "lv", MORNING).html)
    targets = page.xpath("//a/@href")
    assert len(targets) > 10
    assert set(targets) <= {f"#{name}" for name in page.xpath("//@id")}
    assert len(page.xpath("//@id")) == len(set(page.xpath("//@id")))


def test_what_is_open_is_told_in_a_few_words(writer: LetterWriter) -> None:
    """A director knows the call; names and fields are told."""
    gaps = (
        Gap("missing_delegation_letter"),
        Gap("missing_field:idea"),
        Gap("missing_field:partners"),
        Gap("delegates_mismatch", detail="Ilze Kalniņa, Mārtiņš Liepa"),
        Gap("letter_unsigned", detail="stated"),
    )
    facts = DigestFacts(applications=(Entry("IIP-2023-0001", "A", "LU", "incomplete", gaps),))
    text = " ".join(digest_letter.write(writer, facts, "lv", MORNING).text.split())
    assert (
        "IIP-2023-0001: nav deleģējuma; nav aizpildīts: „Projekta ideja” un „Potenciālie partneri”; "
        "deleģējumā nav nosaukts: Ilze Kalniņa un Mārtiņš Liepa; deleģējums nav parakstīts" in text
    )


def test_strangers_words_are_data(writer: LetterWriter) -> None:
    """A title or a server's answer forms no link, tag or line."""
    evil = "x\r\n# Virsraksts\n- [a](#b) <b>c</b> ^id"
    facts = DigestFacts(
        applications=(Entry("IIP-2023-0001", evil, None, "complete"),), undelivered=(Undelivered("a@b.lv", evil, evil),)
    )
    page = lxml_html.document_fromstring(digest_letter.write(writer, facts, "lv", MORNING).html)
    assert not page.xpath("//b")
    assert all(name != "id" for name in page.xpath("//@id"))
    assert "Virsraksts" not in [heading.text for heading in page.xpath("//h2")]


def test_the_chart_is_a_picture_with_words_for_those_who_do_not_see_it(writer: LetterWriter, busy: DigestFacts) -> None:
    """A PNG beside the HTML, small enough to send every day; the same facts draw the same picture."""
    letter = digest_letter.write(writer, busy, "lv", MORNING)
    assert letter == digest_letter.write(writer, busy, "lv", MORNING)
    ((name, media_type, content),) = letter.pictures
    image = Image.open(io.BytesIO(content))
    assert (name, media_type, image.format) == ("chart", "image/png", "PNG")
    assert image.width <= 1280
    assert len(content) < 60_000
    page = lxml_html.document_fromstring(letter.html)
    assert page.xpath("//img/@src") == ["cid:chart@letter"]
    assert page.xpath("//img/@alt") == [
        "Līdz 2023. gada 4. aprīlim saņemti 9 pieteikumi, no tiem 6 pilnīgi; pieteikšanās termiņš ir 2023. gada 20. aprīlis."
    ]
    raw = compose(
        letter,
        sender=Address("", "innovationeducation@rbs.lv"),
        recipient=Address("", "director@rbs.lv"),
        message_id="<digest.2023-04-04@rbs.lv>",
        date=MORNING,
        auto_submitted="auto-generated",
    )
    assert b"Content-ID: <chart@letter>" in raw


def test_the_chart_is_drawn_of_one_application_and_after_the_deadline(writer: LetterWriter) -> None:
    """Neither a single day nor a deadline in the past is a special case."""
    facts = DigestFacts(applications=(Entry("IIP-2023-0001"),), arrived=(MORNING.date(),))
    late = MORNING + dt.timedelta(days=200)
    for now in (MORNING, late):
        assert digest_letter.write(writer, facts, "en", now).pictures
    assert "Applications closed at the end of 20 April 2023." in digest_letter.write(writer, facts, "en", late).text
