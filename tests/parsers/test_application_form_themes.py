"""Which themes a form chooses, however it shows its choice."""

from __future__ import annotations

import pytest

from parsers.application_form import extract
from parsers.document import Block
from parsers.rules import ReadingRules
from tests.parsers.form_builders import THEMES, blocks, document, paragraph, table

LV = tuple(THEMES["lv"].values())
EN = tuple(THEMES["en"].values())
FIRST, SECOND, THIRD = ("student_experience",), ("collaboration",), ("strategic_goals",)

CHOICES: dict[str, tuple[str | tuple[str | Block, ...] | Block, tuple[str, ...]]] = {
    "boxes": (f"☐ {LV[0]}\n☒ {LV[1]}\n☐ {LV[2]}", SECOND),
    "circles": (f"○ {LV[0]}\n● {LV[1]}\n○ {LV[2]}", SECOND),
    "circles, the full one left out as a bullet": (f"○ {LV[0]}\n{LV[1]}\n○ {LV[2]}", SECOND),
    "hollow circles alone are bullets": (f"○ {LV[0]}\n○ {LV[1]}\n○ {LV[2]}", ()),
    "other boxes": (f"☑ {LV[0]}\n☐ {LV[1]}\n☑ {LV[2]}", FIRST + THIRD),
    "check marks": (f"✓ {LV[0]}\n{LV[1]}\n{LV[2]}", FIRST),
    "heavy check marks": (f"{LV[0]}\n✔ {LV[1]}\n{LV[2]}", SECOND),
    "square brackets": (f"[x] {LV[0]}\n[ ] {LV[1]}\n[X] {LV[2]}", FIRST + THIRD),
    "round brackets": (f"( ) {LV[0]}\n(x) {LV[1]}\n( ) {LV[2]}", SECOND),
    "an X before": (f"{LV[0]}\n{LV[1]}\nX {LV[2]}", THIRD),
    "an X behind": (f"{LV[0]} X\n{LV[1]}\n{LV[2]}", FIRST),
    "a box behind": (f"{LV[0]} ☐\n{LV[1]} ☒\n{LV[2]} ☐", SECOND),
    "an X behind a dash": (f"{LV[0]} – x\n{LV[1]}\n{LV[2]}", FIRST),
    "boxes before in a line": (f"☐ {LV[0]} ☒ {LV[1]} ☐ {LV[2]}", SECOND),
    "boxes behind in a line": (f"{LV[0]} ☐ {LV[1]} ☒ {LV[2]} ☐", SECOND),
    "yes and no": (f"{LV[0]}: nē\n{LV[1]}: jā\n{LV[2]}: nē", SECOND),
    "underlined": (f"{LV[0]}\n__{LV[1]}__\n{LV[2]}", SECOND),
    "bold": (f"{LV[0]}\n{LV[1]}\n**{LV[2]}**", THIRD),
    "highlighted": (f"=={LV[0]}==\n{LV[1]}\n{LV[2]}", FIRST),
    "highlighted among bold ones": (f"**{LV[0]}**\n**{LV[1]}**\n=={LV[2]}==", THIRD),
    "the others struck out": (f"~~{LV[0]}~~\n{LV[1]}\n~~{LV[2]}~~", SECOND),
    "the others deleted": (LV[1], SECOND),
    "two left": (f"{LV[0]}\n{LV[2]}", FIRST + THIRD),
    "two left in a line": (f"{LV[0]}; {LV[2]}", FIRST + THIRD),
    "one left with its tick": (f"☒ {LV[1]}", SECOND),
    "numbers": (f"1. {LV[0]}\n2. {LV[1]} X\n3. {LV[2]}", SECOND),
    "written by number": ("2.", SECOND),
    "written by numbers": ("1. un 3.", FIRST + THIRD),
    "written in other words": ("Uzlabojumi sadarbībā", SECOND),
    "written with a slip": ("Studentu pieredzes sistematiski uzlabojumi", FIRST),
    "written in lower case": (LV[2].lower(), THIRD),
    "written in quotes": (f"„{LV[1]}”", SECOND),
    "written in a sentence": (f"Projekts atbilst jomai „{LV[1]}”.", SECOND),
    "English": (f"☐ {EN[0]}\n☐ {EN[1]}\n☒ {EN[2]}", THIRD),
    "bilingual": ("\n".join(f"{box} {lv} / {en}" for box, lv, en in zip("☐☒☐", LV, EN, strict=True)), SECOND),
    "chosen from a list": ("{{" + LV[1] + "}}", SECOND),
    "a table of boxes": (table(("☐", LV[0]), ("☒", LV[1]), ("☐", LV[2])), SECOND),
    "a table of crosses": (table((LV[0], ""), (LV[1], "X"), (LV[2], "")), SECOND),
    "the box in a line above": (f"☐\n{LV[0]}\n☒\n{LV[1]}\n☐\n{LV[2]}", SECOND),
    "labels over two lines": (
        (
            paragraph("☐ Studentu pieredzes sistemātiski"),
            paragraph("uzlabojumi", continues=True),
            paragraph("☒ Uzlabojumi sadarbībā starp"),
            paragraph("universitātēm un organizācijām", continues=True),
            paragraph("☐ Iniciatīvas, kas veicina universitātes"),
            paragraph("stratēģisko mērķu sasniegšanu", continues=True),
        ),
        SECOND,
    ),
    "labels over two lines that nobody joined": (
        "☐ Studentu pieredzes sistemātiski\nuzlabojumi\n☒ Uzlabojumi sadarbībā starp\nuniversitātēm un organizācijām\n"
        "☐ Iniciatīvas, kas veicina universitātes\nstratēģisko mērķu sasniegšanu",
        SECOND,
    ),
    "all of them": (f"☒ {LV[0]}\n☒ {LV[1]}\n☒ {LV[2]}", FIRST + SECOND + THIRD),
    "none": (f"☐ {LV[0]}\n☐ {LV[1]}\n☐ {LV[2]}", ()),
    "none, no boxes": (f"{LV[0]}\n{LV[1]}\n{LV[2]}", ()),
    "none, brackets": (f"[ ] {LV[0]}\n[ ] {LV[1]}\n[ ] {LV[2]}", ()),
    "nothing": ("", ()),
    "an explanation beside the tick": (f"☒ {LV[0]} (pirmā gada studenti)\n☐ {LV[1]}\n☐ {LV[2]}", FIRST),
    "a hint above": (f"(lūdzu, atzīmējiet vienu vai vairākas ar X)\n☐ {LV[0]}\n☒ {LV[1]}\n☐ {LV[2]}", SECOND),
    "a hint below": (f"☐ {LV[0]}\n☒ {LV[1]}\n☐ {LV[2]}\n(atzīmēt ar X)", SECOND),
}


@pytest.mark.parametrize("beside", [True, False])
@pytest.mark.parametrize(("choice", "themes"), CHOICES.values(), ids=CHOICES)
def test_a_choice_is_told_however_it_is_shown(
    choice: str | tuple[str | Block, ...] | Block, themes: tuple[str, ...], beside: bool, rules: ReadingRules
) -> None:
    """Ticks, marks, what was left and what was written name the chosen themes, and nothing else does."""
    if beside:
        form = document(
            table(
                ("Projekta nosaukums", "Mācību darbnīca"),
                ("Tematiskā joma", blocks(choice)),
                ("Projekta ideja", "Kopā."),
            )
        )
    else:
        form = document(
            "**Projekta nosaukums**", "Darbnīca", "**Tematiskā joma**", choice, "**Projekta ideja**", "Kopā."
        )
    assert extract(form, rules.vocabulary).themes == themes
