"""What a writer says now is told from what is quoted, forwarded, signature, or small print. All persons are invented."""

from __future__ import annotations

import pytest

from parsers.addresses import Address
from parsers.limits import Limits
from parsers.mail.quoting import forwarded_author, forwarded_text, new_text
from parsers.message import parse

OUTLOOK_LV = (
    "No: RBS programma <innovationeducation@rbs.lv>\nNosūtīts: pirmdiena, 2023. gada 3. aprīlis 10:02\n"
    "Kam: Anna Ozola <anna@lu.lv>\nTēma: [IIP-2023-0001] Pieteikums"
)
OUTLOOK_EN = (
    "From: RBS <innovationeducation@rbs.lv>\nSent: Monday, April 3, 2023 10:02 AM\n"
    "To: Anna Ozola <anna@lu.lv>; Juris Kalns <juris@lu.lv>;\n Ilze Liepa <ilze@lu.lv>\nSubject: [IIP-2023-0001] Application"
)


@pytest.mark.parametrize(
    "quoted",
    [
        "> Vai deleģējums būs?\n> Ar cieņu",
        "On Mon, Apr 3, 2023 at 10:02 AM RBS <innovationeducation@rbs.lv> wrote:\n\n> Vai deleģējums būs?",
        "On Mon, Apr 3, 2023 at 10:02 AM RBS programma <\ninnovationeducation@rbs.lv> wrote:\n\n> Vai deleģējums būs?",
        "On Mon, Apr 3, 2023 at 10:02 AM RBS <innovationeducation@rbs.lv> wrote:\nVai deleģējums būs?",
        "pirmd., 2023. gada 3. apr., plkst. 10:02 — lietotājs RBS (<innovationeducation@rbs.lv>) rakstīja:\n\n> Vai būs?",
        "pirmd., 2023. gada 3. apr., plkst. 10:02 — lietotājs RBS\n(<innovationeducation@rbs.lv>) rakstīja:\n\nVai būs?",
        "2023. gada 5. apr. 10:15 RBS <innovationeducation@rbs.lv> rakstīja:\n\nVai būs?",
        "Pirmd., 03.04.2023. plkst. 10:02 RBS\nrakstīja:\nVai būs?",
        "2023.04.03. 10:02, RBS rakstīja:\n> Vai būs?",
        "Am 03.04.23 um 10:02 schrieb RBS:\n> Vai būs?",
        "03.04.2023 10:02, RBS пишет:\nVai būs?",
        "03.04.2023, 10:02, \"RBS\" <innovationeducation@rbs.lv>:\n\nVai būs?",
        "-----Original Message-----\nFrom: RBS\nSent: Monday\n\nVai būs?",
        "-----Oriģinālā ziņa-----\nNo: RBS\nNosūtīts: pirmdien\n\nVai būs?",
        "---- Sākotnējā ziņa ----\nVai būs?",
        "---------- Forwarded message ---------\nNo: RBS <innovationeducation@rbs.lv>\nDate: pirmd.\n\nVai būs?",
        "---------- Pārsūtītā ziņa ----------\nNo: RBS\nDatums: pirmd.\n\nVai būs?",
        "Begin forwarded message:\n\nFrom: RBS\nSubject: x\n\nVai būs?",
        f"________________________________\n{OUTLOOK_LV}\n\nVai būs?",
        f"________________________________\n\n{OUTLOOK_EN}\n\nVai būs?",
        f"{OUTLOOK_EN}\n\nVai būs?",
        "*From:* RBS <innovationeducation@rbs.lv>\n*Sent:* Monday\n*To:* Anna\n*Subject:* x\n\nVai būs?",
        "Von: RBS <innovationeducation@rbs.lv>\nGesendet: Montag\nAn: Anna\nBetreff: x\n\nVai būs?",
        "От: RBS <innovationeducation@rbs.lv>\nОтправлено: понедельник\nКому: Anna\nТема: x\n\nVai būs?",
    ],
)  # fmt: skip
def test_a_quoted_message_is_not_said_now(quoted: str) -> None:
    assert new_text(f"Jā, sūtu rīt.\n\n{quoted}") == "Jā, sūtu rīt."


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAnna Ozola\nLU",
        "--\nAnna Ozola",
        "Ar cieņu\nAnna Ozola\ndocente",
        "Ar cieņu, Anna Ozola",
        "Ar patiesu cieņu,\nAnna",
        "Cieņā\nAnna",
        "Ar sveicieniem no Jelgavas\nAnna",
        "Best regards,\nAnna",
        "Kind regards\nAnna Ozola, PhD",
        "Yours sincerely,\nAnna",
        "С уважением,\nАнна",
        "Mit freundlichen Grüßen\nAnna",
        "Sent from my iPhone",
        "Nosūtīts no mana iPhone",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Iegūstiet Outlook darbam ar Android",
        "Šis e-pasts un tā pielikumi var saturēt konfidenciālu informāciju, kas paredzēta tikai adresātam.",
        "This e-mail and any attachments are confidential and intended solely for the addressee.",
        "Pirms drukāt šo e-pastu, padomājiet par vidi un to, vai tas tiešām vajadzīgs!",
    ],
)
def test_signature_and_small_print_are_not_said(signature: str) -> None:
    assert new_text(f"Jā, sūtu rīt.\n\n{signature}") == "Jā, sūtu rīt."


@pytest.mark.parametrize(
    "text",
    [
        "Ar cieņu izturamies pret termiņiem, tāpēc sūtām jau šodien.",
        "No: 10.00\nLīdz: 12.00\ntiekamies Rīgā.",
        "No rīta sūtu anketu: pielikumā.",
        "Komandā ir:\n- Anna\n- Juris\n-- un Ilze",
        "Kā Anna rakstīja: viss būs labi.",
        "Konfidenciāla informācija anketā nav norādīta.",
        "Temats: studentu pieredze\nUniversitāte: LU",
    ],
)
def test_ordinary_text_is_all_said(text: str) -> None:
    assert new_text(text) == text


def test_answers_between_the_quoted_lines_are_said() -> None:
    text = "On 3 Apr 2023, RBS wrote:\n> Cik cilvēku?\nPieci.\n> Kas paraksta?\nRektors.\n\nAr cieņu\nAnna"
    assert new_text(text).split() == ["Pieci.", "Rektors."]


def test_a_postscript_after_the_signature_is_said() -> None:
    assert (
        new_text("Sūtu anketu.\n\nAr cieņu\nAnna\n\nP.S. Vēstule būs rīt.\n\nLU, Rīga")
        == "Sūtu anketu.\n\nP.S. Vēstule būs rīt."
    )


@pytest.mark.parametrize("closing", ["Ar cieņu\nAnna Ozola\nLU", "-- \nAnna Ozola\nLU"])
def test_a_form_pasted_below_the_signature_is_said(closing: str) -> None:
    form = "PIETEIKUMA ANKETA\n\n" + "\n\n".join(f"{number}. lauks: atbilde" for number in range(16))
    assert new_text(f"Sūtu anketu.\n\n{closing}\n\n{form}") == f"Sūtu anketu.\n\n{form}"


def test_a_one_line_mail_ends_where_its_closing_begins() -> None:
    assert new_text("Labdien! Anketa pielikumā. Ar cieņu, Anna Ozola") == "Labdien! Anketa pielikumā."


def test_a_warning_of_the_sender_s_host_is_not_said() -> None:
    text = "CAUTION: This email originated from outside of the organization.\n\nLabdien!"
    assert new_text(text) == "Labdien!"


INLINE_LV = (
    "Pārsūtu.\n\n---------- Forwarded message ---------\nNo: Juris Kalns <juris@rtu.lv>\nDatums: 3. apr.\n"
    "Temats: {subject}\nKam: Anna\n\n"
)


@pytest.mark.parametrize(
    ("text", "subject", "author"),
    [
        (INLINE_LV.format(subject="Anketa") + "Te.", "Fwd: Anketa", Address("Juris Kalns", "juris@rtu.lv")),
        (INLINE_LV.format(subject="Anketa") + "Te.", "Anketa", Address("Juris Kalns", "juris@rtu.lv")),
        (INLINE_LV.format(subject="FW: Anketa") + OUTLOOK_EN, "Fwd: Anketa", Address("RBS", "innovationeducation@rbs.lv")),
        (INLINE_LV.format(subject="Re: Anketa") + OUTLOOK_EN, "Fwd: Anketa", Address("Juris Kalns", "juris@rtu.lv")),
        (f"FYI\n\n{OUTLOOK_LV}\n\nTe.", "PĀRS: Pieteikums", Address("RBS programma", "innovationeducation@rbs.lv")),
        (f"Paldies!\n\n{OUTLOOK_LV}\n\nTe.", "Re: Pieteikums", None),
        ("From: Juris Kalns [mailto:juris@rtu.lv]\nSent: Monday\n\nTe.", "FW: x", Address("Juris Kalns", "juris@rtu.lv")),
        (f"Pārsūtu.\n\n{OUTLOOK_LV}\n\nTe.", "Pārs.: x", Address("RBS programma", "innovationeducation@rbs.lv")),
        (f"Pārsūtu.\n\n{OUTLOOK_LV}\n\nTe.", "LU anketa", Address("RBS programma", "innovationeducation@rbs.lv")),
        ("Labdien!", "Fwd: x", None),
    ],
)  # fmt: skip
def test_the_author_of_what_is_forwarded_is_found(text: str, subject: str, author: Address | None) -> None:
    assert forwarded_author(text, subject) == author


def test_forwarded_text_is_what_its_author_said() -> None:
    text = INLINE_LV.format(subject="Anketa") + "Labdien!\n\nVai drīkst septiņi?\n\nAr cieņu\nJuris"
    assert forwarded_text(text) == "Labdien!\n\nVai drīkst septiņi?"


@pytest.mark.parametrize(
    "quoted",
    [
        '<div class="gmail_quote"><div>On Monday RBS wrote:</div><blockquote>Vai būs?</blockquote></div>',
        '<blockquote type="cite"><p>Vai būs?</p></blockquote>',
        '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>No:</b> RBS<br><b>Tēma:</b> x</div><div>Vai būs?</div>',
        '<div><p><b>No:</b> RBS &lt;i@rbs.lv&gt;<br><b>Nosūtīts:</b> pirmdien<br><b>Tēma:</b> x</p></div><p>Vai būs?</p>',
        '<div class="moz-cite-prefix">2023.04.03. RBS:</div><blockquote type="cite">Vai būs?</blockquote>',
        '<div class="gmail_signature">Anna Ozola<br>LU</div>',
    ],
)  # fmt: skip
def test_html_marks_what_is_quoted(quoted: str) -> None:
    raw = f"From: anna@lu.lv\nContent-Type: text/html; charset=utf-8\n\n<p>Jā, sūtu rīt.</p>{quoted}"
    assert parse(raw.encode(), Limits()).new_text == "Jā, sūtu rīt."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Labdien! Pielikumā anketa.\n\n> Dear all, please find the application attached.", "lv"),
        ("Dear all, please find it attached.\n\nAr cieņu\nAnna\n\nNo: RBS\nTēma: Labdien, lūdzam sūtīt anketu", "en"),
        ("Pielikuma pieteikums un vestule.", "lv"),
        ("", "lv"),
    ],
)
def test_the_language_is_that_of_the_new_text(text: str, language: str) -> None:
    assert parse(f"From: a@lu.lv\n\n{text}".encode(), Limits()).language == language
