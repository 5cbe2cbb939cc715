"""The terminal, on streams with and without colour, and on one that is gone."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from monitor.channels.terminal import TerminalChannel, cells
from monitor.core.model.alert import SendFailed, Sent
from monitor.core.model.development import Novelty
from tests.channels import samples


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO) -> str:
    assert isinstance(TerminalChannel(stream).send(samples.alert()), Sent)
    return stream.getvalue()


def test_a_terminal_is_coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[1;32mNEW\x1b[0m" in shown(Screen())


def test_a_file_is_not_coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b" not in shown(io.StringIO())


def test_no_colour_where_no_color_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b" not in shown(Screen())


@pytest.mark.parametrize("width", [40, 60, 100])
def test_rows_keep_to_the_width_and_addresses_stay_whole(width: int) -> None:
    stream = io.StringIO()
    TerminalChannel(stream, width=width).send(samples.alert(novelty=Novelty.UPDATE))
    rows = stream.getvalue().splitlines()
    assert samples.URL in rows
    assert max(cells(row) for row in rows if "://" not in row) <= width


def test_wide_letters_count_as_two() -> None:
    assert (cells("判所"), cells("e\u0301"), cells("ab")) == (4, 1, 2)


def test_a_closed_stream_is_a_failure_for_good() -> None:
    stream = io.StringIO()
    stream.close()
    result = TerminalChannel(stream).send(samples.alert())
    assert isinstance(result, SendFailed) and result.permanent


def test_letters_that_the_stream_cannot_show_do_not_stop_the_message() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    assert isinstance(TerminalChannel(stream).send(samples.alert()), Sent)
    assert b"NEW Harbour levy" in raw.getvalue()


def test_a_full_disk_under_the_output_is_tried_again_and_may_repeat() -> None:
    with pytest.raises(OSError, match="No space"), Path("/dev/full").open("w", encoding="utf-8") as stream:
        result = TerminalChannel(stream).send(samples.alert())
        assert isinstance(result, SendFailed) and result.unseen and not result.permanent
