"""Turns a parser's failure into what a person can act on: the place, what was expected there, how it is written."""

from __future__ import annotations

import re
from typing import Any

from monitor.core.errors import QueryError

_MISSING_NUMBER = re.compile(r"(?i)\b(NEAR|PRE|ATLEAST)\b(?!/\d)")
_UNKNOWN_SLASH = re.compile(r"/\S*")
_LAST_OPERATOR = re.compile(r"(?i)(?:^|[\s(])(AND|OR|NOT|NEAR/\d+|PRE/\d+|/s|/p|\w+:)$")
_COUNT = re.compile(r"(?i)\bATLEAST/\d+$")
_OPERATOR = re.compile(r"(?i)(?:and|or|near/\d+|pre/\d+)\b")
_CLAUSE = 'a word, a "phrase", a {concept}, NOT or a bracket'
_WITHIN = re.compile(r"(?i)(?:^|[\s)\"}])(?:w|within)$")  # as Lexis and Westlaw write NEAR: w/5
_SIGNS = {  # as other search languages write it, and how it is written here
    "&": "write AND between two words", "|": "write OR between two words",
    "!": "write sanction* for every ending, NOT for what must not be there",
    "?": "write sanction* for every ending", "%": "write NOT for what must not be there",
    "+": "nothing is needed before a word that must be there; same sentence is /s",
    "-": "write NOT for what must not be there", ",": "write AND or OR between two words",
    ";": "write AND or OR between two words", "'": 'a phrase stands in double quotes: "Rome Statute"',
    "[": "brackets are round: ( )", "]": "brackets are round: ( )",
}  # fmt: skip


def explain_failure(text: str, failure: Any) -> QueryError:
    """The QueryError for lark's ``UnexpectedInput`` on ``text``."""
    at = _offset(text, failure)
    found = text[at : at + 1]
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    problem, hint = _diagnose(text, at, found)
    return QueryError(problem, line=line, column=column, hint=hint)


def _offset(text: str, failure: Any) -> int:
    token = getattr(failure, "token", None)
    if token is not None and token.type == "$END":
        return len(text.rstrip())
    at = getattr(failure, "pos_in_stream", None)
    return min(at if isinstance(at, int) and at >= 0 else len(text), len(text))


def _diagnose(text: str, at: int, found: str) -> tuple[str, str]:
    """The problem and the hint for what stands at ``at``."""
    before, rest = text[:at].rstrip(), text[at:]
    return (
        _missing_number(text, at)
        or _at_a_sign(text, before, rest, found)
        or _after_an_operator(before, found)
        or _at_anything(before, rest, found)
    )


def _at_a_sign(text: str, before: str, rest: str, found: str) -> tuple[str, str] | None:
    """For quotes, braces, slashes and closing brackets."""
    if found == '"' and text.count('"') % 2:
        return "this quote is never closed", 'write "Rome Statute"'
    if found == "{" or (found == "}" and "{" in before):
        return "a concept is one name in braces", "{icc}"
    if re.match(r"(?i)/[sp](?!\w)", rest):
        return f"expected {_CLAUSE} before {rest[:2]}", "both sides of an operator need something: ICC /s sanctions"
    if found == "/":
        asked = _UNKNOWN_SLASH.match(rest)
        shown = asked.group() if asked else "/"
        if re.match(r"/\d", rest) and _WITHIN.search(before):
            return f'no operator "w{shown}"', f"write NEAR{shown}, or PRE{shown} if the order counts"
        return f'no operator "{shown}"', "same sentence is /s, same paragraph is /p, within five words is NEAR/5"
    if found == ")":
        if before.count("(") <= before.count(")"):
            return "this bracket was never opened", "remove it, or open one before"
        return f"expected {_CLAUSE} before the bracket closes", "remove the operator before it, or complete it"
    return None


def _after_an_operator(before: str, found: str) -> tuple[str, str] | None:
    """For an operator with nothing behind it, and for brackets left open."""
    last = _LAST_OPERATOR.search(before)
    if last is not None:
        return f"expected {_CLAUSE} after {last.group(1)}", _complete(last.group(1))
    counted = _COUNT.search(before)
    if counted is not None:
        return f"expected a bracket after {counted.group()}", f"{counted.group()}(ICC)"
    if not found and before.count("(") > before.count(")"):
        return "a bracket is never closed", "add )"
    return None


def _at_anything(before: str, rest: str, found: str) -> tuple[str, str]:
    if found == ":":
        return "no such field", "the fields are title: lead: body: source: lang: url: rank:"
    if found in {"*", "="}:
        return f"{found} belongs directly to a word", "sanction* for every ending, =sanction for this form only"
    operator = _OPERATOR.match(rest)
    if operator is not None:
        return f"expected {_CLAUSE} before {operator.group()}", "both sides of an operator need something"
    if not found:
        return f"expected {_CLAUSE}, but the query ends here", f"add one after {before[-20:]}"
    hint = _SIGNS.get(found, 'put text with signs into quotes: "a + b"')
    return f'"{found}" is not understood here; expected {_CLAUSE}', hint


def _missing_number(text: str, at: int) -> tuple[str, str] | None:
    near = _MISSING_NUMBER.search(text, max(0, at - 8), at + 8)
    if near is None or (abs(near.end() - at) > 1 and near.start() != at):
        return None
    name = near.group(1).upper()
    return f"{name} needs a number", f"{name}/5" if name != "ATLEAST" else "ATLEAST/3(ICC)"


def _complete(operator: str) -> str:
    return "title:sanctions" if operator.endswith(":") else f"ICC {operator} sanctions"
