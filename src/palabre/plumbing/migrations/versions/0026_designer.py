"""flows: drawn, with sub-flows and later publications"""
from alembic import op

revision = "0026_designer"
down_revision = "0025_supervision"

SQL = "select 1"


def upgrade() -> None:
    op.execute(SQL)
