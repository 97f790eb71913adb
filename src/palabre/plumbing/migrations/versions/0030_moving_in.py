"""moving: imports by file, their rows; tenants: invitations"""
from alembic import op

revision = "0030_moving_in"
down_revision = "0029_trunks"

SQL = r"""
-- Instants are milliseconds since 1970.
create table palabre.moving_import (
  tenant uuid not null,
  id uuid not null,
  file_name text not null,
  kind text not null default '',                     -- '': a zip, or known by its header
  state text not null default 'reading' check (state in
    ('reading', 'unreadable', 'ready', 'applying', 'applied', 'undoing', 'undone', 'discarded')),
  blob uuid,                                         -- the file, sealed, until it is applied or discarded
  permissions text[] not null default '{}',          -- what who asked last might do: the worker may do no more
  created_at bigint not null,
  created_by uuid,
  applied_at bigint,
  applied_by uuid,
  undone_at bigint,
  undone_by uuid,
  force boolean not null default false,              -- undo what was changed since too
  files jsonb not null default '[]',                 -- what was found in it: files, columns, faults
  counts jsonb not null default '{}',                -- kind → state → rows
  rows int not null default 0,                       -- to be done by what is under way
  done int not null default 0,
  left_rows int not null default 0,                  -- not undone: changed since, or still in use
  failure jsonb,                                     -- why nothing was applied: line, code
  holder text not null default '',                   -- the worker that is at it, until held_until
  held_until bigint not null default 0,
  primary key (tenant, id)
);
create index moving_import_under_way on palabre.moving_import (tenant, created_at)
  where state in ('reading', 'applying', 'undoing');
create index moving_import_recent on palabre.moving_import (tenant, created_at desc, id);
create table palabre.moving_row (
  tenant uuid not null,
  import uuid not null,
  position int not null,
  kind text not null,
  line int not null,
  key text not null,
  state text not null check (state in ('new', 'changed', 'same', 'refused')),
  field text not null default '',                    -- of a refusal
  reason text not null default '',
  what text not null default '',
  fields jsonb not null,                             -- as the file has them; of a refused row as they stood there
  before jsonb not null default '{}',                -- of those that change; once applied: as they were then
  after jsonb not null default '{}',                 -- once applied: all of it
  made boolean not null default false,
  thing text not null default '',
  applied_at bigint,
  undone text not null default '' check (undone in ('', 'undone', 'left')),
  left_reason text not null default '',
  primary key (tenant, import, position),
  foreign key (tenant, import) references palabre.moving_import (tenant, id) on delete cascade
);
create index moving_row_state on palabre.moving_row (tenant, import, state, position);
create index moving_row_to_apply on palabre.moving_row (tenant, import, position)
  where state in ('new', 'changed') and applied_at is null and reason = '';
create index moving_row_to_undo on palabre.moving_row (tenant, import, position)
  where applied_at is not null and undone = '';
create index moving_row_thing on palabre.moving_row (tenant, thing) where thing <> '';
select palabre.secure('moving_import');
select palabre.secure('moving_row');

create table palabre.invitation (                    -- a person without a password chooses one by a link
  tenant uuid not null,
  person uuid not null,
  token_hash bytea not null,
  until bigint not null,
  made_at bigint not null,
  made_by uuid,
  primary key (tenant, person),
  foreign key (tenant, person) references palabre.person (tenant, id) on delete cascade
);
create unique index invitation_token on palabre.invitation (tenant, token_hash);
select palabre.secure('invitation');
"""


def upgrade() -> None:
    op.execute(SQL)
