"""Walls, soft errors and paywalls as sites in many languages word them, and articles that only sound like one."""

from __future__ import annotations

from tests.hostile.stories import body

SOFT_ERRORS = {
    "de": ("Press", "Ups! Diese Seite gibt es nicht (mehr)",
           "Der Link, dem Sie gefolgt sind, ist möglicherweise veraltet. Kehren Sie zur Startseite zurück und "
           "versuchen Sie es von dort aus noch einmal, oder nutzen Sie die Suche."),
    "de-passive": ("Press", "Die angeforderte Seite konnte nicht gefunden werden.",
                   "Möglicherweise wurde sie verschoben oder gelöscht. Bitte überprüfen Sie die Adresse."),
    "fr": ("Press", "La page demandée n'existe pas",
           "Elle a peut-être été déplacée ou supprimée. Vérifiez l'adresse ou utilisez le moteur de recherche "
           "du site pour retrouver le contenu souhaité."),
    "fr-sorry": ("Press", "Oups, cette page n’existe plus", "Le contenu que vous cherchez a été déplacé."),
    "nl": ("Press", "De pagina die u zoekt bestaat niet (meer)",
           "Controleer of het adres juist is, ga terug naar de startpagina of gebruik de zoekfunctie van deze "
    "website."),
    "es": ("Press", "La página que busca no existe",
           "Es posible que haya sido eliminada o que la dirección sea incorrecta. Utilice el buscador para "
    "encontrarla."),
    "it": ("Press", "Ci dispiace, la pagina richiesta non è stata trovata",
           "Potrebbe essere stata spostata o rimossa. Torna alla pagina iniziale oppure usa la ricerca."),
    "pt": ("Press", "A página que procura não existe",
           "Pode ter sido removida ou o endereço estar errado. Volte à página inicial ou use a pesquisa do sítio."),
    "pl": ("Press", "Nie znaleziono strony",
           "Strona, której szukasz, nie istnieje lub została przeniesiona. Sprawdź adres albo skorzystaj z "
    "wyszukiwarki."),
    "ru": ("Press", "Страница, которую вы ищете, не существует",
           "Возможно, она была удалена или перемещена. Проверьте адрес или воспользуйтесь поиском по сайту."),
    "uk": ("Press", "На жаль, сторінку не знайдено",
           "Можливо, вона була видалена або переміщена. Перевірте адресу чи скористайтеся пошуком по сайту."),
    "tr": ("Press", "Aradığınız sayfa bulunamadı",
           "Sayfa kaldırılmış ya da taşınmış olabilir. Adresi kontrol edin ya da site içi aramayı kullanın."),
    "ar": ("Press", "عذرا، الصفحة المطلوبة غير موجودة",
           "ربما تم حذف الصفحة أو نقلها إلى عنوان آخر. يرجى التحقق من العنوان أو استخدام البحث "
           "عليها."),
    "zh": ("Press", "您访问的页面不存在", "该页面可能已被删除或移动，请检查您输入的网址是否正确，谢谢。"),
    "ja": ("Press", "お探しのページが見つかりませんでした",
           "ページは削除されたか、移動した可能性があります。トップページからお試しください。"),
    "ko": ("Press", "요청하신 페이지를 찾을 수 없습니다",
           "페이지가 삭제되었거나 주소가 변경되었을 수 있습니다. 입력하신 주소를 다시 확인해 주시기 바랍니다."),
    "en": ("Press", "We couldn’t find that page",
           "It may have moved, or the address may have been typed wrongly. Try the search, or go back to the "
    "front page."),
    "en-removed": ("Press", "This content is no longer available",
                   "The story that you want was removed or has expired. Our latest reporting is on the front page."),
    "region": ("Press", "This content is not available in your region",
               "You are attempting to access this website from a country in which access cannot be granted at "
               "this time."),
}  # fmt: skip
CONSENTS = {
    "de": ("Zustimmung erforderlich", "Mit Werbung und Tracking weiterlesen oder Pur-Abo abschließen",
           "Wir und unsere bis zu 218 Partner verarbeiten personenbezogene Daten mithilfe von Technologien wie "
           "Cookies, um personalisierte Anzeigen und Inhalte auszuliefern. Mit Ihrer Zustimmung nutzen Sie die "
           "Seite wie gewohnt. Details in der Datenschutzerklärung.</p><button>Akzeptieren und "
    "weiter</button><p>Bereits Abonnent?"),
    "fr": ("Le Journal", "Le respect de votre vie privée est notre priorité",
           "Nos 174 partenaires et nous-mêmes stockons et accédons à des informations sur votre appareil au "
           "moyen de cookies pour proposer des publicités et du contenu personnalisés. Votre consentement "
           "s'applique à ce site.</p><button>Tout accepter</button><button>Continuer sans accepter</button><p>"),
    "nl": ("Toestemming", "Even toestemming vragen",
           "Wij en onze 124 partners gebruiken cookies om gepersonaliseerde advertenties en content te tonen. "
           "Door op akkoord te klikken gaat u akkoord met het plaatsen van cookies zoals beschreven in ons "
    "privacybeleid."),
    "it": ("Il Giornale", "La tua privacy è importante",
           "Noi e i nostri 832 partner archiviamo e accediamo alle informazioni su un dispositivo, come i "
           "cookie, e trattiamo dati personali per annunci e contenuti personalizzati. Puoi accettare o "
    "rifiutare il consenso."),
    "es": ("El Diario", "Tu privacidad es importante",
           "Nosotros y nuestros 1032 socios almacenamos y accedemos a información en un dispositivo, como las "
           "cookies, para anuncios y contenido personalizados. Aceptar y continuar gratis, o rechazar y suscribirse."),
    "ru": ("Сайт", "Файлы cookie",
           "Мы используем файлы cookie для персонализации рекламы. Продолжая, вы даёте согласие на обработку "
           "персональных данных в соответствии с политикой конфиденциальности.</p><button>Принять все</button><p>"),
}  # fmt: skip
CHALLENGES = {
    "script-only": ("Just a moment...", "<noscript>Enable JavaScript and cookies to continue</noscript><script>"
                    "window._cf_chl_opt={cvId:'3'}</script>"),
    "blocked": ("Attention Required!", "<h1>Sorry, you have been blocked</h1><h2>Why have I been "
                "blocked?</h2><p>This website is using a security service to protect itself from online "
                "attacks. The action you just performed triggered the security solution.</p><p>Ray ID: 8f1</p>"),
    "reference-number": ("Access Denied", "<h1>Access Denied</h1>You don't have permission to access this on "
                         "this server.<p>Reference #18.2d351ab8.1557333295</p>"),
    "ad-blocker": ("press.example", "<p id=cmsg>Please enable JS and disable any ad blocker</p><script>var dd={'host':"
                   "'geo.captcha-delivery.com'}</script>"),
    "hold": ("Access to this page has been denied.", "<h1>Before we continue...</h1><p>Press & Hold to confirm "
             "you are a human (and not a bot).</p>"),
    "incident": ("", "<iframe src='/_Incapsula_Resource?x=5'>Request unsuccessful. Incident ID: 1-2</iframe>"),
    "russian": ("DDoS-Guard", "<h1>Проверка браузера перед переходом на сайт</h1><p>Пожалуйста, подождите.</p>"),
    "are-you-a-robot-russian": ("Вы не робот?", "<h1>Подтвердите, что запросы отправляли вы, а не "
                                "робот</h1><p>Нам очень жаль, но запросы с вашего устройства похожи на "
    "автоматические.</p>"),
    "proof-of-work": ("Making sure you're not a bot!", "<h1>Making sure you're not a bot!</h1><p>You are seeing "
                      "this because the administrator of this website protects the server against companies "
                      "that scrape websites without mercy. This can and does cause downtime, which makes their "
                      "resources inaccessible for everyone.</p><p>It uses a Proof-of-Work scheme, an idea which "
    "was once proposed to reduce spam by mail.</p>"),
    "firewall": ("Website Firewall", "<h1>Your access to this site has been limited by the site owner</h1><p>If "
                 "you think you have been blocked in error, contact the owner of this site for assistance.</p>"),
}  # fmt: skip
_LEAD = body(1).split("</p>")[0] + "</p>"
PAYWALLS = {
    "en": f"{_LEAD}<p>This article is exclusive to subscribers.</p><p>Subscribe now to continue reading.</p>",
    "de": f"{_LEAD}<p>Jetzt weiterlesen mit PRESSE+</p><p>Sie haben bereits ein Abonnement?</p>",
    "fr": f"{_LEAD}<p>Il vous reste 78.5% de cet article à lire. La suite est réservée aux abonnés.</p>",
    "nl": f"{_LEAD}<p>Dit artikel is alleen voor abonnees. Log in om verder te lezen.</p>",
    "newsletter": f"{_LEAD}<h2>This post is for paid subscribers</h2><p>Already a paid subscriber? Sign in</p>",
    "members": f"<p>Member-only story</p>{_LEAD}<p>The author made this story available to members only.</p>",
}
PAYWALL_HEADS = {
    "tier": "<meta property='article:content_tier' content='locked'>",
    "data": '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Quay",'
            '"isAccessibleForFree":"False"}]}</script>',
}  # fmt: skip
SOUNDS_LIKE_ONE = (
    "Missing page of the register not found, harbour court hears",
    "Errors in the ballot: six seats to be voted again",
    "Access denied: how observers were kept from the quay",
    "Security check at the border fails again",
    "Consent of the council is needed, judges say",
    "Sorry is not enough, pilots say",
    "Harbour website unavailable after attack",
    "Blocked for days: ships wait before the bank",
    "Subscribe or leave: the pilots' union and its members",
)
COOKIE_NEWS = (
    "<p>The data protection authority fined three publishers on Monday because their cookie banners gave no "
    "real choice: readers could accept all or pay, and consent given that way is not free, it said in a "
    "decision.</p><p>The publishers, which share data with hundreds of partners for personalised ads, will "
    "appeal the ruling within six weeks.</p>"
)
