"""Files that are mounts of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.mounted import filesystem_of, mounted_from

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


def test_the_kind_of_disk_is_that_of_the_nearest_mount_the_last_one_where_two_lie_on_each_other(tmp_path: Path) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(
        "20 1 0:98 / / ro - overlay overlay ro\n21 20 0:99 / /data rw shared:1 - ext4 /dev/vda1 rw\n"
        "22 20 0:97 / /data rw - nfs4 host:/x rw\n23 20 0:96 / /data2 rw - tmpfs tmpfs rw\n"
    )
    assert filesystem_of(Path("/data/deep/monitor.db"), table) == "nfs4"
    assert filesystem_of(Path("/data2"), table) == "tmpfs"
    assert filesystem_of(Path("/database"), table) == "overlay"
    assert filesystem_of(tmp_path, tmp_path / "no such table") == ""
