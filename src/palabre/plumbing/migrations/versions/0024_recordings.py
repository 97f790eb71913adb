"""voice: recordings whole; voicemail"""
from alembic import op

revision = "0024_recordings"
down_revision = "0023_lines"

SQL = r"""
-- One file per conversation: what she says left, what she hears right.
alter table palabre.recording
  add column bytes bigint not null default 0,
  add column sha512 bytea,
  add column peaks bytea not null default '',         -- loudest sample of each stretch, 0-255: left, right, left…
  add column silences jsonb not null default '[]',    -- [why, from ms, until ms] within the file: nothing is kept there
  add column held_at bigint,                          -- kept for the law until somebody lifts it
  add column erased_at bigint;                        -- the row stays: that there was one, and that it is gone
alter table palabre.recording alter column blob drop not null;
create index recording_recent on palabre.recording (tenant, began_at desc, id);
create index recording_due on palabre.recording (tenant, began_at) where erased_at is null and held_at is null;

create table palabre.recording_mark (                 -- somebody's own: look here
  tenant uuid not null,
  id uuid not null,
  conversation uuid not null,
  at bigint not null,
  person uuid not null,
  note text not null default '',
  created_at bigint not null,
  primary key (tenant, id),
  foreign key (tenant, conversation) references palabre.conversation (tenant, id) on delete cascade
);
create index recording_mark_conversation on palabre.recording_mark (tenant, conversation, at);

create table palabre.recording_rule (
  tenant uuid not null,
  place text not null check (place in ('tenant', 'number', 'flow', 'queue')),
  subject text not null default '',                   -- number (E.164), flow or queue; '' the tenant
  mode text not null check (mode in ('never', 'consent', 'always')),
  whole boolean not null default false,               -- flow and queue too, not talks alone
  changed_at bigint not null,
  primary key (tenant, place, subject)
);

create table palabre.recording_keeping (
  tenant uuid not null primary key,
  days int not null check (days between 1 and 3660)
);

create table palabre.voice_message (
  tenant uuid not null,
  id uuid not null,
  conversation uuid not null,
  queue uuid not null,
  customer uuid,
  number text not null default '',                    -- as presented; '' withheld or erased
  blob uuid,
  seconds double precision not null,
  sha256 bytea not null,
  peaks bytea not null default '',
  left_at bigint not null,
  done_at bigint,
  done_by uuid,
  callback uuid,                                      -- the one asked for on its behalf
  held_at bigint,
  erased_at bigint,
  primary key (tenant, id),
  foreign key (tenant, conversation) references palabre.conversation (tenant, id) on delete cascade
);
create index voice_message_recent on palabre.voice_message (tenant, queue, left_at desc, id);
create index voice_message_due on palabre.voice_message (tenant, left_at) where erased_at is null and held_at is null;

select palabre.secure('recording_mark');
select palabre.secure('recording_rule');
select palabre.secure('recording_keeping');
select palabre.secure('voice_message');
"""


def upgrade() -> None:
    op.execute(SQL)
