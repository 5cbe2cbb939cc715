"""Facts may be named by a source's whole id, with words before it.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade():
    with op.batch_alter_table("facts") as batch:
        batch.alter_column("key", existing_type=sa.String(64), type_=sa.String(128), existing_nullable=False)


def downgrade():
    op.execute("DELETE FROM facts WHERE length(key) > 64")
    with op.batch_alter_table("facts") as batch:
        batch.alter_column("key", existing_type=sa.String(128), type_=sa.String(64), existing_nullable=False)
