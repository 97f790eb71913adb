"""calling campaigns"""
from alembic import op

revision = "0028_outbound"
down_revision = "0027_information"

SQL = r"""
-- Instants are milliseconds since 1970; days are the tenant's, as numbers since 1970.
create table palabre.calling_list (
  tenant uuid not null,
  id uuid not null,
  name text not null,
  created_at bigint not null,
  primary key (tenant, id)
);
create table palabre.calling_import (
  tenant uuid not null,
  id uuid not null,
  list uuid,                                         -- none: of numbers that are called no more
  file_name text not null,
  imported_by uuid,
  imported_at bigint not null,
  lines int not null,
  accepted int not null,
  report jsonb not null default '{}',
  undone_at bigint,
  primary key (tenant, id)
);
create table palabre.calling_campaign (
  tenant uuid not null,
  id uuid not null,
  name text not null,
  list uuid not null,
  queue uuid not null,
  state text not null default 'draft' check (state in ('draft', 'running', 'paused', 'stopped')),
  mode text not null check (mode in ('preview', 'progressive', 'predictive')),
  country text not null,                             -- the pack of rules
  entry text not null default '',                    -- our number that is shown; '': the tenant's first
  language text not null default 'fr',
  ceiling_permille int not null,
  ring_seconds int not null,
  preview_seconds int not null,
  lines_max int not null,
  attempts_max int not null,
  retries jsonb not null,                            -- seconds by outcome; 0: never again
  message text not null,                             -- said where nobody is there for her
  created_by uuid,
  created_at bigint not null,
  changed_at bigint not null,
  version int not null default 1,
  primary key (tenant, id)
);
create index calling_campaign_running on palabre.calling_campaign (tenant, state);
create table palabre.calling_contact (
  tenant uuid not null,
  id uuid not null,
  list uuid not null,
  import uuid not null,
  position int not null,
  number text not null,                              -- E.164; '' once erased
  name text not null default '',
  zone text not null,                                -- of the called number, IANA
  consent_at bigint,                                 -- when she agreed to be called, where it is known
  consent_source text not null default '',
  more jsonb not null default '{}',                  -- what else the file said of her
  customer uuid,
  state text not null default 'waiting' check (state in ('waiting', 'taken', 'over', 'removed')),
  campaign uuid,                                     -- whose attempt it is in, or was last
  next_at bigint not null default 0,
  attempts int not null default 0,
  outcome text not null default '',                  -- of the last attempt
  disposition text not null default '',
  refusal text not null default '',                  -- the rule by which she was not dialled, when last looked at
  refused_until bigint not null default 0,
  conversation uuid,
  primary key (tenant, id),
  foreign key (tenant, list) references palabre.calling_list (tenant, id) on delete cascade
);
create unique index calling_contact_number on palabre.calling_contact (tenant, list, number)
  where number <> '' and state <> 'removed';
create index calling_contact_next on palabre.calling_contact (tenant, list, state, next_at, position);
create index calling_contact_import on palabre.calling_contact (tenant, import);
create index calling_contact_by_number on palabre.calling_contact (tenant, number);
create index calling_contact_customer on palabre.calling_contact (tenant, customer) where customer is not null;
create table palabre.calling_attempt (
  tenant uuid not null,
  contact uuid not null,
  campaign uuid not null,
  number text not null,                              -- '' once erased
  at bigint not null,
  day int not null,
  outcome text not null,
  advisor uuid,
  conversation uuid,
  refused boolean not null default false,            -- she said that she does not want it
  primary key (tenant, contact, at)
);
create index calling_attempt_number on palabre.calling_attempt (tenant, number, at);
create index calling_attempt_campaign on palabre.calling_attempt (tenant, campaign, day);
create table palabre.do_not_call (
  tenant uuid not null,
  number text not null,                              -- E.164
  source text not null check (source in ('csv', 'api', 'person', 'digit', 'customer', 'advisor')),
  since bigint not null,
  until bigint,                                      -- none: for good
  campaign uuid,                                     -- in which it was said
  import uuid,
  added_by uuid,
  primary key (tenant, number)
);
create index do_not_call_recent on palabre.do_not_call (tenant, since desc, number);
select palabre.secure('calling_list', projector => true);
select palabre.secure('calling_import');
select palabre.secure('calling_campaign', projector => true);
select palabre.secure('calling_contact', projector => true);
select palabre.secure('calling_attempt', projector => true);
select palabre.secure('do_not_call', projector => true);

-- What the telephone says by itself to a customer whom nobody has, and the digit by which she wants no more calls.
alter table palabre.outbound_call add column message text not null default '',
  add column opt_out_digit text not null default '';
grant select, update on palabre.outbound_call to projector;
create policy projector on palabre.outbound_call to projector using (true);
"""


def upgrade() -> None:
    op.execute(SQL)
