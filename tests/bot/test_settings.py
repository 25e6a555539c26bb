"""config.toml is checked whole, and every problem names key, value and mend."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.settings import endpoint, load

SMALLEST = """
[mailbox]
url = "maildir:mail"
address = "innovationeducation@rbs.lv"
[outgoing]
url = "maildir:out"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_smallest_configuration_is_enough(tmp_path: Path) -> None:
    settings = load(written(tmp_path, SMALLEST))
    assert settings.programme == "iip-2023"
    assert settings.store.url == "sqlite:///intake.sqlite"


def test_the_example_is_valid() -> None:
    load(Path(__file__).parents[2] / "config.example.toml")


def test_all_problems_are_told_at_once_with_key_value_and_mend(tmp_path: Path) -> None:
    text = """
[mailbox]
url = "imap://mail.example.org/INBOX"
address = "nobody"
pol_seconds = 10
[outgoing]
url = "ftp://example.org"
[parsing]
workers = 0
"""
    with pytest.raises(ConfigurationError) as raised:
        load(written(tmp_path, text))
    told = str(raised.value)
    assert "5 problems" in told
    assert "mailbox.url = 'imap://mail.example.org/INBOX'" in told
    assert "use imaps://" in told
    assert "mailbox.address = 'nobody'" in told
    assert "mailbox.pol_seconds: there is no such setting" in told
    assert "outgoing.url = 'ftp://example.org'" in told
    assert "parsing.workers = 0" in told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[mailbox\n", "not valid TOML"),
        ("", "mailbox: is missing"),
        (SMALLEST.replace("maildir:mail", "maildir:"), "names no folder"),
        (SMALLEST + '[store]\nurl = "x"\nuser = "y"\n', "store.user: there is no such setting"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        load(written(tmp_path, text))


def test_a_file_that_is_not_there_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"Copy config\.example\.toml"):
        load(tmp_path / "none.toml")


def test_a_password_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_BOT__MAILBOX__PASSWORD", "from-environment")
    settings = load(written(tmp_path, SMALLEST))
    assert settings.mailbox.secret() == "from-environment"
    assert "from-environment" not in repr(settings)


def test_a_password_comes_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("from-file\n")
    text = SMALLEST.replace("[outgoing]", f'password_file = "{tmp_path / "password"}"\n[outgoing]')
    assert load(written(tmp_path, text)).mailbox.secret() == "from-file"


def test_two_passwords_are_refused(tmp_path: Path) -> None:
    text = SMALLEST.replace("[outgoing]", 'password = "a"\npassword_file = "b"\n[outgoing]')
    with pytest.raises(ConfigurationError, match="keep one"):
        load(written(tmp_path, text))


def test_since_may_be_a_day(tmp_path: Path) -> None:
    text = SMALLEST.replace("[outgoing]", "since = 2023-01-01\n[outgoing]")
    assert load(written(tmp_path, text)).mailbox.since == datetime(2023, 1, 1)  # noqa: DTZ001 - the zone is the programme's


def test_a_url_is_taken_apart() -> None:
    parts = endpoint("imaps://user%40example.org@mail.example.org:993/Projects/2023")
    assert (parts.scheme, parts.host, parts.port) == ("imaps", "mail.example.org", 993)
    assert (parts.user, parts.path) == ("user@example.org", "Projects/2023")
