"""The bill of materials (``make bill``): what it lists is what the lock pins."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", re.MULTILINE)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-oidc.lock"])
def test_the_bill_names_every_library_of_the_lock_with_its_version_and_hashes(lock: str, tmp_path: Path) -> None:
    target = tmp_path / "bill.json"
    order = ["make", "--assume-old", f"{sys.prefix}/.installed", "bill", f"TEST_ENV={sys.prefix}", f"LOCK={lock}"]
    made = subprocess.run([*order, f"BILL={target}"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    bill = json.loads(target.read_text())
    listed = {(each["name"], each["version"]) for each in bill["components"]}
    assert listed == set(PIN.findall((ROOT / lock).read_text()))
    assert all(source["hashes"] for each in bill["components"] for source in each["externalReferences"])
    assert bill["metadata"]["component"]["name"] == "monitor"
