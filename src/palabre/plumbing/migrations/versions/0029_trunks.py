"""voice: trunks of a tenant, dial plans, ceilings"""
from alembic import op

revision = "0029_trunks"
down_revision = "0028_outbound"

SQL = r"""
-- Instants are milliseconds since 1970, money whole micro-units of the tenant's currency.
create table palabre.trunk (                         -- a tenant's way to an operator
  tenant uuid not null,
  id uuid not null,
  name text not null,
  kind text not null check (kind in ('registered', 'address')),
  host text not null,
  port int not null,
  transport text not null check (transport in ('udp', 'tcp', 'tls')),
  encryption text not null check (encryption in ('none', 'optional', 'required')),  -- of the sound: SRTP
  account text not null default '',                  -- by which the operator knows us; '': by our address
  secret bytea,                                      -- its password, sealed
  addresses text[] not null default '{}',            -- whence its calls come, besides its host
  priority int not null default 10,                  -- the lowest first; the next ones where it fails
  calls_max int not null default 0,                  -- at once; 0: as many as the dial plan
  dial_format text not null default 'e164' check (dial_format in ('e164', 'digits', 'international', 'national')),
  dial_prefix text not null default '',
  shown_number text not null default '',             -- the only number of ours that it shows; '': any
  paused boolean not null default false,
  created_at bigint not null,
  version int not null default 1,
  primary key (tenant, id)
);
create unique index trunk_name on palabre.trunk (tenant, name);
create table palabre.dial_plan (                     -- without a row: the usual one
  tenant uuid not null primary key,
  countries text[] not null default '{}',            -- its own; none: the tenant's
  classes text[] not null default '{fixed,mobile,freephone}',
  opened text[] not null default '{}',
  closed text[] not null default '{}',
  calls_max int not null default 50,
  day_micros_max bigint not null default 100000000,
  call_seconds_max int not null default 14400,
  currency text not null default 'EUR',
  version int not null default 1
);
create table palabre.dial_rate (
  tenant uuid not null,
  destination text not null,                         -- a class, or a prefix as +212
  call_micros bigint not null,
  minute_micros bigint not null,
  primary key (tenant, destination)
);
-- Calls to the outside that are up, and what became of them: the beginning of the number alone is kept.
create table palabre.dialled (
  tenant uuid not null,
  channel text not null,
  node text not null,
  trunk text not null default '',                    -- its endpoint in Asterisk
  purpose text not null,
  kind text not null,                                -- class of the destination
  beginning text not null,
  began_at bigint not null,
  answered_at bigint,
  seen_at bigint not null,
  ended_at bigint,
  call_micros bigint not null,
  minute_micros bigint not null,
  primary key (tenant, channel)
);
create index dialled_up on palabre.dialled (tenant) where ended_at is null;
create index dialled_node on palabre.dialled (node) where ended_at is null;
create index dialled_recent on palabre.dialled (tenant, began_at desc);
create table palabre.dial_day (                      -- of calls ended, by the day they began
  tenant uuid not null,
  day date not null,
  calls int not null default 0,
  seconds bigint not null default 0,
  micros bigint not null default 0,
  alarmed_at bigint,                                 -- half of the day's money
  stopped_at bigint,                                 -- all of it
  primary key (tenant, day)
);
create table palabre.dial_refusal (
  tenant uuid not null,
  day date not null,
  code text not null,
  kind text not null,
  purpose text not null,
  refusals int not null default 1,
  last_at bigint not null,
  primary key (tenant, day, code, kind, purpose)
);
create table palabre.emergency_address (             -- what a person in danger is found by
  tenant uuid not null,
  kind text not null check (kind in ('site', 'person')),
  subject uuid not null,
  address text not null,
  number text not null default '',                   -- of ours, by which the operator knows this place
  changed_at bigint not null,
  primary key (tenant, kind, subject)
);
select palabre.secure(name) from unnest(array[
  'trunk', 'dial_plan', 'dial_rate', 'dialled', 'dial_day', 'dial_refusal', 'emergency_address']) as name;

-- Of the installation, before anybody knows a tenant: addresses that guessed at passwords.
create table palabre.sip_block (
  address text primary key,
  failures int not null,
  since bigint not null,
  until bigint not null,
  lifted_at bigint,
  times int not null default 1
);
grant select, insert, update, delete on palabre.sip_block to web;
create table palabre.voice_node (                    -- Asterisks of the installation, each with its voice process
  name text primary key,
  relay_url text not null,                           -- where browsers' SIP is passed on to
  sip_host text not null,
  sip_port int not null,
  state text not null default 'serving' check (state in ('serving', 'draining')),
  calls int not null default 0,
  started_at bigint not null,
  seen_at bigint not null
);
grant select, insert, update, delete on palabre.voice_node to web, router;
alter table palabre.phone add column node text;      -- where it is registered

grant select on palabre.trunk, palabre.dialled to voice_finder;
create policy voice_finder on palabre.trunk for select to voice_finder using (true);
create policy voice_finder on palabre.dialled for select to voice_finder using (true);
create policy voice_finder on palabre.tenant for select to voice_finder using (true);
grant select on palabre.tenant to voice_finder;
create function palabre.all_trunks() returns table (tenant uuid, id uuid, kind text, host text, port int,
    transport text, encryption text, account text, secret bytea, addresses text[], paused boolean,
    priority int, calls_max int, dial_format text, dial_prefix text, shown_number text, country text)
  language sql stable security definer set search_path = '' as $$
  select t.tenant, t.id, t.kind, t.host, t.port, t.transport, t.encryption, t.account, t.secret, t.addresses, t.paused,
    t.priority, t.calls_max, t.dial_format, t.dial_prefix, t.shown_number, o.country
  from palabre.trunk t join palabre.tenant o on o.tenant = t.tenant
  order by t.tenant, t.priority, t.id $$;
create function palabre.dialled_on(wanted_node text) returns setof palabre.dialled
  language sql stable security definer set search_path = '' as $$
  select * from palabre.dialled d where d.node = wanted_node and d.ended_at is null $$;
create function palabre.lines_on(wanted_node text, since bigint) returns table (tenant uuid, conversation uuid)
  language sql stable security definer set search_path = '' as $$
  select l.tenant, l.conversation from palabre.call_line l where l.node = wanted_node and l.arrived_at > since $$;
create function palabre.rescue_ways() returns table (tenant uuid, number text, rescue_number text)
  language sql stable security definer set search_path = '' as $$
  select n.tenant, n.number, coalesce(n.rescue_number, '') from palabre.phone_number n $$;
select palabre.hand_over('rescue_ways()', 'voice_finder');
grant execute on function palabre.rescue_ways() to web;
select palabre.hand_over('all_trunks()', 'voice_finder');
select palabre.hand_over('dialled_on(text)', 'voice_finder');
select palabre.hand_over('lines_on(text, bigint)', 'voice_finder');
grant execute on function palabre.all_trunks(), palabre.dialled_on(text), palabre.lines_on(text, bigint) to web;
"""


def upgrade() -> None:
    op.execute(SQL)
