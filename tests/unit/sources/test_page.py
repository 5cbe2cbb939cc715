from __future__ import annotations

import pytest

from monitor.sources.page import parse_page
from monitor.sources.page_noise import without_noise
from monitor.sources.parsed import Document, Parsed, ParseProblem

PAGE = (
    "<html><title>Status of it</title><body><nav>Home About</nav><div>{clock}</div><main><h1>Status</h1>"
    "<p>STATUS AS AT : {day}-03-2026 09:15:46 EDT</p><table><tr><th>State</th><th>Ratification</th></tr>"
    "<tr><td>Belmark</td><td>12 Mar 2024</td></tr><tr><td>Norland</td><td>{norland}</td></tr></table>"
    "<p>The agreement enters into force after the fiftieth instrument.</p>{more}<p>{views} views</p>"
    "<input type=hidden value='{nonce}'><p>Session {nonce}</p></main><footer>Contact {views}</footer></body></html>"
)
QUIET = {"clock": "14:05:33", "day": "12", "norland": "", "views": "1,204", "nonce": "3f9a8b7c6d5e4f3a2b1c", "more": ""}


def read(previous: str = "", **changes: str) -> Parsed:
    body = PAGE.format(**QUIET | changes).encode()
    return parse_page(Document(body=body, url="https://treaties.example/a", previous=previous))


def test_the_text_is_in_blocks_and_rows() -> None:
    assert read().page_text.splitlines() == [
        "Status",
        "State | Ratification",
        "Belmark | 12 Mar 2024",
        "Norland",
        "The agreement enters into force after the fiftieth instrument.",
        "Session",
    ]


def test_clocks_stamps_counters_and_nonces_are_no_change() -> None:
    later = read(clock="23:59:01", day="13", views="1,377", nonce="aa00bb11cc22dd33ee44")
    assert later.page_text == read().page_text


def test_a_filled_cell_and_a_new_sentence_are_changes() -> None:
    assert "Norland | 13 Mar 2026" in read(norland="13 Mar 2026").page_text.splitlines()
    assert (
        "Norland notified its withdrawal."
        in read(more="<p>Norland notified its withdrawal.</p>").page_text.splitlines()
    )


@pytest.mark.parametrize(
    "line",
    [
        "14:05",
        "Thursday, 12 March 2026",
        "Today is Thursday, March 12, 2026",
        "Last updated: 12 March 2026 14:05",
        "Dernière mise à jour le 12 mars 2026 à 14h05",
        "Stand: 12.03.2026",
        "Останнє оновлення: 12.03.2026 14:05",
        "1,234 views",
        "Visitors online: 17",
        "3 hours ago",
    ],
)
def test_a_line_of_noise_is_nothing(line: str) -> None:
    assert without_noise(line) == ""


@pytest.mark.parametrize(
    "line",
    [
        "12 visitors were turned away at the gate",
        "The court met at 14:05 on Monday to decide",
        "Hearing on 12 March 2026 at 10:00",
        "125 States are Parties",
        "Belmark | 12 Mar 2026 | 1 May 2026",
        "On 12 March 2026 the instrument was deposited.",
    ],
)
def test_a_line_that_says_something_is_kept_whole(line: str) -> None:
    assert without_noise(line) == line


def test_a_stamp_inside_a_sentence_does_not_hide_it() -> None:
    assert without_noise("Updated 12 March 2026: Belmark ratified the text.") == "Belmark ratified the text."


def outcome(body: str, previous: str = "") -> ParseProblem | None:
    return parse_page(Document(body=body.encode(), url="https://treaties.example/a", previous=previous)).problem


def test_outages_walls_and_shells_are_problems_and_never_text() -> None:
    assert outcome("") is ParseProblem.EMPTY
    assert outcome("<title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>") is ParseProblem.ERROR_PAGE
    assert outcome("<title>Before you continue</title><p>We use cookies. Accept all</p>") is ParseProblem.CONSENT_WALL
    assert outcome("<div id=app></div><script></script>") is ParseProblem.EMPTY_SHELL
    assert outcome("<title>Log in</title><input type=password>") is ParseProblem.LOGIN


def test_a_page_of_which_nothing_is_left_is_a_problem_and_an_edited_one_is_not() -> None:
    before = read(
        more="<p>" + "</p><p>".join(f"Paragraph {n} of the long programme page." for n in range(30)) + "</p>"
    ).page_text
    assert (
        outcome("<h1>Our hosting</h1><p>This space is reserved for a customer of ours.</p>", before)
        is ParseProblem.TEXT_GONE
    )
    assert read(previous=before).problem is None


def test_lines_that_the_source_ignores_are_named_old_and_new() -> None:
    body = PAGE.format(**QUIET).encode()
    parsed = parse_page(Document(body=body, url="https://treaties.example/a", previous="Weather: rain\nStatus",
                                 ignore=("weather:", "/(?s)^bel.* [0-9]{4}$/", "a.b")))  # fmt: skip
    assert parsed.ignored == ("Belmark | 12 Mar 2024", "Weather: rain")
    assert "Belmark | 12 Mar 2024" in parsed.page_text.splitlines()  # kept, so that the pattern may be taken back
