"""feeds.toml, read whole and checked: sources, topics, concepts and channels as declared, or every problem at once.

Reads the one file it is given and nothing else: packs are named here but composed elsewhere, queries are compiled
elsewhere (``line_of`` turns a position in a query into a line of the file), secrets stay where the file says they are.
The reference for users is docs/reference/feeds-toml.md.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.config import routes
from monitor.config.declared import Declared, MailServer, MonitorTable
from monitor.config.positions import line_of
from monitor.config.values import SHORTEST_INTERVAL
from monitor.core.errors import ConfigError, ConfigRefused
from monitor.core.model.alert import ChannelSpec
from monitor.core.model.capture import CapturePolicy
from monitor.core.model.ids import ChannelId, SourceId, TopicId
from monitor.core.model.route import EVERYTHING, ChannelPlan, Rule
from monitor.core.model.source import Address, Source, SourceRank
from monitor.core.model.topic import Concept, Topic

if TYPE_CHECKING:
    from monitor.config import schema

__all__ = ["line_of", "load", "parse"]

LARGEST_FILE = 4 * 1024 * 1024  # bytes; the shipped file has about 20,000

_CURLY_QUOTES = tuple("“”„‟«»‘’‚")
_SYNTAX_HINTS = {
    "Cannot declare": "a [table] may stand once; where there can be many, write [[source]] with two pairs of brackets",
    "Cannot overwrite": "the same key stands twice in this table: remove one",
    "Invalid value": 'text needs quotes, as in name = "…"',
    "Illegal character '\\n'": "the closing quote is missing on this line",
    "Invalid hex value": "write a backslash as \\\\, or put the text in 'single quotes'",
    "Unescaped '\\'": "write a backslash as \\\\, or put the text in 'single quotes'",
    "Expected '='": "a line is written as key = value",
    "Invalid statement": "a line is written as key = value, and a comment begins with #",
    "Expected newline": "something is left over at the end of the line, perhaps a quote or bracket too many",
    "Unclosed array": "a closing ] is missing",
    "Expected ']]'": "close the header as it was opened, as in [[source]]",
    "Invalid initial character for a key part": "what stands in { … } stands on one line",
    "Unterminated string": "the closing quote is missing on this line",
}


def load(path: Path, *, shortest: timedelta = SHORTEST_INTERVAL) -> Declared:
    """What the file at ``path`` declares. Raises ConfigError (ConfigRefused when the content is at fault).

    ``shortest`` is the least interval that a source may have.
    """
    file = str(path)
    body = _read(path, file)
    text = _decoded(body, file)
    return replace(parse(text, file, shortest=shortest), digest=_digest(body))


def parse(text: str, file: str, *, shortest: timedelta = SHORTEST_INTERVAL) -> Declared:
    """What the TOML text declares; ``file`` is its name in complaints. Raises ConfigRefused with all problems."""
    raw = _toml(text, file)
    if not raw:
        problem = "is empty: it declares no source and no topic (`monitor init` writes a file to start from)"
        raise ConfigRefused((ConfigError(problem, file=file),))
    return _declared(_checked(raw, text, file, shortest), file, _digest(text.encode()))


def _read(path: Path, file: str) -> bytes:
    advice = "write one with `monitor init`, or name another with --config or MONITOR_CONFIG"
    try:
        if path.is_dir():
            raise ConfigError("is a folder: name the file itself, as in folder/feeds.toml", file=file)
        if path.exists() and not path.is_file():
            raise ConfigError("is not a regular file", file=file)
        if path.exists() and path.stat().st_size > LARGEST_FILE:
            raise ConfigError(f"is larger than {LARGEST_FILE // 1024**2} MiB: is it the right file?", file=file)
        return path.read_bytes()
    except FileNotFoundError:
        raise ConfigError(f"does not exist: {advice}", file=file) from None
    except PermissionError:
        raise ConfigError("may not be read by this user: change its owner or permissions", file=file) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise ConfigError(f"cannot be read ({error}): {advice}", file=file) from None


def _decoded(body: bytes, file: str) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in body[:64]:
        raise ConfigError("is UTF-16 text: save it again, with UTF-8 as its encoding", file=file)
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise ConfigError("is not UTF-8 text from this line on: save it as UTF-8", file=file, line=line) from None


def _digest(body: bytes) -> str:
    from hashlib import sha256

    return sha256(body).hexdigest()


def _toml(text: str, file: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, and what int() and datetime() refuse inside tomllib
        raise ConfigRefused((_syntax_error(str(error), text, file),)) from None
    except RecursionError:
        raise ConfigRefused((ConfigError("is nested too deeply", file=file),)) from None


def _syntax_error(message: str, text: str, file: str) -> ConfigError:
    place = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    problem = message[: place.start()] if place else message
    if place is None:
        return _not_toml(problem, _usual_hint(problem), file)
    if place[1] is None:
        if opened := _never_closed(problem, text):
            return _not_toml(problem, "the text that begins on this line in three quotes is never closed", file, opened)
        return _not_toml(problem, _usual_hint(problem), file, text.rstrip().count("\n") + 1)
    line, column = int(place[1]), int(place[2])
    hint = _hint_at(problem, text.split("\n")[line - 1 : line], column) or _usual_hint(problem)
    return _not_toml(f"{problem} at column {column}", hint, file, line)


def _not_toml(problem: str, hint: str, file: str, line: int | None = None) -> ConfigError:
    return ConfigError(f"not valid TOML: {problem}" + (f" ({hint})" if hint else ""), file=file, line=line)


def _usual_hint(problem: str) -> str:
    return next((hint for start, hint in _SYNTAX_HINTS.items() if problem.startswith(start)), "")


def _hint_at(problem: str, lines: list[str], column: int) -> str:
    """What to do by what stands at that place of the line, of which there may be none; "" where that tells nothing."""
    line = "".join(lines)
    rest = line[column - 1 :]
    if rest.startswith(_CURLY_QUOTES):
        return 'these quotes are curly, as word processors set them: write straight ones, "…"'
    if re.match(r"(?:true|false)\b", rest, re.IGNORECASE):
        return "write true or false in small letters"
    return _quotes_inside(line) if problem.startswith("Expected newline") else ""


def _never_closed(problem: str, text: str) -> int:
    """The line on which a text in three quotes begins that the end of the file cuts off; 0 for anything else."""
    quotes = "'''" if problem.startswith("Expected \"'''\"") else '"""' if problem == "Unterminated string" else ""
    if not quotes or text.count(quotes) % 2 == 0:
        return 0
    return text.count("\n", 0, text.rfind(quotes)) + 1


def _quotes_inside(line: str) -> str:
    """What to do where a text ended at a quote that was meant to be part of it; "" where that is not so."""
    if re.match(r'\s*[\w-]+\s*=\s*"', line) and line.count('"') > 2:
        return 'a text that holds " stands in single quotes, as in query = \'"Rome Statute" AND amend*\''
    if re.match(r"\s*[\w-]+\s*=\s*'", line) and line.count("'") > 2:
        return "a text that holds ' stands in double quotes, or in three single ones: query = '''l'Europe'''"
    return ""


def _checked(raw: dict[str, Any], text: str, file: str, shortest: timedelta) -> schema.FeedsFile:
    from pydantic import ValidationError

    from monitor.config import problems
    from monitor.config.schema import FeedsFile

    found = list(problems.cross_problems(raw))
    checked = None
    try:
        checked = FeedsFile.model_validate(raw, context={"interval": shortest})
    except ValidationError as error:
        found += problems.shape_problems(error.errors(include_url=False, include_input=False))
    if found or checked is None:
        raise ConfigRefused(problems.refused(text, file, found, raw))
    return checked


def _declared(file_table: schema.FeedsFile, file: str, digest: str) -> Declared:
    settings = file_table.monitor
    return Declared(
        sources=tuple(_source(table) for table in file_table.source),
        topics=tuple(_topic(table) for table in file_table.topic),
        concepts=tuple(_concept(name, table) for name, table in file_table.concept.items()),
        channels=tuple(
            ChannelSpec(id=ChannelId(table.name), url=table.url, enabled=table.enabled, plan=_plan(table))
            for table in file_table.channel
        ),
        packs=tuple(dict.fromkeys(file_table.packs)),
        monitor=MonitorTable(
            contact=settings.contact,
            zone=settings.zone,
            spacing=settings.spacing,
            keep=settings.keep,
            alerts_per_hour=settings.alerts_per_hour,
            web_url=settings.web_url or "",
            ping=settings.ping or "",
        ),
        mail=_mail(file_table.mail) if file_table.mail else None,
        captures=_captures(file_table.captures) if file_table.captures else CapturePolicy(),
        file=file,
        digest=digest,
    )


def _source(table: schema.SourceTable) -> Source:
    return Source(
        id=SourceId(table.id),
        name=table.name,
        url=table.url,
        kind=table.kind,
        language=table.language,
        rank=SourceRank.from_number(table.rank),
        interval=table.interval,
        shortest=table.min,
        longest=table.max,
        selector=table.selector,
        ignore=tuple(dict.fromkeys(table.ignore)),
        fallbacks=tuple(
            Address(url=other.url, kind=other.kind or table.kind, selector=other.selector) for other in table.fallbacks
        ),
        enabled=table.enabled,
        note=table.note,
        checked=table.checked,
    )


def _topic(table: schema.TopicTable) -> Topic:
    return Topic(
        id=TopicId(table.name),
        title=table.title or table.name,
        query=table.query or "",
        channels=tuple(ChannelId(name) for name in dict.fromkeys(table.channels)),
        rule=Rule(
            verdicts=routes.read_verdicts(table.alerts) if table.alerts else EVERYTHING.verdicts,
            least_rank=SourceRank.from_number(table.least_rank),
            languages=tuple(dict.fromkeys(table.languages)),
        ),
    )


def _plan(table: schema.ChannelTable) -> ChannelPlan:
    return ChannelPlan(
        budget=table.budget,
        quiet=routes.read_quiet(table.quiet) if table.quiet else None,
        digest=routes.read_schedule(table.digest) if table.digest else None,
        zone=table.zone,
        operator=table.operator,
    )


def _mail(table: schema.MailTable) -> MailServer:
    return MailServer(
        host=table.host,
        port=table.port,
        security=table.security,
        user=table.user or "",
        password=table.password or "",
        sender=table.sender,
    )


def _captures(table: schema.CapturesTable) -> CapturePolicy:
    return CapturePolicy(of=table.of, keep=table.keep, most_bytes=table.most_megabytes * 10**6)


def _concept(name: str, table: schema.ConceptTable) -> Concept:
    return Concept(
        name=name,
        terms=tuple(dict.fromkeys([*table.terms, *table.ambiguous])),  # an ambiguous term is a term as well
        ambiguous=tuple(dict.fromkeys(table.ambiguous)),
        context=tuple(dict.fromkeys(table.context)),
        refused_by=tuple(dict.fromkeys(table.refused_by)),
    )
