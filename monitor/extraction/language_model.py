"""py3langid's language model, read and applied without NumPy.

The model is naive Bayes over byte n-grams that an automaton finds in one pass (Lui and Baldwin, langid.py, ACL 2012;
the data and the scaling of scores are py3langid 0.4's). NumPy would add 63 MB to the image and 20 MB to each process
that reads documents, for one product of a short vector and a matrix.
"""

from __future__ import annotations

import ast
import lzma
import math
import struct
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

_MAGIC = b"\x93NUMPY"
_CODES = {"<u2": "H", "<u4": "I", "<i4": "i", "<f4": "f"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageModel:
    """The automaton (``moves``: 256 targets a row; ``rows``: state to row) and the weights of its features."""

    labels: tuple[str, ...]  # a language may stand twice, for two scripts
    prior: array[float] = field(repr=False)
    weights: bytes = field(repr=False)  # half floats, one row of labels for each feature
    moves: array[int] = field(repr=False)
    rows: array[int] = field(repr=False)
    features: array[int] = field(repr=False)  # state to feature, -1 = none

    def classify(self, text: str) -> tuple[str, float]:
        """The language (ISO 639-1, or -3 where there is none) and how sure that is, 0 to 1."""
        plain = unicodedata.normalize("NFC", text.lower() if text.isupper() else text)
        data = plain.encode("utf-8", "surrogatepass")
        scores = self._scores(data)
        scale = math.sqrt(len(data) or 1)
        best = max(scores)
        odds: dict[str, float] = {}
        for label, score in zip(self.labels, scores, strict=True):
            odds[label] = odds.get(label, 0.0) + math.exp((score - best) / scale)
        language = max(odds, key=odds.__getitem__)
        return language, odds[language] / sum(odds.values())

    def _scores(self, data: bytes) -> list[float]:
        found = self._found(data)
        if not found:
            return [0.0] * len(self.labels)
        row = struct.Struct(f"<{len(self.labels)}e")
        scores = list(self.prior)
        seen_so_often: dict[int, list[int]] = {}  # features of one count are summed together: a third of the time
        for feature, count in found.items():
            seen_so_often.setdefault(count, []).append(feature)
        for count, features in seen_so_often.items():
            times = math.log1p(count)
            columns = zip(*(row.unpack_from(self.weights, feature * row.size) for feature in features), strict=True)
            scores = [score + times * sum(column) for score, column in zip(scores, columns, strict=True)]
        return scores

    def _found(self, data: bytes) -> Counter[int]:
        moves, rows, features = self.moves, self.rows, self.features
        state, found = 0, []
        for byte in data:
            state = moves[(rows[state] << 8) + byte]
            if features[state] >= 0:
                found.append(features[state])
        return Counter(found)


def load_model() -> LanguageModel:
    """Read the model that the installed py3langid brings. Raises ValueError if it is of another make."""
    spec = find_spec("py3langid")  # its code is not run: it would load NumPy
    if spec is None or spec.origin is None:
        raise ValueError("py3langid is not installed")
    with lzma.open(Path(spec.origin).parent / "data" / "model.npz.xz") as packed:
        parts = dict(_members(packed))
    missing = {"ptc", "pc", "classes", "nextmove", "nextmove_row", "out_feat"} - set(parts)
    if missing or parts["ptc"][0] != "<f2":
        raise ValueError(f"language model: of another make (without {sorted(missing) or 'half floats'})")
    return LanguageModel(
        labels=_words(*parts["classes"]), prior=_numbers("f", *parts["pc"]), weights=parts["ptc"][1],
        moves=_numbers("HI", *parts.pop("nextmove")), rows=_numbers("HI", *parts["nextmove_row"]),
        features=_numbers("i", *parts["out_feat"]),
    )  # fmt: skip


def _members(archive: IO[bytes]) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """The arrays of an .npz file, read from front to back: 68 MB are never held twice, nor written to disk.

    Each member has a local header (PKWARE APPNOTE 4.3.7), then an .npy file that says its own length.
    """
    while (head := archive.read(30))[:4] == b"PK\x03\x04":
        flags, packing = struct.unpack_from("<HH", head, 6)
        if packing or flags & 8:
            raise ValueError("language model: packed members are not known")
        name_length, extra_length = struct.unpack_from("<HH", head, 26)
        name = archive.read(name_length).decode()
        archive.read(extra_length)
        yield name.removesuffix(".npy"), _array(archive)


def _array(file: IO[bytes]) -> tuple[str, bytes]:
    """Type and content of an .npy file (numpy.org/doc/stable/reference/generated/numpy.lib.format.html)."""
    head = file.read(8)
    if head[:6] != _MAGIC or head[6] not in (1, 2, 3):
        raise ValueError("language model: not an .npy file")
    (length,) = struct.unpack("<I", file.read(4)) if head[6] > 1 else struct.unpack("<H", file.read(2))
    header = ast.literal_eval(file.read(length).decode("latin-1"))
    if header["fortran_order"]:
        raise ValueError("language model: columns first is not known")
    kind = header["descr"]
    size = int(kind[2:]) * (4 if kind[1] == "U" else 1)
    return kind, file.read(math.prod(header["shape"]) * size)


def _numbers(allowed: str, kind: str, data: bytes) -> array[Any]:
    code = _CODES.get(kind, "")
    if not code or code not in allowed:
        raise ValueError(f"language model: numbers of type {kind} are not known")
    numbers: array[Any] = array(code)
    numbers.frombytes(data)
    return numbers


def _words(kind: str, data: bytes) -> tuple[str, ...]:
    if not kind.startswith("<U"):
        raise ValueError(f"language model: words of type {kind} are not known")
    size = 4 * int(kind[2:])
    return tuple(data[at : at + size].decode("utf-32-le").rstrip("\0") for at in range(0, len(data), size))
