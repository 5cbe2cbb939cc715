"""A small made-up press: numbered stories, as a feed and as pages."""

from __future__ import annotations

from email.utils import format_datetime

from tests.builders import HOUR, NOON

PORTS = ["Antwerp", "Rotterdam", "Hamburg", "Marseille", "Gdansk", "Genoa", "Bilbao", "Lisbon", "Piraeus", "Dublin"]
CAUSES = ["night shifts", "a pension cut", "unsafe cranes", "late wages", "a new customs rule", "dismissed stewards",
          "asbestos in a shed", "automated gates", "a sold terminal", "longer hours"]  # fmt: skip


def title(number: int) -> str:
    return f"Dockers in {PORTS[number % 10]} go on strike over {CAUSES[number % 10]}"


def feed(address: str, *numbers: int) -> str:
    items = "".join(
        f"<item><title>{title(n)}</title><link>{address}/{n}</link><guid>guid-{n}</guid>"
        f"<pubDate>{format_datetime(NOON - HOUR)}</pubDate><description>Story {n} in short.</description></item>"
        for n in numbers
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Court</title>{items}</channel></rss>'


def page(number: int) -> str:
    port, cause = PORTS[number % 10], CAUSES[number % 10]
    return f"""<html lang="en"><head><title>{title(number)}</title></head><body><article><h1>{title(number)}</h1>
    <p>The dockers of {port} voted on Monday to strike for {number + 3} days over {cause}, their union said.</p>
    <p>About {number + 2}00 of them left the quays of {port} at noon, and {number + 11} ships are waiting outside.</p>
    <p>The port authority of {port} called the strike a breach of the agreement of last spring and went to court
    on the same afternoon. A judge is to hear both sides within {number + 2} days.</p></article></body></html>"""


def off_topic(words: str = "The museum shows a new collection of maps from its cellar.") -> str:
    body = f"<h1>Maps in the museum</h1><p>{words}</p><p>{words} It is open daily.</p>"
    return f"<html><body><article>{body}</article></body></html>"
