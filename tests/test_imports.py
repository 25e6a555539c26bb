"""The arrows of the architecture: parsers and storage know neither the bot nor each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FORBIDDEN = {"parsers": {"bot", "storage"}, "storage": {"bot", "parsers"}}
# What reads bytes has no business with the network, a database or a scheduler.
FOREIGN = {"parsers": {"sqlalchemy", "imapclient", "smtplib", "imaplib", "apscheduler", "requests", "urllib3", "httpx"}}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("package", sorted(FORBIDDEN))
def test_a_package_imports_nothing_from_above_or_beside_it(package: str) -> None:
    modules = sorted((ROOT / package).rglob("*.py"))
    assert modules
    forbidden = FORBIDDEN[package] | FOREIGN.get(package, set())
    broken = [
        f"{path.relative_to(ROOT)} imports {name}" for path in modules for name in imported(path) if name in forbidden
    ]
    assert broken == []
