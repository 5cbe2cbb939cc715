"""How many articles a second the matcher reads at 3, 1,000 and 10,000 topics, on one core.

    python bench/topics.py [--articles 200]

Articles are generated, 4,000 characters each; so are the topics (the three default ones first). Beside it, in the same
run: a plain loop that tries one compiled regular expression per topic. Printed: articles/s, how the time compares with
that of 3 topics, seconds to compile, memory of the compiled index.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import random
import re
import resource
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from monitor.core.matching.compile import compile_topics
from monitor.core.matching.matcher import match
from monitor.core.model.article import Article
from monitor.core.model.ids import ArticleId, EntryId, SourceId, TopicId
from monitor.core.model.topic import Topic
from monitor.packs.loader import load_pack

LENGTH = 4000
SIZES = (3, 1_000, 10_000)
COMMON = (
    "court minister government said on report law city talks year people plan state public work team week report "
    "member the of and to in for with after against from over that which had been"
).split()


def vocabulary(size: int, seed: int) -> list[str]:
    """Made-up words that look like words."""
    chance = random.Random(seed)
    starts, middles = ("br", "c", "st", "m", "tr", "v", "l", "p"), ("a", "e", "i", "o", "an", "er")
    ends = ("n", "tion", "l", "rd")
    words: set[str] = set()
    while len(words) < size:
        words.add("".join(chance.choice(starts) + chance.choice(middles) for _ in range(3)) + chance.choice(ends))
    return sorted(words)


def articles(count: int, words: list[str]) -> list[Article]:
    """Texts of LENGTH characters: common words, rare words, now and then a sentence on the court."""
    chance = random.Random(7)
    made: list[Article] = []
    for number in range(count):
        text = ""
        while len(text) < LENGTH:
            sentence = [chance.choice(COMMON if chance.random() < 0.7 else words) for _ in range(chance.randint(8, 24))]
            text += " ".join(sentence).capitalize() + chance.choice((". ", ". ", ".\n"))
            if chance.random() < 0.01:
                text += "The United States imposed sanctions on judges of the International Criminal Court. "
        made.append(
            Article(
                id=ArticleId(number),
                entry_id=EntryId(number),
                source_id=SourceId("bench"),
                url="https://example.org/",
                title=" ".join(chance.choice(words) for _ in range(8)),
                text=text[:LENGTH],
                language="en",
                first_seen=datetime(2026, 1, 1, tzinfo=UTC),
            )
        )
    return made


def topics(count: int, words: list[str]) -> list[Topic]:
    """The default topics, then generated ones of the shapes that people write."""
    chance = random.Random(11)
    made = list(load_pack("icc").topics)[:count]
    while len(made) < count:
        a, b, c = (chance.choice(words) for _ in range(3))
        query = chance.choice(
            (
                f"{a} AND {b}",
                f'"{a} {b}" OR ({b} AND {c})',
                f"{a} NEAR/5 ({b} OR {c})",
                f"{a[:6]}* /s {b}",
                f"title:{a} AND NOT {c}",
            )
        )
        made.append(Topic(id=TopicId(f"t{len(made)}"), title=query, query=query))
    return made


def resident() -> int:
    """Bytes of this process in memory now."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def rate(work: Callable[[Article], object], texts: list[Article]) -> float:
    """Articles a second of processor time, best of three rounds."""
    best = 0.0
    for _ in range(3):
        start = time.process_time()
        for article in texts:
            work(article)
        best = max(best, len(texts) / (time.process_time() - start))
    return best


def loop_over_patterns(count: int, words: list[str]) -> Callable[[Article], object]:
    """The plain way: one regular expression per topic, each searched in turn."""
    chance = random.Random(11)
    patterns = [
        re.compile(rf"\b(?:{chance.choice(words)}|{chance.choice(words)} {chance.choice(words)})\b", re.IGNORECASE)
        for _ in range(count)
    ]
    return lambda article: sum(1 for pattern in patterns if pattern.search(article.text))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200)
    options = parser.parse_args()
    words = vocabulary(20_000, 3)
    texts = articles(options.articles, words)
    concepts = load_pack("icc").concepts
    first = 0.0
    print(
        f"{'topics':>8} {'articles/s':>11} {'ms/article':>11} {'time x 3':>9} {'compile s':>10} {'index MiB':>10}"
        f" {'re loop/s':>10}"
    )
    for size in SIZES:
        wanted = topics(size, words)
        before, start = resident(), time.process_time()
        index = compile_topics(wanted, concepts)
        compiled = time.process_time() - start
        memory = (resident() - before) / 2**20
        gc.freeze()  # as a daemon does: the collector need not walk the index again and again
        speed = rate(lambda article, index=index: match(article, index), texts)  # type: ignore[misc]
        first = first or speed
        plain = rate(loop_over_patterns(size, words), texts[: max(2, min(len(texts), 20_000 // size))])
        print(
            f"{size:>8} {speed:>11.0f} {1000 / speed:>11.2f} {first / speed:>9.2f} {compiled:>10.2f} {memory:>10.1f}"
            f" {plain:>10.1f}"
        )
        del index


if __name__ == "__main__":
    main()
