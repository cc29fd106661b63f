"""Ways out of a search that finds nothing, or little: each is a real search with its real count, offered and not applied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from search.index import Hit, Index, Results, Search
from search.offers import Offer, Trials
from search.relax import Match
from search.relax import relaxations as looser
from search.settings import Settings
from web import wording
from web.languages import gettext as _
from web.languages import said
from web.params import View
from web.results.listing import Option

MOST_OFFERED = 6


class Escapes:
    """For the results of a view; all of them together take as long as one search may."""

    def __init__(self, index: Index, view: View, results: Results, settings: Settings) -> None:
        self._view = view
        self._results = results
        self._trials = Trials(index, settings)

    def also(self) -> tuple[Hit, ...]:
        """Where all words together fill no page: articles with some of them, for the rest of the first page."""
        room = self._view.size - len(self._results.hits)
        if self._view.also is None or self._view.page > 1 or room <= 0:
            return ()
        return self._trials.hits(replace(self._view.also, limit=room))

    def spellings(self) -> tuple[Option, ...]:
        """The search with its rare words spelled as the archive does; none where it finds enough."""
        view = self._view
        found = self._trials.spellings(view.typed, view.query, view.search, self._results.total)
        return tuple(_option(view, offer) for offer in found)

    def relaxations(self) -> tuple[Option, ...]:
        """What would find something where nothing is found, the smallest change first."""
        if self._results.total:
            return ()
        counted = self._trials.counted(_smaller(self._view), MOST_OFFERED)
        return tuple(Option(label, address, count=total) for (label, address), total in counted)


def _option(view: View, offer: Offer) -> Option:
    if offer.match is Match.ANY:
        address = view.address(typed=offer.query, match=Match.ANY)
        return Option(offer.query, address, count=offer.total, note=_("with any of the words"))
    return Option(offer.query, view.address(typed=offer.query), count=offer.total)


def _smaller(view: View) -> Iterator[tuple[tuple[str, str], Search]]:
    for facet in wording.FACET_NAMES:
        if facet in view.chosen:
            chosen = {field: values for field, values in view.chosen.items() if field != facet}
            wider = replace(view, chosen=chosen, page=1)
            yield (
                (
                    _("without the choice under “%(name)s”") % {"name": wording.facet_name(facet)},
                    wider.address(),
                ),
                wider.search,
            )
    if view.excluded:
        wider = replace(view, excluded={}, page=1)
        yield (_("with nothing left out"), wider.address()), wider.search
    if view.since or view.until:
        wider = view.between(None, None)
        yield (_("with any date"), wider.address()), wider.search
    if len(view.chosen) + bool(view.excluded) + bool(view.since or view.until) > 1:
        yield (_("without any filter"), view.cleared().address()), view.cleared().search
    for one in looser(view.query):
        yield (said(one.label), view.address(typed=one.typed)), replace(view.search, clause=one.clause)
    if view.chosen or view.excluded or view.since or view.until:
        alone = view.cleared()
        for one in looser(view.query):
            label = _("%(change)s, without any filter") % {"change": said(one.label)}
            yield (label, alone.address(typed=one.typed)), replace(alone.search, clause=one.clause)
