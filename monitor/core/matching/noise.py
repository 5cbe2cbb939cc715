"""Lines of a page that say nothing about its article: teasers, captions, appeals for money, subscriptions, notices."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.text.captions import is_caption
from monitor.core.text.normalize import fold_plain

# Folded words (no accents, lower case). A short line that begins with one of them leads elsewhere.
_OPENERS = """
read more; read also; see also:; also on; in case you missed; more stories; further reading; popular stories;
popular articles; trending now; latest stories; editors' pick; recommended for you; related:; on this topic; from
the archive; watch now; more like this; keep reading; around the web; sponsored; next article; previous article;
next post; previous post; leave a comment; a lire egalement; les plus lus; a voir aussi; articles similaires;
articles connexes; das konnte sie auch interessieren; meistgelesen; ahnliche artikel; weitere artikel; weiterlesen;
lo mas leido; mas noticias; articulos relacionados; meest gelezen; gerelateerde artikelen; ook interessant; i piu
letti; leggi tutto; mais lidas; noticias relacionadas; artigos relacionados; saiba mais; czytaj takze; czytaj tez;
zobacz tez; zobacz takze; najczesciej czytane; powiazane; самое читаемое; материалы по теме; читать также;
наипопулярніше; матеріали за темою; читати також; ilgili haberler; ayrica okuyun; en cok okunan; 相关新闻; 延伸阅读;
推荐阅读; 関連記事; あわせて読みたい; 人気記事; اخبار ذات صله; الاكثر قراءه; यह भी पढ़ें; संबंधित खबरें; read also;
read next; read our; read the full; also read; see also; related article; related stor; related news; related
content; related topic; related posts; more on this; more from; more about; more news; most read; most popular; most
viewed; you may also like; you might also like; recommended; trending; watch:; listen:; photo gallery; tags:;
topics:; filed under; don't miss; up next; what to read; subscribe; sign up; newsletter; follow us; share this;
share on; advertis; cookie; copyright; all rights reserved; latest news; top stories; editor's pick; click here;
download our app; lire aussi; a lire; sur le meme sujet; sur le meme theme; abonnez; articles lies; article lie;
voir aussi; plus d'articles; lesen sie auch; lesen sie mehr; mehr zum thema; auch interessant; siehe auch;
newsletter abonnieren; weitere meldungen; lee tambien; leer mas; lea tambien; te puede interesar; noticias
relacionadas; suscrib; ver mas; mira tambien; lees ook; lees meer; lees verder; bekijk ook; meer nieuws; leggi
anche; potrebbe interessarti; articoli correlati; leia tambem; leia mais; veja tambem; читайте также; читайте
такоже; читаите также; читаите також; читайте також; читать далее; смотрите также; по теме; подпишитесь;
подписываитесь; підпишіться; підписуитесь; дивіться також; більше новин; baca juga; artikel terkait; اقرا ايضا; اقرا
المزيد; مواضيع ذات صله; بيشتر بخوانيد
"""
_APPEALS = """
donate now; donate today; please donate; your donation; your financial support; readers like you; support our work;
support our journalism; make a donation; make a contribution; become a member; become a supporter; become a
subscriber; become a patron; independent journalism; none of this would be possible; sign up for our; sign up to our;
our newsletter; free newsletter; accept all cookies; accept cookies; we use cookies; tax-deductible; chip in; monthly
donor; faites un don; soutenez-nous; soutenez nous; notre newsletter; jetzt spenden; unterstutzen sie uns;
unterstutzen sie unsere; haz una donacion; hazte socio; apoyanos; apoya nuestro; doneer nu; doneer aan ons; steun ons;
sostienici;
поддержите нас; поддержите редакцию; підтримаите нас; підтримаите редакцію; apoie-nos; apoie o nosso
"""

_STATES_DO_SO = ("become a member", "become a supporter", "make a donation", "make a contribution", "chip in")
_READER = frozenset(("you", "your", "our", "we"))  # without them somebody else is told of


def _folded(words: str) -> tuple[str, ...]:
    folded = (fold_plain(" ".join(word.split())) for word in words.split(";"))
    return tuple(word for word in folded if word)


_OPENER_WORDS = _folded(_OPENERS)
_APPEAL_WORDS = _folded(_APPEALS)
_BEFORE = " \t*-#>|\"'([."  # signs that may stand before the first word of a line
_TEASER_LENGTH = 220  # characters; on a longer line the same words introduce a real passage
_NOTICE_LENGTH = 400
_HEADING_WORDS = 5  # "Related articles": what follows are teasers, until a line ends like a sentence
_STOPS = (".", "!", "\u3002", "\u061f", "\u06d4", "\u0964")
_EVERYDAY = (
    60  # characters; a longer line that ends like a sentence and begins with one of _EVERYDAY_WORDS is a passage
)
_EVERYDAY_WORDS = (
    "cookie",
    "copyright",
    "advertis",
    "newsletter",
    "trending",
    "recommended",
    "subscrib",
    "sponsored",
    "related",
)


def noisy_lines(lines: Sequence[str]) -> set[int]:
    """Numbers of the lines (paragraphs) that should count for nothing: noise, and what a heading of teasers leads."""
    found: set[int] = set()
    listing = False
    for number, line in enumerate(lines):
        teaser = len(line) <= _TEASER_LENGTH and not line.rstrip().endswith(_STOPS)
        noise = is_noise(line)
        listing = (noise and len(line.split()) <= _HEADING_WORDS) or (listing and teaser)
        if noise or listing:
            found.add(number)
    return found


def is_noise(line: str) -> bool:
    """Whether a whole line (a paragraph) should count for nothing in grading."""
    folded = fold_plain(line[:4000])
    begun = folded.lstrip(_BEFORE)
    if len(folded) <= _TEASER_LENGTH and begun.startswith(_OPENER_WORDS):
        passage = len(folded) > _EVERYDAY and folded.endswith(_STOPS) and begun.startswith(_EVERYDAY_WORDS)
        if not passage:
            return True
    spoken_to = begun.startswith(_STATES_DO_SO) or not _READER.isdisjoint(folded.split())
    if is_caption(line):
        return True
    appeals = sum(word in folded and (spoken_to or word not in _STATES_DO_SO) for word in _APPEAL_WORDS)
    return appeals >= 2 or (appeals == 1 and len(folded) <= _NOTICE_LENGTH)
