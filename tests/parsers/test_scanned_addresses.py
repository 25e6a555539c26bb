"""What a scan makes of an e-mail address is mended where the university's domain shows it, and only there."""

from __future__ import annotations

import pytest

from parsers.form.scanned import mended_address, shared_domains

DOMAINS = ("lu.lv", "rtu.lv", "lbtu.lv", "llu.lv")


@pytest.mark.parametrize(
    ("misread", "address"),
    [
        ("guntis.ak mensGlu.lv", "guntis.akmens@lu.lv"),
        ("guntis.akmensGlu.l", "guntis.akmens@lu.lv"),
        ("svetlana.petrenko(Glu.lv", "svetlana.petrenko@lu.lv"),
        ("anna.ozola@Ilbtu.lv", "anna.ozola@lbtu.lv"),
        ("anna.ozola©rtu.lv", "anna.ozola@rtu.lv"),
        ("edgars.kauss@rtu.1", "edgars.kauss@rtu.lv"),
        ("inga.murniece@rtulv", "inga.murniece@rtu.lv"),
        ("martins.zvirbulis@1u.lv", "martins.zvirbulis@lu.lv"),
        ("anna.ozola@llu.lv", "anna.ozola@llu.lv"),
        ("anna.ozolaOrtu. Iv.", "anna.ozola@rtu.lv"),
        ("anna.ozola Grtu", "anna.ozola@rtu.lv"),
        ("anna.oz olaErtu.l v", "anna.ozola@rtu.lv"),
        ("anna.ozola@ibtu.tv", "anna.ozola@lbtu.lv"),
        ("anna.ozola „kalna(Olbtu.lv", "anna.ozola.kalna@lbtu.lv"),
    ],
)
def test_a_misread_sign_before_a_known_domain_is_an_at(misread: str, address: str) -> None:
    """A round capital in the place of the at sign, a space, or a letter lost at the cell's edge."""
    assert mended_address(misread, DOMAINS) == address


@pytest.mark.parametrize(
    "written", ["anna.ozola(at)lu.lv", "anna.ozolalu.lv", "anna.ozola@gmail.com", "anna.ozola@", "A, b@lu.lv"]
)
def test_what_the_team_wrote_stays(written: str) -> None:
    """An address that is malformed, or of another domain, is given as it stands."""
    assert mended_address(written, DOMAINS) == written


def test_a_domain_that_two_addresses_have_is_the_team_s() -> None:
    """One address may itself be misread, and a known domain's misreading is no domain."""
    read = ["a.ozola@va.lv", "b.liepa@va.lv", "c.egle@vaa.lv", "d@ibtu.lv", "e@ibtu.lv", "f@va", None]
    assert shared_domains(read, DOMAINS) == ["va.lv"]
