"""The blank form of a call: what is filled into it is read back without loss."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from bot import form_docx
from bot.form_layout import Layout, layout
from bot.programme import Programme
from parsers import application_form
from parsers.application_form import ApplicationForm, Contact, Member
from parsers.document import Document
from parsers.limits import Limits
from parsers.readers import libreoffice, opendocument, word
from tests.parsers.readers.word_files import package

FILLED = ApplicationForm(
    institution="RTU",
    institution_text="Rīgas Tehniskā universitāte",
    title="Tilts: „studenti & uzņēmumi” <kopā>",
    themes=("student_experience", "strategic_goals"),
    members=(
        Member("Anna Ozola", "docente", "Ķīmijas fakultāte", "anna.ozola@rtu.lv", "+371 29 123 456"),
        Member(
            "Jānis Bērziņš-Kļaviņš", "vadošais pētnieks", "Elektronikas institūts", "janis.berzins@rtu.lv", "26111222"
        ),
        Member("Šarlote Žagare", "doktorante", "Inženierzinātņu fakultāte", "sarlote@rtu.lv", "67089999"),
    ),
    contact=Contact("Anna Ozola", "anna.ozola@rtu.lv", "+371 29 123 456"),
    visitors=("Anna Ozola", "Šarlote Žagare"),
    idea="Studenti risina uzņēmumu uzdevumus.\nDarbs notiek komandās, kuras vada mentori.",
    problem="Studijas ir tālu no prakses.",
    results="Trīs jauni kursi; 120 studentu gadā.",
    activities="- intervijas\n- darbnīcas\n- platforma",
    costs="Kopā 85 000 EUR: algas 60 000, iekārtas 25 000",
    costs_eur=85000.0,
    partners="Vēl nav zināmi",
    strategy_fit="Atbilst RTU stratēģijas 2. mērķim.",
)


def _written(shape: Layout) -> Document:
    return word.read(form_docx.write(shape), Limits())


def _extracted(document: Document, programme: Programme) -> ApplicationForm:
    assert application_form.identify(document, programme.vocabulary())
    return replace(application_form.extract(document, programme.vocabulary()), evidence={})


def _comparable(form: ApplicationForm) -> ApplicationForm:
    """Without what marks the items of a list, which is no part of an answer."""
    return replace(form, activities=re.sub(r"(?m)^- ", "", form.activities or "") or None)


@pytest.mark.parametrize("language", ["lv", "en"])
class TestWord:
    def test_a_blank_form_is_a_form_without_answers(self, programme: Programme, language: str) -> None:
        assert _extracted(_written(layout(programme, language)), programme) == ApplicationForm()

    def test_what_is_filled_in_is_read_back(self, programme: Programme, language: str) -> None:
        read = _extracted(_written(layout(programme, language, FILLED)), programme)
        institution = programme.institution_name("RTU", language)
        assert _comparable(read) == _comparable(replace(FILLED, institution_text=institution))

    @pytest.mark.parametrize(
        "gone", ["title", "themes", "members", "visitors", "idea", "costs", "partners", "contact", "institution"]
    )
    def test_a_gap_stays_a_gap(self, programme: Programme, language: str, gone: str) -> None:
        empty = ApplicationForm()
        known = replace(FILLED, **{gone: getattr(empty, gone)})
        known = replace(known, costs_eur=None) if gone == "costs" else known
        known = replace(known, institution_text=None) if gone == "institution" else known
        read = _extracted(_written(layout(programme, language, known, {gone})), programme)
        assert getattr(read, gone) == getattr(empty, gone)
        assert read.problem == FILLED.problem


def test_gaps_are_marked_for_the_eye(programme: Programme) -> None:
    content = form_docx.write(layout(programme, "lv", replace(FILLED, title=None), {"title"}))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        body = archive.read("word/document.xml").decode()
    assert body.count("Vēl jāaizpilda") == 1
    assert body.count("FFF2CC") == 1


def test_what_a_team_types_into_the_controls_is_read_back(programme: Programme) -> None:
    """A control that was written into no longer shows its prompt; Word then takes that element and the style away."""
    answers = {"title": "Tilts", "idea": "Ideja.", "member.1.name": "Anna Ozola", "member.1.email": "anna@rtu.lv"}
    content = form_docx.write(layout(programme, "lv"))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode()
    for tag, answer in answers.items():
        pattern = rf'(<w:tag w:val="{re.escape(tag)}"/><w:id [^>]*/>)<w:showingPlcHdr/>(.*?<w:sdtContent>).*?(</w:sdtContent>)'
        written = f"<w:r><w:t>{answer}</w:t></w:r>"
        written = f"<w:tc><w:p>{written}</w:p></w:tc>" if tag == "idea" else written
        body, replaced = re.subn(pattern, rf"\1\2{written}\3", body, count=1, flags=re.DOTALL)
        assert replaced == 1, tag
    read = _extracted(word.read(package({**parts, "word/document.xml": body}), Limits()), programme)
    assert (read.title, read.idea, read.institution) == ("Tilts", "Ideja.", None)
    assert read.members == (Member("Anna Ozola", email="anna@rtu.lv"),)


@pytest.mark.skipif(not libreoffice.installed(), reason="LibreOffice is not installed")
def test_a_form_saved_by_another_program_is_read_back(programme: Programme) -> None:
    content = form_docx.write(layout(programme, "lv", replace(FILLED, partners=None), {"partners"}))
    converted = libreoffice.convert(content, "docx", "Office Open XML Text", to="odt")
    read = _extracted(opendocument.read(converted, Limits()), programme)
    assert _comparable(read) == _comparable(replace(FILLED, partners=None))
