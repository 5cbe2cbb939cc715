"""feeds.toml: what it declares, and what is said when it is wrong."""

from __future__ import annotations

from datetime import time, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from monitor.config.declared import MailServer
from monitor.config.feeds_toml import line_of, load, parse
from monitor.config.routes import print_quiet, print_schedule, read_quiet, read_schedule
from monitor.core.errors import ConfigError, ConfigRefused
from monitor.core.model.capture import Captured, CapturePolicy
from monitor.core.model.development import Novelty
from monitor.core.model.route import ChannelPlan, Every, Quiet, Rule, Schedule
from monitor.core.model.source import Address, SourceKind, SourceRank

FULL = """
packs = ["icc"]
[monitor]
contact = "watch@example.org"
spacing = "5s"
keep = "26w"
[[source]]
id = "a"
name = "Outlet A"
url = "https://user:pw@a.example/feed"
kind = "feed"
language = ""
rank = 1
interval = "1h30m"
fallbacks = ["https://a.example/rss", { url = "https://a.example/news", kind = "listing" }]
enabled = false
checked = 2026-06-03
note = "n"
[concept]
short = ["Rome Statute"]
[concept.court]
terms = ["International Criminal Court"]
ambiguous = ["ICC"]
context = ["Hague"]
refused_by = ["cricket"]
[[topic]]
name = "sanctions"
channels = ["desk"]
[[topic]]
name = "own"
title = "My own"
query = "a AND b"
[[channel]]
name = "desk"
url = "env:DESK_URL"
"""

CHANNEL = "[[channel]]\nname = 'x'\nurl = '{}'"
SOURCE = '[[source]]\nid = "a"\nname = "A"\nurl = "https://a.example/"\n'


def complaints(text: str) -> list[str]:
    with pytest.raises(ConfigRefused) as refusal:
        parse(text, "feeds.toml")
    return [str(problem) for problem in refusal.value.problems]


def test_a_source_is_read_with_all_its_keys() -> None:
    source = parse(FULL, "feeds.toml").sources[0]
    assert (source.id, source.rank, source.interval) == ("a", SourceRank.OFFICIAL, timedelta(minutes=90))
    assert source.fallbacks == (
        Address(url="https://a.example/rss", kind=SourceKind.FEED),
        Address(url="https://a.example/news", kind=SourceKind.LISTING),
    )
    assert (source.enabled, source.checked, source.note, source.language) == (False, "2026-06-03", "n", "")


def test_a_source_needs_three_keys_only() -> None:
    source = parse(SOURCE, "f").sources[0]
    assert (source.kind, source.language, source.rank, source.interval) == (
        SourceKind.FEED,
        "en",
        SourceRank.PRESS,
        timedelta(minutes=30),
    )


def test_shorter_intervals_are_allowed_only_where_asked_for() -> None:
    text = SOURCE + "interval = '2s'"
    assert parse(text, "f", shortest=timedelta(seconds=1)).sources[0].interval == timedelta(seconds=2)
    assert "must be between 1m and 7d" in complaints(text)[0]


def test_topics_concepts_channels_and_packs_are_read() -> None:
    declared = parse(FULL, "feeds.toml")
    assert [(topic.id, topic.title, topic.query, topic.channels) for topic in declared.topics] == [
        ("sanctions", "sanctions", "", ("desk",)),
        ("own", "My own", "a AND b", ()),
    ]
    assert declared.concepts[0].terms == ("Rome Statute",)
    assert declared.concepts[1].terms == ("International Criminal Court", "ICC")
    assert declared.concepts[1].ambiguous == ("ICC",)
    assert declared.channels[0].url == "env:DESK_URL"
    assert declared.packs == ("icc",)
    assert (declared.monitor.contact, declared.monitor.spacing) == ("watch@example.org", timedelta(seconds=5))
    assert declared.monitor.keep == timedelta(days=182)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (SOURCE + "intervall = '5m'", "5: source \"a\": intervall: unknown key 'intervall': did you mean 'interval'?"),
        ("contact = 'a@b.example'\n" + SOURCE, "1: contact: unknown key 'contact': it belongs in [monitor]"),
        (SOURCE + "packs = ['icc']", "packs: unknown key 'packs': it stands at the top of the file"),
        (SOURCE + "host = 'a.example'", "unknown key 'host': it belongs in [mail]"),
        ("sources = []", "1: sources: unknown key 'sources': did you mean 'source'?"),
        (
            "[[source]]\nname = 'A'\nurl = 'https://a.example'",
            "1: source #1: id: is missing: every [[source]] needs it",
        ),
        (SOURCE + "\n" + SOURCE, '7: source "a": id: is taken by one further up'),
        (SOURCE.replace('"a"', '"A b"'), '2: source "A b": id: use at most 64 small letters'),
        (SOURCE.replace("https", "ftp"), '4: source "a": url: begins with ftp://, but only http and https'),
        (SOURCE.replace("a.example", "[bad"), '4: source "a": url: is not a usable address'),
        (SOURCE.replace("//a.example/", "//"), '4: source "a": url: names no usable host'),
        (SOURCE.replace("a.example/", "a.example/x y"), '4: source "a": url: holds a space'),
        (SOURCE + "interval = '59s'", '5: source "a": interval: must be between 1m and 7d'),
        (SOURCE + "interval = '8d'", '5: source "a": interval: must be between 1m and 7d'),
        (SOURCE + "interval = 15", '5: source "a": interval: write the time in quotes with its unit'),
        (SOURCE + "interval = 'soon'", '5: source "a": interval: write a number and a unit'),
        (SOURCE + "rank = 0", '5: source "a": rank: must be 1 (official body)'),
        (SOURCE + "rank = '1'", '5: source "a": rank: must be a whole number'),
        (SOURCE + "rank = true", '5: source "a": rank: must be a whole number'),
        (SOURCE + "enabled = 'yes'", '5: source "a": enabled: must be true or false'),
        (
            SOURCE + "kind = 'feeds'",
            '5: source "a": kind: use one of feed, listing, page, sitemap, search (did you mean \'f',
        ),
        (SOURCE + "kind = ['feed']", '5: source "a": kind: use one of feed'),
        (SOURCE + "fallbacks = 5", '5: source "a": fallbacks: must be a list'),
        (SOURCE + "language = 'English'", '5: source "a": language: write a two-letter code'),
        (SOURCE + "checked = '03/06/2026'", '5: source "a": checked: write a date'),
        (SOURCE + 'name2 = ""', '5: source "a": name2: unknown key'),
        (
            SOURCE + "fallbacks = [\n'https://b.example',\n'https://a.example/']",
            '7: source "a": fallbacks #2: is the source',
        ),
        (
            SOURCE + "fallbacks = [{ url = 'https://b.example', knd = 'page' }]",
            "knd: unknown key 'knd': did you mean 'kind'?",
        ),
        ("[source]\nid = 'a'", "1: source: write [[source]] with two pairs of brackets"),
        ("[[topic]]\nname = 'x'", '1: topic "x": has no query'),
        ("packs = ['icc']\n[[topic]]\nname = 'x'\nquery = ' '", '4: topic "x": query: is empty'),
        (
            "[[topic]]\nname = 'x'\nquery = 'a'\nchannels = ['desk']",
            "4: topic \"x\": channels #1: no channel 'desk' is",
        ),
        ("packs = 'icc'", "1: packs: must be a list"),
        ("packs = ['../x']", "1: packs #1: use at most 64 small letters"),
        ("[concept.x]\nambiguous = ['ICC']", '2: concept "x": ambiguous: never count alone'),
        ("[concept]\nx = ['a quay',\n'{icc}']", "3: concept \"x\" #2: '{icc}': { does not belong in a name"),
        ("[concept.x]\nterms = ['a quay']\ncontext = ['*']", "3: concept \"x\": context #1: '*': "),
        ("[concept]\nx = ['quay AND dam']", "2: concept \"x\" #1: 'quay AND dam': AND joins parts of a query"),
        ("[concept]\nx = []", '2: concept "x": has no names'),
        ("[[concept]]\nx = []", "1: concept: write [concept.name]"),
        ("[concept]\nx = 3", '2: concept "x": write [concept.name]'),
        (
            "[[channel]]\nname = 'x'\nurl = 'env:A B'",
            '3: channel "x": url: after "env:" write the name of an environment',
        ),
        ("[[channel]]\nname = 'x'\nurl = 'file:x'", '3: channel "x": url: after "file:" write a full path'),
        ("[[channel]]\nname = 'x'\nurl = 'somewhere'", '3: channel "x": url: write "env:NAME"'),
        (
            "[monitor]\nzone = 'Amsterdam'",
            '2: monitor: zone: is not a known time zone: did you mean "Europe/Amsterdam"?',
        ),
        ("[monitor]\nzone = 'Europe/Nowhere'", "2: monitor: zone: is not a known time zone"),
        ("[monitor]\ncontact = 'me'", "2: monitor: contact: write a mail address or web page"),
        ("[monitor]\nweb_url = 'https://a.example/monitor'", "2: monitor: web_url: write scheme and host alone"),
        ("[monitor]\nspacing = '0s'", "2: monitor: spacing: must be between 1s and 1h"),
        ("[monitor]\nkeep = '13d'", "2: monitor: keep: must be between 14d and 36500d"),
        ("[monitor]\nkeep = 180", "2: monitor: keep: write the time in quotes with its unit"),
        ("[monitor]\nkeep = 'for ever'", "2: monitor: keep: write a number and a unit"),
        ("a = b", "1: not valid TOML: Invalid value at column 5 (text needs quotes"),
        ("a = False", "1: not valid TOML: Invalid value at column 5 (write true or false in small letters)"),
        ("[[topic]]\nquery = '''\ncourt\n\n" + SOURCE, "2: not valid TOML: Expected \"'''\" (the text that begins on"),
        ('[[topic]]\nquery = """\ncourt\n', "2: not valid TOML: Unterminated string (the text that begins on"),
        ('a = """x"""\nb = "c', "2: not valid TOML: Unterminated string (the closing quote is missing"),
        ("a = '''x'''\nb = [1,\n2", "3: not valid TOML: Unclosed array (a closing ] is missing)"),
        (
            "a = { b = 1,\n c = 2 }",
            "not valid TOML: Invalid initial character for a key part at column 13 (what stands in",
        ),
        ("[[mail]]\nhost = 'a.example'", "1: mail: write [mail] with one pair of brackets"),
        (SOURCE + "URL = 'x'", "5: source \"a\": URL: unknown key 'URL': did you mean 'url'?"),
        (CHANNEL.format("$DESK_URL"), '3: channel "x": url: for an environment variable write "env:DESK_URL"'),
        (CHANNEL.format("ENV:DESK_URL"), '3: channel "x": url: write "env:" and "file:" in small letters'),
        (CHANNEL.format("mailto: a@b.example"), '3: channel "x": url: holds a space'),
        ("[source]\n[source]", "2: not valid TOML: Cannot declare ('source',) twice"),
        ("a = “b”", "1: not valid TOML: Invalid value at column 5 (these quotes are curly"),
        (
            'query = "{icc} AND "x y""',
            "1: not valid TOML: Expected newline or end of document after a statement at column "
            '21 (a text that holds " stands in single quotes',
        ),
        (
            "query = 'l'Europe'",
            "1: not valid TOML: Expected newline or end of document after a statement at column "
            "12 (a text that holds ' stands in double quotes",
        ),
        ('url = "file:C:\\users"', "1: not valid TOML: Invalid hex value at column 17 (write a backslash as"),
        ("a = [1,\n2", "2: not valid TOML: Unclosed array (a closing ] is missing)"),
    ],
)
def test_a_fault_is_told_with_line_key_and_advice(text: str, complaint: str) -> None:
    (told,) = complaints(text)
    assert told.startswith("feeds.toml:")
    assert complaint in told


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    told = complaints(SOURCE + "rank = 9\n" + SOURCE + "intervall = '5m'\n[monitor]\nzone = ''\n")
    assert [line.split(":")[1] for line in told] == ["5", "7", "10", "12"]


@pytest.mark.parametrize("text", ["", "# nothing\n", "a = " + "[" * 20_000, "a = 9" + "9" * 5000])
def test_texts_without_a_line_to_name_are_refused_too(text: str) -> None:
    assert len(complaints(text)) == 1


def test_no_complaint_repeats_a_password() -> None:
    text = SOURCE.replace("https://a.example/", "ftp://me:hunter2@a.example/") + (
        "fallbacks = ['https://me:hunter2@a.example:99999/', 'https://me:hunter2@', 'https://me:hunter2@b b']\n"
        "[[channel]]\nname = 'x'\nurl = 'hunter2'\n"
        "[[channel]]\nname = 'x'\nurl = ['slack://hunter2']\nenabled = 'hunter2'\n"
    )
    told = complaints(text)
    assert len(told) >= 6
    assert not any("hunter2" in line for line in told)


def test_a_file_is_known_by_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "feeds.toml"
    file.write_bytes(b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode())
    declared = load(file)
    assert declared.digest == sha256(file.read_bytes()).hexdigest()
    assert (declared.file, len(declared.sources)) == (str(file), 1)


def test_a_missing_file_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"feeds\.toml: does not exist: write one with `monitor init`"):
        load(tmp_path / "feeds.toml")


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is a folder"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (b"a = 1\nb = '\xff'\n", ":2: is not UTF-8"),
        ("a = 1".encode("utf-16"), "is UTF-16 text"),
        ("a = 1".encode("utf-16-le"), "is UTF-16 text"),
        (b"\n\n", "is empty"),
    ],
)
def test_a_file_of_other_bytes_is_refused(tmp_path: Path, body: bytes, complaint: str) -> None:
    file = tmp_path / "feeds.toml"
    file.write_bytes(body)
    with pytest.raises(ConfigError, match=complaint):
        load(file)


def test_a_place_in_a_query_is_found_in_the_file() -> None:
    text = "[[topic]]\nname = 'a'\n\n[[topic]]\nname = 'b'\nquery = '''\nfirst\nsecond AND\n'''\n"
    assert line_of(text, "topic", 1, "query") == 6
    assert line_of(text, "topic", 1, "query", within=2) == 8
    assert line_of(text, "topic", 0, "query") is None


def test_routes_and_plans_are_read() -> None:
    text = (
        '[[topic]]\nname = "t"\nquery = "a"\nalerts = ["correction", "new"]\nleast_rank = 2\nlanguages = ["en", "fr"]\n'
        '[[channel]]\nname = "c"\nurl = "env:C"\nbudget = 5\nquiet = "22:00-07:00"\nzone = "Europe/Kyiv"\n'
        'digest = "weekly fri 17:30"\noperator = true\n'
    )
    declared = parse(text, "f")
    rule, plan = declared.topics[0].rule, declared.channels[0].plan
    assert rule == Rule(verdicts=(Novelty.NEW, Novelty.CORRECTION), least_rank=SourceRank.SPECIALIST,
                        languages=("en", "fr"))  # fmt: skip
    assert plan == ChannelPlan(
        budget=5, quiet=Quiet(start=time(22), end=time(7)), zone="Europe/Kyiv", operator=True,
        digest=Schedule(every=Every.WEEKLY, at=time(17, 30), weekday=4),
    )  # fmt: skip


@pytest.mark.parametrize("text", ["hourly", "hourly :30", "daily 08:00", "weekly fri 17:30"])
def test_a_schedule_is_printed_as_it_was_written(text: str) -> None:
    assert print_schedule(read_schedule(text)) == text
    assert print_quiet(read_quiet("22:00-07:00")) == "22:00-07:00"


def test_the_mail_server_is_read_and_its_password_only_pointed_to() -> None:
    text = SOURCE + '[mail]\nhost = "Mail.example.org"\nuser = "u"\npassword = "env:PW"\nfrom = "m@example.org"\n'
    mail = parse(text, "f").mail
    assert mail == MailServer(host="mail.example.org", user="u", password="env:PW", sender="m@example.org")
    assert mail.usual_port == 587


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[mail]\nhost = "h"\nfrom = "m@example.org"\nuser = "u"\npassword = "hunter22"', "password: write where"),
        ('[mail]\nhost = "h"\nfrom = "m@example.org"\npassword = "env:P"', "mail: password: is of no use without user"),
        ('[mail]\nhost = "h"', "mail: from: is missing"),
        ('[mail]\nhost = "h"\nfrom = "m@example.org"\nform = "x"', "unknown key 'form': did you mean 'from'"),
        ('[mail]\nhost = "h"\nfrom = "m@example.org"\nsecurity = "ssl"', 'write "starttls"'),
        ('[[channel]]\nname = "c"\nurl = "env:C"\nquiet = "22-7"', "write two times of the day"),
        ('[[channel]]\nname = "c"\nurl = "env:C"\nquiet = "07:00-07:00"', "at the same time"),
        ('[[channel]]\nname = "c"\nurl = "env:C"\ndigest = "daily"', 'write "hourly"'),
        ('[[channel]]\nname = "c"\nurl = "env:C"\nbudget = 0', "between 1 and 1000 alerts an hour"),
        ('[[topic]]\nname = "t"\nquery = "a"\nalerts = ["news"]', 'one or more of "new"'),
        ('[[topic]]\nname = "t"\nquery = "a"\nleast_rank = 5', "must be 1 (official body)"),
        ('[monitor]\nping = "ping.example.org"', "is not a full address"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_route_is_refused(text: str, complaint: str) -> None:
    (said,) = complaints(text + "\n")
    assert complaint in said and "hunter22" not in said


def test_captures_are_declared_with_their_bounds() -> None:
    declared = parse('[captures]\nof = "matches"\nkeep = "730d"\nmost_megabytes = 500\n', "feeds.toml").captures
    assert declared == CapturePolicy(of=Captured.MATCHES, keep=timedelta(days=730), most_bytes=500_000_000)
    assert parse(SOURCE, "feeds.toml").captures == CapturePolicy()


@pytest.mark.parametrize(("line", "words"), [
    ('of = "report"', "did you mean 'reports'"), ("keep = 30", "in quotes"), ('keep = "1h"', "between 1d and"),
    ("most_megabytes = 0", "must be between 1 and"), ("days = 3", "known are of, keep, most_megabytes"),
])  # fmt: skip
def test_a_mistake_about_captures_is_told_in_words(line: str, words: str) -> None:
    (complaint,) = complaints(f"[captures]\n{line}\n")
    assert complaint.startswith("feeds.toml:2: captures: ") and words in complaint
