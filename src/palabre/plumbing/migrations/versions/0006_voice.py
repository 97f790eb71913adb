"""Numbers, calls, phones and recordings."""
from alembic import op

revision = "0006_voice"
down_revision = '0005_flows'

SQL = r"""
-- Instants are milliseconds since 1970. A number belongs to one tenant of the whole installation.
create table palabre.phone_number (
  tenant uuid not null,
  id uuid not null,
  number text not null,                              -- E.164, +33140001000
  name text not null default '',
  flow uuid,                                         -- none: the flow that flows names for it
  language text not null default 'fr',
  rescue_number text,                                -- where a caller is sent when nobody of ours answers
  web_key text unique,                               -- calls from a page reach this number by this key
  created_at bigint not null,
  primary key (tenant, id)
);
create unique index phone_number_number on palabre.phone_number (number);

-- Which channel of which Asterisk a conversation came in by: what the call record is compared with.
create table palabre.call_line (
  tenant uuid not null,
  conversation uuid not null,
  node text not null,
  line text not null,
  number text not null,
  arrived_at bigint not null,
  reconstructed boolean not null default false,
  primary key (tenant, conversation)
);
create unique index call_line_line on palabre.call_line (node, line);

-- Credentials of one telephone for a short time: an advisor's (`person`), or a web caller's (`number`).
create table palabre.phone (
  tenant uuid not null,
  id text not null,                                  -- also its SIP user and its endpoint in Asterisk
  kind text not null check (kind in ('browser', 'sip', 'caller')),
  person uuid,
  number text,
  contact text not null default '',                  -- a fixed SIP address; '' registers itself
  secret bytea not null,                             -- the SIP password, sealed
  ticket bytea,                                      -- sha256 of what opens the relay without a session
  network bytea,                                     -- keyed hash of a web caller's network, for the bound only
  created_at bigint not null,
  expires_at bigint not null,
  primary key (tenant, id)
);
create index phone_person on palabre.phone (tenant, person, created_at desc);
create index phone_network on palabre.phone (tenant, network, created_at) where network is not null;
create unique index phone_ticket on palabre.phone (ticket) where ticket is not null;

create table palabre.recording (
  tenant uuid not null,
  id uuid not null,
  conversation uuid not null,
  effect text not null,                              -- the connection it is of: one file per talk
  blob uuid not null,
  seconds double precision not null,
  sha256 bytea not null,
  began_at bigint not null,
  primary key (tenant, id),
  foreign key (tenant, conversation) references palabre.conversation (tenant, id) on delete cascade
);
create unique index recording_effect on palabre.recording (tenant, effect);
create index recording_conversation on palabre.recording (tenant, conversation, began_at);

select palabre.secure('phone_number', projector => true);
select palabre.secure('call_line', projector => true);
select palabre.secure('phone');
select palabre.secure('recording', projector => true);

-- An incoming call knows a number only: what looks across tenants.
select palabre.definer('voice_finder');
grant select on palabre.phone_number, palabre.call_line, palabre.phone to voice_finder;
create policy voice_finder on palabre.phone_number for select to voice_finder using (true);
create policy voice_finder on palabre.call_line for select to voice_finder using (true);
create policy voice_finder on palabre.phone for select to voice_finder using (true);

create function palabre.find_phone_number(wanted text)
  returns table (tenant uuid, number text, flow uuid, language text)
  language sql stable security definer set search_path = '' as $$
  select n.tenant, n.number, n.flow, n.language from palabre.phone_number n where n.number = wanted $$;
create function palabre.find_web_entry(wanted text) returns table (tenant uuid, number text, name text, language text)
  language sql stable security definer set search_path = '' as $$
  select n.tenant, n.number, n.name, n.language from palabre.phone_number n where n.web_key = wanted $$;
create function palabre.rescue_numbers() returns table (number text, rescue_number text)
  language sql stable security definer set search_path = '' as $$
  select n.number, coalesce(n.rescue_number, '') from palabre.phone_number n $$;
create function palabre.find_phone_ticket(wanted bytea, instant bigint)
  returns table (tenant uuid, id text, expires_at bigint)
  language sql stable security definer set search_path = '' as $$
  select p.tenant, p.id, p.expires_at from palabre.phone p where p.ticket = wanted and p.expires_at > instant $$;
create function palabre.phones_alive(instant bigint) returns setof palabre.phone
  language sql stable security definer set search_path = '' as $$
  select * from palabre.phone p where p.expires_at > instant order by p.created_at $$;
create function palabre.known_lines(wanted_node text, lines text[]) returns setof text
  language sql stable security definer set search_path = '' as $$
  select l.line from palabre.call_line l where l.node = wanted_node and l.line = any(lines) $$;
select palabre.hand_over('find_phone_number(text)', 'voice_finder');
select palabre.hand_over('find_web_entry(text)', 'voice_finder');
select palabre.hand_over('rescue_numbers()', 'voice_finder');
select palabre.hand_over('find_phone_ticket(bytea, bigint)', 'voice_finder');
select palabre.hand_over('phones_alive(bigint)', 'voice_finder');
select palabre.hand_over('known_lines(text, text[])', 'voice_finder');
grant execute on function palabre.find_phone_number(text), palabre.find_web_entry(text), palabre.rescue_numbers(),
  palabre.find_phone_ticket(bytea, bigint), palabre.phones_alive(bigint), palabre.known_lines(text, text[]) to web;
"""


def upgrade() -> None:
    op.execute(SQL)
