"""The application form of a call as a file to fill in: blank, or with what was understood of a team's and its gaps marked."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, NamedTuple

from bot.forms.layout import layout
from bot.programme import Programme
from parsers.content import ApplicationForm

FormFormat = Literal["docx", "pdf"]
_MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


class FormFile(NamedTuple):
    """A form, ready to be saved or attached."""

    filename: str
    media_type: str
    content: bytes


def write(
    programme: Programme,
    language: str,
    file_format: FormFormat = "docx",
    form: ApplicationForm | None = None,
    missing: Collection[str] = (),
) -> FormFile:
    """The form in one language (lv, en).

    With `form` it has what was understood; the fields whose keys are in `missing` are marked as gaps.
    """
    # Imported here: each way of writing loads a library that most commands never need.
    shape = layout(programme, language, form, missing)
    if file_format == "pdf":
        from bot.forms import pdf_form as form_pdf  # noqa: PLC0415

        content = form_pdf.write(shape)
    else:
        from bot.forms import word_form as form_docx  # noqa: PLC0415

        content = form_docx.write(shape)
    name = f"{shape.title} {programme.programme.prefix} {programme.programme.year}.{file_format}"
    return FormFile(name, _MEDIA_TYPES[file_format], content)
