"""docs/store.md tells every view, column and question as they are."""

from __future__ import annotations

from pathlib import Path

from storage.views import catalogue, questions

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "store.md").read_text("utf-8")


def test_every_view_column_and_question_is_told() -> None:
    for view in catalogue():
        assert f"### {view.name}: {view.title.lv} / {view.title.en}" in PAGE
        for column in view.columns:
            assert f"| `{column.name}` | {column.label.lv} | {column.label.en} |" in PAGE
    for question in questions():
        assert question.title.lv in PAGE
        assert question.title.en in PAGE
        assert question.sql in PAGE
