"""reporting"""

from alembic import op

revision = "0008_reporting"
down_revision = "0007_chat"

SQL = r"""
-- Read tables, filled from the stream by the reader `reporting`: they can be emptied and filled again.
-- Instants and durations are milliseconds, as in the facts.
create table palabre.contact (                       -- the life of one work item
  tenant uuid not null,
  item text not null,
  conversation uuid not null,
  queue uuid not null,
  kind text not null,                                -- first, transfer, consult, callback
  arrived bigint not null,                           -- the conversation's first instant
  queued bigint not null,                            -- entering the queue: the row's cohort
  first boolean not null,                            -- of its conversation
  resumed boolean not null,                          -- after an interruption: its customer was counted already
  answered bigint,
  ended bigint,
  end_reason text not null,
  advisor uuid,
  site uuid,                                         -- of the advisor, then
  partner uuid,
  offers int not null,
  ring bigint not null,
  talk bigint not null,
  hold bigint not null,
  wrap_up bigint not null,
  ring_from bigint,                                  -- a clock that runs now
  talk_from bigint,
  hold_from bigint,
  hold_segment text not null,
  wrap_up_from bigint,
  primary key (tenant, item)
);
create index contact_cohort on palabre.contact (tenant, queued, queue);
create index contact_conversation on palabre.contact (tenant, conversation);
create table palabre.advisor_interval (              -- a stretch of signed-in time in which nothing changed
  tenant uuid not null,
  advisor uuid not null,
  number bigint not null,                            -- of the fact that began it
  begun bigint not null,
  ended bigint,
  status text not null,
  present boolean not null,
  ringing int not null,
  talking int not null,
  holding int not null,
  wrapping int not null,
  site uuid,
  partner uuid,
  primary key (tenant, advisor, number)
);
create index advisor_interval_time on palabre.advisor_interval (tenant, begun);
create unique index advisor_interval_open on palabre.advisor_interval (tenant, advisor) where ended is null;
create table palabre.advisor_home (                  -- where she belongs now, for the rows to come
  tenant uuid not null,
  advisor uuid not null,
  site uuid,
  partner uuid,
  primary key (tenant, advisor)
);
select palabre.secure('contact', projector => true);
select palabre.secure('advisor_interval', projector => true);
select palabre.secure('advisor_home', projector => true);

-- A partner's people read their own rows only, whatever a statement forgets.
create policy partner on palabre.contact as restrictive for select to web
  using (palabre.partner() is null or partner = palabre.partner());
create policy partner on palabre.advisor_interval as restrictive for select to web
  using (palabre.partner() is null or partner = palabre.partner());
create policy partner on palabre.advisor_home as restrictive for select to web
  using (palabre.partner() is null or partner = palabre.partner());
revoke insert, update, delete on palabre.contact, palabre.advisor_interval, palabre.advisor_home from web;
"""


def upgrade() -> None:
    op.execute(SQL)
