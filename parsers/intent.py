# ruff: noqa: E501, SIM905  # phrases are easier to read uncut
"""What a person wants who writes without documents: to withdraw, to ask, to thank, to announce what is not attached."""

from __future__ import annotations

import re
from collections.abc import Iterable

from parsers.sentences import Sentence


def _any_of(*phrases: str) -> re.Pattern[str]:
    """One pattern for phrases in folded text; a space stands for any one, ``*`` for the rest of a word."""
    joined = "|".join(phrase.replace("*", r"\w*").replace(" ", r"\s+") for phrase in phrases)
    return re.compile(rf"\b(?:{joined})\b")


_WITHDRAWS = _any_of(
    # Latvian; "atsaucoties" (with reference to), "atsauce" and "atsauksme" are other words
    r"atsauc(?:am|u|a|is|ot|ts|ta|tu|amies)?",
    r"atsauk(?:t|sim|su|ums|umu|uma|sana|sanu|usi|usies|ts|ta|tu)",
    r"atsakamies (?:no )?(?:\w+ ){0,3}(?:dalib*|piedal*|pieteikum*|projekt*)",
    r"(?:atteik\w*|atsak\w*|atteikusies|atteicamies) no (?:\w+ ){0,4}(?:dalib*|piedal*|pieteikum*|konkurs*|programm*)",
    r"nepiedalisimies|nepiedalisos|nepiedalas|nepiedalamies",
    r"(?:nevaresim|nevaram|nespejam|nespesim|nevelamies|neplanojam|nolemam ne|nolemusi ne|nolemts ne)\s?piedalities",
    r"(?:nolem\w+|izlem\w+|pienem\w+ lemumu)(?: \w+){0,3} (?:nepiedalities|nestartet|neturpinat|nepieteikties|izstaties)",
    r"izstajamies|izstasimies|(?:velamies|gribam|esam spiesti|nacas|nakas) izstaties",
    r"vairs ne(?:velamies|pretendejam|piedalisimies|piedalamies|startesim|planojam piedalities)",
    r"(?:anuleja?m|anulet|dzest|izdzest|neizskatit|neizskatiet|neveretet|nevertejiet|nonemt|iznemt)(?: \w+){0,3} pieteikum*",
    r"pieteikum\w*(?: \w+){0,4} (?:anulet|dzest|izdzest|neizskatit|nevertet|nonemt|iznemt|par atsauktu|par nederigu|vairs neskatit)",
    r"pieteikums (?:vairs )?nav (?:aktuals|speka)",
    r"partrauc\w* (?:\w+ )?dalibu",
    # English
    r"(?:withdraw|withdraws|withdrawing|withdrawn|withdrew|withdrawal|retract|retracting)",
    r"(?:cancel|cancelling|revoke|delete|remove|disregard|discard)(?: \w+){0,3} (?:application|participation|proposal|submission|registration)",
    r"decided (?:not to|against) (?:participat*|tak* part|apply*|continu*|proceed*|submit*|go*)",
    r"(?:will|shall|can|are|is|be) ?(?:not|t|unable|no longer)(?: \w+){0,3} (?:participat*|tak* part|take part|taking part|proceed*)",
    r"(?:wont|cannot|can t|won t|unable to) (?:\w+ )?(?:participate|take part)",
    r"no longer(?: \w+){0,4} (?:participat*|tak* part|apply*|interested|pursue|part of)",
    r"(?:pull|pulling|pulled|drop|dropping|dropped|back|backing|opt|opting) out",
    r"step(?:ping)? (?:back|down) from",
)
_NOT_WITHDRAWN = _any_of(
    r"ne(?:atsau\w*|plano\w*|grib\w*|vela\w*|doma\w*|gatavo\w*)(?: \w+){0,2} (?:atsau\w*|izsta\w*|atteik\w*)",
    r"nav (?:\w+ ){0,3}(?:atsau\w*|jaatsau\w*)",
    r"(?:not|never|without|don t|didn t|no intention (?:of|to)|no need to|rather than|instead of)(?: \w+){0,3} (?:withdraw\w*|retract\w*|pull\w* out|drop\w* out)",
    r"(?:no|of) (?:withdrawal|withdrawals)",
)
# What is taken back is not the application, or the one who leaves is not the team.
_SOMETHING_ELSE = _any_of(
    r"konferenc*|seminar*|sapulc*|tiksan*|webinar*|vebinar*|pasakum*|sanaksm*|meeting*|conference*|session*|workshop*|webinar*|event*",
    r"versij*|version*|zinojum*|recall*|iepriekse\w+ (?:vestul*|e past*|anket*|pielikum*)|previous (?:e mail|email|message|file|attachment)",
    r"no komandas|from the team|komandas dalibniek*|one of (?:our|the) (?:team )?members|members? of (?:our|the) team",
    r"atsauc\w* (?:uz|par|mus\w* )*(?:uzmanib\w*|aicinajum\w*|jusu)",
    r"deadline|termin*",
)
_CONDITION = _any_of(
    r"ja|gadijuma|vai|ka var\w*|ka (?:mes )?(?:atsaukt|izstaties)|kada kartiba|lidz kuram|iespejams? atsaukt|drikst|drikstam",
    r"if|in case|whether|should we|would it be|how (?:to|do|can|could|would|may)|is it possible|possible to|can we|could we|may we|able to withdraw",
    r"unless|until when|deadline (?:for|to)|what happens",
)
_QUESTION_START = re.compile(
    r"^(?:labdien |sveiki |labrit |hello |hi |dear \w+ )?(?:vai|cik|kad|kur|kurs|kura|kuri|kads|kada|kadi|kadas|kadam|kapec|kuram|ko|"
    r"how|what|when|where|which|who|whom|whose|why|is|are|do|does|did|can|could|may|should|would|will|must|am|has|have)\s\w+\s\w+"
)
_ENGLISH_STATEMENT = re.compile(
    r"^(?:which|who|whose|when|where|will|have|what) (?:is|are|was|we|you|i|the|be|a|attached)\b"
)
_ASKS = _any_of(
    r"ludz\w*(?: \w+){0,4} (?:paskaidr*|izskaidr*|skaidrojum*|noradi*|noradit*|precize*|informe*|informaciju|atbild*|padom*|palidz*|ieteik*|pastast*|konsult*|pasakiet|pateikt|zinot|pazinot|dodiet zinu)",
    r"(?:grib\w*|vel[aeo]\w*|butu svarigi|butu labi|butu nepieciesams|nepieciesams|vajadz\w*|varet\w*)(?: \w+){0,3} (?:noskaidrot|zinat|uzzinat|precizet|pajautat|jautat|saprast|parliecinaties|konsulteties|noprecizet|uzdot)",
    r"(?:paskaidrojiet|izskaidrojiet|pastastiet|noradiet|pasakiet|precizejiet|informejiet)",
    r"(?:man|mums|mus|mani)(?: \w+){0,3} (?:jautajum*|neskaidrib*|interese|nav skaidrs|nav saprotams)",
    r"(?:ir|rad\w*)(?: \w+){0,2} (?:jautajum*|neskaidrib*)",
    r"interesejamies|interesejos|jautajums|jautajumi|jautasu|jautajam|pajautasu|nesaprotam|nesaprotu|neskaidrs|neskaidri",
    r"(?:vai|cik) (?:drikst\w*|var|varam|varetu|ir|mes|mums|nepieciesams|vajag|jabut|pietiek|janorada|obligati|liel\w*|daudz)",
    r"gaidis\w* (?:\w+ )?(?:atbildi|skaidrojumu)|butu pateicig\w* par (?:\w+ )?(?:atbildi|informaciju|skaidrojumu|padomu)",
    r"(?:could|can|would|will) you(?: \w+){0,3} (?:tell|explain|clarify|advise|confirm|let|inform|specify|help|send|provide|elaborate|say)",
    r"(?:like|want|wish|need|love|wanted|wanting) to (?:know|ask|clarify|find out|check|enquire|inquire|understand|confirm)",
    r"please (?:\w+ )?(?:tell|clarify|explain|advise|inform|specify|let (?:me|us) know)",
    r"(?:have|had|has|got) (?:a |an |some |one |two |several |another |few )*(?:\w+ )?(?:question|questions|query|queries)",
    r"(?:wondering|wonder) (?:if|whether|how|what|when|who|which)|curious (?:if|whether|how|what)|not (?:\w+ )?(?:clear|sure) (?:if|whether|how|what|who|when)",
    r"(?:my|our|the|one|a) (?:\w+ )?question (?:is|about|regarding|concerning)|question(?:s)? (?:about|regarding|concerning|on)|unclear",
)
_COURTESY = _any_of(
    r"jautajum\w* gadijum\w*|neskaidrib\w* gadijum\w*|(?:papildu|citu) jautajum\w*|atbildesim uz|ja (?:\w+ ){0,4}(?:jautajum\w*|neskaidrib\w*|nepieciesam\w*|truks\w*|trukst|vajadz\w*|kas)",
    r"(?:any|further|more|other|additional) (?:questions?|queries|information|details|clarifications?)|if (?:\w+ ){0,4}(?:missing|needed|required|necessary|wrong|unclear|anything|something)|should you",
)
_RECEIPT_WANTED = _any_of(
    r"(?:apstiprin\w*|zinu|atbild\w*|pazino\w*|informe\w*)(?: \w+){0,4} sanem\w*|sanem\w*(?: \w+){0,3} apstiprin\w*|vai (?:\w+ ){0,3}(?:sanem\w*|atnac\w*|pienac\w*)",
    r"vai (?:viss|viss ir|tagad viss|ar to|tagad|sadi|ta)(?: \w+){0,3} (?:kartiba|derigs|der|labi|pareizi|ok)|viss kartiba",
    r"(?:confirm|acknowledge)(?: \w+){0,3} (?:receipt|received|receiving|arrived|arrival)|(?:did|have) you (?:\w+ ){0,2}(?:receive\w*|got|get)|is (?:everything|all|it) (?:\w+ )?(?:ok|okay|in order|fine|complete)",
)
_ANNOUNCES = _any_of(
    r"pielikum(?:a|os)(?! (?:nosut|var|drikst))",
    r"pievienot\w*|pievienoju|pievienojam|pielieku|pieliekam",
    r"(?:(?:no|ie|at)?sut(?:u|am|iju|ijam|it\w*)|iesniedzu|iesniedzam|iesniegt\w*)(?: \w+){0,5} (?:anket*|pieteikum*|delegejum*|dokument*|vestul*|fail*|form*|izlabot\w*|labot\w*)",
    r"(?:anket\w*|pieteikum\w*|delegejum\w*|dokument\w*|vestul\w*|fail\w*)(?: \w+){0,4} (?:pielikum\w*|pievienot\w*|(?:no|ie|at)?sutu|(?:no|ie|at)?sutam|saite|links|linka|mape|seit|atrodam\w*|pieejam\w*|lejupielad\w*)",
    r"(?:anketa|pieteikums|delegejums|dokumenti) (?:ir )?(?:pielikuma|seit|klat)",
    r"attached|attaching|attachments?|enclosed|enclosing|herewith",
    r"(?:find|sending|send you|submit|submitting|here (?:is|are)|link to|available at|download\w*)(?: \w+){0,5} (?:application|form|letter|documents?|files?|delegation)",
)
_APPLIES = _any_of(
    r"piesakam\w*|pieteikt|piesakos|velamies (?:pieteikties|piedalities|startet)|pieteikum\w* (?:dalibai|programmai|konkursam)|(?:musu|komandas) pieteikum\w*",
    r"(?:we|i) (?:\w+ ){0,3}(?:apply|applying)|our application|application (?:for|to)|want to (?:apply|participate)",
)
_ACKNOWLEDGES = _any_of(
    r"paldies|pateicamies|pateicos|aciu|sanemu|sanemts|sanemam|sapratu|sapratam|skaidrs|labi|ok|okay|lieliski|super|jauki|gaidam|gaidisim|gaidisu",
    r"thank|thanks|thx|ty|cheers|noted|received|understood|great|perfect|wonderful|excellent|cool|appreciated?|got it|will do|congratulations|apsveicu|apsveicam",
    r"spasibo|спасибо|danke|reacted to your message",
)
_FILLERS = frozenset(
    """
    paldies liels lielais milzigs milzu sirsnigs sirsnigi no sirds par jusu jums tev tavu informaciju info atbildi atbildem zinu apstiprinajumu
    atro tik un ir atru operativo operativu sanemsanu sanemto vestuli e pastu epastu jau labi skaidrs sapratu sapratam sanemu sanemts sanemta sanemam ok okay lieliski super jauki jauku jauka
    labu dienu dien nedelu nedelas nogali brivdienas veiksmi veiksmigu uz tiksanos sadarbibu palidzibu gaidisim gaidam gaidisu gaidu rezultatus zinas turpmako turpmakas
    cerams labdien sveiki sveicinati labrit labvakar cien cienijamie kolegi ari tad viss kartiba pateicamies pateicos loti mes es to visu ziņu priecajamies prieks prieciga
    sapratisu darits izlasiju sirsnigu izsmelosu izsmelosu noderigo skaidrojumu skaidrojumiem apstiprinajums apsveicu apsveicam
    thank thanks thx ty you very much so many lot a for your the quick fast prompt reply response answer information info confirmation confirming letting me know us email e mail message letter
    got it received noted great perfect okay wonderful excellent cool have nice good lovely day week weekend evening best dear all hello hi hey regards well understood will do be in touch
    looking forward to hearing from results cheers appreciated appreciate much we i this that and everyone everybody team colleagues help time again kind kindly excellent news reacted congratulations
    спасибо большое danke spasibo
    """.split()
)
_NAMES_PER_LINE = 6


def withdraws(sentences: Iterable[Sentence]) -> bool:
    """Whether a sentence takes the application back: said, not asked, not denied, not on a condition."""
    return any(_withdraws(sentence) for sentence in sentences)


def _withdraws(sentence: Sentence) -> bool:
    text = sentence.folded
    found = _WITHDRAWS.search(text)
    if not found or sentence.asked or _NOT_WITHDRAWN.search(text) or _SOMETHING_ELSE.search(text):
        return False
    return not _CONDITION.search(text[: found.start()])


def asks(sentences: Iterable[Sentence]) -> bool:
    """Whether a sentence wants an answer, more than that the mail came and is in order."""
    return any(_is_question(sentence) and not _RECEIPT_WANTED.search(sentence.folded) for sentence in sentences)


def asks_anything(sentences: Iterable[Sentence]) -> bool:
    """Whether a sentence is a question or a request, also the one whether the mail came."""
    return any(_is_question(sentence) for sentence in sentences)


def _is_question(sentence: Sentence) -> bool:
    text = sentence.folded
    if sentence.asked:
        return bool(text)
    if _COURTESY.search(text):
        return False
    starts = bool(_QUESTION_START.match(text)) and not _ENGLISH_STATEMENT.match(text)
    return starts or bool(_ASKS.search(text))


def announces(sentences: Iterable[Sentence]) -> bool:
    """Whether a sentence says that documents come with the mail."""
    return any(_ANNOUNCES.search(sentence.folded) and not sentence.asked for sentence in sentences)


def applies(sentences: Iterable[Sentence]) -> bool:
    """Whether a sentence says that a team applies."""
    return any(_APPLIES.search(sentence.folded) and not sentence.asked for sentence in sentences)


def only_acknowledges(sentences: Iterable[Sentence]) -> bool:
    """Whether all that is said is thanks, "received", a wish, and names."""
    found = tuple(sentences)
    if not any(_ACKNOWLEDGES.search(sentence.folded) for sentence in found) or any(
        sentence.asked for sentence in found
    ):
        return False
    return all(_is_filler(sentence) or _is_names(sentence) for sentence in found)


def _is_filler(sentence: Sentence) -> bool:
    """Whether a sentence has hardly any word but those of thanks; a name that is addressed in it does not count."""
    unknown = [word for word in sentence.folded.split() if word not in _FILLERS]
    names = sum(1 for word in re.findall(r"\w+", sentence.written)[1:] if word[:1].isupper())
    return len(unknown) <= names


def _is_names(sentence: Sentence) -> bool:
    words = re.findall(r"[^\W\d_]+", sentence.written)
    return 0 < len(words) <= _NAMES_PER_LINE and all(word[0].isupper() for word in words)
