"""What names a person is found wherever it stands, and nothing else is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.words import names
from parsers.words.traces import Traces, national, same_bearer, share_forms

TRACES = Traces(["Elīna Smildziņa"], ["elina@lu.lv"], ["+371 29 123 456"])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Elīnas Smildziņas darbs", "X darbs"),
        ("deleģē ELĪNU SMILDZIŅU.", "deleģē X."),
        ("ELINA SMILDZINA", "X"),
        ("Smildziņa, Elīna (docente)", "X (docente)"),
        ("Elīna\n> Smildziņa raksta", "X raksta"),
        ("E. Smildziņai", "X"),
        ("Smildziņa E., Ozols J.", "X, Ozols J."),
        ("CV_elina_smildzina_2023.docx", "CV_X_2023.docx"),
        ("ElinaSmildzina.pdf", "X.pdf"),
        ("raksti elina.smildzina99@gmail.com rīt", "raksti X rīt"),
        ("mailto:elina%40lu.lv", "mailto:X"),
        ("<elina@lu.lv>", "<X>"),
        ("tel. 29123456", "tel. X"),
        ("(+371) 29-123-456", "X"),
        ("00371 2912 3456;", "X;"),
        ("Elīna Smi1dziņa", "X"),
    ],
)
def test_what_names_the_person_is_replaced_and_the_rest_stays(text: str, left: str) -> None:
    assert TRACES.found(text)
    assert TRACES.replaced(text, "X") == left


@pytest.mark.parametrize(
    "text",
    [
        "Anna Ozola",
        "Elīna Ozola un Ilze Smildziņa",
        "melina@lu.lv",
        "elina@lu.lv.example",
        "129123456",
        "291234567",
        "Elīnas ideja",
        "Ozola Elīna, Smildziņa Anna",
        "",
    ],
)
def test_what_names_somebody_else_stays(text: str) -> None:
    assert TRACES.replaced(text, "X") == text
    assert not TRACES.found(text)


def test_a_word_of_the_name_counts_alone_where_that_was_said_and_it_is_written_as_a_name() -> None:
    lone = {"Elīna", "Smildziņa"}
    assert TRACES.replaced("Elīnai un Smildziņas kundzei, elīnai", "X", lone) == "X un X kundzei, elīnai"


@settings(deadline=None)
@given(
    before=st.text(alphabet="aāb .,\n<(", max_size=5), after=st.text(alphabet=" .,\n>)", max_size=5), nfd=st.booleans()
)
@pytest.mark.parametrize(
    "name", ["Jānis Bērziņš", "Anna Marija Ozola-Kalniņa", "Artūrs Lācis", "Zane Roze", "Kārlis Vilks"]
)
def test_no_form_of_a_name_is_left_in_a_text(name: str, before: str, after: str, nfd: bool) -> None:
    traces = Traces([name], [], [])
    for form in names.forms(name).values():
        text = f"{before} {form}{after}"
        written = unicodedata.normalize("NFD", text) if nfd else text
        left = unicodedata.normalize("NFC", traces.replaced(written, ""))
        assert not [word for word in form.split() if word in left]


def test_a_name_that_looks_like_a_form_of_another_means_its_own_bearer() -> None:
    traces = Traces(["Jānis Ozols"], [], [], others=["Jana Ozola"])
    assert traces.replaced("Jāņa Ozola, Jana Ozola, Jani Ozolu", "X") == "X, Jana Ozola, X"
    assert not traces.is_name("Jana Ozola")


def test_names_of_relatives_share_forms_and_are_not_one_person() -> None:
    assert share_forms("Ozols", "Ozola")
    assert not share_forms("Ozols", "Bērziņš")
    assert same_bearer("Jāņa Ozola", "Jānis Ozols")
    assert not same_bearer("Inese Ozola", "Jānis Ozols")
    assert national("+371 20 000 101") == national("20000101") == national("00371-20000101")
