"""Callbacks in the roll-ups: how many came to an end, and how many of them were reached in the promised time."""
from alembic import op

revision = "0017_callback_sums"
down_revision = "0016_callbacks"

SQL = r"""
alter table palabre.roll_up add column callback_ended int, add column callback_in_time int;
alter table palabre.roll_up_day add column callback_ended int, add column callback_in_time int;
"""


def upgrade() -> None:
    op.execute(SQL)
