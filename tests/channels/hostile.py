"""Titles and sentences as an attacker, a broken page or chance would write them."""

from __future__ import annotations

HOSTILE: tuple[str, ...] = (
    # mentions and calls
    "@everyone look", "@here look", "@channel look", "<!channel> look", "<!here|here> look", "<@U0123456> look",
    "<#C0123456|general> look", "<!subteam^S012|team> look", "<users/all> look", "<@&81384788765712384>", "@all",
    # links that lie
    "<https://evil.example|https://court.example>", "[the court](https://evil.example)", "[court]: https://evil.example",
    '<a href="https://evil.example">court</a>', "https://court.example@evil.example/", "javascript:alert(1)",
    "![x](https://evil.example/pixel.png)", "data:text/html,<script>alert(1)</script>",
    # HTML and script
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</td></table><h1>Alert</h1>", "<!-- comment",
    "<style>body{display:none}</style>", "&lt;script&gt;alert(1)&lt;/script&gt;", "<svg/onload=alert(1)>", "]]>",
    '" onmouseover="alert(1)', "' onfocus='alert(1)", "<iframe src=//evil.example>", "{{7*7}} ${7*7} <%= 7*7 %>",
    # terminals
    "\x1b[31mred\x1b[0m", "\x1b]0;owned\x07title", "\x1b]8;;https://evil.example\x1b\\court\x1b]8;;\x1b\\",
    "\x1b[2J\x1b[Hcleared", "\x9b31mred", "\x9d0;owned\x9ctitle", "back\x08\x08\x08\x08space", "carriage\rreturn",
    "bell\x07",
    "\x1bP+q544e\x1b\\dcs", "nul\x00byte", "\x1b[?1049h alternate screen",
    # headers
    "Subject\r\nBcc: victim@example.org", "x\nContent-Type: text/html\n\n<h1>hi</h1>", "x\u2028Bcc: a@example.org",
    "=?utf-8?q?encoded=0d=0aBcc:_x@example.org?=", "x\x0bvertical\x0cform\x85next",
    ".\r\n.\r\nMAIL FROM:<x@example.org>",
    # what is not seen, or seen in another order
    "abc\u202egnp.exe", "\u2066isolated\u2069 \u200fmarks\u200e", "zero\u200bwidth\u200cjoin\u200ders\ufeff\u2060",
    "tags\U000e0041\U000e0042\U000e007f", "fillers\u3164\u115f\uffa0", "soft\u00adhyphen", "selectors\U000e0100\ufe0e",
    "Z" + "\u0301" * 60 + "algo", "\ufdd0non\uffffcharacters\U0001ffff",
    # surrogates and lengths
    "lone \ud800 high", "lone \udfff low", "a" * 10_000, "word " * 2_000, "&" * 10_000, "<" * 10_000, "界" * 10_000,
    "😀" * 5_000, "@everyone " * 1_000, "\x1b[31m" * 5_000, "`*_~" * 3_000, "",
    " ", "\u200b",
    # formulas, formats, forged structure
    "=HYPERLINK(\"https://evil.example\")", "+cmd|' /C calc'!A0", "-1+1", "%s%n%x {0} {}", "'; DROP TABLE alerts; --",
    "```code``` `tick` *bold* _it_ ~gone~ ||spoiler||", "> quote\n# heading\n* list",
    "Source: the court (official source)",
    "https://" + "a" * 3_000 + ".example/", "../../etc/passwd", "$(reboot) `reboot` ; reboot",
    # honest text that looks odd
    "Стаття 8 bis — «злочин агресії»", "نص عربي مع ١٢٣", "判所は令状を発行した", "Größe & Maß < 5 > 3",
)  # fmt: skip
