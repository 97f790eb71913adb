"""voice: recordings whole; voicemail"""
from alembic import op

revision = "0024_recordings"
down_revision = "0023_lines"

SQL = "select 1"


def upgrade() -> None:
    op.execute(SQL)
