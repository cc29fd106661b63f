"""Words for a reader that can be said in more languages than one."""

from __future__ import annotations

from collections.abc import Mapping


class Note(str):
    """A sentence in English that remembers what it was made of, so that a page can say it in another language.

    `template` is the key in a catalogue (a text of `str.format`); `values` fill it and are never translated.
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, **values: object) -> Note:
        note = super().__new__(cls, template.format(**values))
        note.template = template
        note.values = values
        return note

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        return (self.template,), dict(self.values)
