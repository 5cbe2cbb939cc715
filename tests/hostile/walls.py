"""What stands in the place of a page with status 200, and what changes in a page without being news. All made up."""

from __future__ import annotations

from tests.hostile.stories import TOWNS

CONSENT = (
    "<html><title>Before you continue</title><body><h1>We value your privacy</h1>"
    "<p>We and our 812 partners store and access cookies "
    "on your device.</p><button>Accept all</button>"
    "<button>Reject all</button><button>Manage options</button></body></html>"
)
CHALLENGE = (
    "<html><title>Just a moment...</title><body><p>Checking your browser before accessing press.example.</p>"
    "<p>Enable JavaScript and cookies to continue</p><script src=/cdn-cgi/challenge-platform/x></script></body></html>"
)
SHELL = (
    "<html><title>Press</title><body><div id=root></div><script src=/app.js></script>"
    "<noscript>You need to enable JavaScript to run this app.</noscript></body></html>"
)
SOFT_404 = (
    "<html><title>Page not found</title><body><h1>404</h1>"
    "<p>Sorry, the page you are looking for does not exist.</p></body></html>"
)
UPKEEP = (
    "<html><title>Maintenance</title><body><h1>We'll be right back</h1>"
    "<p>Our site is down for scheduled maintenance.</p></body></html>"
)
LOGIN = (
    "<html><title>Sign in</title><body><form><p>Sign in</p>"
    "<input name=u><input type=password name=p></form></body></html>"
)
WALLS = {
    "consent-wall": (CONSENT, "consent wall"),
    "bot-challenge": (CHALLENGE, "bot challenge"),
    "empty-shell": (SHELL, "empty shell"),
    "soft-404": (SOFT_404, "error page"),
    "maintenance": (UPKEEP, "error page"),
    "login": (LOGIN, "login page"),
}
NOISE = {
    "clock": [f"<p>Local time: {8 + n}:{n}7</p>" for n in range(6)],
    "updated-stamp": [f"<p>Last updated: {n + 1} March 2026</p>" for n in range(6)],
    "counter": [f"<p>{1000 + 37 * n} views</p>" for n in range(6)],
    "visitors": [f"<p>Visitors today: {n * 11}</p>" for n in range(6)],
    "nonce": [f"<p>Reference: {7 ** (20 + n):020x}</p>" for n in range(6)],
    "advert": [
        f"<div class=advert><p>Buy {town} fish today, the best in town for you.</p></div>" for town in TOWNS[:6]
    ],
    "cookie-bar": [
        f"<div class='cookie-banner'><p>We use {n} cookies to make this site better for you.</p></div>" if n % 2 else ""
        for n in range(6)
    ],
    "teasers": [
        f"<aside><h3>Read also</h3><a href=/x{n}>The mayor of {TOWNS[n]} opens a bridge</a></aside>" for n in range(6)
    ],
    "footer-year": [
        f"<footer><p>Copyright {2020 + n} by the press office of the harbour</p></footer>" for n in range(6)
    ],
    "age": [f"<p>{n + 2} hours ago</p>" for n in range(6)],
    "csrf-token": [f"<form><input type=hidden name=t value={n}></form><script>var t={n}</script>" for n in range(6)],
    "white-space": [" \n" * n for n in range(6)],
    "comment": [f"<!-- rendered in {n} ms by node {n} -->" for n in range(6)],
}
