"""No machine is answered, and every person is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.etiquette import Refusal, may_answer, reply_recipient
from parsers.addresses import Address
from parsers.limits import Limits
from parsers.mail_kind import MailKind, classify
from parsers.message import Message, parse

OWN = ("innovationeducation@rbs.lv",)


def _message(**fields: str) -> Message:
    given = {"From": "Anna Ozola <anna.ozola@lu.lv>", "Subject": "Jautājums", **fields}
    header = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in given.items() if value)
    return parse(f"{header}\nVai drīkst pieteikties septiņi?\n".encode(), Limits())


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({}, None),
        ({"Auto_Submitted": "no"}, None),
        ({"Return_Path": "<anna.ozola@lu.lv>"}, None),
        ({"X_Auto_Response_Suppress": "DR, RN, NRN"}, None),
        ({"Precedence": "first-class"}, None),
        ({"From": "Noreen Plyer <noreen.replyer@lu.lv>"}, None),
        ({"Auto_Submitted": "auto-generated (rejected); owner-token=x"}, Refusal.AUTO_SUBMITTED),
        ({"Auto_Submitted": "Auto-Replied"}, Refusal.AUTO_SUBMITTED),
        ({"Precedence": "Bulk"}, Refusal.BULK),
        ({"Precedence": "junk"}, Refusal.BULK),
        ({"List_Id": "<visi.lu.lv>"}, Refusal.LIST),
        ({"List_Unsubscribe": "<mailto:x@lu.lv>"}, Refusal.LIST),
        ({"X_Auto_Response_Suppress": "DR, OOF, AutoReply"}, Refusal.SUPPRESSED),
        ({"X_Auto_Response_Suppress": "All"}, Refusal.SUPPRESSED),
        ({"Return_Path": "<>"}, Refusal.NULL_SENDER),
        ({"Content_Type": "multipart/report; report-type=delivery-status"}, Refusal.REPORT),
        ({"From": "MAILER-DAEMON@mx.lu.lv"}, Refusal.ROBOT),
        ({"From": "Postmaster <postmaster@lu.lv>"}, Refusal.ROBOT),
        ({"From": "LU <no-reply@lu.lv>"}, Refusal.ROBOT),
        ({"From": "dvs-noreply@lu.lv"}, Refusal.ROBOT),
        ({"From": "neatbildet@lu.lv"}, Refusal.ROBOT),
        ({"Sender": "owner-visi@lu.lv"}, Refusal.ROBOT),
        ({"Return_Path": "<visi-bounces@lu.lv>"}, Refusal.ROBOT),
        ({"From": "InnovationEducation@RBS.lv"}, Refusal.OWN_ADDRESS),
        ({"Sender": "innovationeducation@rbs.lv"}, Refusal.OWN_ADDRESS),
        ({"From": ""}, Refusal.NO_AUTHOR),
        ({"From": "not an address"}, Refusal.NO_AUTHOR),
        ({"From": "anna@lu.lv, juris@lu.lv"}, Refusal.SEVERAL_AUTHORS),
    ],
)
def test_headers_decide_whether_a_message_may_be_answered(fields: dict[str, str], refusal: Refusal | None) -> None:
    assert may_answer(_message(**fields), MailKind.QUESTION, OWN) is refusal


@pytest.mark.parametrize("kind", [MailKind.AUTO_REPLY, MailKind.BOUNCE, MailKind.OTHER])
def test_what_no_person_waits_for_is_not_answered(kind: MailKind) -> None:
    assert may_answer(_message(), kind, OWN) is Refusal.NOT_A_PERSON


@pytest.mark.parametrize(
    ("fields", "email"),
    [
        ({}, "anna.ozola@lu.lv"),
        ({"Reply_To": "Komanda <komanda@lu.lv>"}, "komanda@lu.lv"),
        ({"Reply_To": "anna@elsewhere.example"}, "anna.ozola@lu.lv"),
        ({"Reply_To": "innovationeducation@rbs.lv"}, "anna.ozola@lu.lv"),
        ({"Reply_To": "a@lu.lv, b@lu.lv"}, "anna.ozola@lu.lv"),
    ],
)
def test_an_answer_goes_to_the_author_and_nowhere_else(fields: dict[str, str], email: str) -> None:
    recipient = reply_recipient(_message(**fields))
    assert isinstance(recipient, Address)
    assert recipient.email == email


@pytest.mark.parametrize("folder", ["sisimai/maildir", "flufl.bounce"])
def test_no_real_bounce_or_automatic_answer_is_answered(corpora: Path, folder: str) -> None:
    """Whatever it is taken for: the kind is one guard, the headers are the other."""
    answered = []
    for path in sorted(path for path in (corpora / "mail" / folder).rglob("*") if path.is_file()):
        message = parse(path.read_bytes(), Limits())
        kind = classify(message, brings_documents=False, own_addresses=OWN)
        if may_answer(message, kind, OWN) is None:
            answered.append(path.name)
    assert answered == []
