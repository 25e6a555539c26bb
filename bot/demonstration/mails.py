"""The mails of the demonstration, as they would lie in a mailbox in the spring of 2023."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from importlib.resources import files

from pydantic import TypeAdapter

from bot.demonstration import documents
from bot.demonstration.documents import Team
from bot.programme import Programme

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
File = tuple[str, str, bytes]


def teams() -> dict[str, Team]:
    """The invented teams by their keys."""
    content = tomllib.loads((files("bot") / "demonstration" / "teams.toml").read_text("utf-8"))
    return {team.key: team for team in TypeAdapter(list[Team]).validate_python(content["teams"])}


def mails(programme: Programme) -> Iterator[bytes]:
    """A dozen mails and one: complete and incomplete applications, a letter that follows, a correction, a question, thanks,
    a machine's answer, a withdrawal, and an applicant who may only be a partner."""
    team, write = teams(), _Writer(programme)
    workshop, challenges, patients = team["darbnica"], team["izaicinajumi"], team["lidzpasniedzeji"]
    window, english, pair = team["logs"], team["onboarding"], team["pari"]
    form, pdf_form, letter = write.word_form, write.pdf_form, write.letter

    yield write.from_team(workshop, 1, "Pieteikums", "Labdien!\n\nPielikumā pieteikums un deleģējums.")(
        form("Anketa.docx", workshop), letter("Deleģējums.pdf", workshop, "04-1/61")
    )
    yield write.from_team(challenges, 2, "RTU pieteikums", "Sveiki!\n\nSūtu anketu un vēstuli.")(
        pdf_form("RTU anketa.pdf", challenges), letter("RTU vēstule.pdf", challenges, "01-2/88")
    )
    yield write.from_team(patients, 3, patients.title, "Labdien!\n\nAnketa pielikumā, vēstuli sūtīs kanceleja.")(
        form("Anketa RSU.docx", patients)
    )
    yield write.from_team(window, 4, "LBTU pieteikums", "Labdien!\n\nMūsu dokumenti pielikumā.")(
        form("LBTU anketa.docx", window), letter("LBTU vēstule.pdf", window, "2.4-8/50", signed=False)
    )
    yield write.from_team(english, 5, "Application", "Dear all,\n\nour application is attached.")(
        form("Application.docx", english), letter("Letter.pdf", english, "01-2/101")
    )
    yield write.from_team(pair, 6, pair.title, "Labdien!\n\nPielikumā anketa un deleģējums.")(
        pdf_form("Anketa.pdf", pair), letter("Deleģējums.pdf", pair, "04-1/70")
    )
    yield write.mail(
        ("Dace Gobziņa", "dace.gobzina@lu.lv"), 7, "Jautājums", "Labdien!\n\nVai komandā drīkst būt arī maģistranti?"
    )()
    yield write.mail(("RSU kanceleja", "kanceleja@rsu.lv"), 8, "Dokuments", "Nosūtām vēstuli par komandas deleģēšanu.")(
        letter("RSU_13-2_125.pdf", patients, "13-2/125")
    )
    yield write.from_team(workshop, 9, "Precizēta anketa", "Labdien!\n\nPrecizējām izmaksas.")(
        form("Anketa_2.docx", replace(workshop, costs="7 100 EUR"))
    )
    yield write.from_team(challenges, 10, "Re: RTU pieteikums", "Liels paldies!")()
    yield write.mail(
        ("Anete Sudmale", "anete.sudmale@rtu.lv"),
        11,
        "Automātiska atbilde",
        "Esmu atvaļinājumā.",
        auto_submitted="auto-replied",
    )()
    yield write.from_team(
        english, 12, "Re: Application", "Dear all,\n\nunfortunately we have to withdraw our application."
    )()
    yield write.mail(("Atvērtā klase", "info@atvertaklase.example"), 13, "Pieteikums", "Labdien!\n\nMūsu pieteikums.")(
        form("Pieteikums.docx", team["biedriba"])
    )


class _Writer:
    """Writes mails as their senders' programs and the programme's server would; a mail takes what is attached to it last."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    def word_form(self, filename: str, team: Team) -> File:
        return filename, WORD, documents.word_form(team, self._programme)

    def pdf_form(self, filename: str, team: Team) -> File:
        return filename, PDF, documents.pdf_form(team, self._programme)

    def letter(self, filename: str, team: Team, number: str, *, signed: bool = True) -> File:
        return filename, PDF, documents.letter(team, self._programme, number, dt.date(2023, 3, 30), signed=signed)

    def from_team(self, team: Team, day: int, subject: str, text: str) -> Callable[..., bytes]:
        """A mail from the team's representative."""
        name, address = team.members[0][0], team.members[0][3]
        regards = "Best regards" if team.language == "en" else "Ar cieņu"
        return self.mail((name, address), day, subject, f"{text}\n\n{regards}\n{name}\n")

    def mail(
        self, author: tuple[str, str], day: int, subject: str, text: str, *, auto_submitted: str | None = None
    ) -> Callable[..., bytes]:
        """A mail from anybody, written on a day of April."""
        name, address = author
        sent = dt.datetime(2023, 4, day, 10, 30, tzinfo=self._programme.zone)
        domain = address.rpartition("@")[2]
        message = EmailMessage(SMTP)
        message["Received"] = f"from mail.{domain} by mx.rbs.example; {format_datetime(sent + dt.timedelta(seconds=4))}"
        message["Authentication-Results"] = f"mx.rbs.example; dmarc=pass header.from={domain}"
        message["From"] = Address(name, addr_spec=address)
        message["To"] = self._programme.programme.address
        message["Subject"] = subject
        message["Date"] = format_datetime(sent)
        message["Message-ID"] = f"<demonstration-{day}@{domain}>"
        if auto_submitted:
            message["Auto-Submitted"] = auto_submitted
        message.set_content(text)

        def attach(*attached: File) -> bytes:
            for filename, media_type, content in attached:
                main, _, sub = media_type.partition("/")
                message.add_attachment(content, main, sub, filename=filename)
            return message.as_bytes()

        return attach
