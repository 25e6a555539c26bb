"""Links that stand in for an attachment, and links that do not."""

from __future__ import annotations

import pytest

from parsers import cloud_links


@pytest.mark.parametrize(
    "link",
    [
        "https://docs.google.com/document/d/1AbC/edit?usp=sharing",
        "https://drive.google.com/file/d/1xYz/view",
        "https://drive.google.com/drive/folders/1xYz",
        "https://lulv-my.sharepoint.com/:w:/g/personal/anna_ozola_lu_lv/EaBc?e=x1",
        "https://1drv.ms/w/s!AbCdEf",
        "https://onedrive.live.com/?id=ABC%21123&cid=ABC",
        "https://www.dropbox.com/scl/fi/abc123/Anketa.docx?rlkey=x&dl=0",
        "https://we.tl/t-AbCdEf123",
        "https://wetransfer.com/downloads/abc/def",
        "https://failiem.lv/u/abcdef123",
        "https://lv.files.fm/u/abcdef123",
        "https://www.icloud.com/iclouddrive/0abC#Anketa",
        "https://mega.nz/file/AbC#key",
        "https://cloud.rtu.lv/index.php/s/aBcDeFgHiJkLmNo",
        "https://nextcloud.lbtu.lv/s/aBcDeFgHiJkLmNo",
        "https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwe.tl%2Ft-AbC&data=05",
        "failiem.lv/u/abcdef123",
    ],
)
def test_link_to_a_file_in_a_cloud_is_found(link: str) -> None:
    assert len(cloud_links.find(f"Labdien! Anketa šeit: {link}, paldies.")) == 1
    assert cloud_links.find(f"<{link}>")


@pytest.mark.parametrize(
    "link",
    [
        "https://www.lu.lv/par-mums/",
        "https://rbs.lv/izglitibas-inovaciju-programma",
        "https://www.rtu.lv/lv/fakultates",
        "https://www.dropbox.com/",
        "https://www.google.com/maps/place/Riga",
        "https://maps.app.goo.gl/abc",
        "https://teams.microsoft.com/l/meetup-join/19%3a",
        "https://zoom.us/j/123456789",
        "https://www.linkedin.com/in/anna-ozola/",
        "https://wetransfer.com/",
        "https://www.facebook.com/s/x",
        "anna.ozola@drive.google.com",
    ],
)
def test_other_links_are_none(link: str) -> None:
    assert cloud_links.find(f"Labdien! {link} Ar cieņu") == ()


def test_a_megabyte_of_text_is_searched_at_once() -> None:
    for filler in ("a", "https://", "<", " ", "a.", "http://a."):
        assert cloud_links.find(filler * (1_000_000 // len(filler))) == ()
