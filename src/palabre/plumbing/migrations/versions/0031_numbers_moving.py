"""voice: numbers that move from an old system"""
from alembic import op

revision = "0031_numbers_moving"
down_revision = "0030_moving_in"

SQL = r"""
-- Instants are milliseconds since 1970.
create table palabre.number_move (                   -- a number whose calls an old system may still take
  tenant uuid not null,
  number uuid not null,
  trunk uuid not null,                               -- the way to the old system
  old_number text not null default '',               -- as it is known there; '': the same
  share int not null check (share between 0 and 100),  -- per cent of its callers who are answered here
  return_seconds int not null check (return_seconds between 0 and 60),  -- 0: what is here stays here
  changed_at bigint not null,
  changed_by uuid,
  version int not null default 1,
  primary key (tenant, number),
  foreign key (tenant, number) references palabre.phone_number on delete cascade,
  foreign key (tenant, trunk) references palabre.trunk
);
create index number_move_trunk on palabre.number_move (tenant, trunk);
create table palabre.number_move_step (              -- what was changed of it, so that the last one can be undone
  tenant uuid not null,
  id uuid not null,
  number uuid not null,
  at bigint not null,
  by uuid,
  before jsonb,                                      -- null: it was no moving number
  after jsonb,
  primary key (tenant, id)
);
create index number_move_step_number on palabre.number_move_step (tenant, number, id desc);
create table palabre.moved_call (                    -- what went where, of no caller
  tenant uuid not null,
  node text not null,
  line text not null,                                -- its channel in Asterisk
  number text not null,
  at bigint not null,
  side text not null check (side in ('here', 'old', 'returned')),
  why text not null default '',                      -- share; away, silent, failed: why it went back
  failure text not null default '',                  -- what the old system said, where it did not take it
  primary key (tenant, node, line)
);
create index moved_call_at on palabre.moved_call (tenant, at);

select palabre.secure(name) from unnest(array[
  'number_move', 'number_move_step', 'moved_call']) as name;

grant select on palabre.number_move to voice_finder;
create policy voice_finder on palabre.number_move for select to voice_finder using (true);
create function palabre.moving_numbers() returns table (tenant uuid, number text, trunk uuid, old_number text,
    share int, return_seconds int)
  language sql stable security definer set search_path = '' as $$
  select m.tenant, n.number, m.trunk, m.old_number, m.share, m.return_seconds
  from palabre.number_move m join palabre.phone_number n on n.tenant = m.tenant and n.id = m.number $$;
select palabre.hand_over('moving_numbers()', 'voice_finder');
grant execute on function palabre.moving_numbers() to web;
"""


def upgrade() -> None:
    op.execute(SQL)
