"""workforce: what came, what is expected, who is needed"""

from alembic import op

revision = "0036_forecasts"
down_revision = "0035_workstations"

SQL = r"""
-- Instants are milliseconds since 1970. A start is that of a half-hour by the tenant's clock.
create table palabre.workforce_import (
  tenant uuid not null,
  id uuid not null,
  file_name text not null,
  imported_at bigint not null,
  imported_by uuid,
  lines int not null,
  accepted int not null,
  undone_at bigint,
  primary key (tenant, id)
);
create table palabre.workforce_history (
  tenant uuid not null,
  queue uuid not null,
  channel text not null,
  start bigint not null,
  offered double precision not null check (offered >= 0),
  handled double precision not null default 0,        -- contacts whose handling time is known
  handle_seconds double precision not null default 0, -- of all of these together
  import uuid,                                        -- null: the product's own measure
  primary key (tenant, queue, start)
);
create index workforce_history_import on palabre.workforce_history (tenant, import) where import is not null;
create table palabre.workforce_event (
  tenant uuid not null,
  id uuid not null,
  queue uuid,                                         -- null: every queue
  name text not null,
  kind text not null check (kind in ('change', 'closed')),
  percent double precision not null default 0,        -- of what would have come: 20 is a fifth more
  first_day date not null,
  last_day date not null,
  changed_at bigint not null,
  primary key (tenant, id)
);
create table palabre.workforce_run (                  -- a forecast to be made; once made, the forecast has its id
  tenant uuid not null,
  id uuid not null,
  queue uuid not null,
  origin text not null,                               -- what asked for it, once: night:2026-11-24, person:…, event:…
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'refused')),
  tries int not null default 0,
  held_until bigint not null default 0,
  asked_at bigint not null,
  ended_at bigint,
  reason text not null default '',
  primary key (tenant, id),
  unique (tenant, queue, origin)
);
create index workforce_run_open on palabre.workforce_run (tenant, asked_at) where state in ('waiting', 'running');
create table palabre.workforce_forecast (
  tenant uuid not null,
  id uuid not null,
  queue uuid not null,
  made_at bigint not null,
  first_day date not null,
  last_day date not null,
  told jsonb not null,                                -- champion, floor, past errors, notes
  rows jsonb not null,                                -- a half-hour each, in columns
  primary key (tenant, id)
);
create index workforce_forecast_newest on palabre.workforce_forecast (tenant, queue, made_at desc, id);
create table palabre.workforce_objective (
  tenant uuid not null,
  queue uuid not null,
  document jsonb not null,
  version int not null default 1,
  changed_at bigint not null,
  primary key (tenant, queue)
);
create table palabre.workforce_requirements (
  tenant uuid not null,
  queue uuid not null,
  start bigint not null,
  mean int not null,
  low int not null,
  high int not null,
  source text not null,                               -- the forecast's id
  primary key (tenant, queue, start)
);
create table palabre.workforce_today (                -- the rest of the day, told anew
  tenant uuid not null,
  queue uuid not null,
  day date not null,
  at bigint not null,
  document jsonb not null,
  primary key (tenant, queue)
);

select palabre.secure(name) from unnest(array[
  'workforce_import', 'workforce_history', 'workforce_event', 'workforce_run', 'workforce_forecast',
  'workforce_objective', 'workforce_requirements', 'workforce_today']) as name;
"""


def upgrade() -> None:
    op.execute(SQL)
