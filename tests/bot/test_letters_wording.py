"""Dates, numbers, lists and findings in words that a native editor leaves as they are."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bot.letters.samples import all_gaps
from bot.letters.wording import Words
from bot.letters.writer import Gap, LetterContext, LetterWriter
from bot.programme import Programme

RIGA = ZoneInfo("Europe/Riga")


@pytest.fixture(scope="module")
def writer(programme: Programme) -> LetterWriter:
    return LetterWriter(programme)


@pytest.fixture(scope="module")
def latvian(writer: LetterWriter) -> Words:
    return writer.words("lv")


@pytest.fixture(scope="module")
def english(writer: LetterWriter) -> Words:
    return writer.words("en")


def sentence(writer: LetterWriter, language: str, *gaps: Gap) -> str:
    """What a letter says of the gaps, on one line."""
    context = LetterContext(now=dt.datetime(2023, 4, 3, tzinfo=RIGA), reference="IIP-2023-0007", gaps=gaps)
    text = writer.write("reminder_incomplete", language, context).text
    start, end = (
        ("Kas vēl vajadzīgs", "Kā to atsūtīt") if language == "lv" else ("What is still needed", "How to send it")
    )
    return " ".join(text[text.index(start) : text.index(end)].split())


def test_a_deadline_is_told_as_the_last_minute_that_is_not_too_late(latvian: Words, english: Words) -> None:
    """The store keeps midnight; people hear 23.59, in the dative after "līdz"."""
    midnight = dt.datetime(2023, 4, 21, tzinfo=RIGA)
    assert latvian.by(midnight) == "2023. gada 20. aprīlim plkst. 23.59"
    assert english.by(midnight) == "23:59 on 20 April 2023"
    assert latvian.by(midnight.astimezone(dt.UTC)) == "2023. gada 20. aprīlim plkst. 23.59"


def test_the_last_minute_is_right_when_the_clock_changes(latvian: Words) -> None:
    """On 29 October 2023 the hour from 3 to 4 came twice; the day still ended at midnight."""
    assert latvian.by(dt.datetime(2023, 10, 30, tzinfo=RIGA)) == "2023. gada 29. oktobrim plkst. 23.59"
    assert latvian.by(dt.datetime(2023, 3, 27, tzinfo=RIGA)) == "2023. gada 26. martam plkst. 23.59"
    assert latvian.by(dt.datetime(2024, 3, 1, tzinfo=RIGA)) == "2024. gada 29. februārim plkst. 23.59"


@pytest.mark.parametrize(
    ("month", "by", "on", "since"),
    [
        (1, "janvārim", "janvārī", "janvāra"),
        (2, "februārim", "februārī", "februāra"),
        (3, "martam", "martā", "marta"),
        (4, "aprīlim", "aprīlī", "aprīļa"),
        (5, "maijam", "maijā", "maija"),
        (6, "jūnijam", "jūnijā", "jūnija"),
        (7, "jūlijam", "jūlijā", "jūlija"),
        (8, "augustam", "augustā", "augusta"),
        (9, "septembrim", "septembrī", "septembra"),
        (10, "oktobrim", "oktobrī", "oktobra"),
        (11, "novembrim", "novembrī", "novembra"),
        (12, "decembrim", "decembrī", "decembra"),
    ],
)
def test_months_stand_in_the_case_that_the_sentence_asks_for(
    latvian: Words, month: int, by: str, on: str, since: str
) -> None:
    """līdz 1. aprīlim, 1. aprīlī, no 1. aprīļa."""
    day = dt.date(2023, month, 1)
    assert latvian.by(day) == f"2023. gada 1. {by}"
    assert latvian.on(day) == f"2023. gada 1. {on}"
    assert latvian.since(day) == f"2023. gada 1. {since}"


@pytest.mark.parametrize(
    ("number", "lv", "en"),
    [
        (0, "0 dienu", "0 days"),
        (1, "1 diena", "1 day"),
        (2, "2 dienas", "2 days"),
        (9, "9 dienas", "9 days"),
        (10, "10 dienu", "10 days"),
        (11, "11 dienu", "11 days"),
        (19, "19 dienu", "19 days"),
        (20, "20 dienu", "20 days"),
        (21, "21 diena", "21 days"),
        (22, "22 dienas", "22 days"),
        (111, "111 dienu", "111 days"),
        (121, "121 diena", "121 days"),
    ],
)
def test_nouns_follow_their_number(latvian: Words, english: Words, number: int, lv: str, en: str) -> None:
    """By CLDR's rules: 21 is singular in Latvian, 11 is not."""
    assert latvian.counted(number, "day") == lv
    assert english.counted(number, "day") == en


def test_days_of_an_event(latvian: Words, english: Words) -> None:
    """One day or several, in a sentence and as a label's value."""
    begin, end = dt.date(2023, 7, 31), dt.date(2023, 8, 4)
    assert latvian.days(begin, end) == "no 2023. gada 31. jūlija līdz 4. augustam"
    assert english.days(begin, end) == "from 31 July to 4 August 2023"
    assert latvian.period(begin, end) == "2023. gada 31. jūlijs – 4. augusts"
    assert english.period(begin, end) == "31 July – 4 August 2023"
    assert latvian.days(begin, None) == "2023. gada 31. jūlijā"
    assert english.days(begin, None) == "on 31 July 2023"
    assert (
        latvian.days(dt.date(2023, 12, 30), dt.date(2024, 1, 2))
        == "no 2023. gada 30. decembra līdz 2024. gada 2. janvārim"
    )


def test_titles_get_one_pair_of_quotation_marks(latvian: Words, english: Words) -> None:
    """Those that the team put around the title are dropped, those inside it stay."""
    assert latvian.quoted("Kompass") == "„Kompass”"
    assert latvian.quoted('"Kompass"') == "„Kompass”"
    assert latvian.quoted("«Kompass»") == "„Kompass”"
    assert english.quoted("“Compass”") == "“Compass”"
    assert latvian.quoted("„Kompass” un „Karte”") == "„«Kompass» un «Karte»”"


def test_names_are_listed_with_un_before_the_last(latvian: Words, english: Words) -> None:
    """No comma before "un"."""
    assert (
        latvian.listed(["Anna Ozola", "Jānis Bērziņš", "Ilze Kalniņa"]) == "Anna Ozola, Jānis Bērziņš un Ilze Kalniņa"
    )
    assert english.listed(["Anna Ozola", "Jānis Bērziņš"]) == "Anna Ozola and Jānis Bērziņš"
    assert latvian.listed(["Anna Ozola"]) == "Anna Ozola"


@pytest.mark.parametrize("language", ["lv", "en"])
def test_every_finding_has_words(writer: LetterWriter, programme: Programme, language: str) -> None:
    """No code of the design reaches a team as a code, and none falls silent; being late is the letter's subject, not a gap."""
    for gap in all_gaps(programme):
        if gap.code == "late":
            continue
        for variant in (gap, Gap(gap.code)):
            words = sentence(writer, language, variant)
            assert "_" not in words
            assert "{{" not in words
            assert words.count(". ") >= 1 or "; " in words, words
        for told in (*gap.details, gap.document):
            if told and gap.family not in ("letter_unsigned", "institution_mismatch"):
                assert told in sentence(writer, language, gap)


def test_a_team_of_the_wrong_size_hears_its_number(writer: LetterWriter) -> None:
    """1 and 21 are singular, 10 to 20 take the genitive."""
    assert "tabulā ir 1 dalībnieks, bet" in sentence(writer, "lv", Gap("team_too_small", detail="1"))
    assert "tabulā ir 2 dalībnieki, bet" in sentence(writer, "lv", Gap("team_too_small", detail="2"))
    assert "tabulā ir 11 dalībnieku, bet" in sentence(writer, "lv", Gap("team_too_large", detail="11"))
    assert "tabulā ir 21 dalībnieks, bet" in sentence(writer, "lv", Gap("team_too_large", detail="21"))
    assert "no 3 līdz 6 cilvēkiem" in sentence(writer, "lv", Gap("team_too_large", detail="7"))
    assert "lists 1 person, but" in sentence(writer, "en", Gap("team_too_small", detail="1"))


def test_several_names_make_one_sentence_in_the_plural(writer: LetterWriter) -> None:
    """Whether they come as several gaps or as one with commas."""
    one = sentence(writer, "lv", Gap("delegates_mismatch", detail="Ilze Kalniņa"))
    assert "nav nosaukts komandas dalībnieks: Ilze Kalniņa." in one
    together = sentence(writer, "lv", Gap("delegates_mismatch", detail="Ilze Kalniņa, Mārtiņš Liepa"))
    apart = sentence(
        writer,
        "lv",
        Gap("delegates_mismatch", detail="Ilze Kalniņa"),
        Gap("delegates_mismatch", detail="Mārtiņš Liepa"),
    )
    assert together == apart
    assert "nav nosaukti šie komandas dalībnieki: Ilze Kalniņa un Mārtiņš Liepa." in together


def test_plain_empty_fields_share_a_sentence(writer: LetterWriter) -> None:
    """Those that need a word of their own keep it."""
    words = sentence(
        writer, "lv", Gap("missing_field:idea"), Gap("missing_field:partners"), Gap("missing_field:problem")
    )
    assert "Nav aizpildīti šie lauki: „Projekta ideja” un „Problēma, kuru projekts risina”." in words
    assert "Ja partneru vēl nav, ierakstiet „nav”." in words
    assert "Lauks „Projekta ideja” nav aizpildīts." in sentence(writer, "lv", Gap("missing_field:idea"))


def test_files_are_named_and_counted(writer: LetterWriter) -> None:
    """One file in the singular, two in the plural, none without a name."""
    assert "Datni „a.pdf” neizdevās nolasīt" in sentence(writer, "lv", Gap("unreadable_document", document="a.pdf"))
    both = sentence(
        writer, "lv", Gap("unreadable_document", document="a.pdf"), Gap("unreadable_document", document="b.pdf")
    )
    assert "Datnes „a.pdf” un „b.pdf” neizdevās nolasīt" in both
    assert "Kādu no pielikumiem" in sentence(writer, "lv", Gap("unreadable_document", detail="xref table damaged"))


@pytest.mark.parametrize(
    ("codes", "asked"),
    [
        (("missing_application_form",), "pievienojiet aizpildītu pieteikuma anketu līdz"),
        (("missing_field:idea",), "pievienojiet laboto pieteikuma anketu līdz"),
        (("missing_delegation_letter",), "pievienojiet parakstītu institūcijas deleģējumu līdz"),
        (
            ("missing_field:idea", "letter_unsigned"),
            "pievienojiet laboto pieteikuma anketu un parakstītu institūcijas deleģējumu līdz",
        ),
        (("delegates_mismatch",), "pievienojiet laboto dokumentu līdz"),
        (("unreadable_document",), "pievienojiet dokumentu, ko varam atvērt līdz"),
        (("unreadable_document", "missing_delegation_letter"), "pievienojiet parakstītu institūcijas deleģējumu līdz"),
    ],
)
def test_a_team_is_asked_for_exactly_what_mends_the_gaps(
    writer: LetterWriter, codes: tuple[str, ...], asked: str
) -> None:
    """Never for a document that is in order."""
    gaps = tuple(Gap(code) for code in codes)
    context = LetterContext(now=dt.datetime(2023, 4, 3, tzinfo=RIGA), reference="IIP-2023-0007", gaps=gaps)
    assert asked in " ".join(writer.write("ack_incomplete", "lv", context).text.split())
