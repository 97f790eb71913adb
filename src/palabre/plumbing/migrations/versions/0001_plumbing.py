"""The journal, its partitions, the outbox, readers' positions, blobs and keys; how a table is secured."""
from alembic import op

revision = "0001_plumbing"
down_revision = None

SQL = r"""
create schema if not exists palabre;
grant usage on schema palabre to web, router, projector;
revoke all on schema public from public;

-- The tenant (and partner) on whose behalf a transaction runs; set once at its beginning.
create function palabre.tenant() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('palabre.tenant', true), '')::uuid $$;
create function palabre.partner() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('palabre.partner', true), '')::uuid $$;

-- Every table of a tenant goes through here: forced row-level security, the web's policy, grants.
-- router, projector: those roles see all tenants (they own partitions and read models), where the table says so.
create function palabre.secure(name text, router boolean default false, projector boolean default false)
returns void language plpgsql as $$
begin
  execute format('alter table palabre.%I enable row level security', name);
  execute format('alter table palabre.%I force row level security', name);
  execute format('create policy tenant on palabre.%I to web '
    'using (tenant = palabre.tenant()) with check (tenant = palabre.tenant())', name);
  execute format('grant select, insert, update, delete on palabre.%I to web', name);
  if router then
    execute format('create policy across_router on palabre.%I to router using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on palabre.%I to router', name);
  end if;
  if projector then
    execute format('create policy across_projector on palabre.%I to projector using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on palabre.%I to projector', name);
  end if;
end $$;
revoke execute on function palabre.secure(text, boolean, boolean) from public;

create sequence palabre.partition_id;
create table palabre.partition (
  id int primary key default nextval('palabre.partition_id'),
  epoch bigint not null default 0,
  last_number bigint not null default 0,
  owner text,
  moved_to int references palabre.partition
) with (fillfactor = 10);
create table palabre.router_process (                -- leases are per process
  name text primary key,
  lease_until timestamptz not null
);
create table palabre.partition_tenant (
  tenant uuid primary key,
  partition int not null references palabre.partition,
  parked_at timestamptz,                             -- a fact of this tenant could not be applied: loudly on screen
  parked_why text
);
create table palabre.journal (
  partition int not null,
  last_number bigint not null,                       -- of the last fact in this batch
  facts int not null,
  entries bytea not null,
  written_at timestamptz not null default now(),
  primary key (partition, last_number)
);
create table palabre.snapshot (
  partition int primary key,
  number bigint not null,
  state bytea not null,
  made_at timestamptz not null default now()
);
create table palabre.outbox (
  id bigint generated always as identity primary key,
  tenant uuid not null,
  transaction xid8 not null default pg_current_xact_id(),
  fact bytea not null
);
create index outbox_tenant on palabre.outbox (tenant, id);

create table palabre.reader (
  name text not null,
  partition int not null,
  number bigint not null default 0,
  primary key (name, partition)
);
create table palabre.parked (                        -- what a reader could not do, for a person to see and try again
  tenant uuid not null,
  id uuid not null,
  reader text not null,
  partition int not null,
  number bigint not null,
  fact bytea not null,
  why text not null,
  tries int not null,
  parked_at timestamptz not null default now(),
  done_at timestamptz,
  primary key (tenant, id)
);
create index parked_open on palabre.parked (reader, partition) where done_at is null;

create table palabre.blob (
  tenant uuid not null,
  id uuid not null,
  kind text not null,
  content_type text not null,
  bytes bigint not null,
  sha256 bytea not null,
  created_at timestamptz not null default now(),
  erased_at timestamptz,
  primary key (tenant, id)
);
create table palabre.tenant_key (                    -- the tenant's data key, wrapped by the master key, kept elsewhere
  tenant uuid primary key,
  wrapped bytea not null,
  created_at timestamptz not null default now()
);

grant select, update on palabre.partition to router;
grant select on palabre.partition to web, projector;
grant select, insert, update, delete on palabre.router_process to router;
grant select, update on palabre.partition_tenant to router;
grant select on palabre.partition_tenant to projector;
grant select, insert on palabre.journal to router;
grant select on palabre.journal to projector;
grant select, insert, update, delete on palabre.snapshot to router;
grant select on palabre.snapshot to projector;
grant select, insert, update, delete on palabre.reader to web, router, projector;
grant select, delete on palabre.outbox to router;

alter table palabre.outbox enable row level security;
alter table palabre.outbox force row level security;
create policy tenant on palabre.outbox for insert to web, projector with check (true);
create policy across on palabre.outbox to router using (true);
grant insert on palabre.outbox to web, projector;

alter table palabre.partition_tenant enable row level security;
alter table palabre.partition_tenant force row level security;
create policy tenant on palabre.partition_tenant for select to web using (tenant = palabre.tenant());
create policy across on palabre.partition_tenant to router, projector using (true) with check (true);
grant select on palabre.partition_tenant to web;
alter policy tenant on palabre.outbox with check (current_user <> 'web' or tenant = palabre.tenant());

select palabre.secure('parked', router => true, projector => true);
select palabre.secure('blob', projector => true);
select palabre.secure('tenant_key', projector => true);

-- Looks across tenants belong to accounts that cannot log in, each with its own policies: under forced row-level
-- security the owner itself sees no row. `definer` makes such an account, `hand_over` gives it a function.
create function palabre.definer(name text) returns void language plpgsql as $$
begin
  if not exists (select from pg_roles where rolname = name) then
    execute format('create role %I nologin', name);
  end if;
  execute format('grant %I to current_user', name);
  execute format('grant usage on schema palabre to %I', name);
end $$;
create function palabre.hand_over(signature text, name text) returns void language plpgsql as $$
begin
  execute format('grant create on schema palabre to %I', name);
  execute format('alter function palabre.%s owner to %I', signature, name);
  execute format('revoke create on schema palabre from %I', name);
  execute format('revoke execute on function palabre.%s from public', signature);
end $$;
revoke execute on function palabre.definer(text), palabre.hand_over(text, text) from public;

-- A tenant's journal read by the web's processes (gateways, voice, workers follow the stream): by tenant only.
select palabre.definer('stream_reader');
grant select on palabre.journal, palabre.snapshot, palabre.partition, palabre.partition_tenant to stream_reader;
create policy stream_reader on palabre.partition_tenant to stream_reader using (true);
create function palabre.stream_of(wanted uuid) returns table (partition int, last_number bigint)
  language sql stable security definer set search_path = '' as $$
  select p.id, p.last_number from palabre.partition p join palabre.partition_tenant t on t.partition = p.id
  where t.tenant = wanted $$;
create function palabre.stream_snapshot(wanted uuid) returns table (number bigint, state bytea)
  language sql stable security definer set search_path = '' as $$
  select s.number, s.state from palabre.snapshot s join palabre.partition_tenant t on t.partition = s.partition
  where t.tenant = wanted $$;
create function palabre.stream_read(wanted uuid, past bigint, batches int)
  returns table (last_number bigint, facts int, entries bytea)
  language sql stable security definer set search_path = '' as $$
  select j.last_number, j.facts, j.entries from palabre.journal j
  join palabre.partition_tenant t on t.partition = j.partition
  where t.tenant = wanted and j.last_number > past order by j.last_number limit least(batches, 1000) $$;
create function palabre.tenants_with_streams() returns table (tenant uuid, partition int)
  language sql stable security definer set search_path = '' as $$
  select t.tenant, t.partition from palabre.partition_tenant t order by t.partition $$;
select palabre.hand_over('stream_of(uuid)', 'stream_reader');
select palabre.hand_over('stream_snapshot(uuid)', 'stream_reader');
select palabre.hand_over('stream_read(uuid, bigint, int)', 'stream_reader');
select palabre.hand_over('tenants_with_streams()', 'stream_reader');
grant execute on function palabre.stream_of(uuid), palabre.stream_snapshot(uuid),
  palabre.stream_read(uuid, bigint, int), palabre.tenants_with_streams() to web, projector;

-- Which revision the tables are at: processes wait for theirs.
create function palabre.schema_version() returns text language sql stable security definer set search_path = '' as $$
  select version_num::text from palabre.alembic_version $$;

-- A new tenant gets a partition of its own.
select palabre.definer('partition_maker');
grant select, insert on palabre.partition, palabre.partition_tenant to partition_maker;
grant usage on sequence palabre.partition_id to partition_maker;
create policy partition_maker on palabre.partition_tenant to partition_maker using (true) with check (true);
create function palabre.create_partition(wanted uuid) returns int
  language plpgsql security definer set search_path = '' as $$
declare made int;
begin
  insert into palabre.partition default values returning id into made;
  insert into palabre.partition_tenant (tenant, partition) values (wanted, made);
  return made;
end $$;
select palabre.hand_over('create_partition(uuid)', 'partition_maker');
grant execute on function palabre.create_partition(uuid) to owner;
"""


def upgrade() -> None:
    op.execute(SQL)
