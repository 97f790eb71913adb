"""routing: skills, queues, what advisors can take, versions of the rules"""
from alembic import op

revision = "0004_routing"
down_revision = '0003_customers_conversations'

SQL = r"""
create table palabre.skill (
  tenant uuid not null references palabre.tenant,
  id uuid not null,
  name text not null,
  kind text not null default 'skill' check (kind in ('skill', 'language')),
  active boolean not null default true,
  created_at bigint not null,
  version int not null default 1,
  primary key (tenant, id)
);
create unique index skill_name on palabre.skill (tenant, lower(name));
create table palabre.queue (
  tenant uuid not null references palabre.tenant,
  id uuid not null,
  name text not null,
  channel text not null,
  calendar uuid,                                     -- its hours; null: always open. Calendars belong to a higher room
  rings jsonb not null,                              -- a draft, until published
  options jsonb not null default '{}',
  active boolean not null default true,
  created_at bigint not null,
  version int not null default 1,
  primary key (tenant, id)
);
create unique index queue_name on palabre.queue (tenant, lower(name));
create table palabre.advisor (                       -- whom the partition knows: told as configured, not yet as removed
  tenant uuid not null,
  person uuid not null,
  configured_at bigint not null,
  primary key (tenant, person),
  foreign key (tenant, person) references palabre.person
);
create table palabre.advisor_skill (
  tenant uuid not null,
  person uuid not null,
  skill uuid not null,
  level int not null check (level between 1 and 10),
  primary key (tenant, person, skill),
  foreign key (tenant, person) references palabre.person,
  foreign key (tenant, skill) references palabre.skill
);
create index advisor_skill_holders on palabre.advisor_skill (tenant, skill);
create table palabre.advisor_capacity (
  tenant uuid not null,
  person uuid not null,
  channel text not null,
  conversations_max int not null check (conversations_max between 0 and 20),
  primary key (tenant, person, channel),
  foreign key (tenant, person) references palabre.person
);
create table palabre.rules_version (
  tenant uuid not null references palabre.tenant,
  version int not null,
  content jsonb not null,
  source int not null,                               -- itself, or the version an undo went back to
  published_at bigint not null,
  published_by uuid,
  primary key (tenant, version)
);
select palabre.secure(name)
  from unnest(array['skill', 'queue', 'advisor', 'advisor_skill', 'advisor_capacity', 'rules_version']) as name;
revoke delete on palabre.skill, palabre.queue from web;
revoke update, delete on palabre.rules_version from web;
create policy partner on palabre.advisor as restrictive to web
  using (palabre.partner() is null or exists (
    select from palabre.person p where p.tenant = advisor.tenant and p.id = advisor.person));
create policy partner on palabre.advisor_skill as restrictive to web
  using (palabre.partner() is null or exists (
    select from palabre.person p where p.tenant = advisor_skill.tenant and p.id = advisor_skill.person));
create policy partner on palabre.advisor_capacity as restrictive to web
  using (palabre.partner() is null or exists (
    select from palabre.person p where p.tenant = advisor_capacity.tenant and p.id = advisor_capacity.person));
"""


def upgrade() -> None:
    op.execute(SQL)
