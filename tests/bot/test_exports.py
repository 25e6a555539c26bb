"""Exports are typed, whole, in the reader's language, and never compute what a team wrote."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.exports import files, reading
from bot.exports.cells import cell, looks_like_formula
from bot.programme import Programme
from parsers.text import one_line
from storage import Store
from storage.models import Application
from storage.views import catalogue
from tests.bot import many_applications
from tests.bot.installation import Installation

FORMULAS = (
    "=1+41", "+1+41", "-1-41", "@SUM(1;41)", "\t=1+41", "\r=1+41", "  =1+41", '"=1+41"', "'=1+41", "＝1+41", "＋1+41", "－1",
    "＠SUM(1)", "„=1+41”", "\u00a0=1+41", "\u200b=1+41", "=HYPERLINK(\"http://x.example\";\"Spied\")", "#REF!", "=cmd|' /C calc'!A0",
)  # fmt: skip
PLAIN = ("Vakara darbnīca", "1+1 ir divi", "a=b", "3. seminārs", "IIP-2023-0001", "5 - 6", "")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, programme: Programme) -> Store:
    """A store whose teams have titles like formulas."""
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('exports') / 'intake.sqlite'}")
    many_applications.fill(store, programme, len(FORMULAS))
    with store.begin() as session:
        for application, formula in zip(session.query(Application), FORMULAS, strict=True):
            application.title = formula
        session.commit()
    return store


def export(store: Store, form: files.Format, to: Path, language: str = "lv") -> Path:
    with store.reading() as session:
        files.write(form, to, reading.sheets(session, catalogue()), language)
    return to


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_may_compute_is_known(text: str) -> None:
    assert looks_like_formula(text)
    assert looks_like_formula(one_line(text))


@pytest.mark.parametrize("text", PLAIN)
def test_what_it_may_not_is_left_alone(text: str) -> None:
    assert not looks_like_formula(text)


def test_a_workbook_shows_text_to_openpyxl(store: Store, tmp_path: Path) -> None:
    sheet = load_workbook(export(store, "xlsx", tmp_path / "e.xlsx"))["Pieteikumi"]
    titles = [row[1] for row in sheet.iter_rows(min_row=2)]
    assert len(titles) == len(FORMULAS)
    assert {cell.data_type for cell in titles} == {"s"}
    assert all(cell.quotePrefix for cell in titles)
    assert titles[0].value == "=1+41"


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_spreadsheet_program_shows_text(store: Store, tmp_path: Path, form: files.Format) -> None:
    """LibreOffice opens the export, saves it as OpenDocument and as CSV again: the same words, and no result of a formula."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not here; apt-get install libreoffice-calc-nogui to run this test")
    exported = export(store, form, tmp_path / f"export.{form}")
    source = exported if form == "xlsx" else exported / "applications.csv"
    for step, target in enumerate(
        ("ods", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1")
    ):
        folder = tmp_path / str(step)
        command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to"]
        subprocess.run(
            [*command, target, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=300
        )
        source = next(folder.iterdir())
    rows = list(csv.reader(io.StringIO(source.read_text("utf-8-sig"))))
    titles = [row[1] for row in rows[1:]]
    assert len(titles) == len(FORMULAS)
    assert not {"42", "-42", "Err:508", "#NAME?", "#REF!"} & set(titles) - ({"#REF!"} if form == "xlsx" else set())
    assert titles[0] == ("=1+41" if form == "xlsx" else "'=1+41")


def test_a_workbook_has_types_filters_and_a_frozen_heading(store: Store, tmp_path: Path) -> None:
    sheet = load_workbook(export(store, "xlsx", tmp_path / "e.xlsx"))["Pieteikumi"]
    heading = [cell.value for cell in sheet[1]]
    first = dict(zip(heading, sheet[2], strict=True))
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", f"A1:{sheet.dimensions.partition(':')[2]}")
    assert isinstance(first["Izmaksas, EUR"].value, int | float)
    assert isinstance(first["Saņemts"].value, datetime)
    assert first["Saņemts"].number_format == "dd.mm.yyyy hh:mm"
    assert isinstance(first["Pieteikšanās termiņš"].value, datetime)
    assert first["Statuss"].value in ("pilnīgs", "nepilnīgs", "pēc termiņa", "atsaukts")
    assert not [label for label in heading if "kods" in str(label) or "angliski" in str(label)]
    assert all(10 <= sheet.column_dimensions[column].width <= 48 for column in ("A", "B", "C"))


def test_english_is_a_choice(store: Store, tmp_path: Path) -> None:
    workbook = load_workbook(export(store, "xlsx", tmp_path / "e.xlsx", "en"))
    assert workbook.sheetnames[:3] == ["Applications", "Team members", "Open findings"]
    assert {"Reference", "Status"} <= {cell.value for cell in workbook["Applications"][1]}


def test_json_has_every_column_as_it_is(store: Store, tmp_path: Path) -> None:
    content = json.loads(export(store, "json", tmp_path / "e.json").read_bytes())
    assert list(content) == [view.name for view in catalogue()]
    assert [row["title"] for row in content["applications"]] == list(FORMULAS)
    assert list(content["applications"][0]) == [column.name for column in catalogue()[0].columns]


def test_nothing_half_written_is_left_where_an_export_fails(tmp_path: Path, store: Store) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "kept.txt").write_text("mine")
    with pytest.raises(Exception, match="Name another place with --to"):
        export(store, "csv", tmp_path / "full")
    assert [path.name for path in tmp_path.iterdir()] == ["full"]
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["kept.txt"]


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--view", "aplications"), 6, "There is no view aplications"),
        (("--lang", "de"), 1, "Choose lv or en"),
        (("--csv", "--json"), 1, "one format"),
        (("--to", "nowhere/at/all.xlsx"), 1, "Name another place"),
    ],
)
def test_a_mistake_is_told_with_its_remedy(tmp_path: Path, options: tuple[str, ...], code: int, said: str) -> None:
    bot = Installation.build(tmp_path)
    done = bot.run("export", *options, check=False)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr


def test_an_export_that_nobody_watches_says_only_what_it_wrote(tmp_path: Path) -> None:
    """The bar that shows how far it is belongs to a terminal."""
    bot = Installation.build(tmp_path)
    done = bot.run("export", "--json", "--view", "timeline", "--to", str(tmp_path / "e.json"))
    assert (done.stdout.strip(), done.stderr) == (f"{tmp_path / 'e.json'} written: Notikumi.", "")


def test_an_export_is_its_owner_s_alone(store: Store, tmp_path: Path) -> None:
    for form in ("xlsx", "json", "csv"):
        assert export(store, form, tmp_path / form).stat().st_mode & 0o077 == 0


@given(st.text(max_size=40))
def test_a_cell_is_one_clean_line_whatever_a_team_wrote(text: str) -> None:
    column = catalogue()[0].columns[1]
    assert cell(text, column, "lv") == one_line(text, 32_000)
