"""What is parked can be tried again, or set aside with a reason; and is counted over all tenants."""
from alembic import op

revision = "0011_parked"
down_revision = "0009_blobs_unsettled"

SQL = r"""
alter table palabre.parked
  add column asked_at timestamptz,                   -- somebody asked that it be tried again
  add column tried_at timestamptz,                   -- and when that was done last
  add column outcome text not null default '',       -- done, set_aside; empty: it waits
  add column reason text not null default '';        -- why it was set aside
update palabre.parked set outcome = 'done' where done_at is not null;
create index parked_asked on palabre.parked (reader) where asked_at is not null;

-- The same for a tenant whose owner stopped: `asked` is retry or set_aside.
alter table palabre.partition_tenant
  add column asked text not null default '',
  add column asked_reason text not null default '';
create policy tenant_asks on palabre.partition_tenant for update to web
  using (tenant = palabre.tenant()) with check (tenant = palabre.tenant());
grant update (asked, asked_reason) on palabre.partition_tenant to web;

-- How much stands still, over all tenants, by reader (`owner`: tenants for whom nothing is decided).
create policy stream_reader on palabre.parked for select to stream_reader using (true);
grant select on palabre.parked to stream_reader;
create function palabre.parked_counts() returns table (reader text, entries bigint, oldest timestamptz)
  language sql stable security definer set search_path = '' as $$
  select p.reader, count(*), min(p.parked_at) from palabre.parked p where p.done_at is null group by p.reader
  union all
  select 'owner', count(*), min(t.parked_at) from palabre.partition_tenant t
   where t.parked_at is not null having count(*) > 0 $$;
select palabre.hand_over('parked_counts()', 'stream_reader');
grant execute on function palabre.parked_counts() to web, projector, owner;
"""


def upgrade() -> None:
    op.execute(SQL)
