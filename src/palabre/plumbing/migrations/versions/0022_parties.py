"""voice: parties of a call"""
from alembic import op

revision = "0022_parties"
down_revision = "0020_telephones"

SQL = "select 1"


def upgrade() -> None:
    op.execute(SQL)
