from __future__ import annotations

import pytest

from monitor.webtext.obstacle import Obstacle, find_obstacle

MENU = "<nav>" + "".join(f"<a href='/{n}'>Department number {n} of the ministry</a> " for n in range(60)) + "</nav>"
NOTE = "<p>" + "The council received the instrument of accession on Monday and told all the parties. " * 6 + "</p>"
PROSE = "<p>" + "The council met in the capital and adopted the text without a vote. " * 40 + "</p>"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p>", Obstacle.BOT_CHALLENGE),
        ("<title>x</title><script src='/cdn-cgi/challenge-platform/a.js'></script><p>Wait</p>", Obstacle.BOT_CHALLENGE),
        ("<title>Access Denied</title><h1>Access Denied</h1><p>Reference #18.5f</p>", Obstacle.BOT_CHALLENGE),
        (
            "<title>Before you continue</title><p>We use cookies. Accept all</p><p>Privacy policy</p>",
            Obstacle.CONSENT_WALL,
        ),
        (
            "<title>Tageblatt</title><p>Wir und unsere 120 Partner nutzen Cookies für personalisierte Werbung."
            " Einwilligung nach Datenschutz</p><a>Alle akzeptieren</a>",
            Obstacle.CONSENT_WALL,
        ),
        ("<title>Sign in</title><form><input type=password></form>", Obstacle.LOGIN),
        ("<title>404 Not Found</title><h1>Not Found</h1>", Obstacle.ERROR_PAGE),
        (
            f"<title>Ministry</title>{MENU}<main><h1>Page not found</h1><p>Try the search.</p></main>",
            Obstacle.ERROR_PAGE,
        ),
        ("<title>Site</title><p>The site is currently down for maintenance.</p>", Obstacle.ERROR_PAGE),
        ("<title>Сайт</title><h1>Сторінку не знайдено</h1>", Obstacle.ERROR_PAGE),
        ("<title>App</title><div id=root></div><script src=a.js></script>", Obstacle.EMPTY_SHELL),
        ("<div id=app></div><noscript>Please enable JavaScript to run this app.</noscript>", Obstacle.EMPTY_SHELL),
        ("", Obstacle.EMPTY_SHELL),
    ],
)
def test_what_stands_in_a_pages_place_is_named(markup: str, expected: Obstacle) -> None:
    assert find_obstacle(markup) is expected


@pytest.mark.parametrize(
    "markup",
    [
        f"<title>Council adopts text</title>{PROSE}",
        f"<title>Error of law found in ruling</title>{PROSE}",
        f"<div class=consent>We use cookies. Accept all. Privacy policy. Our partners</div>{PROSE}",
        f"<title>Notice</title><div>We use cookies. Accept all. Privacy policy. Our partners. Consent</div>{NOTE}",
        f"<title>Notice</title><div>Log in <input type=password></div>{NOTE}",
        f"<title>Notice</title><noscript>Please enable JavaScript to run this app.</noscript>{NOTE}",
        f"<title>News</title><form>Log in<input type=password></form>{PROSE}",
        "<title>404 prisoners exchanged</title><p>They were exchanged at the border post early this morning.</p>",
        "<title>Short note</title><p>The registrar of the court received the instrument of accession this morning.</p>",
    ],
)
def test_content_is_no_obstacle_whatever_stands_beside_it(markup: str) -> None:
    assert find_obstacle(markup) is None
