"""The rules of the house that no other tool holds. ``python -m tests.house.figures`` prints the figures behind them."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.house import figures
from tests.house.papers import read, tracked

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
USUAL_FUNCTION = 30  # lines: nine of ten are no longer
# One for each kind of process: a job of the daemon, a task of a worker, a command at a terminal.
MAY_CATCH_ALL = {"monitor/jobs/runner.py", "monitor/isolation/worker.py", "monitor/cli/program.py"}
NO_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"}
# Written in parts, so that this file does not hold them.
UNFINISHED = re.compile(rf"\b(?:{'TO'}DO|{'FIX'}ME)\b")
INDEXES = ("py" + "pi.org", "pythonhosted" + ".org", "py" + "pi.python.org", "conda" + ".anaconda.org")
MACHINES = re.compile(rf"(?<![\w.~-])/(?:{'wo'}rk|{'ro'}ot|{'ho'}me/\w+|{'Us'}ers/\w+)/")


def test_no_file_is_too_long(record_property: Callable[[str, object], None]) -> None:
    found = figures.files()
    record_property("files over 300 lines", [place.file for place in found if place.lines > 300])
    assert [place for place in found if place.lines > LONGEST_FILE] == []


def test_no_function_is_too_long() -> None:
    found = figures.functions()
    assert [place for place in found if place.lines > LONGEST_FUNCTION] == []
    assert found[len(found) // 10].lines <= USUAL_FUNCTION


def test_only_three_places_catch_everything() -> None:
    found = {file: lines for file, text in figures.modules() if (lines := figures.broad_excepts(text))}
    assert found.keys() <= MAY_CATCH_ALL
    assert all(len(lines) == 1 for lines in found.values())


def test_a_broad_except_is_found_out_unless_it_raises_again() -> None:
    swallows = "try:\n    a()\nexcept (OSError, Exception):\n    pass\n"
    raises = "try:\n    b()\nexcept BaseException:\n    c()\n    raise\n"
    assert figures.broad_excepts(swallows + raises) == [3]


def test_everything_public_says_what_it_is() -> None:
    missing = {file: names for file, text in figures.modules() if (names := figures.undocumented(text))}
    assert missing == {}


def test_a_missing_docstring_is_found_out() -> None:
    text = "def f():\n    pass\nclass A:\n    'a'\n    def m(self):\n        pass\n"
    assert figures.undocumented(text) == ["module", "f", "A.m"]


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [str(path) for path in tracked() if path.suffix == ".py" and path.stem in NO_NAMES] == []


def test_nothing_is_left_unfinished_or_bound_to_a_machine() -> None:
    found = {str(path): traces for path in tracked() if (traces := traces_in(read(path)))}
    assert found == {}


def traces_in(text: str) -> list[str]:
    """Marks of unfinished work, folders of one machine, hosts of package indexes."""
    marks = [match.group() for pattern in (UNFINISHED, MACHINES) for match in pattern.finditer(text)]
    return marks + [name for name in INDEXES if name in text]


def test_traces_are_found_out() -> None:
    text = f"# {'TO'}DO in /{'wo'}rk/main, from https://{'py' + 'pi'}.org; not ./{'wo'}rk/ nor example.org/{'ro'}ot/x"
    assert len(traces_in(text)) == 3
