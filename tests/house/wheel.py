"""A wheel built from the tree installs and runs in an empty folder: `monitor init && monitor run --once`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]
SMALL = """\
[[source]]
id = "nobody"
name = "Nobody listens here"
url = "http://127.0.0.1:9/feed"
kind = "feed"
"""


def run(*command: str | Path, cwd: Path, expect: int = 0, **environment: str) -> str:
    """Run one command and show it; the output, or a failed check."""
    print("$", *(str(part) for part in command), flush=True)
    done = subprocess.run([str(part) for part in command], cwd=cwd, text=True, capture_output=True, check=False,
                          env=os.environ | environment, timeout=300)  # fmt: skip
    if done.returncode != expect:
        sys.exit(f"exit code {done.returncode}, not {expect}:\n{done.stdout}\n{done.stderr}")
    return done.stdout + done.stderr


def main() -> int:
    """Build, install without the tree in sight, and use it as a new user would."""
    with tempfile.TemporaryDirectory() as name:
        folder, empty = Path(name), Path(name) / "empty"
        empty.mkdir()
        wheel = build(folder)
        python = environment(folder / "venv")
        run(python, "-m", "pip", "install", "--quiet", "--no-deps", wheel, cwd=empty)
        monitor = folder / "venv" / "bin" / "monitor"
        run(monitor, "init", cwd=empty)
        assert (empty / "feeds.toml").read_text(encoding="utf-8") == (ROOT / "feeds.toml").read_text(encoding="utf-8")
        (empty / "feeds.toml").write_text(SMALL, encoding="utf-8")  # the real one would ask the real web
        said = run(monitor, "run", "--once", cwd=empty, MONITOR_ALLOW_HOSTS="127.0.0.1")
        assert "none of 1 source can be reached" in said, said
        assert "nobody" in run(monitor, "source", "list", cwd=empty)
        where = run(python, "-c", "import monitor.store.schema as s; print(s.migrations())", cwd=empty)
        assert str(folder) in where, where
    print("the wheel installs and runs in an empty folder")
    return 0


def build(folder: Path) -> Path:
    """The wheel, built without asking any index."""
    options = ("--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", folder)
    run(sys.executable, "-m", "pip", "wheel", *options, ".", cwd=ROOT)
    return next(folder.glob("monitor-*.whl"))


def environment(folder: Path) -> Path:
    """A fresh environment that sees the installed libraries of this one, but not this project."""
    venv.create(folder, with_pip=True)
    site = next((folder / "lib").glob("python*/site-packages"))
    libraries = next(Path(path) for path in sys.path if path.endswith("site-packages"))
    (site / "libraries.pth").write_text(f"{libraries}\n", encoding="utf-8")
    return folder / "bin" / "python"


if __name__ == "__main__":
    sys.exit(main())
