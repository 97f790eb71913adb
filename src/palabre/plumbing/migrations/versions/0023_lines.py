"""voice: telephones of advisors, quality of lines, calls they begin"""
from alembic import op

revision = "0023_lines"
down_revision = "0022_parties"

SQL = r"""
-- Instants are milliseconds since 1970.
-- A desk telephone's credentials last until they are taken away; she is shown them once.
alter table palabre.phone add column lasting boolean not null default false;
create table palabre.telephone_choice (              -- which telephone an advisor's calls ring at; none: her browser
  tenant uuid not null,
  person uuid not null,
  kind text not null check (kind in ('browser', 'sip', 'number')),
  number text not null default '',                   -- her own, E.164; called and kept open between calls
  changed_at bigint not null,
  primary key (tenant, person),
  foreign key (tenant, person) references palabre.person on delete cascade
);
create table palabre.line_quality (                  -- what RTP counted of one line of a call, last seen
  tenant uuid not null,
  conversation uuid not null,
  line text not null,                                -- channel of Asterisk; of a browser's own count, with browser-
  line_end text not null check (line_end in ('customer', 'advisor')),
  advisor uuid,
  source text not null check (source in ('server', 'browser')),
  codec text not null default '',
  mos real not null,                                 -- ITU-T G.107, of the worse direction
  rating real not null,                              -- its R
  word text not null check (word in ('good', 'fair', 'weak', 'bad')),
  mos_least real not null,                           -- the lowest of this line
  packets bigint not null,                           -- received by us, or by the browser
  lost_share real not null,                          -- of the worse direction, 0 to 1
  jitter_ms real not null,
  round_trip_ms real,
  began_at bigint not null,
  seen_at bigint not null,
  primary key (tenant, conversation, line),
  foreign key (tenant, conversation) references palabre.conversation (tenant, id) on delete cascade
);
create table palabre.hold_music (                    -- while customers wait; begins anew at its end
  tenant uuid not null primary key,
  blob uuid not null,
  name text not null,
  seconds real not null,
  sha256 bytea not null,                             -- of the uploaded file
  changed_at bigint not null
);
create table palabre.abuse_rule (                    -- none: two minutes, our own closing words
  tenant uuid not null primary key,
  pause_minutes int not null check (pause_minutes between 0 and 60),   -- 0: no pause is granted
  prompt text not null default '',                   -- of the library, said before hanging up; '': our own words
  changed_at bigint not null
);
create table palabre.abuse_report (
  tenant uuid not null,
  effect text not null,
  conversation uuid not null,
  advisor uuid not null,
  reported_at bigint not null,
  pause_minutes int not null,
  seen_at bigint,
  seen_by uuid,
  primary key (tenant, effect),
  foreign key (tenant, conversation) references palabre.conversation (tenant, id) on delete cascade
);
create table palabre.click_call (                    -- a number that an advisor had dialled, and whom for
  tenant uuid not null,
  id uuid not null,
  advisor uuid not null,
  customer uuid,
  began_at bigint not null,
  primary key (tenant, id)
);
alter table palabre.outbound_call add column purpose text not null default 'callback';
alter table palabre.outbound_call add column advisor uuid;   -- who wants it, of her own accord
select palabre.secure(name) from unnest(array[
  'telephone_choice', 'line_quality', 'hold_music', 'abuse_rule', 'abuse_report', 'click_call']) as name;
revoke delete on palabre.abuse_report from web;

create function palabre.telephone_choices() returns table (tenant uuid, person uuid, kind text, number text)
  language sql stable security definer set search_path = '' as $$
  select c.tenant, c.person, c.kind, c.number from palabre.telephone_choice c where c.kind <> 'browser' $$;
grant select on palabre.telephone_choice to voice_finder;
create policy voice_finder on palabre.telephone_choice for select to voice_finder using (true);
select palabre.hand_over('telephone_choices()', 'voice_finder');
grant execute on function palabre.telephone_choices() to web;
create function palabre.hold_musics() returns table (tenant uuid, blob uuid)
  language sql stable security definer set search_path = '' as $$
  select m.tenant, m.blob from palabre.hold_music m $$;
grant select on palabre.hold_music to voice_finder;
create policy voice_finder on palabre.hold_music for select to voice_finder using (true);
select palabre.hand_over('hold_musics()', 'voice_finder');
grant execute on function palabre.hold_musics() to web;
"""


def upgrade() -> None:
    op.execute(SQL)
