"""voice: telephones of advisors, quality of lines, calls they begin"""
from alembic import op

revision = "0023_lines"
down_revision = "0022_parties"

SQL = "select 1"


def upgrade() -> None:
    op.execute(SQL)
