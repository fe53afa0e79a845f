"""Alembic's entry: run the steps on the connection that `mailtui.store.migrations` hands over."""

from alembic import context

from mailtui.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    include_name=lambda name, kind, _parents: not (kind == "table" and str(name).startswith("block_words")),
)
context.run_migrations()
