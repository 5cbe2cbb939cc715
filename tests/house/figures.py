"""The code as figures: lengths, broad excepts, missing docstrings. ``python -m tests.house.figures`` prints them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from tests.house.papers import ROOT

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Place:
    """A piece of code: file, name, length in lines."""

    file: str
    name: str
    lines: int


def modules() -> Iterator[tuple[str, str]]:
    """Place under the root and text of every module of the program."""
    for path in sorted((ROOT / "monitor").rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def files() -> list[Place]:
    """Every file with its length, the longest first."""
    found = [Place(name, "", len(text.splitlines())) for name, text in modules()]
    return sorted(found, key=lambda place: -place.lines)


def functions() -> list[Place]:
    """Every function and method with its length from its name to its end, docstring included, the longest first."""
    found = [
        Place(file, node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for file, text in modules() for node in ast.walk(ast.parse(text)) if isinstance(node, Function)
    ]  # fmt: skip
    return sorted(found, key=lambda place: -place.lines)


def broad_excepts(text: str) -> list[int]:
    """Lines on which everything is caught and not raised again."""
    handlers = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ExceptHandler)]
    return [node.lineno for node in handlers if _is_broad(node.type) and not _raises_again(node)]


def _is_broad(caught: ast.expr | None) -> bool:
    if caught is None:
        return True
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(isinstance(name, ast.Name) and name.id in ("Exception", "BaseException") for name in names)


def _raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def undocumented(text: str) -> list[str]:
    """Public things without a docstring: the module ("module"), classes, functions, and methods of public classes."""
    tree = ast.parse(text)
    missing = [] if ast.get_docstring(tree) or not tree.body else ["module"]
    return missing + [name for name, node in _public(tree, "") if not ast.get_docstring(node)]


def _public(node: ast.Module | ast.ClassDef, within: str) -> Iterator[tuple[str, ast.ClassDef | Function]]:
    for child in node.body:
        if isinstance(child, ast.ClassDef | Function) and not child.name.startswith("_") and not _is_overload(child):
            yield within + child.name, child
            if isinstance(child, ast.ClassDef):
                yield from _public(child, f"{within}{child.name}.")


def _is_overload(node: ast.ClassDef | Function) -> bool:
    return any(isinstance(mark, ast.Name) and mark.id == "overload" for mark in node.decorator_list)


def main() -> None:
    """Print the figures."""
    by_length, by_function = files(), functions()
    print(f"{len(by_length)} files, {sum(place.lines for place in by_length):,} lines; over 300 lines:")
    for place in by_length:
        if place.lines > 300:
            print(f"  {place.lines} {place.file}")
    usual = by_function[len(by_function) // 10].lines
    print(f"{len(by_function)} functions, nine of ten no longer than {usual} lines; the longest:")
    for place in by_function[:5]:
        print(f"  {place.lines} {place.file} {place.name}")


if __name__ == "__main__":
    main()
