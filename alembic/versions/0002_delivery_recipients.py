"""A delivery goes to one recipient: a mail address of its channel, or the one target of any other channel.

What waits for a mail channel is shared out between its addresses when it is sent; the addresses that had it already
stand in ``taken``, as before.

Revision: 0002, after 0001.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("deliveries") as batch:
        batch.add_column(sa.Column("recipient", sa.Text(), server_default="", nullable=False))


def downgrade():
    """What waits for several recipients waits once for their channel, which knows who had it already."""
    database = op.get_bind()
    rows = database.execute(
        sa.text("SELECT id, alert_id, channel_id, recipient, status FROM deliveries WHERE recipient <> '' ORDER BY id")
    ).all()
    groups = {}
    for row in rows:
        groups.setdefault((row.alert_id, row.channel_id), []).append(row)
    for group in groups.values():
        waiting = [row.id for row in group if row.status == "pending"]
        if not waiting:
            continue
        taken = json.dumps([row.recipient for row in group if row.status != "pending"])
        change = sa.text("UPDATE deliveries SET taken = :taken WHERE id = :id")
        database.execute(change, {"taken": taken, "id": waiting[0]})
        for each in waiting[1:]:
            database.execute(sa.text("DELETE FROM deliveries WHERE id = :id"), {"id": each})
    with op.batch_alter_table("deliveries") as batch:
        batch.drop_column("recipient")
