"""flows: packages of another installation, looked at, taken, given back"""

from alembic import op

revision = "0033_flow_packages"
down_revision = "0032_go_live"

SQL = r"""
-- Instants are milliseconds since 1970.
create table palabre.flow_import (
  tenant uuid not null,
  id uuid not null,
  file_name text not null,
  state text not null default 'ready' check (state in ('ready', 'applied', 'undone', 'discarded')),
  blob uuid,                                         -- the zip, sealed, until it is applied or discarded
  contents jsonb not null,                           -- its flows, words and names, without sound; '{}' once applied
  told jsonb not null default '{}',                  -- once applied: what was seen, and what was chosen
  done jsonb not null default '[]',                  -- once applied: what was there before, for thirty days
  created_at bigint not null,
  created_by uuid,
  applied_at bigint,
  applied_by uuid,
  undone_at bigint,
  undone_by uuid,
  primary key (tenant, id)
);
create index flow_import_recent on palabre.flow_import (tenant, created_at desc, id);
select palabre.secure('flow_import');
"""


def upgrade() -> None:
    op.execute(SQL)
