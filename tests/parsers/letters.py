"""Invented delegation letters: people with every case of their names written out by hand, and sentences that put them in each."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.document import Block, Cell, Document, Origin, Paragraph, Place, Span, Table

# nominative | genitive | dative | accusative | position in the nominative | genitive | dative | accusative
_PEOPLE = """
Anna Ozola|Annas Ozolas|Annai Ozolai|Annu Ozolu|docente|docentes|docentei|docenti
Jānis Bērziņš|Jāņa Bērziņa|Jānim Bērziņam|Jāni Bērziņu|lektors|lektora|lektoram|lektoru
Kārlis Lācis|Kārļa Lāča|Kārlim Lācim|Kārli Lāci|profesors|profesora|profesoram|profesoru
Inese Celmiņa|Ineses Celmiņas|Inesei Celmiņai|Inesi Celmiņu|pētniece|pētnieces|pētniecei|pētnieci
Pēteris Zvirbulis|Pētera Zvirbuļa|Pēterim Zvirbulim|Pēteri Zvirbuli|doktorants|doktoranta|doktorantam|doktorantu
Lāsma Kārkliņa-Beķere|Lāsmas Kārkliņas-Beķeres|Lāsmai Kārkliņai-Beķerei|Lāsmu Kārkliņu-Beķeri|vadītāja|vadītājas|vadītājai|vadītāju
Ivans Ļitvinenko|Ivana Ļitvinenko|Ivanam Ļitvinenko|Ivanu Ļitvinenko|inženieris|inženiera|inženierim|inženieri
Dmitrijs Sokolovs|Dmitrija Sokolova|Dmitrijam Sokolovam|Dmitriju Sokolovu|laborants|laboranta|laborantam|laborantu
Jekaterina Andrejeva|Jekaterinas Andrejevas|Jekaterinai Andrejevai|Jekaterinu Andrejevu|asistente|asistentes|asistentei|asistenti
Andris Vīksna|Andra Vīksnas|Andrim Vīksnam|Andri Vīksnu|pētnieks|pētnieka|pētniekam|pētnieku
Maija Strēle|Maijas Strēles|Maijai Strēlei|Maiju Strēli|studente|studentes|studentei|studenti
Artis Eglītis|Arta Eglīša|Artim Eglītim|Arti Eglīti|students|studenta|studentam|studentu
Zane Dzērve|Zanes Dzērves|Zanei Dzērvei|Zani Dzērvi|metodiķe|metodiķes|metodiķei|metodiķi
Juris Gulbis|Jura Gulbja|Jurim Gulbim|Juri Gulbi|tenūrprofesors|tenūrprofesora|tenūrprofesoram|tenūrprofesoru
Anna Marija Liepa|Annas Marijas Liepas|Annai Marijai Liepai|Annu Mariju Liepu|maģistrante|maģistrantes|maģistrantei|maģistranti
Uģis Alksnis|Uģa Alkšņa|Uģim Alksnim|Uģi Alksni|dekāns|dekāna|dekānam|dekānu
Igors Ivanovičs|Igora Ivanoviča|Igoram Ivanovičam|Igoru Ivanoviču|viesdocents|viesdocenta|viesdocentam|viesdocentu
Ilze Bērziņa Kalniņa|Ilzes Bērziņas Kalniņas|Ilzei Bērziņai Kalniņai|Ilzi Bērziņu Kalniņu|bibliotekāre|bibliotekāres|bibliotekārei|bibliotekāri
Ginta Zelenska|Gintas Zelenskas|Gintai Zelenskai|Gintu Zelensku|rezidente|rezidentes|rezidentei|rezidenti
Oskars Zelenskis|Oskara Zelenska|Oskaram Zelenskim|Oskaru Zelenski|rezidents|rezidenta|rezidentam|rezidentu
Chiara Bellini|Chiara Bellini|Chiara Bellini|Chiara Bellini|vieslektore|vieslektores|vieslektorei|vieslektori
John O'Connor|John O'Connor|John O'Connor|John O'Connor|vieslektors|vieslektora|vieslektoram|vieslektoru
Undīne Krastkalne|Undīnes Krastkalnes|Undīnei Krastkalnei|Undīni Krastkalni|speciāliste|speciālistes|speciālistei|speciālisti
Matīss Lūsis|Matīsa Lūša|Matīsam Lūsim|Matīsu Lūsi|programmētājs|programmētāja|programmētājam|programmētāju
Žanis Ērglis|Žaņa Ērgļa|Žanim Ērglim|Žani Ērgli|tehniķis|tehniķa|tehniķim|tehniķi
Signe Ulmane|Signes Ulmanes|Signei Ulmanei|Signi Ulmani|koordinatore|koordinatores|koordinatorei|koordinatori
Normunds Kauss|Normunda Kausa|Normundam Kausam|Normundu Kausu|eksperts|eksperta|ekspertam|ekspertu
Elīna Šķēle|Elīnas Šķēles|Elīnai Šķēlei|Elīnu Šķēli|lektore|lektores|lektorei|lektori
Rūdolfs Egle|Rūdolfa Egles|Rūdolfam Eglem|Rūdolfu Egli|konsultants|konsultanta|konsultantam|konsultantu
Vladislavs Jankovskis|Vladislava Jankovska|Vladislavam Jankovskim|Vladislavu Jankovski|docents|docenta|docentam|docentu
Gvido Straubergs|Gvido Strauberga|Gvido Straubergam|Gvido Straubergu|profesors|profesora|profesoram|profesoru
Ludmila Šapovalova|Ludmilas Šapovalovas|Ludmilai Šapovalovai|Ludmilu Šapovalovu|profesore|profesores|profesorei|profesori
Ansis Egļmežs|Anša Egļmeža|Ansim Egļmežam|Ansi Egļmežu|galvenais speciālists|galvenā speciālista|galvenajam speciālistam|galveno speciālistu
Toms Vējš|Toma Vēja|Tomam Vējam|Tomu Vēju|pētnieks|pētnieka|pētniekam|pētnieku
Katrīna Krūmiņa|Katrīnas Krūmiņas|Katrīnai Krūmiņai|Katrīnu Krūmiņu|pētniece|pētnieces|pētniecei|pētnieci
Mārcis Krūmiņš|Mārča Krūmiņa|Mārcim Krūmiņam|Mārci Krūmiņu|lektors|lektora|lektoram|lektoru
Sofija Dumpe|Sofijas Dumpes|Sofijai Dumpei|Sofiju Dumpi|asistente|asistentes|asistentei|asistenti
Guntis Briedis|Gunta Brieža|Guntim Briedim|Gunti Briedi|grupas vadītājs|grupas vadītāja|grupas vadītājam|grupas vadītāju
Edīte Muižniece|Edītes Muižnieces|Edītei Muižniecei|Edīti Muižnieci|vadītāja vietniece|vadītāja vietnieces|vadītāja vietniecei|vadītāja vietnieci
Haralds Bite|Haralda Bites|Haraldam Bitem|Haraldu Biti|arhīva vadītājs|arhīva vadītāja|arhīva vadītājam|arhīva vadītāju
Olga Tkačenko|Olgas Tkačenko|Olgai Tkačenko|Olgu Tkačenko|doktorante|doktorantes|doktorantei|doktoranti
Renārs Šmits|Renāra Šmita|Renāram Šmitam|Renāru Šmitu|students|studenta|studentam|studentu
"""
NOMINATIVE, GENITIVE, DATIVE, ACCUSATIVE = range(4)


@dataclass(frozen=True, slots=True)
class Who:
    """A person and the position, each in four cases."""

    names: tuple[str, ...]
    positions: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.names[NOMINATIVE]


PEOPLE = tuple(
    Who(tuple(fields[:4]), tuple(fields[4:])) for line in _PEOPLE.strip().splitlines() if (fields := line.split("|"))
)


@dataclass(frozen=True, slots=True)
class Written:
    """A letter and what it says."""

    document: Document
    institution: str | None
    date: str | None
    number: str | None
    title: str | None
    delegates: tuple[str, ...]
    signatory: str | None
    position: str | None


def paragraph(text: str, place: int = 0, *, listed: bool = False) -> Paragraph:
    return Paragraph((Span(text),), Place(path=f"paragraph {place}"), list_item=listed)


def table(rows: Sequence[Sequence[str]]) -> Table:
    return Table(
        tuple(
            tuple(Cell((paragraph(text),), number, column) for column, text in enumerate(row))
            for number, row in enumerate(rows)
        )
    )


def document(*parts: str | Block, origin: Origin = Origin.TEXT) -> Document:
    """A document of paragraphs (one for each line of a text) and of blocks as they are."""
    blocks: list[Block] = []
    for part in parts:
        if isinstance(part, str):
            blocks += [paragraph(line, number) for number, line in enumerate(part.strip("\n").split("\n"), len(blocks))]
        else:
            blocks.append(part)
    return Document(tuple(blocks), origin=origin)


def enumerated(items: Sequence[str], conjunction: str = "un") -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {conjunction} {items[-1]}"


def with_positions(team: Sequence[Who], case: int) -> str:
    return enumerated([f"{who.positions[case]} {who.names[case]}" for who in team])


def with_positions_after(team: Sequence[Who], case: int) -> str:
    return enumerated([f"{who.names[case]} ({who.positions[NOMINATIVE]})" for who in team])


def names_only(team: Sequence[Who], case: int) -> str:
    return enumerated([who.names[case] for who in team])


def dice(seed: int) -> random.Random:
    """Choices that are the same on every run."""
    return random.Random(seed)


def some(random_: random.Random) -> list[Who]:
    return random_.sample(PEOPLE, random_.randint(3, 6))
