"""Flows with their versions, where each answers, prompts, calendars, and the runs under way."""
from alembic import op

revision = "0005_flows"
down_revision = '0004_routing'

SQL = """
-- Instants are milliseconds since 1970.

create table palabre.flow (
  tenant uuid not null,
  id uuid not null,
  name text not null,
  draft jsonb not null,
  revision int not null default 1,                   -- of the draft: who saves names the one that was read
  published int,                                     -- the version that answers; null: none
  created_at bigint not null,
  changed_at bigint not null,
  primary key (tenant, id)
);
create unique index flow_name on palabre.flow (tenant, lower(name));

create table palabre.flow_version (                  -- never changed once written: runs and facts name it
  tenant uuid not null,
  flow uuid not null,
  version int not null,
  document jsonb not null,
  previous int,                                      -- what answered when this was published: where undo goes
  published_at bigint not null,
  published_by uuid,
  primary key (tenant, flow, version),
  foreign key (tenant, flow) references palabre.flow
);

create table palabre.flow_entry (                    -- which flow answers a number, a widget, a mailbox
  tenant uuid not null,
  channel text not null,
  entry text not null,
  flow uuid not null,
  primary key (tenant, channel, entry),
  foreign key (tenant, flow) references palabre.flow
);
create index flow_entry_flow on palabre.flow_entry (tenant, flow);

create table palabre.flow_run (
  tenant uuid not null,
  id uuid not null,
  conversation uuid not null,
  flow uuid not null,
  version int not null,
  channel text not null,
  entry text not null,
  step text not null,                                -- being done, or the last one done
  visit int not null default 0,                      -- steps entered so far: stable when a step is entered again
  attempt int not null default 0,                    -- times it was resumed: a process that was replaced fails on it
  variables jsonb not null default '{}',
  awaited jsonb not null default '{}',               -- what the step has begun outside: a work item, a position told
  line_cursor text not null default '',
  deadline bigint,                                   -- the step takes no longer
  state text not null default 'running' check (state in ('running', 'handed_over', 'ended')),
  reason text not null default '',
  began_at bigint not null,
  changed_at bigint not null,
  primary key (tenant, id)
);
create index flow_run_conversation on palabre.flow_run (tenant, conversation);
create index flow_run_open on palabre.flow_run (channel, id) where state <> 'ended';

create table palabre.prompt (
  tenant uuid not null,
  name text not null,
  language text not null,
  text text not null default '',
  recording uuid,                                    -- a blob; null: text alone
  changed_at bigint not null,
  primary key (tenant, name, language)
);

create table palabre.calendar (
  tenant uuid not null,
  id uuid not null,
  name text not null,
  document jsonb not null,
  changed_at bigint not null,
  primary key (tenant, id)
);
create unique index calendar_name on palabre.calendar (tenant, lower(name));

select palabre.secure('flow');
select palabre.secure('flow_version');
select palabre.secure('flow_entry');
select palabre.secure('flow_run', projector => true);
select palabre.secure('prompt');
select palabre.secure('calendar');

-- A driver that starts again finds the runs it had: across tenants, ids only.
select palabre.definer('run_finder');
grant select (tenant, id, conversation, channel, state) on palabre.flow_run to run_finder;
create policy run_finder on palabre.flow_run for select to run_finder using (true);
create function palabre.open_runs(wanted text, rows_max int)
  returns table (tenant uuid, id uuid, conversation uuid)
  language sql stable security definer set search_path = '' as $$
  select r.tenant, r.id, r.conversation from palabre.flow_run r
  where r.channel = wanted and r.state <> 'ended' order by r.id limit least(rows_max, 10000) $$;
select palabre.hand_over('open_runs(text, integer)', 'run_finder');
grant execute on function palabre.open_runs(text, integer) to web;
"""


def upgrade() -> None:
    op.execute(SQL)
