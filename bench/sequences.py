"""Labelled streams through the whole replay: how well reports are graded, filed and alerted.

    python bench/sequences.py                        the project's own streams
    python bench/sequences.py FILE… [--errors]       streams (.toml) or a corpus (.jsonl); name every mistake
    python bench/sequences.py --squeeze 1 FILE…      neighbours at most one day apart
    python bench/sequences.py --first-day            developments drawn from each, on one day, nothing known yet

A stream is judged twice: as a whole ("stream"), and each of its sequences by itself on an empty memory ("alone").
Columns: F1 of the grades, a topic each, and their mean; BCubed F1 of the developments; F1 of the alerts (one right
alert for each development); then alerts that are wrong, developments missed, repeats alerted; steps told of those
labelled as such, and steps told where there is none.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.config.feeds_toml import parse
from monitor.config.template import template
from monitor.core.model.source import SourceRank
from monitor.replay import Replay, in_order
from monitor.services.article_file import Read
from monitor.services.declare import assemble

STREAMS = Path(__file__).resolve().parents[1] / "tests" / "golden" / "novelty"
TOPICS = ("sanctions", "rome-statute-amendments", "icpa")
STEPS = ("update", "correction")
_FIRST_DAY = datetime(2026, 11, 20, 6, tzinfo=UTC)


@dataclass(frozen=True)
class Labelled:
    """One text and what is true of it."""

    read: Read
    sequence: str
    on: frozenset[str]
    tells: str = ""
    role: str = ""


@dataclass
class Figures:
    """What the answers are worth."""

    topics: list[float]
    bcubed: float
    score: float
    wrong: int
    missed: int
    repeats: int
    steps: tuple[int, int]
    loose: int
    errors: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        grades = " ".join(f"{value:.3f}" for value in (*self.topics, sum(self.topics) / len(self.topics)))
        counts = f"{self.wrong:5d} {self.missed:6d} {self.repeats:7d}"
        return (
            f"{grades}  {self.bcubed:.3f}  {self.score:.3f}  {counts}   {self.steps[0]}/{self.steps[1]} +{self.loose}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=sorted(STREAMS.glob("stream-*.toml")))
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--squeeze", type=float)
    parser.add_argument("--first-day", action="store_true", help="draws of developments on one day, instead")
    parser.add_argument("--stream", action="store_true", help="not the sequences by themselves")
    asked = parser.parse_args()
    print(f"{'':32} {'grades':23}  BCubed alerts wrong missed repeats steps")
    for path in asked.files:
        labelled = read(path)
        if asked.first_day:
            print(f"{path.stem + ', first day':32} {first_days(labelled)}", flush=True)
            continue
        if asked.squeeze:
            labelled = squeezed(labelled, asked.squeeze)
        ways = {"stream": [labelled]}
        if path.suffix == ".toml" and not asked.stream:
            ways["alone"] = by_sequence(labelled)
        for way, parts in ways.items():
            found = figures(labelled, [answer for part in parts for answer in judged(part)], alone=way == "alone")
            print(f"{path.stem + ', ' + way:32} {found}", flush=True)
            if asked.errors:
                print(*found.errors, sep="\n", file=sys.stderr)


def read(path: Path) -> list[Labelled]:
    """The labelled texts of a stream or corpus, in date order."""
    found = _from_toml(path) if path.suffix == ".toml" else _from_jsonl(path)
    order = {each.read.id: place for place, each in enumerate(found)}
    by_id = {each.read.id: each for each in found}
    return [by_id[read.id] for read in in_order(sorted((each.read for each in found), key=lambda r: order[r.id]))]


def _from_toml(path: Path) -> list[Labelled]:
    found = []
    for number, sequence in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["sequence"], 1):
        for place, report in enumerate(sequence["report"], 1):
            at = datetime.fromisoformat(report["at"]).replace(tzinfo=UTC) if report.get("at") else None
            source = report.get("source", "Some Paper")
            url = f"https://{source.lower().replace(' ', '-')}.example/{number}/{place}"
            text = Read(
                id=f"{number}.{place}", title=report["title"], text=report["text"], url=url, source=source,
                lang=report.get("lang", "en"), date=at, rank=SourceRank(report.get("rank", "press")),
            )  # fmt: skip
            on = frozenset(report.get("on", ()))
            found.append(Labelled(text, sequence["name"], on, report.get("tells", ""), report.get("role", "")))
    return found


def _from_jsonl(path: Path) -> list[Labelled]:
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        doc: dict[str, Any] = json.loads(line)
        at = datetime.fromisoformat(doc["date"][:10]).replace(tzinfo=UTC)
        text = Read(id=doc["id"], title=doc["title"], text=doc["text"], url=doc["url"] or "", lang=doc["lang"], date=at)
        on = frozenset(topic for topic, label in doc["topics"].items() if label == 2)
        found.append(Labelled(text, "", on, doc["development"] or "", doc["dev_role"] or ""))
    return found


def by_sequence(labelled: Sequence[Labelled]) -> list[list[Labelled]]:
    """The stream cut into its sequences."""
    parts: defaultdict[str, list[Labelled]] = defaultdict(list)
    for each in labelled:
        parts[each.sequence].append(each)
    return list(parts.values())


def squeezed(labelled: Sequence[Labelled], days: float) -> list[Labelled]:
    """Gaps between neighbours capped; the order stays."""
    cap, out = timedelta(days=days), []
    last = shifted = None
    for each in labelled:
        at = each.read.date
        assert at is not None, "a stream to be squeezed needs dates"
        shifted = at if last is None or shifted is None else shifted + min(at - last, cap)
        last = at
        out.append(replace(each, read=replace(each.read, date=shifted)))
    return out


def first_days(labelled: Sequence[Labelled], draws: int = 6, developments: int = 14) -> str:
    """What a new monitor makes of one day: draws of developments, two reports of each, half an hour apart, shuffled.

    The grades are not given; the columns after them are means of the draws (BCubed, alerts) and their sums.
    """
    told: defaultdict[tuple[str, str], list[Labelled]] = defaultdict(list)
    for each in labelled:
        if each.tells:
            told[each.sequence, each.tells].append(each)
    found = []
    for number in range(draws):
        chance = random.Random(f"first day {number}")
        drawn = chance.sample(list(told), min(developments, len(told)))
        day = [each for key in drawn for each in told[key][:2]]
        chance.shuffle(day)
        times = [_FIRST_DAY + timedelta(minutes=30 * place) for place in range(len(day))]
        day = [replace(each, read=replace(each.read, date=at)) for each, at in zip(day, times, strict=True)]
        found.append(figures(day, judged(day)))
    bcubed, score = (sum(values) / draws for values in zip(*((each.bcubed, each.score) for each in found), strict=True))
    wrong, missed, repeats = (sum(getattr(each, name) for each in found) for name in ("wrong", "missed", "repeats"))
    return f"{'':23}  {bcubed:.3f}  {score:.3f}  {wrong:5d} {missed:6d} {repeats:7d}"


def judged(labelled: Sequence[Labelled], *, restart_after: int = 0) -> list[dict[str, Any]]:
    """The replay's answers, optionally with a restart after every so many texts."""
    machine = Replay(assemble(parse(template(), "the shipped feeds.toml")))
    answers = []
    for number, each in enumerate(labelled, 1):
        answers.append(machine.show(each.read) | {"sequence": each.sequence})
        if restart_after and number % restart_after == 0:
            machine.forget_memory()
    return answers


def figures(labelled: Sequence[Labelled], answers: Iterable[dict[str, Any]], *, alone: bool = False) -> Figures:
    """The answers against the labels; ``alone``: a development counts once for each sequence that tells of it."""
    by_id = {answer["id"]: answer for answer in answers}
    prefix = {each.read.id: f"{each.sequence}:" if alone else "" for each in labelled}
    told: dict[str, list[tuple[Labelled, dict[str, Any]]]] = {"right": [], "wrong": [], "lost": []}
    errors, missing = [], Counter[str]()
    for each in labelled:
        answer = by_id[each.read.id]
        graded = {topic for topic, match in answer["topics"].items() if match["grade"] == "report"}
        errors += [f"grade   {each.read.id:6} not on {t}: {each.read.title}" for t in sorted(graded - each.on)]
        errors += [f"grade   {each.read.id:6} silent on {t}: {each.read.title}" for t in sorted(each.on - graded)]
        told["right" if graded & each.on else "wrong"].append((each, answer))
        if each.tells:
            missing[prefix[each.read.id] + each.tells] += 1
    wrong = [each for each, answer in told["wrong"] if answer["alert"]]
    reached: set[str] = set()
    repeats = steps = loose = 0
    for each, answer in told["right"]:
        development, step = prefix[each.read.id] + each.tells, answer["novelty"] in STEPS
        steps += step and each.role == "followup"
        loose += step and each.role != "followup"
        if step != (each.role == "followup") and (step or development in reached):
            errors.append(f"step    {each.read.id:6} {answer['novelty']}: {each.read.title} ({answer['reason'][:90]})")
        if not answer["alert"]:
            continue
        if development in reached and not (step and each.role == "followup"):
            repeats += 1
            errors.append(f"repeat  {each.read.id:6} {each.tells}: {each.read.title} ({answer['reason'][:90]})")
        reached.add(development)
    missed = sorted(set(missing) - reached)
    errors += [f"missed  {development}" for development in missed]
    errors += _mixed(told["right"], prefix)
    precision = len(reached) / max(1, len(reached) + repeats + len(wrong))
    recall = len(reached) / max(1, len(missing))
    return Figures(
        topics=[_f1(labelled, by_id, topic) for topic in TOPICS],
        bcubed=_bcubed(told["right"], prefix),
        score=2 * precision * recall / (precision + recall) if reached else 0.0,
        wrong=len(wrong), missed=len(missed), repeats=repeats,
        steps=(steps, sum(each.role == "followup" for each in labelled)), loose=loose, errors=errors,
    )  # fmt: skip


def _f1(labelled: Sequence[Labelled], by_id: dict[str, dict[str, Any]], topic: str) -> float:
    pairs = [(topic in e.on, by_id[e.read.id]["topics"].get(topic, {}).get("grade") == "report") for e in labelled]
    hit, off = pairs.count((True, True)), pairs.count((True, False)) + pairs.count((False, True))
    return 2 * hit / (2 * hit + off) if hit or off else 1.0


def _keys(right: Sequence[tuple[Labelled, dict[str, Any]]], prefix: dict[str, str]) -> list[tuple[Labelled, str, str]]:
    return [
        (each, prefix[each.read.id] + each.tells, prefix[each.read.id] + str(answer["development"] or each.read.id))
        for each, answer in right
        if each.tells
    ]


def _bcubed(right: Sequence[tuple[Labelled, dict[str, Any]]], prefix: dict[str, str]) -> float:
    keys = [(true, mine) for _, true, mine in _keys(right, prefix)]
    both, trues, mines = Counter(keys), Counter(t for t, _ in keys), Counter(m for _, m in keys)
    precision = sum(both[key] / mines[key[1]] for key in keys) / max(1, len(keys))
    recall = sum(both[key] / trues[key[0]] for key in keys) / max(1, len(keys))
    return 2 * precision * recall / (precision + recall) if keys else 1.0


def _mixed(right: Sequence[tuple[Labelled, dict[str, Any]]], prefix: dict[str, str]) -> list[str]:
    """Developments of which two different happenings were filed as one."""
    found: defaultdict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each, true, mine in _keys(right, prefix):
        found[mine][true].append(each.read.id)
    return [f"mixed   {dict(trues)}" for trues in found.values() if len(trues) > 1]


if __name__ == "__main__":
    main()
