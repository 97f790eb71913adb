"""information services and announcements"""
from alembic import op

revision = "0027_information"
down_revision = "0026_designer"

SQL = "select 1"


def upgrade() -> None:
    op.execute(SQL)
