"""The blank form of a call: what is filled into it is read back without loss."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from typer.testing import CliRunner

from bot.cli import cli
from bot.forms import blank_form
from bot.forms import pdf_form as form_pdf
from bot.forms import word_form as form_docx
from bot.forms.layout import Layout, layout
from bot.programme import Programme
from parsers import application_form
from parsers.content import ApplicationForm, Contact, Member
from parsers.document import Document
from parsers.limits import Limits
from parsers.readers import libreoffice, opendocument, pdf, word
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


def _as_word(shape: Layout) -> Document:
    return word.read(form_docx.write(shape), Limits())


def _as_pdf(shape: Layout) -> Document:
    return pdf.read(form_pdf.write(shape), Limits())


def _extracted(document: Document, programme: Programme) -> ApplicationForm:
    assert application_form.identify(document, programme.vocabulary())
    return replace(application_form.extract(document, programme.vocabulary()), evidence={})


def _comparable(form: ApplicationForm) -> ApplicationForm:
    """Without what marks the items of a list, which is no part of an answer."""
    return replace(form, activities=re.sub(r"(?m)^- ", "", form.activities or "") or None)


@pytest.mark.parametrize("language", ["lv", "en"])
@pytest.mark.parametrize("written", [_as_word, _as_pdf])
class TestReading:
    def test_a_blank_form_is_a_form_without_answers(
        self, programme: Programme, language: str, written: Callable[[Layout], Document]
    ) -> None:
        assert _extracted(written(layout(programme, language)), programme) == ApplicationForm()

    def test_what_is_filled_in_is_read_back(
        self, programme: Programme, language: str, written: Callable[[Layout], Document]
    ) -> None:
        read = _extracted(written(layout(programme, language, FILLED)), programme)
        institution = programme.institution_name("RTU", language)
        assert _comparable(read) == _comparable(replace(FILLED, institution_text=institution))

    @pytest.mark.parametrize(
        "gone", ["title", "themes", "members", "visitors", "idea", "costs", "partners", "contact", "institution"]
    )
    def test_a_gap_stays_a_gap(
        self, programme: Programme, language: str, gone: str, written: Callable[[Layout], Document]
    ) -> None:
        empty = ApplicationForm()
        known = replace(FILLED, **{gone: getattr(empty, gone)})
        known = replace(known, costs_eur=None) if gone == "costs" else known
        known = replace(known, institution_text=None) if gone == "institution" else known
        read = _extracted(written(layout(programme, language, known, {gone})), programme)
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


def test_what_a_team_types_into_a_pdf_is_read_back(programme: Programme) -> None:
    """A viewer saves values as an update after the file, and leaves the appearances to the next viewer."""
    answers = {"title": "Šķērsiela", "member.1.name": "Anna Ozola", "costs": "85 000 EUR", "institution": "RTU"}
    writer = IncrementalPdfFileWriter(BytesIO(form_pdf.write(layout(programme, "lv"))))
    for reference in writer.root["/AcroForm"]["/Fields"]:
        field = reference.get_object()
        if field["/T"] in answers:
            field["/V"] = generic.pdf_string(answers[field["/T"]])
            writer.update_container(field)
    saved = BytesIO()
    writer.write(saved)
    read = _extracted(pdf.read(saved.getvalue(), Limits()), programme)
    assert (read.title, read.institution, read.costs_eur) == ("Šķērsiela", "RTU", 85000.0)
    assert read.members == (Member("Anna Ozola"),)


@pytest.mark.parametrize("file_format", ["docx", "pdf"])
def test_no_answer_keeps_a_form_from_being_written(programme: Programme, file_format: blank_form.FormFormat) -> None:
    strange = replace(FILLED, title="a\x00\x0b\ud800\ufffe<&>\"'", idea="(" * 1000 + "\\)\r\n🎓", visitors=("x",) * 40)
    assert blank_form.write(programme, "lv", file_format, strange).content


@pytest.mark.parametrize(("file_format", "begins"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_a_form_has_a_name_and_a_type(programme: Programme, file_format: blank_form.FormFormat, begins: bytes) -> None:
    file = blank_form.write(programme, "en", file_format)
    assert file.filename == f"Application form IIP 2023.{file_format}"
    assert file.content.startswith(begins)


def test_the_command_writes_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(cli, ["form", "--docx", "--pdf", "--lang", "lv"]).exit_code == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "Pieteikuma anketa IIP 2023.docx",
        "Pieteikuma anketa IIP 2023.pdf",
    ]


@pytest.mark.skipif(not libreoffice.installed(), reason="LibreOffice is not installed")
def test_a_form_saved_by_another_program_is_read_back(programme: Programme) -> None:
    content = form_docx.write(layout(programme, "lv", replace(FILLED, partners=None), {"partners"}))
    converted = libreoffice.convert(content, "docx", "Office Open XML Text", to="odt")
    read = _extracted(opendocument.read(converted, Limits()), programme)
    assert _comparable(read) == _comparable(replace(FILLED, partners=None))
