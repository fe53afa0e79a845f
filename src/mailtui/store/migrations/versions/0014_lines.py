"""A message has its lines in a list of its own, a block four times as many records."""

import json
from collections.abc import Iterator
from itertools import accumulate, groupby, islice, pairwise
from typing import Any

import sqlalchemy as sa
import zstandard
from alembic import op

from mailtui.store.entries import Entry, others_packed, others_unpacked, packed, unpacked

revision = "0014"
down_revision = "0013"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = (
    "CASE WHEN stamp < 100000000000 AND stamp > -100000000000 THEN stamp * 1000000 "
    "WHEN stamp > 2305843009213693952 THEN stamp - 4611686018427387904 ELSE stamp END"
)
UNRECOGNISED = sa.text("event = 22")
AT_ONCE = 1000
POINTING = (("delivery_attempt", "entry_id"), ("rejection", "entry_id"), ("source_file", "open_entry"))


def upgrade() -> None:
    _new_block("others BLOB, data BLOB NOT NULL", "others, data", "NULL, data")
    op.add_column("message", sa.Column("events", sa.LargeBinary(), nullable=True))
    op.add_column("message", sa.Column("lines", sa.LargeBinary(), nullable=True))
    op.create_table(
        "unclear_line",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("message_id", BIG, nullable=False),
        sa.Column("time", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute(
        "INSERT INTO unclear_line (id, message_id, time) "
        "SELECT (id >> 8 << 10) | (id & 255), message_id, time FROM log_entry WHERE event = 22"
    )
    op.create_index("ix_unclear_line_time", "unclear_line", ["time", "message_id"])
    op.create_index("ix_unclear_line_message", "unclear_line", ["message_id"])
    for table, column in POINTING:
        op.execute(
            f"UPDATE {table} SET {column} = ({column} >> 8 << 10) | ({column} & 255) WHERE {column} > 0"
        )
    _gather_messages()
    _gather_others()
    op.drop_index("ix_log_entry_unrecognised", table_name="log_entry")
    op.drop_table("log_entry")


def _new_block(columns: str, names: str, values: str) -> None:
    """The table of blocks with other columns, in an order in which short ones are read without long ones."""
    op.drop_index("ix_raw_block_time", table_name="raw_block")
    op.drop_index("ix_raw_block_file_id", table_name="raw_block")
    op.execute(
        "CREATE TABLE new_block (id BIGINT NOT NULL, file_id INTEGER NOT NULL, log_type SMALLINT NOT NULL, "
        f"time_min INTEGER NOT NULL, time_max INTEGER NOT NULL, {columns}, PRIMARY KEY (id), "
        "CONSTRAINT log_type_is_known CHECK (log_type BETWEEN 0 AND 2), "
        "FOREIGN KEY(file_id) REFERENCES source_file (id))".replace("id BIGINT", "id INTEGER")
    )
    op.execute(
        f"INSERT INTO new_block (id, file_id, log_type, time_min, time_max, {names}) "
        f"SELECT id, file_id, log_type, time_min, time_max, {values} FROM raw_block ORDER BY id"
    )
    op.execute("DROP TABLE raw_block")
    op.execute("ALTER TABLE new_block RENAME TO raw_block")
    op.create_index("ix_raw_block_file_id", "raw_block", ["file_id"], unique=False)
    op.create_index("ix_raw_block_time", "raw_block", ["time_max", "time_min"], unique=False)


def _gather_messages() -> None:
    connection = op.get_bind()
    rows = connection.exec_driver_sql(
        "SELECT e.message_id, m.first_seen, (e.id >> 8 << 10) | (e.id & 255), e.event, e.time "
        "FROM log_entry e JOIN message m ON m.id = e.message_id WHERE e.message_id > 0 "
        "ORDER BY e.message_id, e.id"
    )
    made = (
        (*packed([Entry(*row[2:]) for row in some], first), message)
        for (message, first), some in groupby(rows, lambda row: (row[0], row[1]))
    )
    _write(connection, "UPDATE message SET events = ?, lines = ? WHERE id = ?", made)


def _gather_others() -> None:
    connection = op.get_bind()
    firsts = {row[0]: row[1] for row in connection.exec_driver_sql("SELECT id, time_min FROM raw_block")}
    rows = connection.exec_driver_sql(
        "SELECT id >> 8, (id >> 8 << 10) | (id & 255), event, time FROM log_entry "
        "WHERE message_id = 0 ORDER BY id"
    )
    made = (
        (others_packed([Entry(*row[1:]) for row in some], firsts[block]), block)
        for block, some in groupby(rows, lambda row: row[0])
        if block in firsts
    )
    _write(connection, "UPDATE raw_block SET others = ? WHERE id = ?", made)


def _write(connection: sa.Connection, statement: str, rows: Iterator[tuple[Any, ...]]) -> None:
    """Some at a time, while they are read from another table."""
    while some := list(islice(rows, AT_ONCE)):
        connection.exec_driver_sql(statement, some)


def downgrade() -> None:
    op.create_table(
        "log_entry",
        sa.Column("message_id", BIG, autoincrement=False, nullable=False),
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("event", sa.SmallInteger(), nullable=False),
        sa.Column("stamp", BIG, nullable=False),
        sa.Column("time", BIG, sa.Computed(MOMENT, persisted=False)),
        sa.CheckConstraint("event BETWEEN 0 AND 22", name="event_is_known"),
        sa.PrimaryKeyConstraint("message_id", "id"),
        sqlite_with_rowid=False,
    )
    connection = op.get_bind()
    _write(connection, "INSERT INTO log_entry (message_id, id, event, stamp) VALUES (?, ?, ?, ?)", _entries())
    op.create_index(
        "ix_log_entry_unrecognised",
        "log_entry",
        ["time"],
        unique=False,
        sqlite_where=UNRECOGNISED,
        postgresql_where=UNRECOGNISED,
    )
    op.drop_index("ix_unclear_line_message", table_name="unclear_line")
    op.drop_index("ix_unclear_line_time", table_name="unclear_line")
    op.drop_table("unclear_line")
    op.drop_column("message", "lines")
    op.drop_column("message", "events")
    _new_block("data BLOB NOT NULL", "data", "data")
    _split_blocks()


def _entries() -> Iterator[tuple[int, int, int, int]]:
    """The rows of `log_entry`; their ids stay, as a block becomes four."""
    connection = op.get_bind()
    for message, *columns in connection.exec_driver_sql("SELECT id, events, lines, first_seen FROM message"):
        yield from ((message, one.id, one.event, _stamp(one.time)) for one in unpacked(*columns))
    for row in connection.exec_driver_sql("SELECT id, others, time_min FROM raw_block"):
        yield from ((0, one.id, one.event, _stamp(one.time)) for one in others_unpacked(*row))


def _stamp(moment: int) -> int:
    seconds, fraction = divmod(moment, 1_000_000)
    if not fraction and -100_000_000_000 < seconds < 100_000_000_000:
        return seconds
    return moment if moment >= 100_000_000_000 else moment + 4611686018427387904


def _split_blocks() -> None:
    """Blocks of 256 records each, and the index of their words made anew."""
    connection = op.get_bind()
    op.execute("INSERT INTO block_words (block_words) VALUES ('delete-all')")
    for (block,) in connection.exec_driver_sql("SELECT id FROM raw_block ORDER BY id DESC").all():
        file, kind, first, last, data = connection.exec_driver_sql(
            "SELECT file_id, log_type, time_min, time_max, data FROM raw_block WHERE id = ?", (block,)
        ).one()
        connection.exec_driver_sql("DELETE FROM raw_block WHERE id = ?", (block,))
        for number, (made, words) in enumerate(_parts(data), start=block * 4):
            connection.exec_driver_sql(
                "INSERT INTO raw_block VALUES (?, ?, ?, ?, ?, ?)", (number, file, kind, first, last, made)
            )
            connection.exec_driver_sql(
                "INSERT INTO block_words (rowid, words) VALUES (?, ?)", (number, words)
            )


def _parts(data: bytes) -> Iterator[tuple[bytes, str]]:
    """A block of up to 1024 records as blocks of 256, each with its words."""
    body = zstandard.ZstdDecompressor().decompress(data)
    end = body.index(b"\n")
    (gaps, jumps, unstamped, lengths), body = json.loads(body[:end]), body[end + 1 :]
    if isinstance(lengths, int):
        lengths = list(map(len, body.split(b"\n")))[:lengths]
    ends = list(accumulate((length + 1 for length in lengths), initial=0))
    offset = line = 0
    for start in range(0, len(lengths), 256):
        part = body[ends[start] : ends[min(start + 256, len(lengths))]]
        far, down, given = (_within(steps, start) for steps in (gaps, jumps, unstamped))
        head = [_from(far, offset), _from(down, line), given, lengths[start : start + 256]]
        offset += sum(far.values()) + len(part)
        line += sum(down.values()) + part.count(b"\n")
        raws = [body[a : b - 1] for a, b in pairwise(ends[start : start + 257])]
        text = json.dumps(head, separators=(",", ":")).encode() + b"\n" + part
        words = b"\n".join(raw for raw in raws if raw).decode("utf-8", "replace")
        yield zstandard.ZstdCompressor(level=3).compress(text), words


def _within(steps: dict[str, int], start: int) -> dict[int, int]:
    return {int(at) - start: step for at, step in steps.items() if start <= int(at) < start + 256}


def _from(steps: dict[int, int], before: int) -> dict[int, int]:
    first = steps.get(0, 0) + before
    return {**({0: first} if first else {}), **{at: step for at, step in steps.items() if at}}
