"""The tables (SQLAlchemy Core): Alembic's target. Times are UTC; lists and records are JSON text.

A column is added here, in the model, in the collection that reads it, and in one file under ``alembic/versions``.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from monitor.store import columns, running_tables

metadata = running_tables.metadata  # theirs and those below
_flag, _text, _when = columns.flag, columns.text, columns.when

sources = Table(
    "sources",
    metadata,
    Column("id", String(64), primary_key=True),
    _text("name"),
    _text("url"),
    Column("kind", String(16), nullable=False),
    _text("language"),
    Column("rank", String(16), nullable=False),
    Column("interval_s", Integer, nullable=False),
    Column("shortest_s", Integer),
    Column("longest_s", Integer),
    _text("selector"),
    _text("ignore"),  # JSON list of texts
    _text("fallbacks"),  # JSON list of {url, kind, selector}
    _flag("enabled"),
    Column("owner", String(8), nullable=False),
    _flag("paused"),
    _text("note"),
    _text("checked"),
    _when("removed_at"),  # kept for the ledger; None = in use
)

source_states = Table(
    "source_states",
    metadata,
    Column("source_id", ForeignKey("sources.id"), primary_key=True),
    _text("etag"),
    _text("last_modified"),
    _text("body_hash"),
    Column("address", Integer, nullable=False),
    Column("polls", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    _text("failure"),
    _when("failing_since"),
    _when("baseline_at"),
    _text("met"),  # JSON list of URLs
    _when("polled_at"),
    _when("succeeded_at"),
    _when("newest_entry_at"),
    _when("next_poll_at", needed=True),
    _text("page_text"),
    _when("full_at"),
    Column("wait_s", Integer),
    _text("skip_hours"),  # JSON list of numbers
    Column("usual_gap_s", Integer),
    Column("longest_gap_s", Integer),
    _text("counts"),  # JSON list of numbers
    _text("places"),  # JSON list of texts
    _text("moved_to"),
    Column("moved_polls", Integer, nullable=False),
    _when("fallback_since"),
    _text("own_failure"),
    _text("older_url"),
    _text("told"),  # JSON list of Told
    _text("claim"),
    _when("claimed_until"),
    Index(None, "next_poll_at"),
)

entries = Table(
    "entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_id", ForeignKey("sources.id"), nullable=False),
    _text("title"),
    _text("url"),
    _text("guid"),
    _text("summary"),
    _text("content"),
    _text("author"),
    _when("published"),
    _when("first_seen", needed=True),
    _text("publisher"),
    _text("language"),
    _flag("baseline"),
    Column("account", String(16), nullable=False),
    _text("reason"),
    Column("article_id", Integer),  # the article held, also for duplicates
    Column("attempts", Integer, nullable=False),
    _when("next_attempt"),  # not None = its text is still to be got
    _text("claim"),
    _when("claimed_until"),
    _text("canonical_url"),
    _text("fingerprint"),  # of what the source last said of it: another one means an edit
    Index(None, "next_attempt"),
    Index(None, "source_id", "id"),
    Index(None, "source_id", "first_seen", "baseline"),  # each poll with news asks for the latest
    Index(None, "canonical_url"),
)

entry_keys = Table(
    "entry_keys",
    metadata,
    Column("source_id", ForeignKey("sources.id"), primary_key=True),
    Column("key", String(40), primary_key=True),
    Column("entry_id", Integer, nullable=False),  # outlives a pruned entry: no foreign key
)

articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("entry_id", ForeignKey("entries.id"), nullable=False),
    Column("source_id", ForeignKey("sources.id"), nullable=False),
    _text("url"),
    _text("page_key"),  # canonical address; one article per page
    _text("text_key"),  # hash of title and text
    _text("title"),
    _text("text"),
    _text("language"),
    _text("author"),
    _when("published"),
    _when("first_seen", needed=True),
    _text("publisher"),
    _flag("baseline"),
    _text("note"),  # "" or why the text is not the page's own
    _when("stored_at", needed=True),
    _when("detected_at"),  # None = still to be matched
    _text("page_title"),  # the headline of the page itself, to compare a later look with; "" if there was no text of it
    Column("checks", Integer, nullable=False, server_default="0"),  # looks taken again
    _when("recheck_at"),  # None = not looked at again
    Index(None, "entry_id"),  # asked for by the foreign key, whenever an old entry is let go
    Index(None, "page_key"),
    Index(None, "text_key"),
    Index(None, "detected_at", "baseline", "id"),
    Index(None, "recheck_at"),
)

article_versions = Table(
    "article_versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", ForeignKey("articles.id"), nullable=False),
    Column("kind", String(8), nullable=False),
    _when("seen_at", needed=True),
    _text("title"),
    _text("text"),
    _text("change"),  # in words; "" = trivial
    Index(None, "article_id"),
)

captures = Table(
    "captures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("entry_id", ForeignKey("entries.id"), nullable=False),
    _when("taken_at", needed=True),
    _text("url"),
    _text("final_url"),
    Column("status", Integer, nullable=False),
    _text("headers"),  # JSON list of [name, value]
    Column("size", BigInteger, nullable=False),  # of the body
    Column("sha256", String(64), nullable=False),  # of the body, hex
    Column("stored", BigInteger, nullable=False),  # bytes of its parts; 0 = they were let go of
    _text("gone"),  # why they were
    _text("program"),
    Index(None, "entry_id"),
    Index(None, "stored", "taken_at"),  # answers how much room is taken, and by which the longest
)

capture_parts = Table(
    "capture_parts",
    metadata,
    Column("capture_id", ForeignKey("captures.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

concepts = Table(
    "concepts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("definition", Text, nullable=False),  # JSON of model.topic.Concept
)

topics = Table(
    "topics",
    metadata,
    Column("id", String(64), primary_key=True),
    _text("query"),
    Column("owner", String(8), nullable=False),
    Column("position", Integer, nullable=False),
    Column("definition", Text, nullable=False),  # JSON of model.topic.Topic
)

channels = Table(
    "channels",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("url", Text, nullable=False),
    Column("owner", String(8), nullable=False),
    _flag("enabled"),
    _text("plan"),  # JSON of model.route.ChannelPlan
    _when("digest_at"),  # up to when the last digest told
)

matches = Table(
    "matches",
    metadata,
    Column("article_id", ForeignKey("articles.id"), primary_key=True),
    Column("topic_id", String(64), primary_key=True),
    Column("grade", String(8), nullable=False),
    Column("score", Float, nullable=False),
    _text("reason"),
    Column("definition", Text, nullable=False),  # JSON of model.match.Match
)

developments = Table(
    "developments",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("title"),
    _when("opened_at", needed=True),
    _when("last_report_at", needed=True),
    _text("stage"),
    Column("merged_into", Integer),
    _when("news_at"),  # when a report was filed, or a correction found, that is no repeat; None = not known
    Index(None, "last_report_at"),
)

development_topics = Table(
    "development_topics",
    metadata,
    Column("development_id", ForeignKey("developments.id"), primary_key=True),
    Column("topic_id", String(64), primary_key=True),
)

reports = Table(
    "reports",
    metadata,
    Column("id", Integer, primary_key=True),  # the order of filing
    Column("article_id", ForeignKey("articles.id"), nullable=False, unique=True),
    Column("development_id", ForeignKey("developments.id"), nullable=False),
    Column("novelty", String(16), nullable=False),
    _text("reason"),
    _flag("near_copy"),
    _text("stage"),
    _text("origin"),
    Column("definition", Text, nullable=False),  # JSON of model.development.Verdict
    _text("topics"),  # JSON list of the topics on which the article itself reports
    _text("features"),  # JSON of core.novelty's ReportFeatures
    _when("at", needed=True),  # the time by which the report is filed
    Index(None, "development_id"),
    Index(None, "at"),
)

labels = Table(
    "labels",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),  # merge | split | same | notsame
    Column("left", Integer, nullable=False),
    Column("right", Integer, nullable=False),
    _when("at", needed=True),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("key", String(160), nullable=False, unique=True),
    _text("thread"),
    Column("development_id", Integer),
    Column("article_id", Integer),
    Column("message", Text, nullable=False),  # JSON of model.alert.Message
    _when("created_at", needed=True),
    Index(None, "development_id"),
    Index(None, "article_id"),
    Index(None, "thread"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("alert_id", ForeignKey("alerts.id"), nullable=False),
    Column("channel_id", String(64), nullable=False),
    _text("recipient"),  # a mail address; "" = the channel's one target
    Column("key", String(240), nullable=False, unique=True),
    Column("status", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    _when("next_attempt", needed=True),
    _when("sent_at"),
    _text("detail"),
    _text("reference"),
    _text("taken"),  # JSON list of the posts that went through
    _flag("maybe_repeat"),
    _text("claim"),
    _when("claimed_until"),
    _when("renew_at"),  # when the message, sent already, is to say anew how things stand
    Index(None, "status", "next_attempt"),
    Index(None, "renew_at"),
    Index(None, "alert_id"),
)

mutes = Table(
    "mutes",
    metadata,
    Column("kind", String(16), primary_key=True),  # topic | development
    Column("subject", String(64), primary_key=True),
    Column("act", String(8), primary_key=True),  # model.route.MuteAct
    _when("at", needed=True),
    _when("until"),  # None = until it is taken back
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", ForeignKey("articles.id"), nullable=False),
    Column("opinion", String(16), nullable=False),
    _text("note"),
    Column("via", String(8), nullable=False),  # cli | link | web
    _when("at", needed=True),
    Index(None, "article_id"),
)
