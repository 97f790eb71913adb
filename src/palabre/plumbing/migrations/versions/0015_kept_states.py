"""States of before, so that what was decided then can be explained: one a quarter of an hour, for two days."""
from alembic import op

revision = "0015_kept_states"
down_revision = "0012_roll_ups"

SQL = r"""
create table palabre.kept_state (                    -- a copy of a snapshot; nothing is decided from it
  partition int not null,
  number bigint not null,
  kept_at timestamptz not null default now(),
  state bytea not null,
  primary key (partition, number)
);
alter table palabre.kept_state alter column state set storage external;
create function palabre.keep_state() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select 1 from palabre.kept_state k
             where k.partition = new.partition and k.kept_at > now() - interval '15 minutes') then
    return null;
  end if;
  insert into palabre.kept_state (partition, number, state) values (new.partition, new.number, new.state)
    on conflict (partition, number) do nothing;
  delete from palabre.kept_state k where k.partition = new.partition and k.kept_at < now() - interval '2 days';
  return null;
end $$;
create trigger keep_state after insert or update on palabre.snapshot for each row execute function palabre.keep_state();

grant select on palabre.kept_state to stream_reader;
create function palabre.stream_kept_state(wanted uuid, before bigint) returns table (number bigint, state bytea)
  language sql stable security definer set search_path = '' as $$
  select k.number, k.state from palabre.kept_state k join palabre.partition_tenant t on t.partition = k.partition
  where t.tenant = wanted and k.number < before order by k.number desc limit 1 $$;
select palabre.hand_over('stream_kept_state(uuid, bigint)', 'stream_reader');
grant execute on function palabre.stream_kept_state(uuid, bigint) to web, projector;
"""


def upgrade() -> None:
    op.execute(SQL)
