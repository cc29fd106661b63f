"""Who wrote it: people only. No agency, no desk, no "Staff", and nobody where nobody is named."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import filterfalse

from search.ingest.agencies import agency
from search.ingest.dateline import calendar_words
from search.ingest.places import is_place

_MOST = 120
"""Characters of the longest line that is taken for a byline."""
_TOKENS = range(2, 6)

_INTRO = re.compile(
    r"^\W*(?:"
    r"(?:(?:written|reported|posted|published|text|words|story|report|interview|analysis|review|opinion|op-ed|comment|"
    r"contributed|submitted|article|compiled|"
    r"(?:photos?|photography|pictures|words|story|text)(?: and |/| & )(?:photos?|photography|pictures|words|story|text)|a report|an analysis|special report)\s+)?by\b|"
    r"(?:author|authors|writer|reporter|byline|words|story|text|journalist)\s*[:：]|"
    r"(?:(?:ein(?:e|en)?\s+)?(?:bericht|analyse|kommentar|interview|gastbeitrag|reportage|kolumne|text|protokoll|essay|"
    r"rezension|glosse|porträt|leitartikel)\s+)?von\b|(?:autor|autorin|autoren|text|redaktion|verfasst von)\s*[:：]|"
    r"(?:propos recueillis |publié |écrit |rédigé |texte |reportage )?par\b|(?:auteur|auteurs|texte|rédigé par)\s*[:：]|"
    r"(?:escrito |publicado |redactado |texto )?por\b|(?:autor|autora|texto|redacción|redactor|periodista)\s*[:：]|"
    r"(?:reportagem|texto|autor|autora)\s*[:：]|"
    r"(?:a cura di|scritto da|articolo di|testo di|di)\b|(?:autore|testo)\s*[:：]|"
    r"(?:door|geschreven door)\b|(?:auteur|tekst|verslaggever)\s*[:：]|"
    r"(?:av|skrevet av|skriven av)\b|(?:text|tekst|journalist|reporter|skribent)\s*[:：]|"
    r"(?:af|skrevet af)\b|(?:teksti|kirjoittaja|toimittaja)\s*[:：]|"
    r"(?:autor|autorka|opracował|opracowała|oprac\.|tekst|napisał|napisała)\s*[:：]?|(?:autoři|text|napsal)\s*[:：]|"
    r"(?:írta|szerző)\s*[:：]|(?:autor|scris de|de)\s*[:：]|"
    r"(?:yazan|haber|muhabir|yazar|hazırlayan|röportaj)\s*[:：]|"
    r"(?:автор|авторы|текст|корреспондент|автор статьи|автор текста|подготовил|подготовила)\s*[:：]?|"
    r"(?:του|της|γράφει ο|γράφει η|συντάκτης)\s*[:：]?|"
    r"(?:بقلم|كتب|كتبت|كتبه|إعداد|اعداد|تحرير|المحرر|الكاتب|حاوره|حاورها|حوار|تقرير|تقرير من|أجرى الحوار)\b\s*[:：/\-–]?|"
    r"(?:نویسنده|به قلم|نوشته|گزارش از|خبرنگار)\s*[:：]?|(?:מאת)\s*[:：]?|"
    r"(?:记者|作者|文|撰文|本报记者|記者|作者：|撰稿)\s*[:：/／]?\s*|(?:文・|取材・文|執筆)\s*[:：=＝]?\s*|"
    r"(?:oleh|penulis|reporter|laporan|pewarta)\s*[:：]?|(?:tác giả|bài)\s*[:：]|(?:लेखक|रिपोर्ट)\s*[:：]?"
    r")\s*",
    re.IGNORECASE,
)
_LOOSE_INTRO = re.compile(
    r"^(?:text|di|de|av|af|door|por|par|von|by|του|της|كتب|تقرير|حوار|文|记者|記者)\b", re.IGNORECASE
)
_GLUED = re.compile(r"^By(?=[A-Z][a-z]+ [A-Z])")
"""`ByTara Haelle`, as pages come out whose space was an element."""
_SUFFIX_CJK = re.compile(
    r"^(?:[^\s]{2,5}\s?=\s?)?(?P<name>[가-힣]{2,4})\s?기자(?:\s|$)|^(?P<ja>[一-鿿ぁ-んァ-ヶ・]{2,10})\s?(?:記者|特派員)$|"
    r"^[^\s，。]{0,12}(?:记者|記者)[:：\s]+(?P<zh>[一-鿿·]{2,4})\s*(?:摄影|綜合|综合)?(?:报道|報道|報導)$"
)

_TRAILER = re.compile(
    r"\s*(?:[|•·–—]|\s-\s|\bfor\b|\bin\b(?! der)|\bat\b|\bfrom\b|\bpublished\b|\bupdated\b|\bposted\b|\bon\b|\baus\b|\bà\b|"
    r"@|\d|\(|\[|<|https?:|www\.|\S+@\S+|\bal \d|\bel \d|\ble \d|\bam \d|\bSpecial to\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_SPLIT = re.compile(
    r"\s*(?:,|;|/|\||&|、|，|؛|،|\n|\s(?:and|und|et|og|och|ve|dan|mit|with|avec|con|та|και|as told to)\s)\s*",
    re.IGNORECASE,
)
_SPLIT_IN_NAMES = re.compile(r"\s(?:y|e|i|en|и)\s", re.IGNORECASE)
"""Joins that also stand inside names: Ortega y Gasset."""
_SIGN_WORDS, _PARTED_DATE = 4, re.compile(r"[|•·]\D*\d{1,2}\b.*\b(?:19|20)\d\d\b")
_WAW = re.compile(r"\s+و(?=[^\W\d_]{2,})")

_ADDED = re.compile(
    r"\s*\([^()]{1,12}\)$|(?<=[가-힣])\s?기자$|(?<=[a-z]),?(?:\s(?!II|IV|VI)[A-Z]{2,4}|\s(?:Ph\.?D|M\.D|Esq)\.?)+$"
)
"""A writer's sign behind the name, as `Elena Oberholzer (obe)`, a degree, or the office, which Korean puts there."""

_EDGE = " .,;:-–—|*\"'“”"
_PARTICLES = frozenset(
    "abd abu al ap ben bin bint da dal de degli dei del della den der di do dos du e el ibn ibnu la las le les lo los "
    "mac mc o san st ten ter van vande vander von y zu zum zur".split()
)
_IN_NO_NAME = re.compile(r'[@/\\:;?!()\[\]{}<>|=+*#_©"“”]')
_PIECES = re.compile(r"[-‑’']")
_TITLES = re.compile(
    r"^(?:dr|prof|professor|mr|mrs|ms|sir|dame|lord|lady|rev|col|gen|capt|lt|maj|sgt|hon|sheikh|shaikh|الدكتور|د|أ د|"
    r"الصحفي|الكاتب)\.?\s+",
    re.IGNORECASE,
)
_OURS = frozenset(
    "a nos notre nuestra nuestro nossa nosso nostra nostro nostri onze our own unsere unserem unserer vår vores".split()
)
_NOT_PEOPLE = frozenset(
    (
        "admin", "administrator", "advertorial", "agence", "agencia", "agencias", "agencies", "agency", "agencja",
        "agentur", "agenturen", "ajans", "analysis", "anonymous", "anzeiger", "archive", "article", "articles", "associated", "author", "authors",
        "best", "blog", "board", "breaking", "broadcasting", "bureau", "business", "button", "bydefault", "center", "centre",
        "by", "chief", "chronicle", "club", "columnist", "commentary", "comments", "committee", "company", "contact", "content", "contributing",
        "contributor", "contributors", "corp", "correspondent", "correspondents", "council", "creator", "culture", "daily", "default",
        "department", "desk", "digital", "director", "edit", "editor", "editorial", "editors", "email",
        "entertainment", "exclusive", "facebook", "feature", "features", "follow", "football", "foundation", "free", "freelance",
        "gast", "gazete", "gazetesi", "gazette", "gmbh", "group", "guardian", "guest", "haber", "haberler", "headline",
        "health", "herald", "home", "icon", "image", "images", "inc", "institute", "international", "internet", "journal", "journalist",
        "latest", "letters", "life", "live", "local", "logo", "ltd", "magazine", "mail", "media", "member", "merkezi",
        "minister", "ministry", "monitor", "more", "nachrichten", "national", "network", "news", "newsdesk", "newspaper", "newsroom",
        "newswire", "observer", "office", "official", "online", "opinion", "org", "organization", "party", "photo",
        "photographer", "podcast", "politics", "post", "posted", "president", "press", "presse", "producer", "project",
        "pti", "publications", "published", "radio", "read", "redacao", "redaccion", "redacción", "redactie", "redaksi", "redakteur", "redakteurin",
        "redacteur", "redactrice", "verslaggever", "korrespondent", "korrespondenten",
        "korrespondentin", "corresponsal", "corrispondente",
        "inviato", "envoye", "muhabir", "muhabiri", "redaktion", "redaktionen", "redakcja", "redazione", "redação", "related", "report", "reporter", "reporters", "reports",
        "review", "rédaction", "school", "science", "senior", "service", "services", "share", "site", "society",
        "special", "sponsored", "sport", "sports", "staff", "star", "story", "studio", "subscribe", "syndicate", "tagesspiegel", "team",
        "tageblatt", "tech", "telegraph", "television", "the", "this", "times", "today", "topic", "topics", "travel", "tribune", "trust", "tv", "twitter", "union", "unit", "university",
        "unknown", "updated", "user", "uncategorized", "video", "view", "volontär", "volontärin", "weather", "web", "webdesk",
        "webmaster", "website", "weekly", "wire", "wires", "workers", "world", "writer", "writers", "yayın", "zeitung", "редакция", "корреспондент",
        "агентство", "новости", "وكالة", "وكالات", "صحيفة", "موقع", "شبكة", "هيئة", "تحرير", "التحرير", "مراسل", "قناة", "متابعات",
        "编辑部", "编辑", "网", "社", "報社", "編集部", "ニュース",
    )
)  # fmt: skip
"""Words that no person's name has, folded."""


def read_byline(text: str, language: str | None = None) -> tuple[str, ...] | None:
    """The people whom a line names as its writers. Empty where it names none (`By Staff`); None where it is no byline."""
    text = text.strip()
    if not text or len(text) > _MOST:
        return None
    suffixed = _SUFFIX_CJK.match(text)
    if suffixed:
        return (suffixed["name"] or suffixed["ja"] or suffixed["zh"],)
    text = _GLUED.sub("By ", text)
    intro = _INTRO.match(text)
    if not intro or intro.end() == len(text):
        return None
    rest = _before_date(_TRAILER.sub("", text[intro.end() :]), language)
    first = rest.split(",")[0]
    office_first = "," in rest and _names_a_desk(first) and not is_person(first, language)
    names = () if office_first else people([rest], language)
    if names:
        return names
    loose = _LOOSE_INTRO.match(text.lstrip("-–—•· "))
    short = not loose and len(rest) < _MOST / 2
    return () if agency(rest) or short or _names_a_desk(rest) or _is_signed_and_dated(text, rest) else None


def people(claims: Iterable[str], language: str | None = None) -> tuple[str, ...]:
    """The people in what a page or line states as authors: split where several are joined, each once."""
    found: dict[str, str] = {}
    for claim in claims:
        for key, name in _people_in(claim.strip(), language):
            found.setdefault(key, name)
    return tuple(found.values())


@lru_cache(maxsize=64)  # several stages ask about a page's claims
def _people_in(claim: str, language: str | None) -> tuple[tuple[str, str], ...]:
    """Each with the name folded."""
    intro = _INTRO.match(claim)
    names = _split(claim[intro.end() :] if intro else claim, language)
    clean = (_without_office(_TITLES.sub("", _ADDED.sub("", name).strip(_EDGE)).strip()) for name in names)
    people = (_cased(name) for name in clean if is_person(name, language))
    return tuple((fold_name(name), name) for name in people)


@lru_cache(maxsize=2048)  # several claims and lines have one name
def is_person(name: str, language: str | None = None) -> bool:
    """Whether it can be a person's name: capitalised words and particles, none of them an office, place or agency.

    Places are asked about last, as their names are read for each language.
    """
    words = name.split()
    if len(name) > 50 or _IN_NO_NAME.search(name) or any(map(str.isdigit, name)) or agency(name):
        return False
    if any(_fold(word) in _NOT_PEOPLE for word in re.split(r"[\s-]+", name)) or _fold(name) in _NOT_PEOPLE:
        return False
    if is_unspaced(name):
        fitting = 2 <= len(name.replace("・", "").replace(" ", "")) <= 10
        return fitting and all(c.isalpha() or c in " ・" for c in name) and not is_place(name, language)
    if len(words) not in _TOKENS:
        return False
    cased = any(c.isupper() or c.islower() for c in name)
    names = [word for word in words if word.strip("’'.") not in _PARTICLES]
    if len(names) < 2 or (cased and not all(map(capitalised, names))):
        return False
    if not calendar_words(language)[0].isdisjoint(word.lower().strip(".") for word in words[-1:]):
        return False
    spelled = all(word[0].isalpha() or word[0] in "'’" for word in words)
    return spelled and any(len(word.strip(".")) > 1 for word in names) and not is_place(name, language)


def capitalised(word: str) -> bool:
    """`Smith`, `O’Brien`, `d’Estaing`, `al-Baghdadi`."""
    return word[:1].isupper() or any(piece[:1].isupper() for piece in _PIECES.split(word))


def fold_name(name: str) -> str:
    """For comparing names: no letter case, accents or punctuation."""
    return " ".join(re.findall(r"\w+", _fold(name)))


def _split(text: str, language: str | None) -> list[str]:
    names = []
    for part in filter(None, _SPLIT.split(text)):
        pieces = _WAW.split(part) if language == "ar" else _SPLIT_IN_NAMES.split(part)
        joined = len(pieces) > 1 and all(is_person(piece, language) for piece in pieces)
        names += pieces if joined else [part]
    return names


def _without_office(name: str) -> str:
    """`our correspondent Jane Doe` as Jane Doe."""
    words = name.split()
    while len(words) > 2 and (_fold(words[0]) in _NOT_PEOPLE or words[0].lower() in _OURS):
        words.pop(0)
    return " ".join(words)


def _before_date(text: str, language: str | None) -> str:
    """Without the month or weekday that a date left behind when it was cut off."""
    months, weekdays = calendar_words(language)
    words = text.split()
    while words and words[-1].lower().strip(".,") in months | weekdays:
        words.pop()
    return " ".join(words)


def _names_a_desk(text: str) -> bool:
    """`MND Staff`, `our correspondent`: few words, capitalised or of an office, at least one of an office."""
    words = re.findall(r"[\w’'-]+", text)
    offices = [word for word in words if _fold(word) in _NOT_PEOPLE and word.lower() not in ("the", "this")]
    fitting = [word for word in words if word in offices or word[:1].isupper() or word in _OURS]
    return bool(offices) and len(words) <= 6 and fitting == words


def _is_signed_and_dated(text: str, rest: str) -> bool:
    """`By TCN, in Business · 31 Jan 2025`: a sign and a date, parted as no sentence is."""
    words = rest.strip(" ,").split()
    return 0 < len(words) < _SIGN_WORDS and all(map(capitalised, words)) and bool(_PARTED_DATE.search(text))


def _cased(name: str) -> str:
    """`KASIM ILERI` as Kasim Ileri. A name not all in capitals is left as it is."""
    if not name.isupper() or is_unspaced(name):
        return name
    return " ".join(
        w.lower()
        if i and w.lower() in _PARTICLES
        else w
        if w.endswith(".")
        else "-".join(p.capitalize() for p in w.split("-"))
        for i, w in enumerate(name.split())
    )


def _fold(text: str) -> str:
    if text.isascii():
        return text.casefold().strip(" .,:;'")
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(filterfalse(unicodedata.combining, decomposed)).strip(" .,:;'’")


def is_unspaced(text: str) -> bool:
    """Whether it is in Chinese, Japanese or Korean, whose names are not told by capitals."""
    return not text.isascii() and any("぀" <= c <= "鿿" or "가" <= c <= "힯" for c in text)
