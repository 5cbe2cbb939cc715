"""Messages as plain text: for mail's text part, for chat services that take text alone, and for the webhook."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.message import MAYBE_REPEAT, subject
from monitor.core.model.alert import AlertKind, Block, Message
from monitor.core.wording import counted

_MORE = 25  # characters kept free for the count of what is left out


def status_line(message: Message) -> str:
    """What kind of message it is, in a few words: ``Sanctions on the court · New``."""
    told = message.novelty.value.capitalize() if message.novelty else message.kind.value.capitalize()
    listed = ", ".join(message.topics) if message.kind is AlertKind.DEVELOPMENT else ""
    return " · ".join(part for part in (listed, told) if part)


def block_lines(block: Block, *, title: str = "") -> list[str]:
    """A block as lines; a heading that only repeats ``title`` is left out. A line without a label is indented."""
    lines = [block.heading] if block.heading and block.heading != title else []
    if block.url:
        lines.append(block.url)
    if block.quote:
        lines.append(f"“{block.quote}”")
    if block.text:
        lines.append(block.text)
    for line in block.lines:
        lines.append(f"{line.label}: {line.text}" if line.label else f"    {line.text}")
        if line.url and line.url != line.text:
            lines.append(f"    {line.url}")
    return lines


def plain_text(message: Message) -> str:
    """The whole message; paragraphs for its blocks. ``message`` is inert already."""
    paragraphs = [f"{status_line(message)}\n{message.title}"]
    if message.maybe_repeat:
        paragraphs.append(MAYBE_REPEAT)
    paragraphs += ["\n".join(block_lines(block, title=message.title)) for block in message.blocks]
    if message.footer:
        paragraphs.append(f"-- \n{message.footer}")
    return "\n\n".join(part for part in paragraphs if part) + "\n"


def short_lines(message: Message) -> list[str]:
    """The message's lines without its title, most needed first, for services that take few characters."""
    lines = [MAYBE_REPEAT] if message.maybe_repeat else []
    for block in message.blocks:
        lines += block_lines(block, title=message.title)
    return lines


def pages(lines: Sequence[str], limit: int, most: int) -> list[str]:
    """The lines in at most ``most`` texts of at most ``limit`` characters each (``limit`` at least 60).

    A line that is longer than a text is cut, an address that is longer is left out, since a cut one leads elsewhere.
    What does not fit is counted in the last text: ``… and 12 more lines``.
    """
    fitting = [_fit(line, limit - _MORE) for line in lines if len(line) <= limit - _MORE or "://" not in line]
    texts: list[str] = []
    current = ""
    for number, line in enumerate(fitting):
        last_text = len(texts) == most - 1
        room = limit - _MORE if last_text and number < len(fitting) - 1 else limit
        joined = f"{current}\n{line}" if current else line
        if len(joined) <= room:
            current = joined
        elif not last_text:
            texts.append(current)
            current = line
        else:
            current += f"\n… and {counted(len(fitting) - number, 'more line')}"
            break
    return [text for text in [*texts, current] if text]


def _fit(line: str, room: int) -> str:
    return line if len(line) <= room else line[: room - 1] + "…"


def headline(message: Message, limit: int) -> str:
    """The subject line, cut to ``limit`` characters."""
    line = subject(message)
    return line if len(line) <= limit else line[: max(limit - 1, 0)] + "…"
