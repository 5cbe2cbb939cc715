"""Errors that a caller may want to tell apart; everything else that is raised is a bug.

What the world does (a dead host, a broken feed, a refused mail) is not an exception here but a value with a reason:
see ``model.fetched`` and ``model.alert``.

The tree::

    MonitorError                 one clear line for the user; never a traceback without -v
    ├── UserMistake              what was asked cannot be done as asked (exit code 2)
    │   ├── ConfigError          feeds.toml or a setting: names file, line and key
    │   │   └── ConfigRefused    a whole file is refused: carries every problem found in it
    │   ├── QueryError           a topic's query: names line, column and what was expected
    │   ├── NotFound             no such source, topic, channel, development
    │   ├── AlreadyThere         a name that is taken
    │   ├── ChangedMeanwhile     somebody else changed what is being changed
    │   └── DeclaredElsewhere    the row is owned by feeds.toml and must be changed there
    └── StorageError             the database cannot be read or written, is corrupt, or of another version (exit 1)
"""

from __future__ import annotations


class MonitorError(Exception):
    """Base of all errors that are told to the user as one line."""


class UserMistake(MonitorError):
    """What was asked cannot be done as asked; the text says what to do instead."""


class ConfigError(UserMistake):
    """A setting or feeds.toml is wrong.

    ``file`` is the path as the user gave it, ``line`` is 1-based (None where unknown), ``key`` the dotted key.
    """

    def __init__(self, problem: str, *, file: str = "", line: int | None = None, key: str = "") -> None:
        self.problem, self.file, self.line, self.key = problem, file, line, key
        place = file + (f":{line}" if line else "")
        parts = [part for part in (place, key) if part]
        super().__init__(": ".join([*parts, problem]))


class ConfigRefused(ConfigError):
    """A configuration file is refused as a whole; ``problems`` holds all that was found, in the order of the file.

    ``file``, ``line`` and ``key`` are those of the first problem. The text has one line per problem. ``problems`` must
    not be empty.
    """

    def __init__(self, problems: tuple[ConfigError, ...]) -> None:
        first = problems[0]
        super().__init__(first.problem, file=first.file, line=first.line, key=first.key)
        self.problems = problems
        self.args = ("\n".join(str(problem) for problem in problems),)


class QueryError(UserMistake):
    """A topic's query cannot be read. ``line`` and ``column`` are 1-based positions in the query text."""

    def __init__(self, problem: str, *, line: int = 1, column: int = 1, hint: str = "") -> None:
        self.problem, self.line, self.column, self.hint = problem, line, column, hint
        super().__init__(f"line {line}, column {column}: {problem}" + (f" ({hint})" if hint else ""))


class NotFound(UserMistake):
    """Nothing of that name or id is known."""


class AlreadyThere(UserMistake):
    """The name is taken."""


class ChangedMeanwhile(UserMistake):
    """What is to be changed is no longer as the person saw it."""


class DeclaredElsewhere(UserMistake):
    """The row is owned by feeds.toml; it must be changed there."""


class StorageError(MonitorError):
    """The database cannot be used; the text says why and what to do."""
