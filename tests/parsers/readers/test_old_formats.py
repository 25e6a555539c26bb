"""Old formats (.doc, .rtf) are read through LibreOffice; where it is missing, the sender is told what to do."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest

from parsers.document import Document
from parsers.errors import DocumentError, EncryptedDocument, UnreadableDocument
from parsers.limits import Limits
from parsers.readers import legacy_word, libreoffice, opendocument, rtf
from tests.parsers.readers.looks import marked, shown
from tests.parsers.readers.word_files import docx, field, p, r, tbl, tc, tr

needs_libreoffice = pytest.mark.skipif(not libreoffice.installed(), reason="LibreOffice is not installed")
READERS = {"doc": legacy_word.read, "rtf": rtf.read, "odt": opendocument.read}
FORM = (
    p(r("Projekta komanda", "<w:b/>"))
    + p("Universitāte: ", field("FORMTEXT", r("Rīgas Tehniskā universitāte"), "<w:textInput/>"))
    + p("☒ Sadarbība, ", r("pasvītrots", '<w:u w:val="single"/>'), r(" slēpts", "<w:vanish/>"), r(" ķēde"))
    + p("jauns", '<w:del w:id="1" w:author="a"><w:r><w:delText> vecs</w:delText></w:r></w:del>')
    + tbl(
        tr(tc("Komanda", properties='<w:gridSpan w:val="2"/>')),
        tr("Anna Ozola", tc(p("docente,"), tbl(tr("LU", "ĶF")), p(""))),
    ).replace("<w:tblPr/>", '<w:tblPr/><w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/></w:tblGrid>')
    + p("beigas")
)


@pytest.fixture(scope="module")
def converted() -> dict[str, Document]:
    source = docx(FORM)
    return {
        suffix: read(libreoffice.convert(source, "docx", "Office Open XML Text", to=suffix), Limits())
        for suffix, read in READERS.items()
    }


@needs_libreoffice
@pytest.mark.parametrize("suffix", READERS)
def test_a_converted_form_says_what_the_form_says(converted: dict[str, Document], suffix: str) -> None:
    document = converted[suffix]
    assert shown(document.blocks) == [
        "Projekta komanda",
        "Universitāte: Rīgas Tehniskā universitāte",
        "☒ Sadarbība, pasvītrots ķēde",
        "jauns",
        [[("Komanda", 1, 2)], ["Anna Ozola", ["docente,", [["LU", "ĶF"]]]]],
        "beigas",
    ]
    heading, entered, choice, *_ = document.blocks
    assert heading.heading  # type: ignore[union-attr]  # a paragraph
    assert marked(entered.spans)[-1] == ("Rīgas Tehniskā universitāte", {"filled"})  # type: ignore[union-attr]  # likewise
    assert ("pasvītrots", {"underline"}) in marked(choice.spans)  # type: ignore[union-attr]  # likewise


@needs_libreoffice
def test_legacy_tick_boxes_survive_in_a_doc() -> None:
    boxes = [
        p(
            field(
                "FORMCHECKBOX", "", f'<w:name w:val="c{state}"/><w:checkBox><w:checked w:val="{state}"/></w:checkBox>'
            ),
            " A",
        )
        for state in (1, 0)
    ]
    content = libreoffice.convert(docx("".join(boxes)), "docx", "Office Open XML Text", to="doc")
    assert shown(legacy_word.read(content, Limits()).blocks) == ["☒ A", "☐ A"]


@needs_libreoffice
def test_an_rtf_form_field_is_read() -> None:
    box = r"{\field{\*\fldinst { FORMCHECKBOX {\*\formfield{\fftype1\ffres25{\*\ffname C}\ffdefres0\ffres1}}}}{\fldrslt }}"
    content = rf"{{\rtf1\ansi\ansicpg1257{{\fonttbl{{\f0 Arial;}}}}{box} R\'eegas\par}}".encode("ascii")
    assert rtf.read(content, Limits()).text == "☒ Rīgas"


@needs_libreoffice
@pytest.mark.parametrize(
    "content", [b"", b"{\\rtf1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"\x7fELF" * 50]
)
@pytest.mark.parametrize("read", [legacy_word.read, rtf.read])
def test_damaged_files_end_in_a_document_or_an_error(read: object, content: bytes) -> None:
    with suppress(DocumentError):
        assert not read(content, Limits()).text  # type: ignore[operator]  # one of the readers


@needs_libreoffice
def test_nothing_is_left_behind_after_a_time_out() -> None:
    with pytest.raises(UnreadableDocument, match="too long"):
        libreoffice.convert(b"{\\rtf1 x}", "rtf", "Rich Text Format", seconds=0.05)
    assert not _folders(os.getpid())
    assert not _running(os.getpid())


@needs_libreoffice
def test_it_dies_with_the_process_that_asked_and_its_folder_goes_with_the_next() -> None:
    code = (
        "from parsers.readers import libreoffice\n"
        "while True: libreoffice.convert(b'{\\\\rtf1 x}', 'rtf', 'Rich Text Format')"
    )
    asker = subprocess.Popen([sys.executable, "-c", code])
    try:
        _wait(lambda: _running(asker.pid))
    finally:
        asker.kill()
        asker.wait()
    _wait(lambda: not _running(asker.pid))
    libreoffice.convert(b"{\\rtf1 x}", "rtf", "Rich Text Format")
    assert not _folders(asker.pid)


@needs_libreoffice
def test_a_word_95_file_is_read(corpora: Path) -> None:
    (file,) = corpora.glob("office/**/Word95.doc")
    assert legacy_word.read(file.read_bytes(), Limits()).text.startswith("The quick brown fox")


@pytest.mark.parametrize("name", ["password_tika_binaryrc4.doc"])
def test_an_encrypted_doc_needs_a_password(corpora: Path, name: str) -> None:
    (file,) = corpora.glob(f"office/**/{name}")
    with pytest.raises(EncryptedDocument):
        legacy_word.read(file.read_bytes(), Limits())


class TestWithoutLibreOffice:
    @pytest.fixture(autouse=True)
    def _nothing_installed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(libreoffice, "installed", lambda: False)

    def test_a_doc_is_refused_in_words_that_help(self, corpora: Path) -> None:
        (file,) = corpora.glob("office/**/Word95.doc")
        with pytest.raises(UnreadableDocument, match=r"save it as \.docx or PDF"):
            legacy_word.read(file.read_bytes(), Limits())

    def test_an_rtf_is_read_with_its_tables(self) -> None:
        rows = "".join(
            rf"\trowd\cellx1000\cellx2000 {a}\cell {b}\cell\row" for a, b in (("Nr.", "Anna"), ("2.", "Vita"))
        )
        content = rf"{{\rtf1\ansi\ansicpg1257 R\'eegas\par {rows}\pard beigas\par}}".encode("ascii")
        assert shown(rtf.read(content, Limits()).blocks) == ["Rīgas", [["Nr.", "Anna"], ["2.", "Vita"]], "beigas"]

    @pytest.mark.parametrize(
        "part", [r"{\deleted vecs}", r"{\v slepts}", r"{\field{\*\fldinst FORMCHECKBOX}{\fldrslt }}"]
    )
    def test_an_rtf_beyond_plain_text_is_refused(self, part: str) -> None:
        with pytest.raises(UnreadableDocument, match="reliably"):
            rtf.read(rf"{{\rtf1 jauns {part}\par}}".encode("ascii"), Limits())


def _folders(owner: int) -> list[Path]:
    return list(Path(tempfile.gettempdir()).glob(f"intake-bot-office-{owner}-*"))


def _running(owner: int) -> list[Path]:
    """The programs that were started for a process, told by the folder in their arguments."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            arguments = (process / "cmdline").read_bytes()
        except OSError:  # it ended meanwhile
            continue
        if f"intake-bot-office-{owner}-".encode() in arguments:
            found.append(process)
    return found


def _wait(condition: object, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]  # a function without arguments
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
