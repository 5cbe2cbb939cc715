"""How the lines begin that sites put between and after an article's own words. One alternative a line."""

from __future__ import annotations

from monitor.webtext.phrases import any_of

FURNITURE = any_of(
    r"""
    (?:also |must |further )?read(?: also| more| next| on| our)?(?: about this)?\s*(?::|\||»|→|>)
    (?:read|see|watch|listen)(?: also| more)?\s*:
    (?:read|learn|find out|discover) more(?: about [^.!?]{0,60})?\W*$
    (?:click|tap) (?:here|the link|below)\b
    related(?: articles?| stories| content| topics?| posts?| news)?\s*(?::|$)
    (?:more|latest) (?:from|on|in|about|stories|news)\b[^.!?]{0,60}$
    (?:most (?:read|popular|viewed|shared)|trending(?: now)?|recommended(?: for you)?|editor.?s.? picks?)\W*$
    you (?:may|might) (?:also )?like\W*$
    (?:advertisement|sponsored(?: content)?|promoted|anzeige|publicité|publicidad|advertentie|реклама)\W*$
    (?:story|article) continues (?:below|after)
    (?:share|tweet|pin|e-?mail|print|copy link|save)(?: this| on| via| to)?(?: \w+)?\W*$
    (?:share this|follow us|like us|find us|connect with us|join the conversation)\b
    join (?:us on|our (?:channel|group|community|newsletter|telegram|whatsapp|discord|mailing))\b
    (?:sign up|subscribe) (?:for|to|now|here|today)\b
    register (?:now|here|today)\b
    subscribe\W*$
    (?:get|receive) (?:our|the|all the|your|more)\b.{0,120}\b(?:newsletter|inbox|e-?mail|alerts?|app)\b
    (?:our|the|your) [^.]{0,40}newsletter\W*$
    newsletter(?:s|\W*$|\s*:| sign| abonn)
    (?:please )?(?:donate (?:now|today|here|to (?:us|support))|make a donation|donate\W*$)
    support (?:us\b|our (?:work|journalism|reporting|newsroom)|independent (?:journalism|media))
    help us (?:keep|continue|fund|reach|stay|report|bring|improve)\b
    your (?:support|donation|contribution|gift) (?:helps?|makes?|allows?|will|keeps?|enables?)\b
    if you (?:value|appreciate|like|enjoy|liked|enjoyed) (?:our|this|what)\b
    we (?:need your|rely on (?:our )?readers|depend on (?:our )?readers)\b
    become a (?:member|supporter|subscriber|patron)\b
    (?:we|this (?:web)?site|our (?:web)?site)(?: and our partners)? uses? cookies
    (?:accept|manage|reject)(?: all)? cookies
    by (?:clicking|continuing|signing up|subscribing|submitting)\b.{0,200}\b(?:agree|accept|consent|privacy|terms)
    (?:copyright\W{0,3}(?:©|\(c\)|\d{4})|©|\(c\) ?\d{4}|all rights reserved)
    (?:photo|image|picture|foto|bild|credit|file photo|photograph)s?(?: by| credit| courtesy| via)?\s*[:/|©].{0,150}$
    (?:leave|post|add|write) a (?:comment|reply)|comments? (?:are closed|\(\d+\)|policy)|\d+ comments?\W*$
    (?:tags?|topics?|filed under|categories|keywords|schlagwörter|mots.clés|etiquetas|теги)\s*:
    (?:download|get) (?:our|the) (?:free )?app\b
    (?:skip to|back to|jump to) (?:main |top|content|navigation)
    (?:previous|next) (?:article|story|post)\b
    the post\b.{1,250}(?:appeared first on|first appeared on)\b
    (?:der beitrag|l.article|la entrada|het bericht)\b.{1,250}(?:zuerst auf|en premier sur|primero en|eerst op)\b
    (?:auch interessant|mehr zum thema|lesen sie (?:auch|mehr|hier)|weiterlesen|das könnte sie auch)\b.{0,150}$
    (?:newsletter abonnieren|jetzt (?:spenden|abonnieren)|unterstützen sie uns|folgen sie uns)\b
    melden sie sich .{0,60}newsletter
    (?:lire aussi|à lire(?: aussi)?\s*:|lire la suite|en savoir plus|voir aussi|sur le même sujet)\b.{0,150}$
    (?:abonnez.vous|inscrivez.vous|suivez.nous|faites un don|soutenez.nous|partager (?:sur|cet|l.article))\b
    (?:lea también|leer también|lee también|le puede interesar|te puede interesar|más información\s*:)
    (?:suscríbete|suscríbase|síguenos|compartir en|dona (?:ahora|aquí|hoy)|apóyanos)\b
    (?:lees ook|lees meer|lees verder|meer over dit onderwerp)\b.{0,150}$
    (?:abonneer je|meld je aan|volg ons|doneer (?:nu|hier)|deel dit (?:artikel|bericht))\b
    (?:leggi anche|iscriviti (?:alla|qui)|seguici|condividi (?:su|questo)|sostienici)\b
    (?:leia também|leia mais|assine (?:nossa|a nossa|já)|inscreva-se|siga-nos|compartilhe (?:isso|no|esta))\b
    (?:читайте также|читать также|подписывайтесь|подпишитесь|поделиться|поддержите нас|следите за нами)\b
    (?:читайте також|читати також|підписуйтесь|підпишіться|підписуйтеся|поділитися|підтримайте нас)\b
    """,
    start=True,
)
TAIL_HEADING = any_of(
    r"""
    (?:related|recommended|popular|trending|similar)\b.{0,40}(?:articles?|stories|news|posts|coverage|topics?|content)\W*$
    (?:more|most|latest|other|further)\b.{0,30}(?:articles?|stories|news|posts|reading|read|coverage|releases)\W*$
    (?:more (?:on|from|about)\b.{0,50}|read (?:more|next|also)|see also|related)\W*$
    (?:you (?:may|might) (?:also )?like|editor.?s.? picks?|what to read next)\W*$
    (?:mehr zum thema|auch interessant|verwandte (?:artikel|themen)|weitere (?:artikel|meldungen|nachrichten))\W*$
    (?:sur le même sujet|à lire aussi|articles? (?:liés|similaires|connexes))\W*$
    (?:noticias relacionadas|artículos relacionados|te puede interesar|lo más leído)\W*$
    (?:meer over|gerelateerde?|lees ook|meest gelezen)\b.{0,40}$
    (?:articoli correlati|leggi anche|notícias relacionadas)\W*$
    (?:читайте также|похожие .{0,20}|читайте також|схожі .{0,20}|новини за темою)\W*$
    """,
    start=True,
)
