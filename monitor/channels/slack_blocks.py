"""Messages as Slack blocks, within Slack's limits, with nothing from outside that Slack would act on.

Limits: https://docs.slack.dev/reference/block-kit/blocks (50 blocks a message, 3,000 characters a section, 150 a
header) and a cap of our own on the sum, since Slack refuses very long messages without a documented figure.
"""

from __future__ import annotations

from dataclasses import replace

from monitor.channels.plain import status_line
from monitor.core.inert import made_inert
from monitor.core.message import MAYBE_REPEAT, SO_FAR, subject
from monitor.core.model.alert import Block, Line, Message

SECTION_LIMIT = 3_000
HEADER_LIMIT = 150
BLOCK_LIMIT = 50
TEXT_LIMIT = 12_000
MOST_POSTS = 5
_FALLBACK_LIMIT = 300

# Signs that format text in mrkdwn have no escape: look-alikes stand for them, except in quotes, which are plain_text.
_LOOKALIKES = str.maketrans({"*": "∗", "_": "＿", "~": "∼", "`": "ˋ"})
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}  # https://docs.slack.dev/messaging/formatting-message-text

SlackBlock = dict[str, object]


def escaped(text: str, limit: int) -> str:
    """The text with ``&<>`` as entities, in at most ``limit`` characters; never cut inside an entity."""
    out: list[str] = []
    used = 0
    for number, letter in enumerate(text):
        piece = _ENTITIES.get(letter, letter)
        last = number == len(text) - 1
        if used + len(piece) > (limit if last else limit - 1):
            return "".join(out) + "…"
        out.append(piece)
        used += len(piece)
    return "".join(out)


def payloads(message: Message) -> list[dict[str, object]]:
    """The posts for a message: one, or up to five for a long digest; then a word says how much is left out."""
    told = made_inert(message)
    groups = _grouped(_blocks(told))
    if len(groups) > MOST_POSTS:
        groups = _grouped(_blocks(_compact(told)))
    if len(groups) > MOST_POSTS:
        rest = sum(len(group) for group in groups[MOST_POSTS:])
        groups = groups[:MOST_POSTS]
        groups[-1] = [*groups[-1], _context(f"… shortened: {rest} more sections")]
    fallback = escaped(subject(told), _FALLBACK_LIMIT)
    quiet = {"mrkdwn": False, "parse": "none", "link_names": False, "unfurl_links": False, "unfurl_media": False}
    return [{"text": fallback, "blocks": group, **quiet} for group in groups]


def with_standing(message: Message, standing: str) -> Message:
    """The message as it is edited later: in place of how things stood then it says how they stand now."""
    now = Line(label="Now", text=standing)
    if not any(line.label == SO_FAR for block in message.blocks for line in block.lines):
        return replace(message, blocks=(*message.blocks, Block(lines=(now,))))
    blocks = (
        replace(block, lines=tuple(now if line.label == SO_FAR else line for line in block.lines))
        for block in message.blocks
    )
    return replace(message, blocks=tuple(blocks))


def _compact(message: Message) -> Message:
    """Without the lines that only add to the line above them."""
    blocks = tuple(replace(block, lines=tuple(line for line in block.lines if line.label)) for block in message.blocks)
    return replace(message, blocks=blocks)


def _grouped(blocks: list[SlackBlock]) -> list[list[SlackBlock]]:
    groups: list[list[SlackBlock]] = [[]]
    used = 0
    for block in blocks:
        size = len(str(block))
        if groups[-1] and (len(groups[-1]) >= BLOCK_LIMIT - 1 or used + size > TEXT_LIMIT):
            groups.append([])
            used = 0
        groups[-1].append(block)
        used += size
    return groups


def _blocks(message: Message) -> list[SlackBlock]:
    title = {"type": "plain_text", "text": escaped(message.title or "monitor", HEADER_LIMIT), "emoji": False}
    blocks: list[SlackBlock] = [{"type": "header", "text": title}, _context(status_line(message))]
    if message.maybe_repeat:
        blocks.append(_context(MAYBE_REPEAT))
    for block in message.blocks:
        blocks += _block(block, message.title)
    if message.footer:
        blocks.append(_context(message.footer))
    return blocks


def _block(block: Block, title: str) -> list[SlackBlock]:
    blocks: list[SlackBlock] = []
    rows: list[str] = []
    if block.heading and block.heading != title:
        rows.append(f"*{_linked(block.heading, block.url)}*")
    elif block.url:
        rows.append(_linked("Read it at the source", block.url))
    if block.quote:
        quote = {"type": "plain_text", "text": escaped(f"“{block.quote}”", SECTION_LIMIT), "emoji": False}
        blocks.append({"type": "section", "text": quote})
    if block.text:
        rows.append(_said(block.text))
    for line in block.lines:
        text = _linked(line.text, line.url)
        rows.append(f"*{_said(line.label)}:* {text}" if line.label else f"      {text}")
    return blocks + _sections(rows)


def _sections(rows: list[str]) -> list[SlackBlock]:
    """Rows in as few sections as hold them; every row is shorter than a section."""
    texts: list[str] = []
    for row in rows:
        if texts and len(texts[-1]) + 1 + len(row) <= SECTION_LIMIT:
            texts[-1] += "\n" + row
        else:
            texts.append(row)
    return [{"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}} for text in texts]


def _said(text: str, limit: int = 900) -> str:
    return escaped(text.translate(_LOOKALIKES), limit)


def _linked(text: str, url: str) -> str:
    """A link that shows the text; an address too long for a section leaves the text alone."""
    target = url.replace("&", "&amp;")
    label = text.replace("|", "∣")  # a pipe parts the address from the label, and has no escape either
    return f"<{target}|{_said(label)}>" if url and len(target) <= 1_900 else _said(text)


def _context(text: str) -> SlackBlock:
    return {"type": "context", "elements": [{"type": "plain_text", "text": escaped(text, 1_900), "emoji": False}]}
