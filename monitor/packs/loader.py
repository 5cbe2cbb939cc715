"""Reads a pack from the package's own files. A pack that is not as it should be is a ConfigError with file and key."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

from monitor.core.errors import ConfigError
from monitor.core.model.ids import TopicId
from monitor.core.model.match import Grade
from monitor.core.model.topic import Concept, Person, Rung, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A text written for the pack, and what each topic must make of it.

    ``grades`` names the topics that must match; every other topic of the pack must not report on the text. A topic with
    Grade.NONE must not match at all.
    """

    id: str
    title: str
    text: str
    language: str
    grades: dict[TopicId, Grade]
    kind: str = ""  # "report", "mention" or "trap", for the table


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Topics that belong together, the concepts they share, and the cases that they must pass."""

    name: str
    title: str
    concepts: tuple[Concept, ...]
    topics: tuple[Topic, ...]
    cases: tuple[Case, ...]


def pack_names() -> tuple[str, ...]:
    """The packs that come with the program."""
    folder = resources.files("monitor.packs")
    return tuple(sorted(entry.name for entry in folder.iterdir() if entry.joinpath("pack.toml").is_file()))


def load_pack(name: str) -> Pack:
    """The pack of that name, read and checked in form; ConfigError if there is none or a file is wrong.

    Whether its queries compile and its cases pass is for the caller to try.
    """
    if name not in pack_names():
        raise ConfigError(f'no pack named "{name}"; there are: {", ".join(pack_names())}')
    head = _toml(name, "pack.toml")
    concepts = [
        _concept(item, name, file) for file in head.get("concepts", []) for item in _items(name, file, "concept")
    ]
    topics = [_topic(item, name, file) for file in head.get("topics", []) for item in _items(name, file, "topic")]
    cases = [case for file in head.get("cases", []) for case in _cases(name, file)]
    return Pack(
        name=name, title=head.get("title", name), concepts=tuple(concepts), topics=tuple(topics), cases=tuple(cases)
    )


def _read(pack: str, file: str) -> str:
    try:
        return resources.files("monitor.packs").joinpath(pack, file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigError(f"cannot be read: {fault}", file=f"{pack}/{file}") from None


def _toml(pack: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(_read(pack, file))
    except tomllib.TOMLDecodeError as fault:
        raise ConfigError(str(fault), file=f"{pack}/{file}") from None


def _items(pack: str, file: str, key: str) -> list[dict[str, Any]]:
    items = _toml(pack, file).get(key)
    if not isinstance(items, list):
        raise ConfigError("missing", file=f"{pack}/{file}", key=f"[[{key}]]")
    return items


def _flat(value: object, where: tuple[str, str, str]) -> tuple[str, ...]:
    """A list of words, or a table of lists by language, as one tuple without repeats."""
    pack, file, key = where
    lists = list(value.values()) if isinstance(value, dict) else [value]
    words: list[str] = []
    for words_of_one in lists:
        if not isinstance(words_of_one, list) or not all(isinstance(word, str) for word in words_of_one):
            raise ConfigError("must be a list of words, or lists by language", file=f"{pack}/{file}", key=key)
        words.extend(words_of_one)
    return tuple(dict.fromkeys(words))


def _concept(item: dict[str, Any], pack: str, file: str) -> Concept:
    name = _text(item, "name", pack, file)

    def words(key: str) -> tuple[str, ...]:
        return _flat(item.get(key, []), (pack, file, f"concept.{name}.{key}"))

    people = tuple(
        Person(
            name=_text(person, "name", pack, file),
            aliases=tuple(person.get("aliases", ())),
            role=person.get("role", ""),
            since=person.get("since", ""),
            until=person.get("until", ""),
        )
        for person in item.get("people", [])
    )
    return Concept(
        name=name,
        terms=words("terms"),
        ambiguous=words("ambiguous"),
        context=words("context"),
        refused_by=words("refused_by"),
        people=people,
    )


def _topic(item: dict[str, Any], pack: str, file: str) -> Topic:
    name = _text(item, "id", pack, file)
    ladder = tuple(
        Rung(stage=_text(rung, "stage", pack, file), terms=_flat(rung.get("terms", []), (pack, file, f"{name}.ladder")))
        for rung in item.get("ladder", [])
    )
    return Topic(
        id=TopicId(name),
        title=item.get("title", name),
        query=_text(item, "query", pack, file).strip(),
        report=str(item.get("report", "")).strip(),
        background=_flat(item.get("background", []), (pack, file, f"{name}.background")),
        states=_flat(item.get("states", []), (pack, file, f"{name}.states")),
        ladder=ladder,
    )


def _text(item: dict[str, Any], key: str, pack: str, file: str) -> str:
    value = item.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ConfigError("missing or not a text", file=f"{pack}/{file}", key=key)
    return value


def _cases(pack: str, file: str) -> list[Case]:
    cases: list[Case] = []
    for number, line in enumerate(_read(pack, file).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            grades = {TopicId(topic): Grade(grade) for topic, grade in row["grades"].items()}
            cases.append(
                Case(
                    id=row["id"],
                    title=row["title"],
                    text=row["text"],
                    language=row["lang"],
                    grades=grades,
                    kind=row.get("kind", ""),
                )
            )
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise ConfigError(f"not a case: {fault!r}", file=f"{pack}/{file}", line=number) from None
    return cases
