"""Runs the migrations: over a connection that the program hands in, or over the URL of alembic.ini."""

from sqlalchemy import create_engine

from alembic import context
from monitor.store.columns import UtcDateTime
from monitor.store.search_index import is_part
from monitor.store.tables import metadata

config = context.config


def plain_types(kind, value, _autogen):
    """Migrations name SQLAlchemy's own types only, so that they still run when the code has moved on."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(value, UtcDateTime) else False


def run(connection):
    """Migrate over ``connection``; the caller commits."""
    context.configure(
        connection=connection, target_metadata=metadata, render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True, compare_server_default=False, render_item=plain_types,
        include_name=lambda name, _kind, _parents: not is_part(name),
    )  # fmt: skip
    with context.begin_transaction():
        context.run_migrations()


handed_in = config.attributes.get("connection")
if handed_in is not None:
    run(handed_in)
else:
    url = context.get_x_argument(as_dictionary=True).get("url") or config.get_main_option("sqlalchemy.url")
    with create_engine(url).connect() as connection:
        run(connection)
        connection.commit()
