"""Files that are mounts of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.mounted import mounted_from

TABLE = """\
1020 1019 0:98 / / ro,relatime - overlay overlay ro
1031 1020 254:1 /srv/monitor/{} /config/feeds.toml ro,relatime - ext4 /dev/vda1 rw
1032 1020 254:1 /srv/one\\040two /config/a\\040b.toml ro,relatime - ext4 /dev/vda1 rw
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "mountinfo"
    path.write_text(TABLE.format("feeds.toml"))
    return path


def test_a_mounted_file_has_the_name_that_the_host_gives_it(table: Path) -> None:
    assert mounted_from(Path("/config/feeds.toml"), table) == "/srv/monitor/feeds.toml"
    assert mounted_from(Path("/config/a b.toml"), table) == "/srv/one\\040two"


@pytest.mark.parametrize("after", ["feeds.toml~", "feeds.toml//deleted"])
def test_the_name_changes_when_an_editor_saves_by_renaming(table: Path, after: str) -> None:
    before = mounted_from(Path("/config/feeds.toml"), table)
    table.write_text(TABLE.format(after))
    assert mounted_from(Path("/config/feeds.toml"), table) != before


def test_other_files_are_no_mounts(table: Path, tmp_path: Path) -> None:
    assert mounted_from(Path("/config/other.toml"), table) == ""
    assert mounted_from(tmp_path / "feeds.toml") == ""
    assert mounted_from(Path("/config/feeds.toml"), tmp_path / "no such table") == ""
