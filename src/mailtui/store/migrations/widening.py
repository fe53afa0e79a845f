"""A closed list has grown: the constraint on its column takes the new words, or no longer takes them.

SQLite changes no constraint, but one that says more is the same file with another sentence in the schema
(sqlite.org/lang_altertable.html, section 7: writable_schema, for changes that touch no row).
"""

from __future__ import annotations

from alembic import op


def resize(table: str, column: str, before: int, after: int) -> None:
    """Let the codes of `column` go from 0 to `after`, no longer to `before`."""
    old, new = f"{column} BETWEEN 0 AND {before}", f"{column} BETWEEN 0 AND {after}"
    if op.get_bind().dialect.name != "sqlite":
        name = f"{column}_is_known"
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, new)
        return
    version = op.get_bind().exec_driver_sql("PRAGMA schema_version").scalar_one()
    op.execute("PRAGMA writable_schema = ON")
    op.execute(
        f"UPDATE sqlite_schema SET sql = replace(sql, '{old}', '{new}') "
        f"WHERE type = 'table' AND name = '{table}'"
    )
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = OFF")
