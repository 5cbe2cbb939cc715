"""Made-up press pages and documents for the tests of extraction."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence

PARAGRAPHS = (
    "The registrar of the river tribunal said on Tuesday that two more states had deposited their instruments.",
    "Officials in the capital called the step overdue, and the opposition asked why parliament had not seen the text.",
    "“We have waited long enough,” said the chair of the committee. “Now the vote can go ahead.”",
    "The treaty enters into force on the first day of the month after the deposit of the fiftieth instrument.",
)
MENU = "<nav><ul>" + "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(12)) + "</ul></nav>"


def paragraphs(texts: Sequence[str] = PARAGRAPHS) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def json_ld(**properties: object) -> str:
    graph = [{"@type": "WebSite"}, {"@type": "NewsArticle", **properties}]
    node = {"@context": "https://schema.org", "@graph": graph}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def page(body: str, head: str = "", title: str = "Two states join the tribunal | River Post") -> str:
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>'
        f'<meta property="og:site_name" content="River Post">'
        f"{head}</head><body>{MENU}<main>{body}</main><footer>© River Post. All rights reserved.</footer></body></html>"
    )


def pdf(pages: Sequence[Sequence[str]], info: str = "") -> bytes:
    """A PDF with these lines of ASCII text, one content stream a page; ``info``: its Info dictionary."""
    return _drawn(
        ["50 780 Td " + "".join(f"({_inside(line)}) Tj 0 -14 Td " for line in lines) for lines in pages], info
    )


def placed_pdf(texts: Sequence[tuple[int, int, str]], info: str = "") -> bytes:
    """A PDF of one page with these texts at their places: points from the left and from the foot."""
    return _drawn(["".join(f"1 0 0 1 {left} {height} Tm ({_inside(text)}) Tj " for left, height, text in texts)], info)


def _inside(text: str) -> str:
    return text.replace("(", "").replace(")", "")


def _drawn(streams: Sequence[str], info: str) -> bytes:
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        f"<< {info} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for shown in streams:
        stream = zlib.compress(f"BT /F1 10 Tf {shown}ET".encode("latin-1"))
        objects.append(
            f"<< /Length {len(stream)} /Filter /FlateDecode >>\nstream\n{stream.decode('latin-1')}\nendstream"
        )
        resources = "/Resources << /Font << /F1 4 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {resources} /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 3 0 R >>\nstartxref\n{len(body)}\n%%EOF"
    return f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")
