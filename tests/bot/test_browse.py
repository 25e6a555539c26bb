"""The store in a browser: what is shown, what is kept back, and to whom."""

from __future__ import annotations

import csv
import hashlib
import http.client
import io
import json
import re
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import quote

import pytest
from datasette_auth_passwords.utils import hash_password
from openpyxl import load_workbook

from storage.views import catalogue, questions
from tests.bot.installation import Installation
from tests.bot.site import Answer, Site, browsing, serving
from tests.servers.postgresql import PostgreSQL


def test_the_morning_s_page_says_what_is_new_stuck_and_left(busy_site: Site) -> None:
    page = busy_site.get("/").text
    for said in ("Kas jauns", "e-pasti gaida mūsu lēmumu", "Pieteikšanās beidzās 20.04.2023", "IIP-2023-0502"):
        assert said in page
    assert re.search(
        r'<svg class="chart"[^>]* role="img" aria-labelledby="chart-title">\s*<title id="chart-title">Saņemti 502', page
    )
    assert page.count('<rect x="') > 20
    assert "What is new" in busy_site.get("/", lang="en").text
    for question in questions():
        assert question.title.lv in page
    for hidden in ("raw_messages", "stored_applications", "search_documents"):
        assert hidden not in page
        assert f'href="/intake/{hidden}"' not in busy_site.get("/intake").text


@pytest.mark.parametrize("name", [view.name for view in catalogue()])
def test_every_view_has_a_page_with_labels_in_both_languages(busy_site: Site, name: str) -> None:
    view = next(view for view in catalogue() if view.name == name)
    page = busy_site.get(f"/intake/{name}").text
    assert f"{view.title.lv} / {view.title.en}" in page
    for column in view.columns:
        assert f"{column.label.lv} / {column.label.en}".replace("'", "&#39;") in page
    for link in re.findall(rf'href="(/intake/{name}\?[^"]*)"', busy_site.get("/").text):
        shorter = busy_site.get(link.replace("&amp;", "&"))
        assert shorter.status == 200
        assert f'data-column="{view.columns_in("lv")[0].name}"' in shorter.text or not busy_site.rows(name)
        assert 'data-column="status_en"' not in shorter.text


def test_an_application_s_page_leads_to_its_documents_mails_and_evidence(busy_site: Site) -> None:
    page = busy_site.get("/-/application/iip-2023-0501").text
    numbers = re.findall(r'href="/-/(document|mail)/(\d+)"', page)
    assert {kind for kind, _ in numbers} == {"document", "mail"}
    assert "Anketa.docx" in page
    evidence = busy_site.get("/-/evidence/IIP-2023-0501")
    assert (evidence.status, "Anketa.docx, table" in evidence.text) == (200, True)
    assert (
        '<a href="/-/application/IIP-2023-0501">'
        in busy_site.get("/intake/applications", reference="IIP-2023-0501").text
    )


def test_originals_are_saved_and_never_shown(busy_bot: Installation, busy_site: Site) -> None:
    page = busy_site.get("/-/application/IIP-2023-0501").text
    with closing(sqlite3.connect(busy_bot.folder / "intake.sqlite")) as store:
        for number in re.findall(r'href="/-/document/(\d+)"', page):
            name, sha256 = store.execute(
                "SELECT filename, sha256 FROM stored_documents WHERE id = ?", (number,)
            ).fetchone()
            answer = busy_site.get(f"/-/document/{number}")
            assert hashlib.sha256(answer.body).hexdigest() == sha256
            _assert_saved(answer, name)
        number = re.findall(r'href="/-/mail/(\d+)"', page)[0]
        query = "SELECT raw_messages.content FROM raw_messages JOIN messages USING (sha256) WHERE id = ?"
        answer = busy_site.get(f"/-/mail/{number}")
        assert answer.body == store.execute(query, (number,)).fetchone()[0]
        _assert_saved(answer, f"mail-{number}.eml")


def _assert_saved(answer: Answer, name: str) -> None:
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert f"filename*=UTF-8''{quote(name)}" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/-/document/999999", "There is no document"),
        ("/-/document/3", "Take the whole mail instead"),  # an invented one, whose mail does not have it
        ("/-/mail/999999", "There is no mail"),
        ("/-/application/IIP-2023-9999", "There is no application"),
        ("/-/evidence/IIP-2023-9999", "There is no application"),
        ("/intake/nothing", ""),
    ],
)
def test_what_is_not_there_is_told_so(busy_site: Site, path: str, said: str) -> None:
    answer = busy_site.get(path)
    assert (answer.status, said in answer.text) == (404, True)


def test_bytes_of_mails_are_in_no_table_and_in_no_answer_to_sql(busy_site: Site) -> None:
    for sql in (
        "SELECT content FROM raw_messages",
        "SELECT content FROM outbox",
        "SELECT hex(content) AS content FROM raw_messages",
    ):
        rows = json.loads(busy_site.get("/intake.json", sql=f"{sql} LIMIT 3", _shape="array").body)
        assert {row["content"] for row in rows} <= {None, ""}
    assert "Binary" not in busy_site.get("/intake/raw_messages").text
    assert busy_site.get("/intake.db").status == 403


@pytest.mark.parametrize(
    "sql",
    ["DELETE FROM journal", "ATTACH '/etc/passwd' AS x", "PRAGMA journal_mode = DELETE", "SELECT load_extension('x')"],
)
def test_sql_cannot_write_or_leave_the_store(busy_bot: Installation, busy_site: Site, sql: str) -> None:
    assert busy_site.get("/intake.json", sql=sql).status == 400
    with closing(sqlite3.connect(busy_bot.folder / "intake.sqlite")) as store:
        assert store.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_every_answer_says_what_a_browser_may_do_with_it(busy_site: Site) -> None:
    for path in ("/", "/intake/applications", "/intake/applications.csv", "/intake/applications.json", "/nothing"):
        headers = busy_site.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cache-Control"] == "no-store"


def test_another_site_s_name_that_leads_here_opens_nothing(busy_site: Site) -> None:
    port = busy_site.address.rpartition(":")[2].strip("/")
    for host, status in (("evil.example", 421), (f"evil.example:{port}", 421), (f"localhost:{port}", 200)):
        assert busy_site.get("/", headers={"Host": host}).status == status


def test_only_this_machine_is_served(busy_site: Site) -> None:
    port = int(busy_site.address.rpartition(":")[2].strip("/"))
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in [other for other in others if not str(other).startswith("127.")]:
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((str(address), port), timeout=5)


def test_csv_and_pages_show_what_teams_wrote_as_text(tmp_path: Path) -> None:
    bot = Installation.build(tmp_path)
    bot.run("stats")
    with closing(sqlite3.connect(tmp_path / "intake.sqlite")) as store:
        store.execute("INSERT INTO raw_messages (sha256, content) VALUES ('x', x'')")
        for number, subject in enumerate(
            ("=1+1", "<script>alert(1)</script>", "https://evil.example/", "{{7*7}}"), start=1
        ):
            store.execute("INSERT OR IGNORE INTO raw_messages (sha256, content) VALUES (?, x'')", (str(number),))
            store.execute(
                "INSERT INTO messages (sha256, status, attempts, reason, size, whole, imported, hold_replies, stored_at, sender_name,"
                " sender_address, subject, text, language, troubles) VALUES (?, 'waiting', 1, '', 1, 1, 0, 0, '2023-03-20 10:00:00',"
                " '', 'x@example.org', ?, '', 'lv', '[]')",
                (str(number), subject),
            )
        store.commit()
    with browsing(bot) as site:
        rows = list(csv.DictReader(io.StringIO(site.get("/intake/inbox.csv").text)))
        assert [row["subject"] for row in rows] == [
            "'=1+1",
            "<script>alert(1)</script>",
            "https://evil.example/",
            "{{7*7}}",
        ]
        page = site.get("/intake/inbox").text
        assert "<script>alert" not in page
        assert 'href="https://evil' not in page
        assert "{{7*7}}" in page


def test_the_workbook_is_announced_before_it_is_made_and_one_that_fails_ends_early(tmp_path: Path) -> None:
    bot = Installation.build(tmp_path)
    bot.run("stats")
    with serving(bot) as (site, _):
        with site.begun("/-/export.xlsx") as saving:
            assert re.search(r'filename="export-[\d-]+\.xlsx"', saving.headers["Content-Disposition"])
            names = {sheet.title for sheet in load_workbook(io.BytesIO(saving.read()))}
        assert names == {view.title.lv for view in catalogue()}
        with closing(sqlite3.connect(tmp_path / "intake.sqlite")) as store:
            store.execute("DROP VIEW timeline")
        with site.begun("/-/export.xlsx") as failing:
            assert failing.status == 200
            with pytest.raises(http.client.IncompleteRead):
                failing.read()
    assert "A page could not be shown: OperationalError" in (tmp_path / "browse.log").read_text()


def test_behind_a_proxy_a_password_opens_it(tmp_path: Path, busy_bot: Installation) -> None:
    (tmp_path / "hash").write_text(hash_password("zaļā vārna", iterations=1000) + "\n")
    bot = Installation.build(tmp_path, store=f"sqlite:///{busy_bot.folder / 'intake.sqlite'}")
    with bot.config.open("a") as config:
        config.write(
            f'[browse]\naddress = "https://desk.example/intake/"\npassword_hash_file = "{tmp_path / "hash"}"\n'
        )
    command = [sys.executable, "-m", "bot", "--config", str(bot.config), "browse", "--port", "0"]
    taken = socket.create_server(("127.0.0.1", 0))
    port = taken.getsockname()[1]
    taken.close()
    command[-1] = str(port)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            assert "https://desk.example/intake/" in server.stdout.readline()
            site, host = Site(f"http://127.0.0.1:{port}"), {"Host": "desk.example"}
            for path in (
                "/",
                "/intake/applications",
                "/-/application/IIP-2023-0007",
                "/-/document/3",
                "/-/export.xlsx",
            ):
                refused = site.get(f"/intake{path}", headers=host)
                assert (refused.status, refused.headers["Location"]) == (302, "/intake/-/login"), path
                assert b"IIP-2023" not in refused.body
            form = site.get("/intake/-/login", headers=host)
            token = re.search(r'name="csrftoken" value="([^"]+)"', form.text)
            assert token is not None
            cookie = SimpleCookie(form.headers["Set-Cookie"])
            sent = {**host, "Cookie": f"ds_csrftoken={cookie['ds_csrftoken'].value}"}
            entry = {"username": "organiser", "csrftoken": token[1]}
            wrong = site.get("/intake/-/login", headers=sent, form={**entry, "password": "pelēkā vārna"})
            assert (wrong.status, "ds_actor" in str(wrong.headers)) == (200, False)
            right = site.get("/intake/-/login", headers=sent, form={**entry, "password": "zaļā vārna"})
            assert right.status == 302
            actor = next(
                SimpleCookie(c)["ds_actor"].value for c in right.headers.get_all("Set-Cookie", []) if "ds_actor" in c
            )
            inside = site.get("/intake/", headers={**host, "Cookie": f'ds_actor="{actor}"'})
            assert "IIP-2023-0502" in inside.text
            assert 'href="/intake/-/application/' in inside.text
        finally:
            server.terminate()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('[browse]\naddress = "https://desk.example/"\n', "name a password_hash_file"),
        ('[browse]\npassword_hash_file = "/nowhere/hash"\n', "Mend its path or permissions"),
        ('[browse]\npassword_hash_file = "{config}"\n', "`datasette hash-password` prints one"),
        ('[browse]\naddress = "http://desk.example/"\npassword_hash_file = "x"\n', "address"),
    ],
)
def test_a_mistake_in_the_configuration_is_told(tmp_path: Path, more: str, said: str) -> None:
    bot = Installation.build(tmp_path)
    with bot.config.open("a") as config:
        config.write(more.format(config=bot.config))
    done = bot.run("browse", check=False)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr


def test_a_port_in_use_is_told_with_its_remedy(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        done = Installation.build(tmp_path).run("browse", "--port", str(other.getsockname()[1]), check=False)
    assert (done.returncode, "choose another with --port" in done.stderr) == (1, True), done.stderr


def test_postgresql_names_the_remedy(tmp_path: Path, postgresql: PostgreSQL) -> None:
    done = Installation.build(tmp_path, store=postgresql.new_database()).run("browse", check=False)
    assert (done.returncode, "intake-bot export" in done.stderr) == (2, True), done.stderr
