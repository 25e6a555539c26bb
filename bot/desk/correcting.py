"""Putting right what was misread: a person's value is kept beside what was read, and the application derived anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot import application_record, journal, outbox, register
from bot.application_record import Change
from bot.desk import corrections, typed_values
from bot.desk.corrections import Corrected
from bot.errors import NotAllowedError
from bot.journal import Action
from bot.programme import Programme
from storage.models import Application, Correction


def correct(
    session: Session, application: Application, path: str, text: str, programme: Programme, *, actor: str, now: datetime
) -> Change:
    """The value typed at `path` (see `typed_values.FIELDS`) counts from now on. Raises `MistakeError`."""
    read = application_record.read_of(application)
    known = corrections.corrected(read, application_record.corrections_of(session, application))
    typed, field = typed_values.put(known, path, text, programme)
    _drop(session, application, field)
    pieces = corrections.differing(read, typed, [field])
    if any(piece.value != piece.read for piece in pieces):
        application.corrections += [_row(piece, actor, now) for piece in pieces]
    return _derived(session, application, Action.CORRECTED, path, programme, actor=actor, now=now)


def undo(
    session: Session, application: Application, path: str, programme: Programme, *, actor: str, now: datetime
) -> Change:
    """What was read counts again. Raises `MistakeError`, and `NotAllowedError` where nothing was corrected."""
    if not _drop(session, application, typed_values.root(path)):
        raise NotAllowedError(
            f"Nothing was corrected in {path} of {application.reference}. `intake-bot show` tells what was."
        )
    return _derived(session, application, Action.CORRECTION_UNDONE, path, programme, actor=actor, now=now)


def keep(session: Session, application: Application, counted: Sequence[Corrected]) -> None:
    """What counted before the same documents were read again goes on counting, whatever is read in them now."""
    read, fields = application_record.read_of(application), {one.field for one in counted}
    for row in _rows(session, application):
        if row.field in fields:
            row.read = corrections.value_of(read, row.field)
    session.flush()


def take_along(session: Session, source: Application, target: Application) -> None:
    """Corrections of what is now read in another application go with it."""
    read, own = application_record.read_of(target), {row.field for row in target.corrections}
    said = [one for one in application_record.corrections_of(session, source) if corrections.is_said(read, one.field)]
    counting = [one for one in corrections.counting(read, said) if one.field not in own]
    rows = {row.field: row for row in _rows(session, source)}
    target.corrections += [_row(one, rows[one.field].actor, rows[one.field].at) for one in counting]
    session.flush()


def _derived(
    session: Session,
    application: Application,
    action: Action,
    path: str,
    programme: Programme,
    *,
    actor: str,
    now: datetime,
) -> Change:
    change = register.rederive(session, application, programme, now)
    outbox.cancel(session, application, "correction:", actor=actor, now=now)
    journal.note(session, now, action, actor=actor, application=application, details=path)
    register.note_completion(session, application, change, now, actor=actor)
    return change


def _row(one: Corrected, actor: str, at: datetime) -> Correction:
    return Correction(field=one.field, value=one.value, read=one.read, at=at, actor=actor)


def _rows(session: Session, application: Application) -> list[Correction]:
    return [
        row for one in (application, *application_record.merged_into(session, application)) for row in one.corrections
    ]


def _drop(session: Session, application: Application, field: str) -> bool:
    """Takes away what was corrected in a field and what is read with it; whether anything was."""
    concerned = corrections.answer_of(field)
    dropped = False
    for one in (application, *application_record.merged_into(session, application)):
        staying = [row for row in one.corrections if row.field not in concerned]
        dropped = dropped or len(staying) < len(one.corrections)
        one.corrections = staying
    session.flush()
    return dropped
