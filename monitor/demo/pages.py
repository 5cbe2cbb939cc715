"""The HTML of the made-up press.

With what surrounds an article on a real site: menu, cookie banner, related links, newsletter box, structured data.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from html import escape

from monitor.demo.newsroom import Front, Story

_WORDS = {
    "en": {
        "cookies": "We and our partners store and access information on your device. Accept all Manage choices",
        "related": "Read also",
        "letter": "Get the morning briefing in your inbox. No spam, unsubscribe at any time.",
        "by": "By",
        "updated": "Updated",
        "more": "Read more",
        "gone": "Page not found. The page you asked for is not here or no longer here.",
        "error": "Something went wrong on our side. Please try again in a few minutes.",
        "footer": "All rights reserved. Contact Imprint Privacy Accessibility",
        "invented": "This outlet and all its news are invented, to show how monitor works.",
    },
    "fr": {
        "cookies": "Nous et nos partenaires utilisons des cookies. Tout accepter Continuer sans accepter",
        "related": "Lire aussi",
        "letter": "Recevez chaque matin l'essentiel de l'actualité. Désinscription à tout moment.",
        "by": "Par",
        "updated": "Mis à jour",
        "more": "Lire la suite",
        "gone": "Page introuvable. La page demandée n'existe pas ou n'existe plus.",
        "error": "Une erreur est survenue. Merci de réessayer dans quelques minutes.",
        "footer": "Tous droits réservés. Contact Mentions légales Données personnelles",
        "invented": "Ce journal et toutes ses nouvelles sont inventés, pour montrer le travail de monitor.",
    },
    "uk": {
        "cookies": "Ми використовуємо файли cookie. Прийняти всі Налаштувати",
        "related": "Читайте також",
        "letter": "Підпишіться на ранкову розсилку. Відписатися можна будь-коли.",
        "by": "Автор:",
        "updated": "Оновлено",
        "more": "Докладніше",
        "gone": "Сторінку не знайдено. Її тут немає або вже немає.",
        "error": "Сталася помилка. Спробуйте ще раз за кілька хвилин.",
        "footer": "Усі права захищено. Контакти Редакція Конфіденційність",
        "invented": "Це видання і всі його новини вигадані, щоб показати роботу monitor.",
    },
}


def article_page(front: Front, story: Story, base: str) -> str:
    """The page of one article."""
    words, text = _WORDS[front.outlet.language], story.text
    paragraphs = [f"<p>{escape(paragraph)}</p>" for paragraph in text.paragraphs]
    paragraphs.insert(2, _related(front, story, words["related"]))
    changed = story.modified > story.published
    updated = f' <span class="updated">{words["updated"]} {_time(story.modified)}</span>' if changed else ""
    head = f"""<link rel="canonical" href="{base}{story.path}">
<meta name="description" content="{escape(text.summary)}">
<meta property="og:type" content="article">
<meta property="og:title" content="{escape(text.title)}">
<meta property="og:site_name" content="{escape(front.outlet.name)}">
<meta property="article:published_time" content="{story.published.isoformat()}">
<script type="application/ld+json">{_structured(front, story, base)}</script>"""
    main = f"""<article>
<p class="section">{escape(text.section)}</p>
<h1>{escape(text.title)}</h1>
<p class="standfirst">{escape(text.summary)}</p>
<p class="byline">{words["by"]} {escape(text.author or front.outlet.name)} · {_time(story.published)}{updated}</p>
<div class="article-body">
{chr(10).join(paragraphs)}
</div>
</article>
<aside class="newsletter"><p>{words["letter"]}</p></aside>"""
    return _page(front, text.title, main, head)


def listing_page(front: Front, base: str) -> str:
    """The front page, or the news page of an outlet without a feed: teasers of the newest articles."""
    words = _WORDS[front.outlet.language]
    cards = "\n".join(
        f"""<li class="card"><h3><a href="{story.listed_path}">{escape(story.text.title)}</a></h3>
<p class="date">{_time(story.listed)}</p><p>{escape(story.text.summary)}</p>
<a class="more" href="{story.listed_path}">{words["more"]}</a></li>"""
        for story in front.listed
    )
    feed = f'<link rel="alternate" type="application/rss+xml" href="{base}{escape(front.outlet.front)}">'
    main = f"<h1>{escape(front.outlet.slogan)}</h1>\n<ul class='cards'>\n{cards}\n</ul>"
    return _page(front, front.outlet.name, main, feed if front.outlet.kind == "feed" else "")


def table_page(front: Front, asked: int) -> str:
    """A treaty-status page. ``asked`` counts its requests: like its models, it shows a clock and hidden state."""
    clock = front.changed + timedelta(seconds=asked)
    rows = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in front.rows)
    main = f"""<form method="post" action="./ViewDetails.aspx">
<input type="hidden" name="__VIEWSTATE" value="{asked * 2654435761 % 2**32:08x}">
<p class="status">STATUS AS AT : {clock:%d-%m-%Y %H:%M:%S} UTC</p>
<h1>7. b Amendment to article 8 of the Rome Statute of the International Criminal Court</h1>
<p>Adopted by the Assembly of States Parties to the Rome Statute. The amendment enters into force for those States
Parties which have accepted it one year after the deposit of their instruments of ratification or acceptance.</p>
<table class="participants"><thead>
<tr><th>Participant</th><th>Signature</th><th>Ratification, Acceptance(A)</th><th>Remarks</th></tr>
</thead><tbody>
{rows}
</tbody></table>
</form>"""
    return _page(front, "Status of treaties", main, "")


def missing_page(front: Front) -> str:
    """What stands at an address that is not there."""
    return _page(front, "404", f"<h1>404</h1><p>{_WORDS[front.outlet.language]['gone']}</p>", "")


def error_page(front: Front) -> str:
    """What every address answers while the outlet fails."""
    return f"<html><title>Error</title><body><h1>{_WORDS[front.outlet.language]['error']}</h1></body></html>"


def _page(front: Front, title: str, main: str, head: str) -> str:
    outlet, words = front.outlet, _WORDS[front.outlet.language]
    menu = "".join(f'<li><a href="/section/{number}">{name}</a></li>' for number, name in enumerate(outlet.sections))
    return f"""<!DOCTYPE html>
<html lang="{outlet.language}">
<head>
<meta charset="utf-8">
<title>{escape(title)} | {escape(outlet.name)}</title>
{head}
</head>
<body>
<div id="cookie-banner" role="dialog"><p>{words["cookies"]}</p></div>
<header><a href="/">{escape(outlet.name)}</a><p>{escape(outlet.slogan)}</p><nav><ul>{menu}</ul></nav></header>
<main>
{main}
</main>
<footer><p>© {escape(outlet.name)}. {words["footer"]}</p><p>{words["invented"]}</p></footer>
</body>
</html>
"""


def _related(front: Front, story: Story, label: str) -> str:
    others = [other for other in front.listed if other.text.key != story.text.key][-3:]
    links = "".join(f'<li><a href="{other.path}">{escape(other.text.title)}</a></li>' for other in others)
    return f'<aside class="related"><h4>{label}</h4><ul>{links}</ul></aside>'


def _structured(front: Front, story: Story, base: str) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.text.title,
        "mainEntityOfPage": base + story.path,
        "datePublished": story.published.isoformat(),
        "dateModified": story.modified.isoformat(),
        "author": {"@type": "Person", "name": story.text.author or front.outlet.name},
        "publisher": {"@type": "Organization", "name": front.outlet.name},
        "inLanguage": front.outlet.language,
    }
    return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")


def _time(moment: datetime) -> str:
    return f'<time datetime="{moment.isoformat()}">{moment.day}.{moment.month}.{moment.year} {moment:%H:%M}</time>'
