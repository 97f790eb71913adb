"""flows: drawn, with sub-flows and later publications"""
from alembic import op

revision = "0026_designer"
down_revision = "0025_supervision"

SQL = """
alter table palabre.flow add column changed_by uuid;
alter table palabre.flow_version add column note text not null default '';  -- what its author says of it

create table palabre.flow_editor (                   -- who has the draft before her: told to others, forbids nothing
  tenant uuid not null,
  flow uuid not null,
  person uuid not null,
  since bigint not null,
  seen_at bigint not null,
  primary key (tenant, flow, person),
  foreign key (tenant, flow) references palabre.flow on delete cascade
);

create table palabre.flow_publication (              -- to be published at an instant: the document as it stood then
  tenant uuid not null,
  id uuid not null,
  flow uuid not null,
  document jsonb not null,
  note text not null default '',
  at bigint not null,
  state text not null default 'waiting' check (state in ('waiting', 'published', 'cancelled', 'refused')),
  version int,
  faults jsonb not null default '[]',                -- of one that was refused when its time came
  planned_at bigint not null,
  planned_by uuid,
  primary key (tenant, id),
  foreign key (tenant, flow) references palabre.flow on delete cascade
);
create index flow_publication_flow on palabre.flow_publication (tenant, flow, id);
create index flow_publication_due on palabre.flow_publication (tenant, at) where state = 'waiting';

create table palabre.flow_trial (                    -- one draft tried by one person: its entry, and what it runs
  tenant uuid not null,
  key text not null,                                 -- begins with "trial-": the mark that conversations and facts bear
  flow uuid not null,
  person uuid not null,
  version int not null,                              -- of flow_version, below zero: never published
  language text not null,
  begun_at bigint not null,
  primary key (tenant, key),
  foreign key (tenant, flow) references palabre.flow on delete cascade
);
create unique index flow_trial_key on palabre.flow_trial (key);
create unique index flow_trial_whose on palabre.flow_trial (tenant, flow, person);

create table palabre.flow_prompt_code (              -- typed on a telephone by who speaks a prompt; we keep its hash
  tenant uuid not null,
  digest bytea not null,
  name text not null,
  language text not null,
  person uuid not null,
  expires_at bigint not null,
  primary key (tenant, digest)
);

alter table palabre.flow_run
  add column frames jsonb not null default '[]',     -- flows that wait for the present one to come back
  add column path jsonb not null default '[]';       -- steps come by, of trials alone

select palabre.secure('flow_editor');
select palabre.secure('flow_publication');
select palabre.secure('flow_trial');
select palabre.secure('flow_prompt_code');

-- A call to a trial names its key alone.
select palabre.definer('trial_finder');
grant select (tenant, key, language) on palabre.flow_trial to trial_finder;
create policy trial_finder on palabre.flow_trial for select to trial_finder using (true);
create function palabre.find_trial(wanted text) returns table (tenant uuid, number text, language text)
  language sql stable security definer set search_path = '' as $$
  select t.tenant, t.key, t.language from palabre.flow_trial t where t.key = wanted $$;
select palabre.hand_over('find_trial(text)', 'trial_finder');
grant execute on function palabre.find_trial(text) to web;
"""


def upgrade() -> None:
    op.execute(SQL)
