"""Lines of a page that say nothing about its article: teasers, appeals for money, subscriptions, notices."""

from __future__ import annotations

from monitor.core.text.normalize import fold_plain

# Folded words (no accents, lower case). A short line that begins with one of them leads elsewhere.
_OPENERS = """
read more; read also; read next; read our; read the full; also read; see also; related article; related stor; related
news; related content; related topic; related posts; more on this; more from; more about; more news; most read; most
popular; most viewed; you may also like; you might also like; recommended; trending; watch:; listen:; photo gallery;
tags:; topics:; filed under; don't miss; up next; what to read; subscribe; sign up; newsletter; follow us; share this;
share on; advertis; cookie; copyright; all rights reserved; latest news; top stories; editor's pick; click here;
download our app; lire aussi; a lire; sur le meme sujet; sur le meme theme; abonnez; articles lies; article lie; voir
aussi; plus d'articles; lesen sie auch; lesen sie mehr; mehr zum thema; auch interessant; siehe auch; newsletter
abonnieren; weitere meldungen; lee tambien; leer mas; lea tambien; te puede interesar; noticias relacionadas; suscrib;
ver mas; mira tambien; lees ook; lees meer; lees verder; bekijk ook; meer nieuws; leggi anche; potrebbe interessarti;
articoli correlati; leia tambem; leia mais; veja tambem; читайте также; читайте такоже; читаите также; читаите також;
читайте також; читать далее; смотрите также; по теме; подпишитесь; подписываитесь; підпишіться; підписуитесь; дивіться
також; більше новин; baca juga; artikel terkait; اقرا ايضا; اقرا المزيد; مواضيع ذات صله; بيشتر بخوانيد
"""
_APPEALS = """
donate now; donate today; please donate; your donation; your financial support; readers like you; support our work;
support our journalism; make a donation; make a contribution; become a member; become a supporter; become a
subscriber; become a patron; independent journalism; none of this would be possible; sign up for our; sign up to our;
our newsletter; free newsletter; accept all cookies; accept cookies; we use cookies; tax-deductible; chip in; monthly
donor; faites un don; soutenez-nous; soutenez nous; notre newsletter; jetzt spenden; unterstutzen sie uns;
unterstutzen sie unsere; haz una donacion; hazte socio; apoyanos; apoya nuestro; doneer; steun ons; sostienici;
поддержите нас; поддержите редакцию; підтримаите нас; підтримаите редакцію; apoie-nos; apoie o nosso
"""


def _folded(words: str) -> tuple[str, ...]:
    folded = (fold_plain(" ".join(word.split())) for word in words.split(";"))
    return tuple(word for word in folded if word)


_OPENER_WORDS = _folded(_OPENERS)
_APPEAL_WORDS = _folded(_APPEALS)
_BEFORE = " \t*-#>|\"'([."  # signs that may stand before the first word of a line
_TEASER_LENGTH = 220  # characters; on a longer line the same words introduce a real passage
_NOTICE_LENGTH = 400


def is_noise(line: str) -> bool:
    """Whether a whole line (a paragraph) should count for nothing in grading."""
    folded = fold_plain(line[:4000])
    if len(folded) <= _TEASER_LENGTH and folded.lstrip(_BEFORE).startswith(_OPENER_WORDS):
        return True
    appeals = sum(word in folded for word in _APPEAL_WORDS)
    return appeals >= 2 or (appeals == 1 and len(folded) <= _NOTICE_LENGTH)
