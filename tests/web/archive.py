"""A small archive with what pages must cope with: dates of every precision, three scripts, many bylines, hostile text."""

from __future__ import annotations

from collections.abc import Iterator

from search.article import Article, Block, Dateline, Evidence, Location, Published, Role
from tests.articles import make_article

SCRIPT = "<script>alert(1)</script>"
OVERRIDE = "\u202e"
ODD = "spring/2013 04?x=1&y#z%41+'\""
"""An id as a record of a file may state it."""

PAPERS = (
    "Morning Post",
    "Harbour News",
    "Evening Courier",
    "The Ledger",
    "River Gazette",
    "Northern Star",
    "City Observer",
    "The Dispatch",
    "Valley Times",
    "Coast Herald",
)


def _cleaned() -> Article:
    """An article of which every kind of line is known."""
    body = (
        "PORT SUNIL, May 23 (AFP) - The harbour pilots agreed to a truce on Monday.",
        '"Nobody wins from a strike," said Mara Okafor of the pilots\' union.',
        "WHAT COMES NEXT",
        "Talks on a lasting agreement begin in June; the truce holds until then.",
    )
    return make_article(
        "pilots",
        locator="folder/of/the/keeper/pilots.html#2",
        headline="Harbour pilots agree to a truce",
        standfirst="Union and port will talk in June",
        body="\n".join(body),
        bylines=("Ines Varga", "Tomas Lund"),
        dateline=Dateline("Port Sunil", "May 23", "AFP", "PORT SUNIL, May 23 (AFP) -"),
        location=Location("Sunil Bay, Port Sunil", "Port Sunil", None),
        credit="AFP",
        source="Harbour News",
        section="Shipping",
        url="https://harbour.example/2016/truce?id=7&x=1",
        published=Published(
            "2016-05-23",
            "day",
            True,
            ("line 4: the weekday of May 23 is Monday in 2016", "line 9: a later date"),
        ),
        evidence=(Evidence("headline", "the first line that stands alone", "Harbour pilots agree", 2),),
        blocks=(
            Block(
                1, "News since 1901", "News since 1901", Role.SITE_SLOGAN, False, "stands over the headline"
            ),
            Block(2, "Harbour pilots agree to a truce", "", Role.HEADLINE, False, "the first line"),
            Block(3, "By Ines Varga and Tomas Lund", "", Role.BYLINE, False, "begins with By"),
            Block(4, body[0], body[0], Role.LEAD),
            Block(5, body[1], body[1], Role.BODY),
            Block(6, body[2], body[2], Role.CROSS_HEAD),
            Block(7, body[3], body[3], Role.BODY),
            Block(8, "Read 451 times", "Read 451 times", Role.READ_COUNTER, False, "counts its readers"),
            Block(
                9, "Related: Zeppelin lands", "Related: Zeppelin lands", Role.RELATED_POSTS, False, "a teaser"
            ),
        ),
    )


def _others() -> Iterator[Article]:
    arabic = "أعلنت الوزارة أن وقف إطلاق النار في المدينة لا يزال هشاً، ودعت إلى تسهيل وصول المساعدات."
    yield make_article(
        "arabic",
        headline="هدنة هشة في المدينة",
        body=f"{arabic}\n{arabic}",
        bylines="سامي الخطيب",
        place="بيروت",
        language="ar",
        source="صحيفة المدينة",
        published="2016-05-24",
    )
    yield make_article(
        "hostile",
        headline=f"{SCRIPT} {OVERRIDE}gpj.truce",
        standfirst='"><img src=x onerror=alert(2)>',
        body=f"A truce, {SCRIPT} and {OVERRIDE}more.\n</p><style>*{{display:none}}</style>",
        bylines='O\'Hara <b>"Max"</b>',
        place="<i>Nowhere</i>",
        source="\"'><u>Paper & Co</u>",
        url="javascript:alert(3)",
        section="a/b?c=d&e=f#g",
        published="2011",
        blocks=(
            Block(1, f"A truce, {SCRIPT} and {OVERRIDE}more.", "A truce"),
            Block(2, "</del></li><img src=x onerror=alert(4)>", "x", Role.ADVERT, False, f"like {SCRIPT}"),
        ),
    )
    yield make_article("undated", headline="A truce without a date", published=None, source="Harbour News")
    yield make_article(ODD, headline="A truce in the spring", published="2013-04", language=None)
    yield make_article(
        "minute", headline="A truce at noon", published="2016-05-25T12:01+05:30", source="Morning Post"
    )
    for number in range(36):
        yield make_article(
            f"wire{number}",
            headline=f"Ferry timetable {number}",
            body="The ferry leaves at eight.\nPassengers are asked to be early."
            + " Tickets are sold aboard." * (number % 3),
            source=PAPERS[number % len(PAPERS)],
            bylines=f"Reporter {number % 12}" if number % 4 else (),
            place=("Port Sunil", "Lund", "Oslo")[number % 3],
            language=("en", "de", "en")[number % 3],
            published=f"{2014 + number % 5}-{1 + number % 12:02}-{1 + number % 28:02}",
        )


ARTICLES = (_cleaned(), *_others())
