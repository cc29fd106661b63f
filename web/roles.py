"""What a line of a file was taken for, and the fields that evidence is about, as readers call them."""

from __future__ import annotations

from search.article import Role
from web import wording
from web.languages import N_
from web.languages import gettext as _

_ROLES = {
    Role.HEADLINE: N_("headline"),
    Role.STANDFIRST: N_("standfirst"),
    Role.KICKER: N_("kicker"),
    Role.BYLINE: N_("byline"),
    Role.PUBLISHED: N_("date of publication"),
    Role.LEAD: N_("lead"),
    Role.BODY: N_("text"),
    Role.CROSS_HEAD: N_("cross-head"),
    Role.CORRECTION: N_("correction"),
    Role.UPDATED: N_("date of a change"),
    Role.CAPTION: N_("caption"),
    Role.SITE_SLOGAN: N_("slogan"),
    Role.PAGE_DATE: N_("date of the page"),
    Role.DUPLICATE_TITLE: N_("headline again"),
    Role.RELATED_POSTS: N_("other articles"),
    Role.READ_COUNTER: N_("counter of readers"),
    Role.COMMENT_FORM: N_("comment form"),
    Role.COMMENT_POLICY: N_("rules for comments"),
    Role.COMMENT: N_("comment"),
    Role.PAGER: N_("links to pages"),
    Role.SOURCE_CREDIT: N_("source"),
    Role.LOCATION_FOOTER: N_("place of the story"),
    Role.AGENCY_END_MARKER: N_("end mark of an agency"),
    Role.CONSENT: N_("notice on cookies and consent"),
    Role.NAVIGATION: N_("navigation"),
    Role.SHARE: N_("links for sharing"),
    Role.SUBSCRIBE: N_("subscription"),
    Role.ADVERT: N_("advertisement"),
    Role.COPYRIGHT: N_("copyright"),
    Role.TAGS: N_("tags"),
    Role.AUTHOR_NOTE: N_("note on the author"),
    Role.REPEAT: N_("line of the whole site"),
    Role.OTHER: N_("not part of the story"),
}

_FIELDS = {
    "headline": N_("Headline"),
    "standfirst": N_("Standfirst"),
    "bylines": wording.FACET_NAMES["byline"][0],
    "dateline": wording.FACET_NAMES["place"][0],
    "location": N_("Place of the story"),
    "published": N_("Published"),
    "updated": N_("Updated"),
    "url": N_("Address"),
    **{facet: wording.FACET_NAMES[facet][0] for facet in ("source", "credit", "language", "section")},
}


def role(value: str) -> str:
    """What the role of a line is called; its value where an index knows a role that is none any more."""
    return _(_ROLES[Role(value)]) if value in tuple(Role) else value


def field(name: str) -> str:
    """What the field of an article is called."""
    return _(_FIELDS[name]) if name in _FIELDS else name
