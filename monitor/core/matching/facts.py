"""The fields of a query that ask about the article itself: its source, language, address and rank."""

from __future__ import annotations

from monitor.core.matching.reading import Reading
from monitor.core.model.source import SourceRank
from monitor.core.query.ast import And, FieldName, Node, Not, Or, Term
from monitor.core.text.normalize import fold, fold_plain
from monitor.core.text.tokens import tokenize


def fact_holds(field: FieldName, node: Node, reading: Reading) -> bool:
    """Whether the article's fact fulfils a boolean expression of values."""
    match node:
        case Term(text):
            return _value_holds(field, text, reading)
        case And(parts):
            return all(fact_holds(field, part, reading) for part in parts)
        case Or(parts):
            return any(fact_holds(field, part, reading) for part in parts)
        case Not(part):
            return not fact_holds(field, part, reading)
        case _:
            return False


def _value_holds(field: FieldName, text: str, reading: Reading) -> bool:
    article = reading.article
    match field:
        case FieldName.LANG:
            return reading.language == text.lower()[:2]
        case FieldName.RANK:
            return _rank_holds(text.lower(), article.source_rank)
        case FieldName.URL:
            return fold_plain(text.strip("*")) in fold_plain(article.url)
        case _:
            asked = _words(text.strip("*"))
            names = (
                article.source_id,
                article.source_name,
                article.publisher,
                article.url.partition("://")[2].split("/")[0],
            )
            return bool(asked) and any(f" {asked} " in f" {_words(name)} " for name in names)


def _words(text: str) -> str:
    return " ".join(token.text for token in tokenize(fold(text)))


def _rank_holds(asked: str, rank: SourceRank) -> bool:
    if asked.startswith("<="):
        return rank.number <= int(asked[2:])
    return asked in {rank.value, str(rank.number)}
