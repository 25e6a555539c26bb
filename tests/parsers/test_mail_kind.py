"""What a mail is, told from its words and its headers."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers import bounces
from parsers.limits import Limits
from parsers.mail_kind import MailKind, asks, classify
from parsers.message import Message, parse
from tests.parsers.unusual_mails import UNUSUAL
from tests.parsers.written_mails import CASES, WITH_SUBJECT

OWN = ("innovationeducation@rbs.lv",)
ACKNOWLEDGEMENT = "Re: [IIP-2023-0001] Pieteikums saņemts"


def _message(text: str, subject: str = ACKNOWLEDGEMENT, **fields: str) -> Message:
    given = {
        "From": "Anna Ozola <anna@lu.lv>",
        "Subject": subject,
        "Content_Type": "text/plain; charset=utf-8",
        **fields,
    }
    header = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in given.items())
    return parse(f"{header}\n{text}\n".encode(), Limits())


def _kind(message: Message, *, documents: bool = False) -> MailKind:
    return classify(message, brings_documents=documents, own_addresses=OWN)


@pytest.mark.parametrize(("text", "kind"), CASES)
def test_a_mail_without_documents_is_understood_by_its_words(text: str, kind: MailKind) -> None:
    assert _kind(_message(text)) is kind


@pytest.mark.parametrize(("subject", "text", "kind"), (*WITH_SUBJECT, *UNUSUAL))
def test_a_whole_mail_is_understood_by_its_words(subject: str, text: str, kind: MailKind) -> None:
    assert _kind(_message(text, subject)) is kind


@pytest.mark.parametrize(
    ("subject", "text", "kind"),
    [
        ("Pieteikuma atsaukums", "Labdien!\n\nSkat. tematu.\n\nAnna", MailKind.WITHDRAWAL),
        ("Withdrawal of our application", "Dear all,\nsee above.", MailKind.WITHDRAWAL),
        ("How many people may a team have?", "Hello!", MailKind.QUESTION),
        ("Jautājums par anketu", "", MailKind.QUESTION),
        ("Pieteikums", "", MailKind.SUBMISSION),
        ("Re: Pieteikums", "", MailKind.OTHER),
        ("LU pieteikums programmai", "", MailKind.SUBMISSION),
        ("Pieteikums", "Piesakām RTU komandu.", MailKind.SUBMISSION),
        ("", "", MailKind.OTHER),
        ("Prombūtnē: Re: Pieteikums", "Līdz pirmdienai.", MailKind.AUTO_REPLY),
        ("Automātiska atbilde: [IIP-2023-0001] Pieteikums saņemts", "Atgriezīšos 11.04.", MailKind.AUTO_REPLY),
        ("Automatic reply: Application", "Back on Monday.", MailKind.AUTO_REPLY),
        ("Out of Office Re: Application", "", MailKind.AUTO_REPLY),
        ("Автоответ: Pieteikums", "Я в отпуске до 10 апреля.", MailKind.AUTO_REPLY),
        ("Abwesenheitsnotiz: Application", "Ich bin bis 10.04. nicht im Büro.", MailKind.AUTO_REPLY),
        ("Atrodos atvaļinājumā", "Līdz 10.04.", MailKind.AUTO_REPLY),
        ("Re: Automātiska atbilde: Pieteikums", "Vai drīkst septiņi?", MailKind.QUESTION),
        ("Lasīts: Pieteikums saņemts", "Jūsu ziņojums tika izlasīts 03.04.2023. 10:00.", MailKind.OTHER),
        ("Read: Application received", "Your message was read on Monday, 3 April 2023.", MailKind.OTHER),
    ],
)
def test_the_subject_of_a_new_mail_speaks_too(subject: str, text: str, kind: MailKind) -> None:
    assert _kind(_message(text, subject)) is kind


def test_what_is_quoted_says_nothing() -> None:
    """A withdrawal or question below the answer is another person's."""
    quoted = "\n\n> Atsaucam pieteikumu. Vai varam?\n"
    assert _kind(_message(f"Liels paldies!{quoted}")) is MailKind.OTHER
    header = "\n\nNo: Ilze Liepa <ilze@lu.lv>\nNosūtīts: otrdiena\nTēma: Pieteikums\n\nVai varam atsaukt pieteikumu?\n"
    assert _kind(_message(f"Paldies, sapratu.{header}")) is MailKind.OTHER


def test_a_forward_without_a_word_says_what_it_forwards() -> None:
    header = "---------- Forwarded message ---------\nNo: Ilze <ilze@lu.lv>\nDatums: 3. apr.\nTemats: Jautājums"
    text = f"{header}\n\n\nVai drīkst septiņi?"
    assert _kind(_message(text, "Fwd: Jautājums")) is MailKind.QUESTION


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Juris Lagzda universitātē un komandas darbā turpmāk nepiedalīsies.", MailKind.OTHER),
        ("Elina Frost has to withdraw because of her maternity leave; the four of us go on.", MailKind.OTHER),
        ("Viena no mums diemžēl nevarēs piedalīties.", MailKind.OTHER),
        ("Juris Lagzda izstājas, tāpēc arī mēs atsakāmies no dalības.", MailKind.WITHDRAWAL),
        ("Juris Lagzda withdraws our application.", MailKind.WITHDRAWAL),
        ("Rīgas Stradiņa universitāte izstājas no konkursa.", MailKind.WITHDRAWAL),
        ("Diemžēl mūsu komanda programmā piedalīties nevarēs.", MailKind.WITHDRAWAL),
        ("Esam izlēmuši dalību atlikt uz nākamo gadu.", MailKind.WITHDRAWAL),
        ("Esam spiesti pārtraukt dalību programmā.", MailKind.WITHDRAWAL),
        ("Something came up and we have to pull our application.", MailKind.WITHDRAWAL),
        ("Our team is not going to participate anymore.", MailKind.WITHDRAWAL),
        ("We can't continue with the project and give up our place.", MailKind.WITHDRAWAL),
        ("Šonedēļ nestrādāju. Atbildēšu, kad atgriezīšos 12. aprīlī.", MailKind.AUTO_REPLY),
    ],
)
def test_who_leaves_for_good_and_who_for_a_while(text: str, kind: MailKind) -> None:
    assert _kind(_message(text)) is kind


def test_who_is_offered_something_sells_nothing() -> None:
    text = "Man piedāvā vietu divās komandās vienlaikus. Noteikumos par to nekā nav."
    assert _kind(_message(text, "Divas komandas")) is MailKind.QUESTION


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Rēķins Nr. 14", "Labdien! Pielikumā rēķins par kafijas pauzi, apmaksas termiņš 14 dienas."),
        ("Par deleģējumu", "Deleģējums ir parakstīšanā, atsūtīsim to piektdien."),
        ("Preses relīze", "Plašsaziņas līdzekļiem. Vai jaunieši ir gatavi?"),
        ("Partnership", "Our company would like to offer our web services to your university."),
        ("Google", "Are you interested in growing your traffic?"),
    ],
)
def test_what_submits_and_asks_nothing_is_something_else(subject: str, text: str) -> None:
    assert _kind(_message(text, subject)) is MailKind.OTHER


@pytest.mark.parametrize(
    "text",
    [
        "Pielikumā anketa. Vai doktorants arī drīkst piedalīties?",
        "Please find attached. We also wonder whether the rector has to sign",
        "Nosūtu deleģējumu. Lūdzu, paskaidrojiet, kā aprēķināt izmaksas.",
    ],
)
def test_a_mail_with_documents_is_a_submission_and_may_ask_too(text: str) -> None:
    message = _message(text)
    assert _kind(message, documents=True) is MailKind.SUBMISSION
    assert asks(message)


@pytest.mark.parametrize(
    "text",
    [
        "Pielikumā anketa. Lūdzu apstiprināt saņemšanu!",
        "Pielikumā anketa. Vai viss ir kārtībā?",
        "Anketa pielikumā. Jautājumu gadījumā zvaniet 29111222.",
        "Attached is our form. If you have any questions, do not hesitate to write.",
        "Please find the form attached. Did you receive the letter?",
    ],
)
def test_politeness_and_a_wish_for_a_receipt_are_no_question(text: str) -> None:
    assert not asks(_message(text))


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"Auto_Submitted": "auto-replied"}, MailKind.AUTO_REPLY),
        ({"Auto_Submitted": "auto-generated (vacation)"}, MailKind.AUTO_REPLY),
        ({"X_Autoreply": "yes"}, MailKind.AUTO_REPLY),
        ({"X_Autorespond": "Re: Pieteikums"}, MailKind.AUTO_REPLY),
        ({"Precedence": "auto_reply"}, MailKind.AUTO_REPLY),
        ({"X_Auto_Response_Suppress": "All", "Return_Path": "<>"}, MailKind.AUTO_REPLY),
        ({"X_Auto_Response_Suppress": "DR, OOF"}, MailKind.QUESTION),
        ({"Auto_Submitted": "no"}, MailKind.QUESTION),
        ({"From": "Zoom <no-reply@zoom.example>"}, MailKind.OTHER),
        ({"From": "Anna <no-reply@forms.example>", "Reply_To": "anna@lu.lv"}, MailKind.QUESTION),
        ({"From": "Anna <anoreply@lu.lv>"}, MailKind.QUESTION),
        ({"List_Id": "<jaunumi.example.lv>"}, MailKind.OTHER),
        ({"List_Unsubscribe": "<https://example.lv/u>"}, MailKind.OTHER),
        ({"Precedence": "bulk"}, MailKind.OTHER),
        ({"From": "innovationeducation@rbs.lv"}, MailKind.OTHER),
        ({"Content_Type": "text/calendar; method=REQUEST"}, MailKind.OTHER),
    ],
)
def test_headers_tell_a_machine(fields: dict[str, str], kind: MailKind) -> None:
    assert _kind(_message("Vai drīkst septiņi?", **fields)) is kind


def test_a_cloud_that_shares_a_file_for_somebody_submits_it() -> None:
    text = "Anna Ozola kopīgoja failu: Anketa.docx\n\nhttps://drive.google.com/file/d/1AbCdEfGhIjKlMnOp/view"
    assert _kind(_message(text, "Anketa.docx", From="no-reply@drive.example")) is MailKind.SUBMISSION


def test_a_human_who_says_so_is_one_whatever_the_words() -> None:
    text = "Esmu atvaļinājumā līdz 10.04., deleģējumu iesniegs kolēģe."
    assert _kind(_message(text, Auto_Submitted="no")) is not MailKind.AUTO_REPLY


def test_who_sends_documents_may_also_be_away() -> None:
    text = "Labdien! Sūtu deleģējumu. Esmu komandējumā, tāpēc zvaniet kolēģim."
    assert _kind(_message(text), documents=True) is MailKind.SUBMISSION


def test_a_document_system_that_sends_a_letter_submits_it() -> None:
    """Records offices' systems say that they sent it by themselves; the letter counts all the same."""
    body = (
        "--b\nContent-Type: text/plain; charset=utf-8\n\nNosūtām dokumentu Nr. 2-14/31.\n"
        "--b\nContent-Type: application/pdf; name=vestule.pdf\n\n%PDF\n--b--"
    )
    fields = {"Content_Type": "multipart/mixed; boundary=b", "Auto_Submitted": "auto-generated"}
    message = _message(body, "Dokuments Nr. 2-14/31", **fields)
    assert _kind(message, documents=True) is MailKind.SUBMISSION
    assert _kind(message, documents=False) is MailKind.AUTO_REPLY


REPORT = """\
--b
Content-Type: text/plain; charset=utf-8

{words}

--b
Content-Type: message/{status_type}

Reporting-MTA: dns; mx.lu.lv

Original-Recipient: rfc822; anna@lu.lv
Final-Recipient: rfc822; anna.ozola@lu.lv
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b
Content-Type: message/rfc822

Message-ID: <ack-7@rbs.lv>
From: innovationeducation@rbs.lv
To: anna@lu.lv
Subject: [IIP-2023-0001] Pieteikums

Labdien!
--b--
"""


def _report(action: str = "failed", status: str = "5.1.1", status_type: str = "delivery-status") -> Message:
    return _message(
        REPORT.format(words="The mail system.", action=action, status=status, status_type=status_type),
        "Undelivered Mail Returned to Sender",
        From="MAILER-DAEMON@mx.lu.lv",
        Content_Type=f"multipart/report; report-type={status_type}; boundary=b",
    )


def test_a_bounce_names_the_message_and_the_recipient() -> None:
    message = _report()
    assert _kind(message) is MailKind.BOUNCE
    assert message.parts == ()
    expected = bounces.Bounce(
        "<ack-7@rbs.lv>", ("anna@lu.lv",), permanent=True, diagnostic="smtp; 550 5.1.1 User unknown"
    )
    assert bounces.read(message) == expected


def test_a_delay_is_a_bounce_that_is_not_permanent() -> None:
    bounce = bounces.read(_report("delayed", "4.4.1"))
    assert bounce is not None
    assert not bounce.permanent


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_report_of_success_is_no_bounce(action: str) -> None:
    assert _kind(_report(action, "2.0.0")) is MailKind.OTHER


def test_a_read_receipt_is_neither_a_bounce_nor_an_answer() -> None:
    assert _kind(_report("failed", "", "disposition-notification")) is MailKind.OTHER


QMAIL = """\
Hi. This is the qmail-send program at mx.lu.lv.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<anna@lu.lv>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Message-ID: <reminder-3@rbs.lv>
From: innovationeducation@rbs.lv
To: anna@lu.lv
"""
EXCHANGE = """\
Your message did not reach some or all of the intended recipients.

      Subject:  [IIP-2023-0001] Pieteikums
      Sent:     03.04.2023 10:00

The following recipient(s) cannot be reached:

      anna@lu.lv on 03.04.2023 10:01
            The e-mail account does not exist at the organization this message was sent to.
            <mx.lu.lv #5.1.1>
"""
LATVIAN = """\
Ziņojumu nevarēja piegādāt šādiem adresātiem:

anna@lu.lv
Adresāta pastkastīte ir pilna. Lūdzu, mēģiniet vēlreiz vēlāk.
"""


@pytest.mark.parametrize(
    ("text", "subject", "author", "message_id"),
    [
        (QMAIL, "failure notice", "MAILER-DAEMON@mx.lu.lv", "<reminder-3@rbs.lv>"),
        (EXCHANGE, "Undeliverable: [IIP-2023-0001] Pieteikums", "postmaster@lu.lv", None),
        (
            LATVIAN,
            "Nevar piegādāt: [IIP-2023-0001] Pieteikums",
            "Microsoft Outlook <MicrosoftExchange329e@lu.lv>",
            None,
        ),
    ],
)
def test_bounces_in_free_form_are_told_too(text: str, subject: str, author: str, message_id: str | None) -> None:
    message = _message(text, subject, From=author)
    assert _kind(message) is MailKind.BOUNCE
    bounce = bounces.read(message)
    assert bounce is not None
    assert bounce.original_message_id == message_id
    assert bounce.recipients == ("anna@lu.lv",)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Mans e-pasts jums nav piegādāts, vai adrese ir pareiza?", "Re: Undeliverable: Pieteikums"),
        ("I got a delivery failure notice yesterday, is this address right?", "Delivery problem"),
        ("Vēstule atgriezās ar kļūdu 550, sūtu vēlreiz.", "Pieteikums"),
    ],
)
def test_a_person_who_writes_about_a_bounce_is_no_bounce(text: str, subject: str) -> None:
    assert _kind(_message(text, subject)) is not MailKind.BOUNCE


@pytest.mark.parametrize(
    ("folder", "share"), [("sisimai/maildir/bsd", 0.95), ("sisimai/maildir/dos", 0.95), ("flufl.bounce", 0.95)]
)
def test_real_bounces_are_told(corpora: Path, folder: str, share: float) -> None:
    """The rest are abuse reports, list managers' and carriers' notices, and a few automatic answers: none is a person's mail."""
    paths = sorted(path for path in (corpora / "mail" / folder).iterdir() if path.is_file())
    kinds = [_kind(parse(path.read_bytes(), Limits())) for path in paths]
    assert kinds.count(MailKind.BOUNCE) >= share * len(kinds)
    assert set(kinds) <= {MailKind.BOUNCE, MailKind.AUTO_REPLY, MailKind.OTHER}


def test_a_real_mail_that_is_no_bounce_is_none(corpora: Path) -> None:
    message = parse((corpora / "mail/sisimai/maildir/not/is-not-bounce-01.eml").read_bytes(), Limits())
    assert _kind(message) is not MailKind.BOUNCE
