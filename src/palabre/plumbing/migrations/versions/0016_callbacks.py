"""Who asked to be called back, under which rules; numbers that the telephone is to dial, and each attempt."""
from alembic import op

revision = "0016_callbacks"
down_revision = "0015_kept_states"

SQL = r"""
-- Instants are milliseconds since 1970. What the telephone dials, named by whoever wants it: numbers stand here alone.
create table palabre.outbound_call (
  tenant uuid not null,
  id uuid not null,
  number text not null,                              -- E.164; '' once erased
  entry text not null,                               -- our number that is shown
  language text not null,
  created_at bigint not null,
  primary key (tenant, id)
);
-- Written before the hand-over, so that one attempt is made once, by one node.
create table palabre.outbound_attempt (
  tenant uuid not null,
  effect text not null,
  id uuid not null,
  node text not null,
  conversation uuid not null,                        -- that she will have if she answers
  attempted_at bigint not null,
  primary key (tenant, effect),
  foreign key (tenant, id) references palabre.outbound_call (tenant, id) on delete cascade
);
select palabre.secure('outbound_call');
select palabre.secure('outbound_attempt');

create table palabre.callback_rules (                -- of one queue; without a row: the usual ones
  tenant uuid not null,
  queue uuid not null,
  distances int[] not null,                          -- seconds between tries: one try more than distances
  promise_seconds int not null,
  open_seconds int not null,                         -- beyond it nobody is called any more
  page_key text unique,                              -- by which a web page asks; none: it may not
  version int not null default 1,
  primary key (tenant, queue)
);
create table palabre.callback (
  tenant uuid not null,
  id uuid not null,
  queue uuid not null,
  number text not null,                              -- E.164; '' once erased
  customer uuid,
  asked_by text not null check (asked_by in ('voice', 'chat', 'web', 'person')),
  conversation uuid,                                 -- in which it was asked
  requested_at bigint not null,
  since bigint not null,                             -- the place kept
  due bigint not null,                               -- the time chosen; 0: when her place comes
  promised bigint not null,
  until bigint not null,
  state text not null default 'pending',             -- then: reached, not_reached, cancelled, returned, expired,
                                                     -- queue_removed
  tries int not null default 0,
  last_outcome text not null default '',
  next_at bigint not null default 0,
  reached_in uuid,                                   -- the conversation in which she was reached
  returned_in uuid,                                  -- the one in which she called again and found her place
  ended_at bigint,
  network bytea,                                     -- keyed hash, for the bound only
  token bytea,                                       -- sha256 of what a page may ask about it with
  primary key (tenant, id)
);
create unique index callback_pending on palabre.callback (tenant, queue, number)
  where state = 'pending' and number <> '';
create index callback_recent on palabre.callback (tenant, requested_at desc, id);
create index callback_number on palabre.callback (tenant, number, requested_at desc);
create index callback_network on palabre.callback (tenant, network, requested_at) where network is not null;
create index callback_customer on palabre.callback (tenant, customer) where customer is not null;
create unique index callback_token on palabre.callback (token) where token is not null;
select palabre.secure('callback_rules');
select palabre.secure('callback', projector => true);

-- A page knows a key or a token only: what looks across tenants.
select palabre.definer('callback_finder');
grant select on palabre.callback_rules, palabre.callback to callback_finder;
create policy callback_finder on palabre.callback_rules for select to callback_finder using (true);
create policy callback_finder on palabre.callback for select to callback_finder using (true);
create function palabre.find_callback_page(wanted text) returns table (tenant uuid, queue uuid)
  language sql stable security definer set search_path = '' as $$
  select r.tenant, r.queue from palabre.callback_rules r where r.page_key = wanted $$;
create function palabre.find_callback_token(wanted bytea) returns table (tenant uuid, id uuid)
  language sql stable security definer set search_path = '' as $$
  select c.tenant, c.id from palabre.callback c where c.token = wanted $$;
select palabre.hand_over('find_callback_page(text)', 'callback_finder');
select palabre.hand_over('find_callback_token(bytea)', 'callback_finder');
grant execute on function palabre.find_callback_page(text), palabre.find_callback_token(bytea) to web;
"""


def upgrade() -> None:
    op.execute(SQL)
