"""The full-text index over articles: FTS5 on SQLite, a GIN index over ``tsvector`` on PostgreSQL.

The migration makes it, triggers (SQLite) or the server itself keep it. It is no table of ``tables``: who compares the
database with the code leaves out what ``is_part`` names. Where SQLite was built without FTS5 there is no index, and a
search reads every text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce

from sqlalchemy import ColumnElement, Connection, Select, func, inspect, literal_column, or_, select, table, text

from monitor.core.text.tokens import is_unspaced
from monitor.store.tables import articles

NAME = "articles_search"
# As the migration writes it: PostgreSQL uses the index only for the same expression. A tsvector holds 1 MB at most, and
# one that is too long would refuse the article.
VECTOR = "to_tsvector('simple', left(articles.title, 2000) || ' ' || left(articles.text, 100000))"


def is_part(name: str | None) -> bool:
    """Whether a table or index of that name belongs to the search index."""
    return bool(name) and str(name).startswith(NAME)


def holding(connection: Connection, words: Sequence[str]) -> list[ColumnElement[bool]]:
    """Conditions that an article holds every word.

    Indexed ones count as whole words or their beginnings, the others as letters in a row, wherever they stand.
    """
    indexed = [word for word in words if _is_indexed(word)] if _is_there(connection) else []
    conditions = [_contains(word) for word in words if word not in indexed]
    if not indexed:
        return conditions
    if connection.dialect.name == "postgresql":
        vector: ColumnElement[object] = literal_column(VECTOR)
        query = reduce(lambda left, right: left.op("&&")(right), map(_query, indexed))
        return [*conditions, vector.op("@@")(query)]
    phrases = " AND ".join('"' + word.replace('"', '""') + '"*' for word in indexed)
    rows: ColumnElement[int] = literal_column("rowid")
    matched = text(f"{NAME} MATCH :search_phrases").bindparams(search_phrases=phrases)
    found = select(rows).select_from(table(NAME)).where(matched)
    return [*conditions, articles.c.id.in_(found)]


def newest(connection: Connection, found: Select[tuple[int]], *, by_words: bool, limit: int,
           offset: int) -> Select[tuple[int]]:  # fmt: skip
    """Of the articles whose numbers ``found`` gives, those of one page, newest first; ``by_words``: by ``holding``.

    On PostgreSQL all of them are found first, by the index: left to itself, the server may walk the articles from the
    newest on and make the vector of each anew, which takes minutes for a rare word. The memory keeps the found places
    exact; vague ones would be made anew as well.
    """
    if connection.dialect.name != "postgresql" or not by_words:
        return found.order_by(articles.c.id.desc()).limit(limit).offset(offset)
    connection.exec_driver_sql("SET LOCAL work_mem = '64MB'")
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    known = found.cte("found").prefix_with("MATERIALIZED")
    return select(known.c.id).order_by(known.c.id.desc()).limit(limit).offset(offset)


def _is_there(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql" or inspect(connection).has_table(NAME)


def _is_indexed(word: str) -> bool:
    """Whether an index of words can find it: it has letters, and of a script that puts blanks between words."""
    return any(letter.isalnum() for letter in word) and not any(is_unspaced(letter) for letter in word)


def _contains(word: str) -> ColumnElement[bool]:
    return or_(articles.c.title.icontains(word, autoescape=True), articles.c.text.icontains(word, autoescape=True))


def _query(word: str) -> ColumnElement[object]:
    """A plain word also as the beginning of a longer one; anything else as a phrase."""
    if re.fullmatch(r"\w+", word):
        return func.to_tsquery("simple", f"{word}:*")
    return func.phraseto_tsquery("simple", word)
