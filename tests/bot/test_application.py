"""What arrives later is added to what was there: a later value replaces the earlier one, an empty one erases nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.application import Content, from_json, merge, to_json
from parsers.content import ApplicationForm, Contact, DelegationLetter, Member, Signed
from parsers.document import Box, Place

FORM = ApplicationForm(
    institution="LU",
    institution_text="Latvijas Universitāte",
    title="Vakara darbnīca",
    members=(Member("Elīna Smildziņa", email="elina@lu.lv"),),
    contact=Contact("Elīna Smildziņa", "elina@lu.lv", "20000101"),
    costs="6 400 EUR",
    costs_eur=6400,
    evidence={"title": (Place(page=1, box=Box(0.1, 0.2, 0.9, 0.3)),)},
)
LETTER = DelegationLetter(institution="LU", date=date(2023, 3, 30), number="04-1/61", signed=Signed.ELECTRONIC)


def test_form_and_letter_add_up_in_either_order() -> None:
    one = merge(merge(Content(), Content(form=FORM)).content, Content(letter=LETTER)).content
    other = merge(merge(Content(), Content(letter=LETTER)).content, Content(form=FORM)).content
    assert one == other


def test_a_later_value_replaces_and_an_empty_one_erases_nothing() -> None:
    first = merge(Content(), Content(form=FORM)).content
    added = merge(first, Content(form=ApplicationForm(title="Rīta darbnīca")))
    assert added.changed == ("title",)
    assert added.content.form is not None
    assert added.content.form.title == "Rīta darbnīca"
    assert added.content.form.members == FORM.members


def test_the_same_again_changes_nothing() -> None:
    first = merge(Content(), Content(FORM, LETTER)).content
    again = merge(first, Content(FORM, LETTER))
    assert again.changed == ()
    assert "title" in again.taken


def test_new_costs_without_a_total_take_the_old_total_with_them() -> None:
    first = merge(Content(), Content(form=FORM)).content
    added = merge(first, Content(form=ApplicationForm(costs="no 6 000 līdz 7 000 EUR"))).content
    assert added.form is not None
    assert added.form.costs_eur is None


def test_another_contact_does_not_inherit_the_former_ones_phone() -> None:
    first = merge(Content(), Content(form=FORM)).content
    added = merge(first, Content(form=ApplicationForm(contact=Contact("Gatis Purmalis", "gatis@lu.lv")))).content
    assert added.form is not None
    assert added.form.contact == Contact("Gatis Purmalis", "gatis@lu.lv", None)


def test_an_unsigned_copy_of_a_signed_letter_takes_nothing_away() -> None:
    first = merge(Content(), Content(letter=LETTER)).content
    copy = merge(first, Content(letter=replace(LETTER, signed=Signed.NONE)))
    assert copy.changed == ()
    assert copy.content.letter is not None
    assert copy.content.letter.signed is Signed.ELECTRONIC


def test_another_letter_without_a_signature_is_unsigned() -> None:
    first = merge(Content(), Content(letter=LETTER)).content
    other = merge(first, Content(letter=replace(LETTER, number="04-1/99", signed=Signed.STATED))).content
    assert other.letter is not None
    assert other.letter.signed is Signed.STATED


def test_content_survives_the_store_with_and_without_its_evidence() -> None:
    content = Content(FORM, LETTER)
    assert from_json(to_json(content, with_evidence=True)) == content
    without = from_json(to_json(content, with_evidence=False))
    assert without.form is not None
    assert without.form == replace(FORM, evidence={})


def test_until_a_form_comes_the_letter_tells_title_institution_and_people() -> None:
    content = Content(letter=replace(LETTER, project_title="Darbnīca", delegates=("Elīna Smildziņa",)))
    assert (content.title, content.institution, content.people) == ("Darbnīca", "LU", ("Elīna Smildziņa",))
