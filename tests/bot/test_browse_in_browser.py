"""The site as Chromium shows it: every page opens, a question in Latvian is answered, a document is saved."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from storage.views import catalogue, questions
from tests.bot.site import Site

# What makes a page hard to read: words without contrast (WCAG 2, 1.4.3), a page wider than the window.
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium is here; apt-get install chromium to run this test")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1200, "height": 900}, accept_downloads=True)
        page.set_default_timeout(60_000)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("requestfailed", lambda request: faults.append(f"{request.url}: {request.failure}"))
        yield page
        browser.close()
    assert [fault for fault in faults if "ERR_ABORTED" not in fault] == []  # a download aborts the visit that began it


def visit(page: Page, site: Site, path: str) -> None:
    answer = page.goto(site.address.rstrip("/") + path)
    assert answer is not None
    assert answer.status == 200, path


def test_every_page_opens(page: Page, busy_site: Site) -> None:
    paths = ["/", "/?lang=en", "/intake", "/-/application/IIP-2023-0501", "/-/application/IIP-2023-0501?lang=en"]
    paths += [f"/intake/{view.name}" for view in catalogue()]
    paths += [f"/intake/{question.name}" for question in questions()]
    for path in [*paths, "/-/evidence/IIP-2023-0501"]:
        visit(page, busy_site, path)
        assert page.locator("h1").first.inner_text().strip(), path


def test_a_view_s_columns_are_told_in_both_languages(page: Page, busy_site: Site) -> None:
    visit(page, busy_site, "/")
    page.get_by_role("link", name="Trūkumi", exact=True).click()
    assert page.locator("th.col-finding_lv .column-label").inner_text() == "Trūkums / Finding (in Latvian)"
    assert page.locator("th.col-finding_en").count() == 0
    page.get_by_role("link", name="nav deleģējuma").first.click()  # a facet
    page.wait_for_url(lambda url: "finding_lv=nav+dele" in url)
    page.locator("td.col-finding_lv").first.wait_for()
    assert set(page.locator("td.col-finding_lv").all_inner_texts()) == {"nav deleģējuma"}


def test_a_question_with_a_latvian_word_is_answered(page: Page, busy_site: Site) -> None:
    visit(page, busy_site, "/")
    page.get_by_label("Kur pieminēts šis vārds?").fill("ērgļlīgzds")
    page.get_by_role("button", name="Meklēt").click()
    page.locator("td.col-reference").first.wait_for()
    rows = page.locator("td.col-reference").all_inner_texts()
    assert "«Ērgļlīgzds»" in page.locator("td.col-excerpt").first.inner_text()
    page.locator("td.col-reference a").first.click()
    assert page.locator("h1").inner_text().startswith(rows[0])
    assert "Ērgļlīgzds" in page.locator("table").first.inner_text()


def test_a_document_is_saved_under_its_name(page: Page, busy_site: Site, tmp_path: Path) -> None:
    visit(page, busy_site, "/-/application/IIP-2023-0501")
    with page.expect_download() as saving:
        page.get_by_role("link", name="Anketa.docx").click()
    assert saving.value.suggested_filename == "Anketa.docx"
    saving.value.save_as(tmp_path / "Anketa.docx")
    assert (tmp_path / "Anketa.docx").read_bytes()[:4] == b"PK\x03\x04"


def test_a_document_with_a_latvian_name_keeps_it(page: Page, busy_site: Site) -> None:
    visit(page, busy_site, "/-/application/IIP-2023-0501")
    link = page.locator("a[href^='/-/document/']", has_text="Deleģējum")
    with page.expect_download() as saving:
        link.first.click()
    assert "Deleģējum" in saving.value.suggested_filename


@pytest.mark.parametrize("path", ["/", "/-/application/IIP-2023-0501"])
def test_our_pages_fit_a_phone_and_name_their_chart(page: Page, busy_site: Site, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    visit(page, busy_site, path)
    assert page.evaluate(WIDER) <= 0
    page.set_viewport_size({"width": 1200, "height": 900})
    if path == "/":
        assert page.get_by_role("img", name="Saņemti 502 pieteikumi").count() == 1
