"""The feeds of the made-up press: RSS 2.0 and Atom, as news sites write them."""

from __future__ import annotations

from email.utils import format_datetime
from html import escape

from monitor.demo.newsroom import Front, Story
from monitor.demo.outlets import Format

_TRACKING = "?utm_source=feed&utm_medium=rss"


def feed(front: Front, base: str) -> tuple[str, str]:
    """The feed's media type and text; ``base`` is the site's address without a slash at the end."""
    if front.outlet.format is Format.ATOM:
        return "application/atom+xml; charset=utf-8", _atom(front, base)
    return "application/rss+xml; charset=utf-8", _rss(front, base)


def _link(front: Front, story: Story, base: str) -> str:
    return base + story.listed_path + (_TRACKING if front.outlet.tracked_links else "")


def _html(story: Story) -> str:
    return "".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in story.text.paragraphs)


def _rss(front: Front, base: str) -> str:
    outlet = front.outlet
    items = "\n".join(
        f"""    <item>
      <title>{escape(story.text.title)}</title>
      <link>{escape(_link(front, story, base))}</link>
      <guid isPermaLink="false">{escape(story.guid)}</guid>
      <pubDate>{format_datetime(story.listed)}</pubDate>
      <dc:creator>{escape(story.text.author or outlet.name)}</dc:creator>
      <category>{escape(story.text.section)}</category>
      <description><![CDATA[<p>{escape(story.text.summary, quote=False)}</p>]]></description>
    </item>"""
        for story in front.listed
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>{escape(outlet.name)}</title>
    <link>{base}/</link>
    <description>{escape(outlet.slogan)}</description>
    <language>{outlet.language}</language>
    <lastBuildDate>{format_datetime(front.changed)}</lastBuildDate>
    <atom:link href="{base}{escape(outlet.front)}" rel="self" type="application/rss+xml"/>
{items}
  </channel>
</rss>
"""


def _atom(front: Front, base: str) -> str:
    outlet = front.outlet
    entries = "\n".join(
        f"""  <entry>
    <title>{escape(story.text.title)}</title>
    <link rel="alternate" type="text/html" href="{escape(_link(front, story, base))}"/>
    <id>{escape(story.guid)}</id>
    <published>{story.listed.isoformat()}</published>
    <updated>{max(story.modified, story.listed).isoformat()}</updated>
    <author><name>{escape(story.text.author or outlet.name)}</name></author>
    <category term="{escape(story.text.section)}"/>
    <summary>{escape(story.text.summary)}</summary>
    {f'<content type="html">{escape(_html(story))}</content>' if outlet.full_text else ""}
  </entry>"""
        for story in front.listed
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}">
  <title>{escape(outlet.name)}</title>
  <subtitle>{escape(outlet.slogan)}</subtitle>
  <id>urn:{outlet.id}</id>
  <link rel="self" href="{base}{escape(outlet.front)}"/>
  <link rel="alternate" href="{base}/"/>
  <updated>{front.changed.isoformat()}</updated>
{entries}
</feed>
"""
