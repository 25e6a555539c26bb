"""What a person wants who writes without documents: to withdraw, to ask, to thank, to announce what is not attached."""

from __future__ import annotations

import re
from collections.abc import Iterable

from parsers.mail import phrases
from parsers.mail.leaving import without_places, without_single_leavers
from parsers.mail.sentences import Sentence
from parsers.text import fold

_GREETING = re.compile(r"^(?:labdien|sveiki|labrit|labvakar|hello|hi|hey|dear (?:\w+ ){1,3})\s*")
# A comma stands before an indirect question; between words "vai" is "or".
_INDIRECT = re.compile(r",\s*vai\s+(?!nu\b|arī\b|pat\b)\w+", re.IGNORECASE)
# Why an application is taken back is another thing than what is taken back.
_REASON = re.compile(
    r"(?:^|[,;(]?\s)(?:jo|tā kā|tāpēc,? ka|tādēļ,? ka|sakarā ar|because|since|as|due to|given that|after|so)\s[^,;)]*"
    r"|\b(?:sapulcē|sanāksmē|sēdē|meeting)\s(?=[^,;)]*\b(?:nolēm|vienoj|izlēm|decided|agreed))",
    re.IGNORECASE,
)
_NAMES_PER_LINE = 6


def withdraws(sentences: Iterable[Sentence]) -> bool:
    """Whether a sentence takes the application back: said, not asked, not denied, not on a condition."""
    return any(_withdraws(sentence) for sentence in sentences)


def speaks_of_withdrawal(sentences: Iterable[Sentence]) -> bool:
    """Whether a sentence has the words of withdrawal, also asked, denied, or on a condition."""
    return any(phrases.pattern("withdraws").search(sentence.folded) for sentence in sentences)


def _withdraws(sentence: Sentence) -> bool:
    text = fold(without_places(without_single_leavers(sentence.written)))
    if phrases.pattern("requests_withdrawal").search(text):
        return True
    found = phrases.pattern("withdraws").search(text)
    if not found or sentence.asked or phrases.pattern("does_not_withdraw").search(text):
        return False
    before = text[: found.start()].replace("ja iespejams", "").replace("if possible", "")
    return not _is_of_something_else(sentence) and not phrases.pattern("conditions").search(before)


def _is_of_something_else(sentence: Sentence) -> bool:
    told = fold(_REASON.sub("", sentence.written))
    return bool(phrases.pattern("withdraws_something_else").search(told))


def asks(sentences: Iterable[Sentence]) -> bool:
    """Whether a sentence wants an answer, more than that the mail came and is in order."""
    return any(
        _is_question(sentence) and not phrases.pattern("wants_receipt").search(sentence.folded)
        for sentence in sentences
    )


def asks_anything(sentences: Iterable[Sentence]) -> bool:
    """Whether a sentence is a question or a request of any kind, also the one whether the mail came."""
    return any(_is_question(sentence) or _requests(sentence) for sentence in sentences)


def _is_question(sentence: Sentence) -> bool:
    text = _GREETING.sub("", sentence.folded)
    if sentence.asked:
        return bool(text)
    if phrases.pattern("courtesy").search(text):
        return False
    begins = _INDIRECT.search(sentence.written) or phrases.pattern("begins_question").match(text)
    return bool(begins or phrases.pattern("asks").search(text))


def _requests(sentence: Sentence) -> bool:
    text = sentence.folded
    return bool(phrases.pattern("requests").search(text)) and not phrases.pattern("courtesy").search(text)


def needs_help(sentences: Iterable[Sentence]) -> bool:
    """Whether what is told of the call, asked in no words, waits for an answer: something is missing, unknown or wished for."""
    found = tuple(sentences)
    return speaks_of_call(found) and any(_needs(sentence) for sentence in found)


def speaks_of_call(sentences: Iterable[Sentence]) -> bool:
    """Whether the mail is about the call, and neither promises what is missing nor speaks of leaving."""
    found = tuple(sentences)
    return _any("speaks_of_call", found) and not _any("promises", found) and not speaks_of_withdrawal(found)


def promises(sentences: Iterable[Sentence]) -> bool:
    """Whether a sentence says that something will come later."""
    return _any("promises", sentences)


def _needs(sentence: Sentence) -> bool:
    """Whether a sentence tells of a need; thanks tell of none but behind a "but"."""
    text = sentence.folded
    if phrases.pattern("courtesy").search(text):
        return False
    thanks = phrases.pattern("acknowledges").search(text) and not phrases.pattern("contrasts").search(text)
    return not thanks and bool(phrases.pattern("needs").search(text))


def is_in_trouble(sentences: Iterable[Sentence]) -> bool:
    """Whether a sentence says that the writer cannot open, fill in or send a file."""
    return _any("is_in_trouble", sentences)


def advertises(sentences: Iterable[Sentence]) -> bool:
    """Whether the mail sells, bills or invites, and has no word of the call."""
    found = tuple(sentences)
    return _any("advertises", found) and not _any("names_documents", found)


def _any(section: str, sentences: Iterable[Sentence]) -> bool:
    return any(phrases.pattern(section).search(sentence.folded) for sentence in sentences)


def announces(sentences: Iterable[Sentence]) -> bool:
    """Whether a sentence says that documents come with the mail."""
    return any(_announces(sentence) for sentence in sentences)


def _announces(sentence: Sentence) -> bool:
    text = phrases.pattern("announces_something_else").sub("", sentence.folded)
    return not sentence.asked and bool(phrases.pattern("announces").search(text))


def applies(sentences: Iterable[Sentence]) -> bool:
    """Whether a sentence says that a team applies."""
    return any(phrases.pattern("applies").search(sentence.folded) and not sentence.asked for sentence in sentences)


def names_documents(sentences: Iterable[Sentence]) -> bool:
    """Whether a form, a letter or an application is named."""
    return any(phrases.pattern("names_documents").search(sentence.folded) for sentence in sentences)


def only_acknowledges(sentences: Iterable[Sentence]) -> bool:
    """Whether all that is said is thanks, "received", a wish, and names."""
    found = tuple(sentences)
    if not any(phrases.pattern("acknowledges").search(sentence.folded) for sentence in found) or any(
        sentence.asked for sentence in found
    ):
        return False
    return all(_is_filler(sentence) or _is_names(sentence) for sentence in found)


def _is_filler(sentence: Sentence) -> bool:
    """Whether a sentence has hardly any word but those of thanks; a name that is addressed in it does not count."""
    unknown = [word for word in sentence.folded.split() if word not in phrases.words("fillers")]
    names = sum(1 for word in re.findall(r"\w+", sentence.written)[1:] if word[:1].isupper())
    return len(unknown) <= names


def _is_names(sentence: Sentence) -> bool:
    words = re.findall(r"[^\W\d_]+", sentence.written)
    return 0 < len(words) <= _NAMES_PER_LINE and all(word[0].isupper() for word in words)
