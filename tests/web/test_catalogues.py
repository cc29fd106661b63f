"""Whether each catalogue says all that the archive says, in every form, and nothing else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from search.settings import INTERFACES
from web.languages import SOURCE, catalogue, file

ROOT = Path(__file__).parents[2]
SAID_BY = {"_", "gettext", "ngettext", "N_", "Note"}
TRANSLATED = [code for code in INTERFACES if code != SOURCE]
NUMBERS = range(1000)

_HOLE = re.compile(r"%\(\w+\)s|\{\w*\}|<[^>]+>")
"""What a text leaves open, and its tags."""


@cache
def said() -> frozenset[str | tuple[str, str]]:
    """Each text of the code and the templates, with its plural where it has one."""
    with (ROOT / "web/translations/babel.cfg").open() as written:
        methods, options = parse_mapping_cfg(written)
    found = extract_from_dir(
        str(ROOT),
        methods,
        options,
        DEFAULT_KEYWORDS | {"N_": None, "Note": None},
        directory_filter=lambda folder: (
            Path(folder).relative_to(ROOT).parts[0] in {"search", "web", "templates"}
        ),
    )
    return frozenset(text for _, _, text, _, _ in found)


@cache
def read(code: str) -> Catalog:
    with file(code).open("rb") as written:
        return read_po(written, abort_invalid=True)


def messages(code: str) -> Iterator[Message]:
    return (message for message in read(code) if message.id)


def as_forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def holes(text: str) -> list[str]:
    return sorted(_HOLE.findall(text))


def literals(call: ast.Call) -> Iterator[str]:
    for argument in call.args[: 2 if getattr(call.func, "id", "") == "ngettext" else 1]:
        for one in (argument.body, argument.orelse) if isinstance(argument, ast.IfExp) else (argument,):
            if isinstance(one, ast.Constant) and isinstance(one.value, str):
                yield one.value


def test_the_extraction_finds_every_text_that_the_code_says() -> None:
    """Babel passes over a call within the arguments of another."""
    extracted = {form for text in said() for form in as_forms(text)}
    for folder in ("search", "web"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAID_BY:
                    assert set(literals(node)) <= extracted, f"{path.name}:{node.lineno}"


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_catalogue_has_every_text_and_no_other(code: str) -> None:
    translated = {
        message.id if isinstance(message.id, str) else tuple(message.id) for message in messages(code)
    }
    assert said() - translated == set(), "missing"
    assert translated - said() == set(), "not said any more"
    assert not read(code).obsolete


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_form_of_every_text_is_filled(code: str) -> None:
    for message in messages(code):
        forms = as_forms(message.string)
        assert all(forms), message.id
        assert len(forms) == (read(code).num_plurals if message.pluralizable else 1), message.id
        assert not message.fuzzy, message.id


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_form_is_chosen_as_the_language_counts(code: str) -> None:
    """The rule of the catalogue parts the numbers as CLDR's does."""
    plural = catalogue(code).plural
    kinds = {(plural(number), Locale.parse(code).plural_form(number)) for number in NUMBERS}
    assert len(kinds) == read(code).num_plurals == len({form for form, _ in kinds})


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_leaves_open_what_the_text_does(code: str) -> None:
    """A form for a single number may say it in a word."""
    plural = catalogue(code).plural
    chosen = [plural(number) for number in NUMBERS]
    for message in messages(code):
        wanted = holes(as_forms(message.id)[-1])
        for index, form in enumerate(as_forms(message.string)):
            left = [hole for hole in wanted if hole not in holes(form)]
            in_a_word = message.pluralizable and chosen.count(index) == 1 and len(left) == 1
            assert holes(form) == [hole for hole in wanted if not in_a_word or hole != left[0]], message.id


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_catalogue_names_nobody_and_no_place(code: str) -> None:
    text = file(code).read_text("utf-8")
    head = {name for name, _ in re.findall(r'^"([\w-]+): (.*)\\n"$', text.split("\n\n")[0], re.M)}
    assert head == {"Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
    assert not re.findall(r"^#[^,].*|@|://", text, re.M)
