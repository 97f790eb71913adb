"""voice: supervisors who listen"""
from alembic import op

revision = "0025_supervision"
down_revision = "0024_recordings"

SQL = "select 1"


def upgrade() -> None:
    op.execute(SQL)
