"""Lines of keys in TOML text."""

from __future__ import annotations

import tomllib
from typing import Any

from monitor.config.positions import KeyPath, line_of, positions

TRICKY = '''# a = 1
top = "x"  # top = 2
[[source]] # [[source]]
id = "one"
note = """
[[source]]
id = "not this"
quote \\""" and "" and ""\\"
end"""""
path = \'\'\'
# no comment
it's \'\'\'
"odd key" = 1
a.b . c = 2
list = [ # [
  "x", # ]
  { url = "]", kind = 'listing' },

  [1, 2],
]
[[source]]
id = "two"
  [source.extra]
  deep = 1
[[source.part]]
n = 1
[[source.part]]
n = 2
[concept.icc]
terms = ["ICC"]
[concept]
"x.y" = [ "z" ]
'''


def leaves(value: Any, path: KeyPath = ()) -> list[KeyPath]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return (
        [path, *(leaf for key, item in inner for leaf in leaves(item, (*path, key)))]
        if path
        else [leaf for key, item in inner for leaf in leaves(item, (key,))]
    )


def test_every_value_that_toml_reads_has_a_place() -> None:
    assert set(leaves(tomllib.loads(TRICKY))) == set(positions(TRICKY))


def test_crlf_changes_no_line() -> None:
    lines = {path: place.line for path, place in positions(TRICKY).items()}
    assert {path: place.line for path, place in positions(TRICKY.replace("\n", "\r\n")).items()} == lines


def test_keys_stand_where_they_stand() -> None:
    rows = TRICKY.split("\n")
    places: list[tuple[str, int | str, str, str]] = [
        ("source", 0, "id", 'id = "one"'),
        ("source", 0, "path", "path ="),
        ("source", 0, "odd key", '"odd key"'),
        ("source", 0, "a", "a.b"),
        ("source", 1, "id", 'id = "two"'),
        ("source", 1, "extra", "  [source.extra]"),
        ("concept", "icc", "terms", "terms"),
        ("concept", "x.y", "", '"x.y"'),
    ]
    for table, index, key, start in places:
        line = line_of(TRICKY, table, index, key)
        assert line is not None, key
        assert rows[line - 1].startswith(start)


def test_items_of_lists_and_nested_tables_have_their_own_lines() -> None:
    places = positions(TRICKY)
    assert places["source", 0, "list", 1, "kind"].line == places["source", 0, "list"].line + 2
    assert places["source", 0, "list", 2, 1].line == places["source", 0, "list"].line + 4
    assert places["source", 1, "part", 1, "n"].line == places["source", 1, "part", 0, "n"].line + 2


def test_text_that_is_not_toml_ends_the_scan_quietly() -> None:
    assert positions('a = 1\nb = "open\nc = 3')["a",].line == 1
    positions("a = " + "[" * 5000)
    positions("]]] = = [[")
