"""An application's originals in a folder: every byte as it came, and no name that leads anywhere or runs anything."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path

import pytest

from bot import application_record, rounds
from bot import settings as settings_module
from bot.app import App
from bot.demonstration import documents
from bot.demonstration.mails import teams
from bot.desk import handing_out
from bot.programme import Programme
from tests.bot.installation import Installation
from tests.parsers.signing import zipped

PROGRAM = b"MZ\x90\x00" + b"\x00" * 200
PAGE = b"<!DOCTYPE html><html><body><script>alert(1)</script><p>Labdien, te ir lapa</p></body></html>"
REFERENCE = "IIP-2023-0001"


def mail(*files: tuple[str | None, bytes], number: int = 1) -> bytes:
    message = EmailMessage(SMTP)
    message["Received"] = "from mail.lu.lv by mx.rbs.example; Mon, 20 Mar 2023 10:15:00 +0200"
    message["From"], message["To"] = "Elīna Smildziņa <elina.smildzina@lu.lv>", "innovationeducation@rbs.lv"
    message["Subject"], message["Date"] = f"Pieteikums {number}", "Mon, 20 Mar 2023 10:15:00 +0200"
    message["Message-ID"] = f"<{number}@lu.lv>"
    message.set_content("Labdien! Pielikumā pieteikums.")
    for name, content in files:
        message.add_attachment(content, "application", "octet-stream", filename=name or "")
    return message.as_bytes()


@pytest.fixture(scope="module")
def form(programme: Programme) -> bytes:
    return documents.word_form(teams()["darbnica"], programme)


def installed(folder: Path, *raws: bytes) -> Installation:
    bot = Installation.build(folder)
    bot.deliver(*raws)
    return bot


def handed_out(bot: Installation, folder: Path, *, mails: bool = False, polled: bool = True) -> dict[str, bytes]:
    """The files that come of it, by their names."""
    with App(settings_module.load(bot.config)) as app:
        if polled:
            rounds.run(app)
        with app.store.reading() as session:
            application = application_record.find(session, REFERENCE)
            list(handing_out.write(application, folder, app.workers, app.rules, mails=mails))
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_hostile_names_stay_in_the_folder_and_are_legible(tmp_path: Path, form: bytes) -> None:
    bot = installed(
        tmp_path / "bot",
        mail(
            ("../../../tmp/Anketa.docx", form),
            ("C:\\Windows\\system32\\CON.docx", form + b"\0"),
            ("vēstule\u202efdp.exe", PROGRAM),
            ("deleģējums.pdf.exe", PROGRAM + b"1"),
            ("....", b"Labdien, te ir teksts par neko."),
            ("lapa;rm -rf $HOME`x`|.html", PAGE),
            ("ļ" * 4000 + ".txt", b"Labdien, te ir cits teksts."),
            ("Anketa.docx", b"Labdien, te ir teksts, kas izliekas par anketu."),
        ),
    )
    folder = tmp_path / "out" / "deeper"
    found = handed_out(bot, folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bot", "out"]
    assert set(found) == {
        "1-1 Anketa.docx",
        "1-2 CON.docx",
        "1-3 vēstulefdp.exe.bin",
        "1-4 deleģējums.pdf.exe.bin",
        "1-5 file.txt",
        "1-6 lapa_rm -rf _HOME_x_.html.txt",
        f"1-7 {'ļ' * 60}.txt",
        "1-8 Anketa.docx.txt",
    }
    assert found["1-1 Anketa.docx"] == form
    assert found["1-4 deleģējums.pdf.exe.bin"] == PROGRAM + b"1"


def test_what_lay_in_a_container_comes_with_the_container_that_may_hold_its_signature(
    tmp_path: Path, form: bytes
) -> None:
    inside = [("mimetype", b"application/vnd.etsi.asic-e+zip"), ("Anketa.docx", form)]
    inside.append(("META-INF/manifest.xml", b"<manifest/>"))
    inside.append(("META-INF/signatures0.xml", b"<asic/>"))
    container = zipped(inside)
    found = handed_out(installed(tmp_path / "bot", mail(("Pieteikums.edoc", container))), tmp_path / "out")
    assert set(found) == {"1-1 Pieteikums.edoc", "1-2 Anketa.docx"}
    assert found["1-1 Pieteikums.edoc"] == container
    with zipfile.ZipFile(BytesIO(found["1-1 Pieteikums.edoc"])) as opened:
        assert opened.read("Anketa.docx") == found["1-2 Anketa.docx"] == form


def test_again_into_the_same_folder_writes_nothing_twice_and_overwrites_nothing(tmp_path: Path, form: bytes) -> None:
    raw = mail(("Anketa.docx", form))
    bot = installed(tmp_path / "bot", raw)
    folder = tmp_path / "out"
    first = handed_out(bot, folder, mails=True)
    assert first == {"1-1 Anketa.docx": form, "1 mail.eml": raw}
    (folder / "1-1 Anketa.docx").write_bytes(b"somebody's own notes")
    (folder / "1 mail.eml").unlink()
    (folder / "1 mail.eml").symlink_to(tmp_path / "elsewhere")
    again = handed_out(bot, folder, mails=True, polled=False)
    assert again == {
        "1-1 Anketa.docx": b"somebody's own notes",
        "1-1 Anketa (2).docx": form,
        "1 mail (2).eml": raw,
    }
    assert not (tmp_path / "elsewhere").exists()


def test_what_was_erased_is_named_and_the_rest_is_written(tmp_path: Path, form: bytes) -> None:
    later = mail(("Anketa_2.docx", form + b"\0"), number=2)
    bot = installed(tmp_path / "bot", mail(("Anketa.docx", form)), later)
    with App(settings_module.load(bot.config)) as app:
        rounds.run(app)
        with app.store.begin() as session:
            message = application_record.find(session, REFERENCE).messages[0]
            message.raw.content, message.raw.erased_at = b"", app.clock()
            session.commit()
    done = bot.run("files", REFERENCE, "--to", str(tmp_path / "out"))
    assert "its bytes were erased" in done.stdout
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["2-1 Anketa_2.docx"]
    assert "handed_out: 1 file" in bot.run("journal", REFERENCE).stdout
