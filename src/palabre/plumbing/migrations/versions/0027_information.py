"""information: feeds that a tenant names and what was last read of them, credentials of HTTP steps, announcements;
numbers that charge nothing before an advisor answers"""
from alembic import op

revision = "0027_information"
down_revision = "0026_designer"

SQL = r"""
-- Instants are milliseconds since 1970.
create table palabre.feed (                          -- news or weather that a flow's step says
  tenant uuid not null references palabre.tenant,
  id uuid not null,
  name text not null,
  document jsonb not null,                           -- information.model.feed.Feed
  changed_at bigint not null,
  version int not null default 1,
  next_at bigint not null default 0,                 -- when it is fetched next; claimed by moving it forward
  failures int not null default 0,                   -- since it last succeeded
  tried_at bigint not null default 0,
  outcome text not null default '',                  -- of the last try: '' none yet, read, unchanged, or why not
  fetched_at bigint not null default 0,              -- what is kept was read then
  items jsonb not null default '[]',
  fields jsonb not null default '{}',                -- of a JSON feed: its values by name
  etag text not null default '',
  modified text not null default '',
  primary key (tenant, id),
  unique (tenant, name)
);
create index feed_due on palabre.feed (tenant, next_at);
create table palabre.credential (                    -- one header of an HTTP step, sent to one host alone
  tenant uuid not null references palabre.tenant,
  name text not null,
  host text not null,
  header text not null,
  sealed bytea not null,
  changed_at bigint not null,
  primary key (tenant, name)
);
create table palabre.announcement (                  -- said at every entry it is for, from now to its end
  tenant uuid not null references palabre.tenant,
  id uuid not null,
  target text not null check (target in ('tenant', 'entry', 'queue')),
  subject text not null,                             -- the number or widget, the queue's id; '' for the tenant
  texts jsonb not null,                              -- language -> words
  hangs_up boolean not null,
  begins_at bigint not null,
  ends_at bigint not null,
  made_by uuid,
  withdrawn_at bigint,
  primary key (tenant, id)
);
create index announcement_now on palabre.announcement (tenant, ends_at) where withdrawn_at is null;
select palabre.secure(name) from unnest(array['feed', 'credential', 'announcement']) as name;
revoke delete on palabre.announcement from web;

-- Code de la consommation, L224-38: nothing may be charged while one waits.
alter table palabre.phone_number add column free_until_answered boolean not null default false;
create function palabre.number_is_free_until_answered(wanted text) returns boolean
  language sql stable security definer set search_path = '' as $$
  select coalesce((select n.free_until_answered from palabre.phone_number n where n.number = wanted), false) $$;
select palabre.hand_over('number_is_free_until_answered(text)', 'voice_finder');
grant execute on function palabre.number_is_free_until_answered(text) to web;
"""


def upgrade() -> None:
    op.execute(SQL)
