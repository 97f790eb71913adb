"""moving: rehearsals with robots, and the checklist before a centre goes live"""
from alembic import op

revision = "0032_go_live"
down_revision = "0031_numbers_moving"

SQL = r"""
-- Instants are milliseconds since 1970.
alter table palabre.flow_trial                       -- a robot's call runs what is published, as if somebody had called
  add column entry text not null default '',         -- this number; '': a draft tried by a person
  add column as_if bigint;                           -- at this instant, where opening hours are asked; null: now
drop index palabre.flow_trial_whose;
create unique index flow_trial_whose on palabre.flow_trial (tenant, flow, person) where entry = '';
create index flow_trial_robots on palabre.flow_trial (tenant, begun_at) where entry <> '';

create table palabre.rehearsal (
  tenant uuid not null,
  id uuid not null,
  kind text not null check (kind in ('calls', 'flows')),  -- each number called once; every way through its flow
  state text not null check (state in ('running', 'done', 'stopped')),
  as_if bigint,
  asked_at bigint not null,
  asked_by uuid,
  ended_at bigint,
  primary key (tenant, id)
);
create index rehearsal_asked on palabre.rehearsal (tenant, asked_at desc, id);
create table palabre.rehearsal_call (
  tenant uuid not null,
  rehearsal uuid not null,
  id uuid not null,
  place int not null,                                -- in the order of the rehearsal
  number text not null,
  name text not null default '',                     -- what is rehearsed, as people call it
  flow uuid,
  version int,
  keys text not null default '',
  expects text not null default '',                  -- where it must end: kind or kind:id of a step; '': anywhere
  as_if bigint,                                      -- for its flow; null: now
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'stopped')),
  holder text not null default '',
  held_until bigint not null default 0,
  key text not null default '',                      -- of its trial
  heard jsonb,                                       -- what the robot heard and pressed
  path jsonb not null default '[]',                  -- steps come by
  came_to text not null default '',                  -- where it ended: kind:id of a step
  problems text[] not null default '{}',
  ended_at bigint,
  primary key (tenant, rehearsal, id),
  foreign key (tenant, rehearsal) references palabre.rehearsal on delete cascade
);
create index rehearsal_call_open on palabre.rehearsal_call (tenant, held_until) where state in ('waiting', 'running');
create index rehearsal_call_number on palabre.rehearsal_call (tenant, number, ended_at desc) where state = 'done';
create table palabre.rehearsal_script (              -- what somebody wants rehearsed of a number, beside what is found
  tenant uuid not null,
  id uuid not null,
  number text not null,
  name text not null,
  keys text not null default '',
  expects text not null default '',
  as_if bigint,
  changed_at bigint not null,
  changed_by uuid,
  primary key (tenant, id)
);
create index rehearsal_script_number on palabre.rehearsal_script (tenant, number, name);
create table palabre.go_live_tick (                  -- a point of the checklist that a person answers for
  tenant uuid not null,
  point text not null,                               -- a code of ours, or the id of a point of theirs
  words text not null default '',                    -- of a point of theirs
  done boolean not null default false,
  note text not null default '',
  changed_at bigint not null,
  changed_by uuid,
  primary key (tenant, point)
);

select palabre.secure(name) from unnest(array[
  'rehearsal', 'rehearsal_call', 'rehearsal_script', 'go_live_tick']) as name;
"""


def upgrade() -> None:
    op.execute(SQL)
