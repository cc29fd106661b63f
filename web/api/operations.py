"""What a program can ask, each stated once: its address is read, and the API's document written, by the same statement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response

from web.api import strict
from web.parameters import Parameter

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """`path` has its `places` in braces; a place takes slashes too. `answer` is the shape of what is answered, `example`
    one of that shape. `failures` are statuses beside those that every operation can have. `leads` says where an answer
    leads on: the name of an operation, its place or parameter, and where in the answer (RFC 6901) it stands."""

    path: str
    name: str
    about: str
    places: tuple[Parameter, ...]
    parameters: tuple[Parameter, ...]
    answer: type
    example: object
    failures: tuple[int, ...]
    leads: tuple[tuple[str, str, str], ...]


class Operations:
    """Those of one blueprint."""

    def __init__(self, blueprint: Blueprint) -> None:
        self._blueprint = blueprint
        self.all: list[Operation] = []

    def add(
        self,
        path: str,
        parameters: tuple[Parameter, ...],
        example: object,
        *,
        places: tuple[Parameter, ...] = (),
        failures: tuple[int, ...] = (),
        leads: tuple[tuple[str, str, str], ...] = (),
    ) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
        """For a view that takes the pairs of the address, once they are known to be sound, and the places of the path.
        What it is called and what its docstring says go into the document."""

        def added(view: Callable[..., Response]) -> Callable[..., Response]:
            about = " ".join((view.__doc__ or "").split())
            name = view.__name__
            self.all.append(
                Operation(path, name, about, places, parameters, type(example), example, failures, leads)
            )

            def answered(**place: str) -> Response:
                return view(strict.read(parameters), **place)

            rule = path.replace("{", "<id:").replace("}", ">")
            self._blueprint.add_url_rule(rule, name, answered, methods=["GET"])
            return view

        return added
