"""What reads like the text of a page and is not of the article."""

from __future__ import annotations

import pytest

from search.article import Media
from tests.ingest.reading import MORE_PROSE, PROSE, read

HEAD = "<nav><ul><li><a href='/'>Front page</a></li><li><a href='/w'>Weather</a></li></ul></nav>"


def story(*lines: str, headline: str = "") -> str:
    title = f"<h1>{headline}</h1>" if headline else ""
    return f"<article class=post>{title}{''.join(f'<p>{line}</p>' for line in lines)}</article>"


def body(*parts: str) -> list[str]:
    html = f"<html lang=en><body>{HEAD}<main>{''.join(parts)}</main></body></html>"
    return read(html, media=Media.HTML).body.split("\n\n")


OWN = story(*MORE_PROSE, headline="Council settles it")


@pytest.mark.parametrize(
    "between", ["", "<hr>", "<article><h2>Related stories</h2></article>", "<p>Next story</p>"]
)
def test_the_next_story_on_the_page_is_another(between: str) -> None:
    assert body(OWN, between, story(*PROSE)) == list(MORE_PROSE)


def test_longer_ones_under_a_heading_of_other_stories_are_others() -> None:
    others = [story(f"{first} {second}") for first, second in zip(MORE_PROSE, MORE_PROSE[::-1], strict=True)]
    own = story(*PROSE, headline="Council settles it")
    assert body(own, "<h3>You may also like</h3>", *others) == list(PROSE)


def test_the_entries_of_a_live_blog_are_its_own() -> None:
    entries = [story(f"{line} It was said at noon.") for line in (*PROSE, *MORE_PROSE)]
    whole = body("<h1>Council settles it</h1>", *entries)
    assert [line.removesuffix(" It was said at noon.") for line in whole] == [*PROSE, *MORE_PROSE]


def test_a_teaser_above_the_story_is_not_taken_for_it() -> None:
    teaser = story("The ferry is late again, and nobody in the harbour can say for how long it will be.")
    assert body(teaser, OWN)[-len(MORE_PROSE) :] == list(MORE_PROSE)


def set_into(inset: str) -> list[str]:
    """The text of a page in which this stands between paragraphs."""
    above, after = ("".join(f"<p>{line}</p>" for line in lines) for lines in (PROSE, MORE_PROSE[:3]))
    return body(f"<h1>Council settles it</h1><div class=text>{above}{inset}{after}</div>")


@pytest.mark.parametrize("name", ["hidden", "support d-none", "sr-only"])
def test_what_style_sheets_hide_is_not_the_text(name: str) -> None:
    plea = f"<p class='{name}'>Our reporters have been at the harbour each day of this strike, and they need your help.</p>"
    assert set_into(plea) == set_into("")


def test_a_page_that_hides_all_of_its_text_has_one() -> None:
    text = "".join(f"<p>{line}</p>" for line in (*PROSE, *MORE_PROSE))
    teaser = (
        "<aside><p>Read how the harbour was built, and by whom, in the long story of this week.</p></aside>"
    )
    html = f"<article><h1>Council settles it</h1><div class='story hidden'>{text}</div></article>{teaser}"
    assert read(html, media=Media.HTML).body.split("\n\n") == [*PROSE, *MORE_PROSE]
