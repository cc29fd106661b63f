"""The names by which readers call a language → the code that articles carry."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError

_SPOKEN = (
    "af am ar az bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko "
    "ku ky lo lt lv mk ml mn mr ms my nb ne nl no pa pl ps pt ro ru sd si sk sl so sq sr sv sw ta te th tl tr uk ur "
    "uz vi zh"
).split()
"""Languages of the news, whose own names for themselves are known too."""


def code_of(name: str) -> str:
    """`English`, `türkçe` and `en-GB` as `en`, `tr` and `en`; what is no language's name comes back in lower case."""
    folded = name.strip().casefold()
    return _codes().get(folded) or _codes().get(folded.replace("_", "-").split("-")[0]) or folded


@cache
def _codes() -> dict[str, str]:
    codes = {name.casefold(): code for code, name in Locale("en").languages.items() if "_" not in code}
    for code in _SPOKEN:
        codes[code] = code
        try:
            own = Locale.parse(code).get_language_name(code)
        except UnknownLocaleError:
            continue
        if own:
            codes[own.casefold()] = code
    return codes
