"""calling campaigns"""
from alembic import op

revision = "0028_outbound"
down_revision = "0027_information"

SQL = "select 1"


def upgrade() -> None:
    op.execute(SQL)
