"""When a development brought something new last, and which sent messages are to say anew how things stand.

Revision: 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade():
    with op.batch_alter_table("deliveries") as batch:
        batch.add_column(sa.Column("renew_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_index(batch.f("ix_deliveries_renew_at"), ["renew_at"])
    with op.batch_alter_table("developments") as batch:
        batch.add_column(sa.Column("news_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE developments SET news_at = last_report_at")


def downgrade():
    with op.batch_alter_table("developments") as batch:
        batch.drop_column("news_at")
    with op.batch_alter_table("deliveries") as batch:
        batch.drop_index(batch.f("ix_deliveries_renew_at"))
        batch.drop_column("renew_at")
