"""Several nodes: which process serves, where a partition is to go, and who placed it there."""
from alembic import op

revision = "0019_nodes"
down_revision = "0021_routing_screens"

SQL = r"""
alter table palabre.router_process
  add column serving boolean not null default true,  -- false: it leaves, or hears no bus; others may take what it owns
  add column began_at timestamptz not null default now();
alter table palabre.partition
  add column going_to text not null default '',        -- the process that it is to move to
  add column placed boolean not null default false;  -- by a person: the balance leaves it where it is
"""


def upgrade() -> None:
    op.execute(SQL)
