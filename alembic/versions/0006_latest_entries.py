"""Indexes for what is asked at every poll with news and after every text: a source's latest entries, what is unjudged.

Revision: 0006, after 0005.
"""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade():
    with op.batch_alter_table("entries") as batch:
        batch.create_index(batch.f("ix_entries_source_id_first_seen_baseline"), ["source_id", "first_seen", "baseline"])
    with op.batch_alter_table("articles") as batch:
        batch.create_index(batch.f("ix_articles_detected_at_baseline_id"), ["detected_at", "baseline", "id"])
        batch.drop_index(batch.f("ix_articles_detected_at_id"))


def downgrade():
    with op.batch_alter_table("articles") as batch:
        batch.create_index(batch.f("ix_articles_detected_at_id"), ["detected_at", "id"])
        batch.drop_index(batch.f("ix_articles_detected_at_baseline_id"))
    with op.batch_alter_table("entries") as batch:
        batch.drop_index(batch.f("ix_entries_source_id_first_seen_baseline"))
