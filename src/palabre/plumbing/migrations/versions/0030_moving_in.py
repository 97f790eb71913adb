"""imports, moved numbers"""
from alembic import op

revision = "0030_moving_in"
down_revision = "0029_trunks"

SQL = "select 1"


def upgrade() -> None:
    op.execute(SQL)
