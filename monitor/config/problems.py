"""What is wrong in a feeds.toml, in words: one ConfigError per problem, with file, line, key and what to do.

Two sources of problems: the shape of each table (from pydantic), and what concerns several values at once (names that
must exist, ids that must differ), which is checked here on the raw values so that everything is told in one go. No
problem repeats an address or any other value that may hold a secret.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from monitor.config.positions import KeyPath, line_at, positions
from monitor.config.suggest import did_you_mean
from monitor.config.values import print_span, read_span
from monitor.core.errors import ConfigError, QueryError
from monitor.core.model.source import SourceKind
from monitor.core.query.concepts import check_name

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

Problem = tuple[KeyPath, str]

LISTS = {"source": "id", "topic": "name", "channel": "name"}  # arrays of tables, and the key that names an element
_ONCE = ("monitor", "mail", "captures")  # tables of which there is one

_WORDS = {
    "string_type": 'must be text in quotes, as in "…"',
    "string_too_long": "is too long",
    "int_type": "must be a whole number, without quotes",
    "bool_type": "must be true or false, without quotes",
    "list_type": 'must be a list, as in ["…", "…"]',
    "dict_type": "must be a table",
    "model_type": "must be a table",
}


_KINDS = tuple(kind.value for kind in SourceKind)
_BOUNDED: dict[str, str | None] = {"min": None, "interval": "30m", "max": None}

_BOUNDS = {
    "rank": "must be 1 (official body), 2 (NGO, specialist press), 3 (general press) or 4 (aggregator)",
    "alerts_per_hour": "must be between 1 and 1000",
    "budget": "must be between 1 and 1000 alerts an hour",
    "least_rank": "must be 1 (official body), 2 (NGO, specialist press), 3 (general press) or 4 (aggregator)",
    "port": "must be between 1 and 65535",
    "most_megabytes": "must be between 1 and 10000000",
}


def refused(text: str, file: str, problems: list[Problem], raw: Mapping[str, Any]) -> tuple[ConfigError, ...]:
    """The problems as errors with their lines, in the order of the file."""
    places = positions(text)
    found = {(line_at(places, path), _printed(path, raw), problem) for path, problem in problems}
    ordered = sorted(found, key=lambda one: (one[0] or 0, one[1], one[2]))
    return tuple(ConfigError(problem, file=file, line=line, key=key) for line, key, problem in ordered)


def _printed(path: KeyPath, raw: Mapping[str, Any]) -> str:
    """``source "icc-rss": fallbacks #2: url`` for ("source", 0, "fallbacks", 1, "url")."""
    words: list[str] = []
    for place, part in enumerate(path):
        if isinstance(part, int):
            words[-1] += f" {_name(path, part, raw)}" if place == 1 else f" #{part + 1}"
        elif place == 1 and path[0] == "concept":
            words[-1] += f' "{_plain(part)}"'
        else:
            words.append(_plain(part))
    return ": ".join(words)


def _name(path: KeyPath, index: int, raw: Mapping[str, Any]) -> str:
    kind = str(path[0])
    try:
        name = raw[kind][index][LISTS[kind]]
    except (KeyError, IndexError, TypeError):
        name = None
    return f'"{_plain(name)}"' if isinstance(name, str) and name else f"#{index + 1}"


def _plain(text: str) -> str:
    """At most 64 characters, with anything unprintable escaped."""
    return text[:64].encode("unicode_escape").decode() if not text.isprintable() else text[:64]


def shape_problems(errors: list[ErrorDetails]) -> Iterator[Problem]:
    """What pydantic found, with paths as in the file."""
    for error in errors:
        path = tuple(part for part in error["loc"] if part != "[key]")
        yield path, _worded(error, path)


def _worded(error: ErrorDetails, path: KeyPath) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value":
        return str(context["problem"])
    if kind == "extra_forbidden":
        return _unknown_key(path)
    if kind == "missing":
        return f"is missing: every [[{path[0]}]] needs it" if len(path) == 3 else "is missing"
    if kind in ("greater_than_equal", "less_than_equal"):
        return _BOUNDS[str(path[-1])]
    if len(path) == 1 and path[0] in LISTS and kind == "list_type":
        return f"write [[{path[0]}]] with two pairs of brackets: there can be many"
    if len(path) == 1 and path[0] in _ONCE and kind in ("dict_type", "model_type"):
        return f"write [{path[0]}] with one pair of brackets: there is one"
    if path[0] == "concept" and kind in ("dict_type", "model_type"):
        return 'write [concept.name] and below it terms = ["…", "…"]'
    return _WORDS.get(kind) or str(error["msg"])


def _unknown_key(path: KeyPath) -> str:
    from monitor.config.schema import TABLES, FeedsFile

    tables = [part for part in path[:-1] if isinstance(part, str) and part in TABLES]
    model = TABLES[tables[-1]] if tables else FeedsFile
    key = str(path[-1])
    elsewhere = " or ".join(f"[{name}]" for name in _ONCE if key in _keys_of(TABLES[name]))
    if model is not FeedsFile and key == "packs":  # a line under a table is that table's, whatever was meant
        return "unknown key 'packs': it stands at the top of the file, above the first [table]"
    if elsewhere:
        return f"unknown key {key!r}: it belongs in {elsewhere}"
    return f"unknown key {_plain(key)!r}: {did_you_mean(key, _keys_of(model))}"


def _keys_of(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def cross_problems(raw: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong between values: on raw data, so anything of an unexpected type is passed over here."""
    for kind, key in LISTS.items():
        yield from _repeated(_elements(raw, kind), key)
    for element in _elements(raw, "source"):
        yield from _fallback_problems(element)
        yield from _source_problems(element)
    channels = [_text(element.table, "name") for element in _elements(raw, "channel")]
    for element in _elements(raw, "topic"):
        yield from _topic_problems(element, channels, packs=bool(raw.get("packs")))
    yield from _concept_problems(raw.get("concept"))
    yield from _mail_problems(raw.get("mail"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Element:
    """One table of an array of tables."""

    path: KeyPath
    table: Mapping[str, Any]


def _elements(raw: Mapping[str, Any], kind: str) -> list[_Element]:
    tables = raw.get(kind)
    found = enumerate(tables) if isinstance(tables, list) else ()
    return [_Element(path=(kind, index), table=table) for index, table in found if isinstance(table, dict)]


def _text(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    return value if isinstance(value, str) else ""


def _repeated(elements: list[_Element], key: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for element in elements:
        name = _text(element.table, key)
        if name and name in seen:
            yield (*element.path, key), "is taken by one further up: give each its own, or remove one"
        seen.add(name)


def _fallback_problems(element: _Element) -> Iterator[Problem]:
    kind = str(element.table.get("kind", "feed"))
    seen = {(_text(element.table, "url"), kind)}
    fallbacks = element.table.get("fallbacks")
    for index, fallback in enumerate(fallbacks if isinstance(fallbacks, list) else ()):
        table = fallback if isinstance(fallback, dict) else {"url": fallback}
        address = (_text(table, "url"), str(table.get("kind", kind)))
        if address[0] and address in seen:
            problem = "is the source's url, or a fallback given before, once more: name another address or remove it"
            yield (*element.path, "fallbacks", index), problem
        seen.add(address)


def _source_problems(element: _Element) -> Iterator[Problem]:
    """Keys that say nothing for a source of that kind, and bounds that hold nothing between them."""
    kind = element.table.get("kind", "feed")
    fallbacks = element.table.get("fallbacks")
    listed = fallbacks if isinstance(fallbacks, list) else ()
    others = [each.get("kind", kind) for each in listed if isinstance(each, dict)]
    if element.table.get("selector") and kind in _KINDS and kind != "listing":
        also = ", or move it into the fallback that it is for" if "listing" in others else ""
        yield (*element.path, "selector"), f"names the items of a listing, and this source is a {kind}: remove it{also}"
    if element.table.get("ignore") and kind in _KINDS and "page" not in (kind, *others):
        yield (*element.path, "ignore"), f"names lines of a watched page, and this source is a {kind}: remove it"
    spans = {key: _span(element.table.get(key, default)) for key, default in _BOUNDED.items()}
    least, usual, most = spans["min"], spans["interval"], spans["max"]
    if usual is not None and least is not None and least > usual:
        yield (*element.path, "min"), f"must not be longer than interval, which is {print_span(usual)}"
    if usual is not None and most is not None and most < usual:
        yield (*element.path, "max"), f"must not be shorter than interval, which is {print_span(usual)}"


def _mail_problems(table: object) -> Iterator[Problem]:
    if not isinstance(table, dict):
        return
    if table.get("password") and not table.get("user"):
        yield ("mail", "password"), 'is of no use without user = "…"'
    if table.get("password") and table.get("security") == "none":
        yield ("mail", "security"), 'a password is never sent without TLS: write "starttls" or "tls"'


def _span(value: object) -> timedelta | None:
    try:
        return read_span(value, timedelta(), timedelta.max) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None


def _topic_problems(element: _Element, channels: list[str], *, packs: bool) -> Iterator[Problem]:
    if "query" not in element.table and not packs:
        problem = 'has no query: write query = "…", or name the pack that has it at the top, as in packs = ["icc"]'
        yield element.path, problem
    if isinstance(element.table.get("query"), str) and not element.table["query"].strip():
        problem = "is empty: write a query" + (", or remove the line to take it from the pack" if packs else "")
        yield (*element.path, "query"), problem
    named = element.table.get("channels")
    for index, name in enumerate(named if isinstance(named, list) else ()):
        if isinstance(name, str) and name not in channels:
            hint = did_you_mean(name, channels) if channels else "declare it as a [[channel]], or remove the line"
            yield (*element.path, "channels", index), f"no channel {_plain(name)!r} is declared: {hint}"


def _concept_problems(concepts: object) -> Iterator[Problem]:
    for name, value in concepts.items() if isinstance(concepts, dict) else ():
        if value == [] or (isinstance(value, dict) and not value.get("terms") and not value.get("ambiguous")):
            yield ("concept", name), 'has no names: write terms = ["…"]'
        if isinstance(value, dict) and value.get("ambiguous") and not value.get("context") and not value.get("terms"):
            problem = 'never count alone: add terms = ["…"] or context = ["…"], which must stand in the same article'
            yield ("concept", name, "ambiguous"), problem
        yield from _unknowable(("concept", name), value)


def _unknowable(path: KeyPath, value: object) -> Iterator[Problem]:
    """Names by which a concept could never be known, or would be in every text: as parts of a query are."""
    lists = value if isinstance(value, dict) else {"": value}
    for key in ("", "terms", "ambiguous", "context", "refused_by"):
        names = lists.get(key)
        for index, text in enumerate(names if isinstance(names, list) else ()):
            if not isinstance(text, str) or not text.strip():
                continue  # told by its shape
            try:
                check_name(text)
            except QueryError as error:
                hint = f" ({error.hint})" if error.hint else ""
                yield (*path, *([key] if key else ()), index), f"{_plain(text)!r}: {error.problem}{hint}"
