"""Who may change an application (pure): people on it, and people of its institution whose mail was authenticated.

A stranger may add a piece that is missing and names project and team, never replace, change or withdraw what is there.
The reference alone opens nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from parsers.authentication import Authentication


class Standing(StrEnum):
    """What a sender is to an application."""

    BELONGS = "belongs"
    STRANGER = "stranger"


def standing(sender: str, people: frozenset[str], domains: Sequence[str], authentication: Authentication) -> Standing:
    """What `sender` is to an application of `people` at an institution with `domains`.

    A known address counts unless its own server says that the mail is not from it; an address of the institution's domain
    counts only where the mail was authenticated.
    """
    if sender in people and not authentication.failed:
        return Standing.BELONGS
    domain = sender.rpartition("@")[2]
    of_institution = any(domain == d or domain.endswith(f".{d}") for d in domains)
    return Standing.BELONGS if of_institution and authentication.passed else Standing.STRANGER
