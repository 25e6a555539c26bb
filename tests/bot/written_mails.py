"""Application mails of ever other invented teams, each with a Word form: real to the reader, and quick to read."""

from __future__ import annotations

import random
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP

from bot.demonstration import documents
from bot.demonstration.mails import WORD, teams
from bot.programme import Programme

SYLLABLES = ("bal", "dun", "gar", "kul", "mež", "pīl", "ruk", "sil", "tīr", "zvī")


def mail(programme: Programme, number: int) -> bytes:
    """The mail of team `number`."""
    chance = random.Random(number)
    people = tuple(
        (f"{first} {_word(chance).capitalize()}a", "docente", "Fakultāte", f"p{number}-{place}@lu.lv", "+371 20000000")
        for place, first in enumerate(("Austra", "Barba", "Cilda"))
    )
    title = f"{_word(chance).capitalize()} {_word(chance)}"
    team = replace(
        teams()["darbnica"],
        title=title,
        members=people,
        visitors=(people[0][0], people[1][0]),
        idea=" ".join(_word(chance) for _ in range(12)),
        problem=" ".join(_word(chance) for _ in range(12)),
    )
    message = EmailMessage(SMTP)
    message["Received"] = "from mail.lu.lv by mx.rbs.example; Mon, 20 Mar 2023 10:15:04 +0200"
    message["Authentication-Results"] = "mx.rbs.example; dmarc=pass header.from=lu.lv"
    message["From"] = f"{people[0][0]} <{people[0][3]}>"
    message["To"] = "innovationeducation@rbs.lv"
    message["Subject"] = f"Pieteikums: {title}"
    message["Date"] = "Mon, 20 Mar 2023 10:15:00 +0200"
    message["Message-ID"] = f"<written-{number}@lu.lv>"
    message.set_content("Labdien!\n\nPielikumā pieteikums.")
    main, _, sub = WORD.partition("/")
    message.add_attachment(documents.word_form(team, programme), main, sub, filename="Anketa.docx")
    return message.as_bytes()


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3))))
