"""Twelve invented teams of 2023, and the mails that they and others write."""

from __future__ import annotations

import datetime as dt
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from io import BytesIO

import docx

from bot.demonstration import documents
from bot.demonstration.documents import Team
from bot.programme import Programme

PDF = ("application", "pdf")
WORD = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
Attached = tuple[str, tuple[str, str], bytes]

_UNIVERSITIES = (
    ("Latvijas Universitāte", "lu.lv"),
    ("Rīgas Tehniskā universitāte", "rtu.lv"),
    ("Rīgas Stradiņa universitāte", "rsu.lv"),
    ("Latvijas Biozinātņu un tehnoloģiju universitāte", "lbtu.lv"),
)
# Title, idea, and the three people: each team is another one, whichever way one looks at it.
_PROJECTS = (
    ("Nakts bibliotēka", "Lasītava paliek atvērta līdz rītam.", "Aija Brūklene", "Uldis Kadiķis", "Signe Vītola"),
    ("Robotu darbgalds", "Trešdienās students būvē robotu kopā ar skolēnu.", "Kaspars Zvejnieks", "Dita Strazda", "Oskars Egle"),
    ("Anatomija telpā", "Modeļus skata virtuālajā realitātē.", "Ligita Avotiņa", "Raivis Pūpols", "Zane Rudzīte"),
    ("Lauku prakse", "Saimniecība pieņem studentu uz sezonu.", "Jolanta Ābola", "Valdis Druva", "Inga Saulgrieze"),
    ("Absolventu ēnas", "Pirmkursnieks dienu pavada pie absolventa.", "Edgars Liepiņš", "Rasma Cielava", "Toms Upītis"),
    ("Kļūdu muzejs", "Neizdevušies eksperimenti kļūst par mācību stundu.", "Velta Grava", "Ainārs Krauklis", "Paula Ziediņa"),
    ("Sarunu klīnika", "Topošie ārsti mācās pateikt sliktas ziņas.", "Normunds Ošs", "Santa Bebre", "Guna Meldere"),
    ("Augsnes karte", "Studenti un zemnieki kopā kartē augsni.", "Ilmārs Ezeriņš", "Baiba Rasa", "Arvis Cīrulis"),
    ("Tulkotāju tilts", "Valodnieki palīdz ārvalstu kursabiedriem.", "Lauma Sniedze", "Ivars Kamene", "Dagnija Krēsla"),
    ("Vēja laboratorija", "Uz jumta top mērījumu stends.", "Gints Vējonis", "Elza Pērle", "Rolands Skuja"),
    ("Pirmās palīdzības maratons", "Reizi mēnesī mācās visa ēka.", "Anda Kviesīte", "Jēkabs Roze", "Madara Pļava"),
    ("Ēdnīcas ķīmija", "Pārtikas zinību kurss notiek virtuvē.", "Silvija Garša", "Māris Rupjmaize", "Una Dille"),
)  # fmt: skip


def team(number: int) -> Team:
    """One of the twelve; `number` from 1."""
    institution, domain = _UNIVERSITIES[(number - 1) % 4]
    title, idea, *people = _PROJECTS[number - 1]
    members = tuple(
        (name, "docente", "Studiju centrs", f"persona{place}.komanda{number}@{domain}", f"2{number:03}00{place:02}")
        for place, name in enumerate(people, start=1)
    )
    return Team(
        key=str(number),
        language="lv",
        institution=institution,
        title=title,
        themes=("student_experience",),
        members=members,
        visitors=(people[0], people[1]),
        idea=idea,
        problem=f"Bez tā, ko dod „{title}”, studijas ir nabagākas.",
        results="100 studentu gadā.",
        activities="Darbnīcas un sarunas.",
        costs="5000 EUR",
        partners="nav",
        strategy_fit="Studiju kvalitāte ir stratēģijas mērķis.",
        signatory="Haralds Mantinieks",
        signatory_position="Prorektors",
    )


def address(number: int) -> str:
    """The representative's."""
    return team(number).members[0][3]


def form(of: Team, programme: Programme) -> Attached:
    return "Anketa.docx", WORD, documents.word_form(of, programme)


def letter(of: Team, programme: Programme, day: dt.date, *, signed: bool = True) -> Attached:
    return "Deleģējums.pdf", PDF, documents.letter(of, programme, f"1-{of.key}/7", day, signed=signed)


def document(filename: str) -> Attached:
    """A file of some pages that are neither form nor letter."""
    paper, buffer = docx.Document(), BytesIO()
    paper.add_paragraph(f"Darbi, termiņi un atbildīgie. {filename}")
    paper.save(buffer)
    return filename, WORD, buffer.getvalue()


def mail(
    moment: dt.datetime, author: tuple[str, str], subject: str, text: str, *attached: Attached, **headers: str
) -> bytes:
    """A mail as the programme's server took it in at `moment`, its author vouched for."""
    name, sender = author
    domain = sender.rpartition("@")[2]
    message = EmailMessage(SMTP)
    message["Received"] = f"from mail.{domain} by mx.rbs.example; {format_datetime(moment)}"
    message["Authentication-Results"] = f"mx.rbs.example; dmarc=pass header.from={domain}"
    message["From"] = Address(name, addr_spec=sender)
    message["To"] = "innovationeducation@rbs.lv"
    message["Subject"] = subject
    message["Date"] = format_datetime(moment)
    message["Message-ID"] = f"<{moment:%Y%m%d%H%M%S}.{len(subject)}@{domain}>"
    for key, value in headers.items():
        message[key.replace("_", "-")] = value
    message.set_content(text)
    for filename, (main, sub), content in attached:
        message.add_attachment(content, main, sub, filename=filename)
    return message.as_bytes()


def bounce(moment: dt.datetime, recipient: str, message_id: str) -> bytes:
    """A mail server's report (RFC 3464) that a letter of the bot's could not be delivered."""
    report = (
        f"Received: from mail.lu.lv by mx.rbs.example; {format_datetime(moment)}",
        "From: Mail Delivery System <MAILER-DAEMON@lu.lv>",
        "To: innovationeducation@rbs.lv",
        "Subject: Undelivered Mail Returned to Sender",
        f"Date: {format_datetime(moment)}",
        f"Message-ID: <{moment:%Y%m%d%H%M%S}.bounce@lu.lv>",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        "",
        "--b",
        "Content-Type: text/plain",
        "",
        "I'm sorry to have to inform you that your message could not be delivered.",
        "--b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mail.lu.lv",
        "",
        f"Final-Recipient: rfc822; {recipient}",
        "Action: failed",
        "Status: 5.1.1",
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown",
        "--b",
        "Content-Type: text/rfc822-headers",
        "",
        f"Message-ID: {message_id}",
        "--b--",
        "",
    )
    return "\r\n".join(report).encode()
