"""Alembic's entry: runs on the connection that graph.database lends."""

from alembic import context

from graph.every_table import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
