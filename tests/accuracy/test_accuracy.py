"""A small part of the accuracy table, which the tests run each time: a Word file of every layout is read without a miss."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from bot.programme import Programme
from parsers.rules import ReadingRules
from parsers.submission import read
from tests.accuracy import writing
from tests.accuracy.cases import GROUPS, mail, planned, rendered
from tests.accuracy.measure import Board, compare


@pytest.mark.parametrize("number", range(len(writing.LAYOUTS)), ids=writing.LAYOUTS)
def test_every_layout_of_a_form_is_read_without_a_miss(number: int, programme: Programme, rules: ReadingRules) -> None:
    """What a team writes into a form of any layout, and its office into a letter, is what is read."""
    case = planned(programme, number * len(GROUPS) * 5, "docx")
    form = writing.form(case.truth, programme, writing.LAYOUTS[number], random.Random(number))
    if writing.LAYOUTS[number] == "nested":
        rows, total = writing.BUDGETS[0]
        truth = replace(case.truth, costs="\n".join("\t".join(row) for row in rows), costs_eur=total)
        case, form = replace(case, truth=truth), writing.form(truth, programme, "nested", random.Random(number))
    case = replace(case, files=(("form.docx", form), case.files[1]))
    board = Board()
    compare(board, case, read(mail(case), rules))
    assert not board.misses


@pytest.mark.parametrize("group", ["body", "own", "edoc", "drawn"])
def test_other_kinds_of_files_are_read_without_a_miss(group: str, programme: Programme, rules: ReadingRules) -> None:
    """A form in a mail's body, the call's own form, a signed container, and a PDF without rules say what was written."""
    [case] = rendered([planned(programme, 33, group)], group)
    board = Board()
    compare(board, case, read(mail(case), rules))
    assert not board.misses
