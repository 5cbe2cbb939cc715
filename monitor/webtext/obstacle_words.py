"""The words by which walls, challenges, logins and shells are known. One alternative a line."""

from __future__ import annotations

from monitor.webtext.phrases import any_of

BOT_TITLE = any_of(
    r"""
    just a moment
    one moment
    attention required
    checking (?:your|the site)
    access (?:to this page has been )?denied
    are you (?:a )?(?:human|robot)
    verify(?:ing)? (?:that )?you are (?:a )?human
    human verification
    security check
    ddos.?guard
    ddos protection
    pardon our interruption
    bot verification
    captcha
    please wait\b
    robot or human
    (?:un|nur einen|einen|un|een|один) (?:instant|moment|momento|момент)
    request (?:blocked|rejected)
    forbidden
    web application firewall
    blocked\W*$
    making sure you.re not a (?:bot|robot)
    вы не робот
    (?:подтвердите|підтвердьте)\W
    проверка браузера
    перевірка браузера
    sucuri website firewall
    your access to this (?:site|service) has been (?:limited|blocked)
    """,
    start=True,
)
BOT_TEXT = any_of(
    r"""
    verify(?:ing)? (?:that )?you(?:'re| are) (?:a |not a )?(?:human|robot)
    checking (?:if the site connection is secure|your browser)
    unusual (?:traffic|activity) from
    enable javascript and cookies to continue
    press (?:&|and) hold
    performing security verification
    (?:solve|complete) (?:the|this) (?:captcha|puzzle)
    you have been blocked
    not a (?:ro)?bot\b
    proof.of.work
    а не робот
    похожи на автоматические
    whitelist your ip
    automated (?:access|requests)
    \bray id\b
    incident id
    vérifi\w+ que vous êtes (?:un )?humain
    überprüf\w+, ob sie ein mensch
    подтвердите, что вы (?:не робот|человек)
    підтвердьте, що ви (?:не робот|людина)
    """
)
BOT_MARKUP = any_of(
    r"""
    cf-chl-
    challenge-platform
    _incapsula_resource
    px-captcha
    captcha-delivery\.com
    awswaf
    aws-waf-token
    distil_r_captcha
    ddos-guard
    sucuri_cloudproxy
    /_sec/cp_challenge
    anubis_challenge
    """
)
CONSENT_TITLE = any_of(
    r"""
    before you continue
    bevor sie (?:zu|fortfahren)
    avant d.acc[ée]der
    antes de continuar
    voordat je verdergaat
    your privacy
    privacy (?:settings|gate)
    cookie (?:consent|settings|wall)
    consent\b
    zustimmung
    """
)
# Walls speak to their reader; an article about cookies or consent does not.
ADDRESSED = any_of(
    r"""
    \b(?:we|our|us|you|your)\b
    \b(?:wir|uns|unsere[nmrs]?|sie|ihre[nmrs]?|dein\w*|du)\b
    \b(?:nous|nos|notre|vous|vos|votre)\b
    \b(?:nosotros|nuestr[oa]s?|usted|su|tu|sus|tus|puede[ns]?)\b
    \b(?:noi|nostri|tua|tuo|tue|puoi|vostr[oaie])\b
    \b(?:wij|we|onze|ons|uw|je|jouw)\b
    \b(?:nós|nosso\w*|você|seu|sua)\b
    \b(?:мы|наш\w*|вы|ваш\w*|даёте|даете)\b
    \b(?:ми|наш\w*|ви|ваш\w*)\b
    """
)
CONSENT_SIGNS = (
    any_of(r"\bcookies?\b"),
    any_of(
        r"""
        \bconsent\b
        einwilligung|zustimm\w+
        consentement|consentimiento|consenso
        toestemming
        згод\w+
        соглас\w+
        """
    ),
    any_of(
        r"""
        (?:accept|reject) all
        alle (?:akzeptieren|ablehnen)
        tout (?:accepter|refuser)
        (?:aceptar|rechazar) todo
        (?:accetta|rifiuta) tutt
        alles (?:accepteren|weigeren)
        """
    ),
    any_of(r"(?:our|unsere|nos|nuestros|onze) (?:\d+ )?(?:partners?|partnern|partenaires|socios)\b"),
    any_of(
        r"""
        personali[sz]ed (?:ads|advert|content)
        personalisierte (?:werbung|anzeigen|inhalte)
        (?:publicités?|contenus?) personnalis
        (?:anuncios|publicidad) personaliz
        gepersonaliseerde
        """
    ),
    any_of(r"privacy (?:policy|settings|preferences)|datenschutz|vie privée|privacidad|конфиденциальност|конфіденційн"),
    any_of(r"\bvendors?\b|legitimate interest"),
)
LOGIN_TITLE = any_of(
    r"""
    (?:please )?(?:log|sign) ?in\b
    login\b
    anmeld(?:en|ung)\b
    connexion\b
    se connecter\b
    iniciar sesión\b
    inloggen\b
    accedi\b
    вход\b
    вхід\b
    authentication required
    single sign.?on
    """,
    start=True,
)
NEEDS_SCRIPT = any_of(
    r"""
    (?:enable|requires?|need|activate|turn on|aktivieren|activer|activa|activez|habilit\w+).{0,30}javascript
    javascript.{0,40}(?:enable|disabled|required|aktivieren|désactivé|deshabilitado|to run this app)
    """
)
