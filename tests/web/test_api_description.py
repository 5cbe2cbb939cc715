"""Every operation of the API as its own description has it, with what schemathesis makes of that description."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.services.access import make_token
from tests.web.conftest import Web

PROGRAM = Path(sys.executable).with_name("schemathesis")
CONFIG = Path(__file__).with_name("schemathesis.toml")


@pytest.mark.timeout(1800)
def test_what_the_description_says_holds_for_requests_of_every_shape(web: Web, tmp_path: Path) -> None:
    _, token = make_token(web.monitor.store, "schemathesis", ["read", "write"], web.monitor.context.clock.now())
    done = subprocess.run(
        [str(PROGRAM), "--config-file", str(CONFIG), "run", f"{web.root}/api/v1/openapi.json", "--url",
         f"{web.root}/api/v1", "--header", f"Authorization: Bearer {token}", "--no-color", "--max-examples", "3",
         "--generation-deterministic", "--request-timeout", "200", "--suppress-health-check", "too_slow"],
        capture_output=True, text=True, check=False, cwd=tmp_path, timeout=1700,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
    assert (tested := re.search(r"Tested: (\d+)", done.stdout)) is not None
    described = web.program().get("/openapi.json").json()["paths"]
    assert int(tested[1]) == sum(len(methods) for methods in described.values())
