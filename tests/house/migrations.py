"""The migrations lead to the tables of the code: what `alembic check` says of a fresh database."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from monitor.store.schema import migrations
from monitor.store.store import Store


def main() -> int:
    """Migrate a fresh database and compare; alembic's own words and exit code."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'check.db'}"
        store = Store(url)
        store.upgrade()
        store.close()
        config = Config()
        config.set_main_option("script_location", str(migrations()))
        config.set_main_option("sqlalchemy.url", url)
        command.check(config)
    return 0


if __name__ == "__main__":
    sys.exit(main())
