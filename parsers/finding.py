"""The form and the letter that a mail brings, in its files or in its body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.body import form_in_body
from parsers.choosing import FoundForm, FoundLetter, choose_form, choose_letter, forms_among, letters_among
from parsers.message import Message
from parsers.opening import Opened
from parsers.rules import ReadingRules


@dataclass(frozen=True, slots=True)
class Found:
    """All forms and letters among the files, and the one of each that counts."""

    forms: tuple[FoundForm, ...]
    letters: tuple[FoundLetter, ...]
    form: FoundForm | None
    letter: FoundLetter | None

    @property
    def came(self) -> int:
        """How many of the two came."""
        return (self.form is not None) + (self.letter is not None)


def find(opened: Sequence[Opened], messages: Sequence[Message], rules: ReadingRules) -> Found:
    """What is found among the files that were opened, and for want of a form there, in the bodies of `messages`.

    The form is read first: where a letter puts a name into a case of two possible nominatives, its spelling decides.
    """
    forms = forms_among(opened, rules)
    form = choose_form(forms) or form_in_body(messages, rules)
    letters = letters_among(opened, rules, form=form.form if form else None, forms=forms)
    return Found(forms, letters, form, choose_letter(letters, form))
