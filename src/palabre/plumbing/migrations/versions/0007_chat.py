"""chat"""
from alembic import op

revision = "0007_chat"
down_revision = '0006_voice'

SQL = r"""
create table palabre.chat_widget (
  tenant uuid not null,
  id uuid not null,
  key text not null,                                 -- public: it stands in the site's page; the conversation's entry
  name text not null,                                -- what the visitor reads on top
  greetings jsonb not null default '{}',             -- language -> first words, before anything is sent
  origins text[] not null default '{}',              -- sites that may embed it; '*' is any
  gone_seconds int not null default 300,             -- no socket for so long: the customer has left
  silent_seconds int not null default 1800,          -- a socket, but no word for so long while nobody keeps her waiting
  created_at bigint not null,
  retired_at bigint,
  primary key (tenant, id)
);
create unique index chat_widget_key on palabre.chat_widget (key);

create table palabre.chat_visitor (                  -- a browser, known by a random token of which we keep the hash
  tenant uuid not null,
  id uuid not null,
  widget uuid not null,
  token_hash bytea not null,
  language text not null default '',
  created_at bigint not null,
  primary key (tenant, id),
  foreign key (tenant, widget) references palabre.chat_widget (tenant, id)
);
create unique index chat_visitor_token on palabre.chat_visitor (tenant, token_hash);

create table palabre.chat_presence (                 -- one row per chat conversation
  tenant uuid not null,
  conversation uuid not null,
  visitor uuid not null,
  language text not null default '',                 -- of the visitor's page
  heard_at bigint not null,                          -- a socket was there
  active_at bigint not null,                         -- a message, either way
  secret uuid,                                       -- the question whose answer must not be kept
  primary key (tenant, conversation),
  foreign key (tenant, conversation) references palabre.conversation (tenant, id) on delete cascade
);
create index chat_presence_visitor on palabre.chat_presence (tenant, visitor);

select palabre.secure('chat_widget');
select palabre.secure('chat_visitor', projector => true);
select palabre.secure('chat_presence', projector => true);

-- A widget's key names its tenant before anybody has signed in.
select palabre.definer('widget_finder');
grant select on palabre.chat_widget to widget_finder;
create policy widget_finder on palabre.chat_widget for select to widget_finder using (retired_at is null);
create function palabre.widget_of(wanted text)
  returns table (tenant uuid, widget uuid, name text, greetings jsonb, origins text[])
  language sql stable security definer set search_path = '' as $$
  select w.tenant, w.id, w.name, w.greetings, w.origins from palabre.chat_widget w where w.key = wanted $$;
select palabre.hand_over('widget_of(text)', 'widget_finder');
grant execute on function palabre.widget_of(text) to web;
"""


def upgrade() -> None:
    op.execute(SQL)
