"""The files by which it runs in containers: what they name is there, and what can be set reaches the program."""

from __future__ import annotations

import re
from pathlib import Path

from monitor.config.settings import VARIABLES

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
IN_IMAGE = {"MONITOR_CONFIG", "MONITOR_HEARTBEAT_FILE"}  # set by the Dockerfile
BY_FILE = {"MONITOR_DATABASE_PASSWORD", "MONITOR_WEB_PASSWORD", "MONITOR_OIDC_CLIENT_SECRET", "MONITOR_SMTP_PASSWORD"}
LEFT_OUT = {"MONITOR_DATABASE_URL_FILE", "MONITOR_SHORTEST_INTERVAL"}  # the profile says which database; for tests


def test_every_setting_can_be_made_in_the_env_file() -> None:
    passed_on = set(re.findall(r"^    (MONITOR_\w+):", COMPOSE, re.MULTILINE))
    assert {f"{name}_FILE" for name in BY_FILE} <= passed_on
    assert set(VARIABLES) - passed_on == IN_IMAGE | BY_FILE | LEFT_OUT


def test_what_the_example_of_an_env_file_sets_is_used_by_compose() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)
    assert len(named) > 10
    assert not [name for name in named if not re.search(rf"\$\{{{name}[:}}]", COMPOSE)]
