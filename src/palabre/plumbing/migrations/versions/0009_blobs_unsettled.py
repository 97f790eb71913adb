"""Files that may lie in the storage without a row: on record before the first byte, off it in the row's own commit."""
from alembic import op

revision = "0009_blobs_unsettled"
down_revision = "0008_reporting"

SQL = r"""
create table palabre.blob_unsettled (
  tenant uuid not null,
  id uuid not null,
  since timestamptz not null default now(),
  primary key (tenant, id)
);
select palabre.secure('blob_unsettled');
"""


def upgrade() -> None:
    op.execute(SQL)
