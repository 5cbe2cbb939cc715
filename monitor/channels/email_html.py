"""The HTML part of a mail: one column that reads well on a phone and on a desk, light and dark.

Nothing is loaded from elsewhere, no script, no style but the few rules here; every text from outside is escaped.
"""

from __future__ import annotations

from html import escape

from monitor.channels.plain import status_line
from monitor.core.message import MAYBE_REPEAT
from monitor.core.model.alert import Block, Line, Message
from monitor.core.model.development import Novelty

_STYLE = """
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 0; background: #f4f5f7; color: #1c2330; }
.page { max-width: 640px; margin: 0 auto; padding: 20px 16px; }
.card { background: #ffffff; border: 1px solid #dfe3e8; border-radius: 8px; padding: 20px; }
.kind { font-size: 13px; color: #586174; margin: 0 0 8px; }
.mark { font-weight: 700; color: #586174; } .mark-new { color: #0b6b3a; }
.mark-update { color: #8a5300; } .mark-correction { color: #b3261e; }
h1 { font-size: 21px; line-height: 1.3; margin: 0 0 14px; }
h2 { font-size: 17px; line-height: 1.35; margin: 24px 0 6px; }
p { margin: 0 0 12px; } a { color: #0a58ca; }
blockquote { margin: 0 0 16px; padding: 2px 0 2px 14px; border-left: 4px solid #b6bfcc; }
table { border-collapse: collapse; width: 100%; }
td { padding: 4px 0; vertical-align: top; overflow-wrap: anywhere; }
td.label { width: 132px; padding-right: 12px; color: #586174; font-size: 14px; }
.sub { color: #586174; font-size: 14px; } .sub td { padding: 0 0 10px; }
.repeat { background: #fff4d6; color: #4d3800; border-radius: 6px; padding: 8px 12px; }
.answers { margin: 18px 0 0; padding: 14px 0 0; border-top: 1px solid #dfe3e8; font-size: 14px; color: #586174; }
.answers a { white-space: nowrap; padding: 0 2px; }
.foot { font-size: 12px; color: #586174; margin: 14px 4px 0; }
@media (prefers-color-scheme: dark) {
  body { background: #14171c; color: #e6e9ef; }
  .card { background: #1d2128; border-color: #343a45; }
  .kind, td.label, .sub, .foot, .answers { color: #a3adbd; } a { color: #86b7fe; }
  .mark { color: #a3adbd; } .mark-new { color: #6fd49b; } .mark-update { color: #f2bd62; }
  .mark-correction { color: #ff9d94; }
  blockquote { border-color: #59637380; } .answers { border-color: #343a45; }
  .repeat { background: #4d3800; color: #ffe9b3; }
}
@media (max-width: 480px) {
  .page { padding: 8px; } .card { padding: 16px; }
  td { display: block; width: auto; padding: 0 0 4px; } td.label { width: auto; padding: 4px 0 0; line-height: 1.3; }
  .sub td.label { display: none; }
}
"""
_FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5"


def html_page(message: Message) -> str:
    """The message as a whole HTML document; ``message`` is inert already."""
    parts = [
        f'<p class="kind">{_kind(message)}</p>',
        f"<h1>{_linked(message.title, _main_url(message))}</h1>",
    ]
    if message.maybe_repeat:
        parts.append(f'<p class="repeat">{escape(MAYBE_REPEAT)}</p>')
    parts += [_block(block, message.title) for block in message.blocks]
    body = "\n".join(parts)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(message.title)}</title>
<style>{_STYLE}</style>
</head>
<body style="{_FONT}">
<div class="page">
<div class="card">
{body}
</div>
<p class="foot">{escape(message.footer)}</p>
</div>
</body>
</html>
"""


def _kind(message: Message) -> str:
    words = {Novelty.NEW: " mark-new", Novelty.UPDATE: " mark-update", Novelty.CORRECTION: " mark-correction"}
    style = words.get(message.novelty, "") if message.novelty else ""
    topics, _, told = status_line(message).rpartition(" · ")
    mark = f'<span class="mark{style}">{escape(told)}</span>'
    return f"{mark} · {escape(topics)}" if topics else mark


def _main_url(message: Message) -> str:
    return next((block.url for block in message.blocks if block.heading == message.title), "")


def _linked(text: str, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(text)}</a>' if url else escape(text)


def _block(block: Block, title: str) -> str:
    if block.lines and all(line.url and not line.label for line in block.lines) and not block.heading:
        links = " · ".join(_linked(line.text, line.url) for line in block.lines)
        return f'<p class="answers">{escape(block.text)} {links}</p>'
    parts = []
    if block.heading and block.heading != title:
        parts.append(f"<h2>{_linked(block.heading, block.url)}</h2>")
    if block.quote:
        parts.append(f"<blockquote>{escape(block.quote)}</blockquote>")
    if block.text:
        parts.append(f"<p>{escape(block.text)}</p>")
    if block.lines:
        rows = "\n".join(_row(line) for line in block.lines)
        parts.append(f'<table role="presentation">\n{rows}\n</table>')
    return "\n".join(parts)


def _row(line: Line) -> str:
    style = "" if line.label else ' class="sub"'
    cells = f'<td class="label">{escape(line.label)}</td><td>{_linked(line.text, line.url)}</td>'
    return f"<tr{style}>{cells}</tr>"
