"""The tables by which programs on one database work together: what was asked of hosts, turns, processes, keys, facts.

Part of Alembic's target; see ``tables``.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Float, Index, Integer, String, Table, Text

from monitor.store import columns

metadata = columns.metadata
_text, _when = columns.text, columns.when

host_days = Table(
    "host_days",
    metadata,
    Column("host", String(255), primary_key=True),
    Column("day", Date, primary_key=True),  # UTC
    Column("requests", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("not_modified", Integer, nullable=False),
    Column("bytes_received", BigInteger, nullable=False),
    Column("bytes_saved", BigInteger, nullable=False),
    Column("spacing_s", Float, nullable=False),  # as used last
    _text("robots"),  # what its robots.txt says, in words
    Index(None, "day"),
)

host_turns = Table(  # PostgreSQL only: see turns.py
    "host_turns",
    metadata,
    Column("host", String(255), primary_key=True),
    _when("free_at"),  # when the pause after its last request is over, by the server's clock
    _when("held_until"),  # it asked to be left alone until then
    Column("crawl_delay_s", Float, nullable=False),  # as its robots.txt asks; 0 = nothing
)

processes = Table(
    "processes",
    metadata,
    Column("token", String(32), primary_key=True),  # under which it claims
    Column("role", String(16), nullable=False),  # model.process.Role
    Column("machine", String(255), nullable=False),
    Column("pid", Integer, nullable=False),
    _when("started_at", needed=True),
    _when("seen_at", needed=True),
    Column("patience_s", Integer, nullable=False),
)

web_keys = Table(
    "web_keys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),  # session | welcome | signin | api | feed
    _text("name"),
    Column("hash", String(64), nullable=False, unique=True),  # SHA-256 of the secret, which is not kept
    _text("scopes"),  # JSON list of texts
    _when("created_at", needed=True),
    _when("used_at"),
    _when("expires_at"),  # None = until it is revoked
)

facts = Table(
    "facts",
    metadata,
    Column("key", String(128), primary_key=True),
    Column("value", Text, nullable=False),
)
