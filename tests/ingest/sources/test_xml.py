"""NITF, NewsML-G2, RSS and Atom: fields, bodies, and XML that would bite."""

import pytest

from search.article import Media
from search.errors import NotAnArticle, Unreadable
from search.ingest.sources import Refused
from tests.ingest.sources.reading import pieces, refusal, sources

NITF = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "http://www.nitf.org/IPTC/NITF/3.4/specification/dtd/nitf-3-4.dtd">
<nitf xml:lang="en"><head><title>Slug</title><docdata><doc-id id-string="q.20160523.1"/>
<date.issue norm="20160523T093000+0300"/></docdata><pubdata name="The Quay" position.section="World"/></head>
<body><body.head><hedline><hl1>Harbour <em>closed</em></hl1><hl2>Nobody works</hl2></hedline>
<byline>By <person>Ann Lee</person></byline><distributor>QNA</distributor>
<dateline><location>PORT SAID</location>, May 23</dateline></body.head>
<body.content>{content}</body.content><body.end><tagline>ends</tagline></body.end></body></nitf>"""
STORY = """<block><p>The <org>dockers</org> struck &amp; <em>stayed</em> out.</p><hl2>Day three</hl2>
<media media-type="image"><media-reference source="x.jpg"/><media-caption>The quay</media-caption></media>
<p>Talks begin.</p><ul><li>Pay</li></ul></block>"""

NEWSML = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" xml:lang="en">
<itemMeta><itemClass qcode="ninat:text"/><provider qcode="x"><name>QNA</name></provider>
<versionCreated>2016-05-23T11:00:00Z</versionCreated><pubStatus qcode="stat:{status}"/></itemMeta>
<contentMeta><contentCreated>2016-05-23T09:30:00Z</contentCreated><headline>Harbour closed</headline><by>Ann Lee</by>
<dateline>PORT SAID</dateline><creditline>QNA</creditline><language tag="en-GB"/><subject><name>Labour</name></subject></contentMeta>
<contentSet>{content}</contentSet></newsItem>"""
XHTML = '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body><p>One.</p><p>Two.</p></body></html></inlineXML>'

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Quay</title><language>en</language>
<item><title>Harbour &amp; docks</title><link>https://example.org/1</link><guid>g1</guid><pubDate>Mon, 23 May 2016 09:30:00 GMT</pubDate>
<dc:creator>Ann Lee</dc:creator><category>World</category><media:title>A picture</media:title><description>Short.</description>
<content:encoded><![CDATA[<p>Nobody works.</p>]]></content:encoded></item>
<item><title>Second</title><author>desk@example.org (Omar Said)</author><description>&lt;p&gt;Only this&nbsp;one at AT&T.&lt;/p&gt;</description></item>
<item><title>Third, without text</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Quay</title><entry><id>a1</id><title type="html">Harbour</title>
<link rel="self" href="https://example.org/self"/><link href="https://example.org/1"/><published>2016-05-23T09:30:00Z</published>
<updated>2016-05-23T11:00:00Z</updated><author><name>Ann Lee</name></author><author><name>Omar Said</name></author>
<category term="World"/><summary>Short.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two.</p></div></content></entry></feed>"""


def test_nitf_gives_its_fields_and_its_paragraphs():
    (source,) = sources(NITF.format(content=STORY).encode(), name="x.xml")
    assert source.media is Media.HTML
    assert source.data.decode() == (
        "<p>The dockers struck &amp; stayed out.</p><h2>Day three</h2><figure><figcaption>The quay</figcaption></figure>"
        "<p>Talks begin.</p><li>Pay</li>"
    )
    assert source.stated == {
        "id": "q.20160523.1",
        "headline": "Harbour closed",
        "standfirst": "Nobody works",
        "byline": "By Ann Lee",
        "date": "20160523T093000+0300",
        "source": "The Quay",
        "section": "World",
        "dateline": "PORT SAID, May 23",
        "credit": "QNA",
        "language": "en",
    }


def test_nitf_with_the_lead_twice_gives_it_once():
    blocks = '<block class="lead_paragraph"><p>Lead.</p></block><block class="full_text"><p>Lead.</p><p>Rest.</p></block>'
    (source,) = sources(NITF.format(content=blocks).encode())
    assert source.data == b"<p>Lead.</p><p>Rest.</p>"


def test_nitf_without_text_is_no_article():
    assert "no body.content" in refusal(NITF.format(content=" ").encode())


@pytest.mark.parametrize(
    ("content", "body"),
    [
        (XHTML, "<p>One.</p><p>Two.</p>"),
        ('<inlineData contenttype="text/plain">One.\n\nTwo.</inlineData>', "<p>One.</p><p>Two.</p>"),
        ('<inlineData contenttype="text/html">&lt;p&gt;One.&lt;/p&gt;</inlineData>', "<p>One.</p>"),
        (
            f"<inlineXML><nitf>{NITF.partition('<nitf')[2].partition('>')[2]}</inlineXML>".format(
                content="<p>One.</p>"
            ),
            "<p>One.</p>",
        ),
    ],
)
def test_newsml_gives_its_fields_and_every_kind_of_inline_text(content, body):
    (source,) = sources(NEWSML.format(status="usable", content=content).encode(), name="x.xml")
    assert source.data.decode() == body
    assert source.locator == "x.xml"
    assert source.stated == {
        "headline": "Harbour closed",
        "byline": "Ann Lee",
        "date": "2016-05-23T09:30:00Z",
        "updated": "2016-05-23T11:00:00Z",
        "source": "QNA",
        "dateline": "PORT SAID",
        "credit": "QNA",
        "id": "urn:x:1",
        "language": "en-GB",
        "section": "Labour",
    }


def test_a_newsml_message_holds_many_items_and_withdrawn_ones_are_refused():
    items = [
        NEWSML.format(status=s, content=c)
        for s, c in (("usable", XHTML), ("canceled", XHTML), ("usable", ""))
    ]
    message = f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>x</sent></header><itemSet>{"".join(items)}</itemSet></newsMessage>'
    good, withdrawn, picture = pieces(message.encode())
    assert good.locator == "file#1"
    assert "withdrawn" in str(withdrawn.error)
    assert isinstance(picture.error, NotAnArticle)


def test_rss_gives_content_before_description_and_what_the_channel_says():
    first, second, third = pieces(RSS.encode(), name="feed.xml")
    assert (first.data, first.media, first.url) == (
        b"<p>Nobody works.</p>",
        Media.HTML,
        "https://example.org/1",
    )
    assert first.stated == {
        "id": "g1",
        "headline": "Harbour & docks",
        "standfirst": "Short.",
        "byline": "Ann Lee",
        "date": "Mon, 23 May 2016 09:30:00 GMT",
        "section": "World",
        "source": "The Quay",
        "language": "en",
        "url": "https://example.org/1",
    }
    assert second.data.decode() == "<p>Only this\u00a0one at AT&T.</p>"
    assert second.stated["byline"] == "Omar Said"
    assert isinstance(third, Refused)


LONG = "Nobody works. " * 9_000


@pytest.mark.parametrize(
    "xml",
    [
        RSS.replace("Nobody works.", LONG),
        ATOM.replace("One.", LONG),
        ATOM.replace("<entry>", "<entry>" + 2_000 * '<link rel="self" href="https://example.org/self"/>'),
        NEWSML.format(status="usable", content=XHTML.replace("One.", LONG)),
        NEWSML.format(status="usable", content=f"<inlineData>{LONG}</inlineData>"),
        f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{NEWSML.format(status="usable", content=XHTML) * 60}</itemSet></newsMessage>',
        NITF.format(content=f"<p>{LONG}</p>").replace(
            "<nitf ", '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/" '
        ),
    ],
)
def test_elements_of_any_length_have_their_namespaces_taken_off(xml):
    """They come in pieces, and a name was changed before the parser had seen its end."""
    found = pieces(xml.encode())
    assert not [
        piece.error
        for piece in found
        if isinstance(piece, Refused) and not isinstance(piece.error, NotAnArticle)
    ]
    assert len(found[0].data) > 120_000 or len(found) == 60 or b"One." in found[0].data


@pytest.mark.parametrize("kind", ["image/png", "application/gzip"])
def test_what_is_packed_into_a_feed_or_a_message_is_no_text(kind):
    content = f'<content type="{kind}">H4sIAAAAAAAA</content>'
    head, _, rest = ATOM.partition("<summary>")
    entry = f"{head}{content}</entry></feed>"
    assert rest and "neither a content nor" in refusal(entry.encode())
    packed = f'<inlineData contenttype="{kind}" encoding="http://cv.iptc.org/newscodes/encoding/base64">H4sIAAAAAAAA</inlineData>'
    assert "no text in it" in refusal(NEWSML.format(status="usable", content=packed).encode())


def test_atom_gives_xhtml_and_every_author():
    (source,) = sources(ATOM.encode())
    assert source.data == b"<p>One.</p><p>Two.</p>"
    assert source.stated["byline"] == "Ann Lee; Omar Said"
    assert source.stated["url"] == source.url == "https://example.org/1"
    assert source.stated["date"] == "2016-05-23T09:30:00Z"
    assert source.stated["standfirst"] == "Short."


@pytest.mark.parametrize("charset", ["utf-16", "windows-1254", "gb18030"])
def test_xml_in_every_character_set(charset):
    title = {"windows-1254": "Dışişleri", "gb18030": "外交部发言人表示", "utf-16": "Größe"}[charset]
    xml = f'<?xml version="1.0" encoding="{charset}"?><rss><channel><item><title>{title}</title><description>{title}</description></item></channel></rss>'
    (source,) = sources(xml.encode(charset))
    assert source.stated["headline"] == title


def test_slips_that_feeds_make_are_mended():
    xml = "\n <rss><channel><item><title>A\x02&eacute; &bogus; R&D</title><description>x</description></item></channel></rss>"
    (source,) = sources(xml.encode())
    assert source.stated["headline"] == "Aé &bogus; R&D"


def test_broken_xml_keeps_the_items_before_the_fault():
    good, bad = pieces(
        RSS.encode().split(b"<item>", 2)[0]
        + b"<item><title>a</title><description>b</description></item><item></x>"
    )
    assert good.data == b"b"
    assert "broken" in str(bad.error)


BOMB = '<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
)


@pytest.mark.parametrize(
    "doctype",
    [BOMB, '<!ENTITY x SYSTEM "file:///etc/passwd">', '<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;'],
)
@pytest.mark.parametrize("root", ["rss", "nitf", "newsItem"])
def test_entities_and_the_outside_are_refused(doctype, root):
    xml = f"<?xml version='1.0'?><!DOCTYPE {root} [{doctype}]><{root}><channel><item><description>&j;&x;</description></item></channel></{root}>"
    (found,) = pieces(xml.encode())
    assert isinstance(found.error, Unreadable)
    assert str(found.error).endswith("which is not allowed")


def test_xml_without_end_is_refused():
    assert "nested deeper" in refusal(b"<rss>" + b"<a>" * 100_000)
    assert "max_document_mb" in refusal(b"<rss><item><title>" + b"x" * 2_000_000, max_document_mb=1)


def test_other_xml_says_what_it_is():
    assert "<sitemapindex>" in refusal(b'<?xml version="1.0"?><sitemapindex xmlns="x"></sitemapindex>')
