"""voice: parties of a call"""
from alembic import op

revision = "0022_parties"
down_revision = "0020_telephones"

SQL = r"""
-- The number of a transfer to the outside: facts carry none. It leaves with its conversation.
create table palabre.transfer_number (
  tenant uuid not null,
  id uuid not null,
  conversation uuid not null,
  advisor uuid not null,
  number text not null,
  created_at bigint not null,
  primary key (tenant, id),
  foreign key (tenant, conversation) references palabre.conversation (tenant, id) on delete cascade
);
create index transfer_number_conversation on palabre.transfer_number (tenant, conversation);
select palabre.secure('transfer_number');
"""


def upgrade() -> None:
    op.execute(SQL)
