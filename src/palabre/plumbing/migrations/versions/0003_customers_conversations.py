"""customers and conversations"""
from alembic import op

revision = "0003_customers_conversations"
down_revision = '0002_tenants'

SQL = r"""
-- Instants are milliseconds since 1970 (bigint, columns in _at), the same numbers as in the facts.
-- Personal content (names, addresses, texts, notes) lives in these rows only and can be erased without touching a fact.

create table palabre.customer (
  tenant uuid not null,
  id uuid not null,
  name text not null default '',
  language text not null default '',
  note text not null default '',
  attributes jsonb not null default '{}',
  version int not null default 1,
  created_at bigint not null,
  changed_at bigint not null,
  erased_at bigint,
  primary key (tenant, id)
);
create index customer_words on palabre.customer using gin (to_tsvector('simple', name));

-- An address is not a person: several customers may share one. `joins` false (withheld, invalid, short): joins nothing.
create table palabre.customer_address (
  tenant uuid not null,
  customer uuid not null,
  kind text not null,                                -- phone, email, visitor…
  value text not null,                               -- normalised
  joins boolean not null default true,
  verified boolean not null default false,           -- a presented number is a claim
  created_at bigint not null,
  primary key (tenant, kind, value, customer),
  foreign key (tenant, customer) references palabre.customer (tenant, id) on delete cascade
);
create index customer_address_of on palabre.customer_address (tenant, customer);

-- Words a customer is found by (of the name, digits of a number), compared from their beginning. A plain index in byte
-- order: full-text operators are not leakproof, so under row-level security they would read every row of all tenants.
create table palabre.customer_word (
  tenant uuid not null,
  customer uuid not null,
  word text collate "C" not null,
  primary key (tenant, word, customer),
  foreign key (tenant, customer) references palabre.customer (tenant, id) on delete cascade
);
create index customer_word_of on palabre.customer_word (tenant, customer);

create table palabre.outcome_code (                  -- wrap-up codes, per tenant
  tenant uuid not null,
  code text not null,
  labels jsonb not null default '{}',                -- language -> label
  position int not null default 0,
  retired_at bigint,
  primary key (tenant, code)
);

create table palabre.conversation (
  tenant uuid not null,
  id uuid not null,
  channel text not null,
  customer uuid,
  address_kind text not null default '',
  address_value text not null default '',
  single boolean not null default false,             -- at most one open per address (message channels)
  entry text not null,                               -- number called, widget, mailbox
  state text not null default 'opening' check (state in ('opening', 'open', 'closed')),
  opened_at bigint not null,
  alive_at bigint,                                   -- the owner gave it life
  customer_left_at bigint,
  closed_at bigint,
  closed_reason text not null default '',
  repaired text not null default '',
  previous uuid,
  lives int not null default 1,                      -- a late message may begin another one
  messages int not null default 0,                   -- the number of the last message seen by both sides
  outcome text,
  outcome_by uuid,
  outcome_at bigint,
  primary key (tenant, id),
  foreign key (tenant, customer) references palabre.customer (tenant, id),
  foreign key (tenant, previous) references palabre.conversation (tenant, id),
  foreign key (tenant, outcome) references palabre.outcome_code (tenant, code)
);
create unique index conversation_single on palabre.conversation (tenant, channel, address_kind, address_value)
  where single and state <> 'closed';
create index conversation_customer on palabre.conversation (tenant, customer, opened_at desc);
create index conversation_recent on palabre.conversation (tenant, opened_at desc, id);
create index conversation_opening on palabre.conversation (opened_at) where state = 'opening';
create index conversation_address on palabre.conversation (tenant, address_value);

-- Written by the reader of the stream alone; ids are born of the fact's number.
create table palabre.segment (
  tenant uuid not null,
  id text not null,
  conversation uuid not null,
  kind text not null,
  owner text not null,                               -- run, queue or advisor
  subject text not null default '',
  opened_at bigint not null,
  closed_at bigint,
  reason text not null default '',
  primary key (tenant, id),
  foreign key (tenant, conversation) references palabre.conversation (tenant, id) on delete cascade
);
create index segment_conversation on palabre.segment (tenant, conversation, opened_at);
create index segment_owner on palabre.segment (tenant, owner, opened_at desc);

create function palabre.message_rank(status text) returns int language sql immutable parallel safe as $$
  select array_position(array['queued', 'sent', 'delivered', 'read'], status) $$;

create table palabre.message (
  tenant uuid not null,
  id uuid not null,
  conversation uuid not null,
  number int,                                        -- its place in the conversation; none while held
  direction text not null check (direction in ('in', 'out')),
  author uuid,                                       -- an advisor; none for the customer and for a flow
  kind text not null default 'text',                 -- text, options, choice, ask, secret, status
  text text not null default '',
  data jsonb not null default '{}',
  provider_id text,                                  -- the other side's id of it: received twice, kept once
  status text not null default 'sent' check (status in ('queued', 'sent', 'delivered', 'read', 'failed', 'undone')),
  created_at bigint not null,
  held_until bigint,
  late boolean not null default false,               -- it reached the stream after the end of its conversation
  sent_at bigint,
  delivered_at bigint,
  read_at bigint,
  primary key (tenant, id),
  foreign key (tenant, conversation) references palabre.conversation (tenant, id) on delete cascade
);
create unique index message_provider on palabre.message (tenant, provider_id) where provider_id is not null;
create unique index message_number on palabre.message (tenant, conversation, number) where number is not null;
create index message_conversation on palabre.message (tenant, conversation, created_at);
create index message_late on palabre.message (tenant, conversation) where late;
create index message_held on palabre.message (held_until) where status = 'queued';

create function palabre.message_forward() returns trigger language plpgsql as $$
begin                                                -- a late "sent" never overwrites "delivered"
  if palabre.message_rank(new.status) < palabre.message_rank(old.status) then new.status := old.status; end if;
  if old.status = 'undone' then new.status := 'undone'; end if;
  return new;
end $$;
create trigger message_forward before update of status on palabre.message
  for each row execute function palabre.message_forward();

create table palabre.note (
  tenant uuid not null,
  id uuid not null,
  conversation uuid not null,
  author uuid not null,
  text text not null,
  created_at bigint not null,
  primary key (tenant, id),
  foreign key (tenant, conversation) references palabre.conversation (tenant, id) on delete cascade
);
create index note_conversation on palabre.note (tenant, conversation, created_at);

create table palabre.attachment (                    -- recordings and files, by the id of their blob
  tenant uuid not null,
  id uuid not null,                                  -- the blob's, or what its room names it by
  conversation uuid not null,
  kind text not null,                                -- recording, file, photo
  seconds double precision,
  created_at bigint not null,
  primary key (tenant, id),
  foreign key (tenant, conversation) references palabre.conversation (tenant, id) on delete cascade
);
create index attachment_conversation on palabre.attachment (tenant, conversation, created_at);

select palabre.secure('customer', projector => true);
select palabre.secure('customer_address', projector => true);
select palabre.secure('customer_word');
select palabre.secure('outcome_code');
select palabre.secure('conversation', projector => true);
select palabre.secure('segment', projector => true);
select palabre.secure('message', projector => true);
select palabre.secure('note', projector => true);
select palabre.secure('attachment', projector => true);

-- The worker looks across tenants for what is due; it then acts within each tenant.
select palabre.definer('conversation_finder');
grant select (tenant, id, status, held_until) on palabre.message to conversation_finder;
grant select (tenant, id, state, opened_at) on palabre.conversation to conversation_finder;
create policy conversation_finder on palabre.message for select to conversation_finder using (status = 'queued');
create policy conversation_finder on palabre.conversation for select to conversation_finder using (state = 'opening');
create function palabre.messages_due(now_ms bigint, rows_max int) returns table (tenant uuid, message uuid)
  language sql stable security definer set search_path = '' as $$
  select m.tenant, m.id from palabre.message m where m.status = 'queued' and m.held_until <= now_ms
  order by m.held_until limit least(rows_max, 1000) $$;
grant select (tenant) on palabre.outbox to conversation_finder;
create policy conversation_finder on palabre.outbox for select to conversation_finder using (true);
create function palabre.conversations_opening(before_ms bigint, rows_max int)
  returns table (tenant uuid, conversation uuid, opened_at bigint, outbox_waits boolean)
  language sql stable security definer set search_path = '' as $$
  select c.tenant, c.id, c.opened_at, exists (select from palabre.outbox o where o.tenant = c.tenant)
  from palabre.conversation c where c.state = 'opening' and c.opened_at < before_ms
  order by c.opened_at limit least(rows_max, 1000) $$;
select palabre.hand_over('messages_due(bigint, int)', 'conversation_finder');
select palabre.hand_over('conversations_opening(bigint, int)', 'conversation_finder');
grant execute on function palabre.messages_due(bigint, int), palabre.conversations_opening(bigint, int)
  to web, projector;
"""


def upgrade() -> None:
    op.execute(SQL)
