"""The words by which walls, challenges, logins, error pages and shells are known. One alternative a line."""

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
    not a robot
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
ERROR_START = any_of(
    r"""
    (?:http )?(?:error|fehler|erreur|ошибка|помилка)\W{0,3}(?:40\d|410|429|50\d|52\d)\b
    (?:40[0-9]|410|429|50[0-9]|52[0-9])\W*$
    (?:40\d|410|429|5[02]\d)\W{1,4}(?:error|not|page|forbidden|unauthori|gone|bad|internal|service|gateway|too many)
    page (?:not|cannot be|could not be|can.t be) (?:found|displayed)
    (?:the |this )?page (?:you (?:are|were)|you.re) looking for
    (?:file )?not found
    (?:sorry|oops)\W.{0,60}(?:not|n.t|error|wrong|exist)
    (?:the )?requested (?:page|url|resource)
    this page (?:does not|doesn.t|no longer) exist
    internal server error
    bad gateway
    gateway time-?out
    service (?:temporarily )?unavailable
    (?:(?:the|this|our) )?(?:site|website|service|we.re|we are|currently).{0,25}(?:maintenance|unavailable)
    temporarily unavailable
    (?:under|scheduled|down for) maintenance
    maintenance(?: mode)?\W*$
    something went wrong
    an error (?:has )?occurred
    (?:runtime|server|application) error
    (?:database (?:connection )?error|error establishing a database)
    account suspended
    (?:this )?domain (?:is )?for sale
    default web (?:site )?page
    welcome to nginx
    seite (?:wurde )?nicht gefunden
    wartungsarbeiten
    page (?:introuvable|non trouvée)
    (?:site )?en maintenance
    (?:esta )?página no (?:encontrada|existe)
    en mantenimiento
    pagina niet gevonden
    pagina non trovata
    página não encontrada
    страница не найдена
    сторінку не знайдено
    технические работы
    технічні роботи
    الصفحة غير موجودة
    """,
    start=True,
)
NEEDS_SCRIPT = any_of(
    r"""
    (?:enable|requires?|need|activate|turn on|aktivieren|activer|activa|activez|habilit\w+).{0,30}javascript
    javascript.{0,40}(?:enable|disabled|required|aktivieren|désactivé|deshabilitado|to run this app)
    """
)
