"""Alembic's door: the connection is given by `palabre.plumbing.migrate`, never read from a file."""
from alembic import context

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=None, version_table_schema="palabre", transaction_per_migration=True
)
with context.begin_transaction():
    context.run_migrations()
