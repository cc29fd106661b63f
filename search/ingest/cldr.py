"""How each language of the world writes dates, from CLDR through Babel: names, joining words, the order of numbers.

https://cldr.unicode.org/translation/date-time
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.localedata import LocaleDataDict, load

# A language's other papers: another script, or months that another country writes.
_ALSO = {
    "ar": ("ar_SY", "ar_DZ", "ar_MA", "ar_MR"),
    "sr": ("sr_Latn",),
    "bs": ("bs_Cyrl",),
    "uz": ("uz_Cyrl",),
    "az": ("az_Cyrl",),
    "de": ("de_AT",),
    "es": ("es_PE",),
    "zh": ("zh_Hant",),
    "no": ("nn",),
}
_OTHER_CODES = {"nb": "no", "iw": "he", "in": "id", "tl": "fil", "cmn": "zh"}
_PARTS = ("months", "days", "day_periods", "date_formats", "datetime_formats")
_FIGURE = re.compile(r"\d+\D?")  # 5月: no word, but a number and its mark
_MONTH_FIELD = re.compile(r"(?:'([^']+)'|([^\s'A-Za-z]*))(?:MMMM|MMM)(?:'([^']+)'|([^\s'A-Za-z]*))")


def base(tag: str) -> str:
    """The language of a tag: `pt-BR` → `pt`, by the code that CLDR uses."""
    language = re.split("[-_]", tag, maxsplit=1)[0].lower()
    return _OTHER_CODES.get(language, language)


@cache
def month_first(tag: str) -> bool:
    """Whether 5/6/2016 is in May: the short date has the month first. Asked of the whole tag: en-GB is not en."""
    return _short_date(tag).startswith("M")


@cache
def year_first(tag: str) -> bool:
    """Whether 16/05/06 is of 2016."""
    return _short_date(tag).startswith("y")


class DateWords:
    """A language's words of dates, each as (text, number): months from 1, weekdays from Monday, 0; and day periods."""

    def __init__(self, language: str) -> None:
        self.months: list[tuple[str, int]] = []
        self.weekdays: list[tuple[str, int]] = []
        self.periods: list[tuple[str, str]] = []
        self.joints: list[str] = []
        for name in (language, *_ALSO.get(language, ())):
            if locale := _locale(name):
                self._add(_parts(locale))

    def _add(self, data: LocaleDataDict) -> None:
        patterns = [str(style.pattern) for style in data["date_formats"].values()]
        affixes = {affix for pattern in patterns for affix in _affixes(pattern)} | {("", "")}
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in data["months"][context][width].items():
                    if not _FIGURE.fullmatch(name):
                        self.months += [(before + name + after, number) for before, after in affixes]
                self.weekdays += [(name, number) for number, name in data["days"][context][width].items()]
            for names in data["day_periods"].get(context, {}).values():
                self.periods += [(name, period.rstrip("12")) for period, name in names.items()]
        for pattern in (*patterns, *(str(p) for p in data["datetime_formats"].values())):
            self.joints += [
                quoted or bare for quoted, bare in re.findall(r"'([^']+)'|([^'A-Za-z{}]+)", pattern)
            ]


@cache
def date_words(language: str) -> DateWords:
    return DateWords(language)


def _parts(locale: Locale) -> LocaleDataDict:
    """The locale's data of dates, copied.

    Babel 2.18 writes what an alias leads to into data that locales share, so that reading the months of one changes
    those of others (after `Locale("zh").months`, Hungarian has 一月).
    """
    data = load(str(locale))
    return LocaleDataDict({part: copy.deepcopy(data[part]) for part in _PARTS})


def _affixes(pattern: str) -> Iterator[tuple[str, str]]:
    """What is written onto the name of a month without a space: Hebrew ב before it, Basque -ren after it."""
    for found in _MONTH_FIELD.finditer(pattern):
        before, after = found[1] or found[2] or "", found[3] or found[4] or ""
        before = re.sub(r"^[\W\d]+", "", re.split(r"\s", before)[-1])
        after = re.split(r"[\s\d.,،]", after)[0]
        yield from ((before, after), ("", after), (before, ""))


def _short_date(tag: str) -> str:
    locale = _locale(tag.replace("-", "_"))
    return re.sub("[^dMy]", "", str(locale.date_formats["short"].pattern)) if locale else ""


def _locale(name: str) -> Locale | None:
    """The locale, or that of its language alone; None for none that CLDR knows."""
    for known in (name, base(name)):
        try:
            return Locale.parse(known)
        except (UnknownLocaleError, ValueError):
            continue
    return None
