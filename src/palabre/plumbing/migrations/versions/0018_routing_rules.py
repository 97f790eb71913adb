"""routing: advisors' contact hours, changes of skills for many, publications that wait for their instant"""
from alembic import op

revision = "0018_routing_rules"
down_revision = "0017_callback_sums"

SQL = r"""
-- Instants are milliseconds since 1970.
create table palabre.advisor_hours (                 -- when she may be offered something; no row: always
  tenant uuid not null,
  person uuid not null,
  calendar uuid not null,                            -- of a higher room
  primary key (tenant, person),
  foreign key (tenant, person) references palabre.person
);
create index advisor_hours_calendar on palabre.advisor_hours (tenant, calendar);
create table palabre.skill_change (                  -- one change of many advisors, for a time
  tenant uuid not null,
  id uuid not null,
  people uuid[] not null,
  skills jsonb not null,                             -- skill -> level, 0: without it
  until bigint not null,
  changed_at bigint not null,
  changed_by uuid,
  ended_at bigint,                                   -- before its time
  primary key (tenant, id)
);
create index skill_change_until on palabre.skill_change (tenant, until);
create table palabre.rules_scheduled (               -- drafts as they stood, to be put in force at an instant
  tenant uuid not null references palabre.tenant,
  id uuid not null,
  at bigint not null,
  content jsonb not null,
  scheduled_at bigint not null,
  scheduled_by uuid,
  state text not null default 'waiting' check (state in ('waiting', 'published', 'cancelled', 'refused')),
  version int,                                       -- that it became
  reason text,                                       -- why it was refused
  primary key (tenant, id)
);
create index rules_scheduled_due on palabre.rules_scheduled (tenant, at) where state = 'waiting';
select palabre.secure(name) from unnest(array['advisor_hours', 'skill_change', 'rules_scheduled']) as name;
revoke delete on palabre.skill_change, palabre.rules_scheduled from web;
create policy partner on palabre.advisor_hours as restrictive to web
  using (palabre.partner() is null or exists (
    select from palabre.person p where p.tenant = advisor_hours.tenant and p.id = advisor_hours.person));
"""


def upgrade() -> None:
    op.execute(SQL)
