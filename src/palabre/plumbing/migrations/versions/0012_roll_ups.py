"""Roll-ups: sums of a quarter of an hour and of a day, what of them lies in files, and how far."""
from alembic import op

revision = "0012_roll_ups"
down_revision = "0011_parked"

BUCKETS = 64
COUNTS = """offered first_offered refused_closed refused_full refused_nobody refused_other resumed waiting answered
 answered_waited abandoned short_abandoned callback other handled offers""".split()
SUMS = "wait_sum wait_from_arrival_sum abandoned_wait_sum talk_sum hold_sum wrap_up_sum ring_sum wait_max".split()
TIMES = "signed_in_sum busy_sum idle_sum".split()


def table(name: str, more: str) -> str:
    """What is nothing is null, which takes no room in a row. `slot`: its first millisecond, UTC."""
    return f"""
create table palabre.{name} (
  tenant uuid not null,
  level text not null,                               -- tenant, partner, site, advisor
  subject uuid not null,                             -- of the level; zeros: the tenant itself
  partner uuid not null,                             -- whose people these are; zeros: nobody's in particular
  queue uuid not null,                               -- zeros: all of them together
  slot bigint not null,
  {more},
  primary key (tenant, level, subject, queue, slot, partner)
);
create index {name}_slot on palabre.{name} (tenant, slot);
select palabre.secure('{name}', projector => true);
create policy partner on palabre.{name} as restrictive for select to web
  using (palabre.partner() is null or (partner = palabre.partner() and level <> 'tenant'));
revoke insert, update, delete on palabre.{name} from web;
"""


def columns(kind: str, names: list[str]) -> str:
    return ", ".join(f"{name} {kind}" for name in names)


COHORT = ", ".join([
    columns("int", COUNTS), columns("bigint", SUMS),
    columns("int", [f"a{n}" for n in range(BUCKETS)]),       # waits of the answered, by bucket
    columns("int", [f"l{n}" for n in range(BUCKETS)]),       # of those who left, short abandons too
])  # fmt: skip

SQL = (
    table("roll_up", COHORT)
    + table("roll_up_day", COHORT)
    + table("roll_up_time", columns("bigint", TIMES))        # at the event, never mixed with the cohorts
    + table("roll_up_time_day", columns("bigint", TIMES))
    + r"""
-- Days for which the daily sums hold, in the time zone they were made in. The reader strikes out what it changes.
create table palabre.roll_up_day_made (
  tenant uuid not null,
  zone text not null,
  begun bigint not null,
  ended bigint not null,
  primary key (tenant, zone, begun)
);
create index roll_up_day_made_ended on palabre.roll_up_day_made (tenant, ended);
select palabre.secure('roll_up_day_made', projector => true);
revoke insert, update, delete on palabre.roll_up_day_made from web;

-- Old days lie in files (Parquet, among the tenant's blobs); what is before `until` is read from there alone.
create table palabre.roll_up_file (
  tenant uuid not null,
  day bigint not null,                               -- its first millisecond, UTC
  kind text not null,                                -- roll_up, roll_up_advisor, roll_up_time, contact, interval
  blob uuid not null,
  rows int not null,
  bytes bigint not null,
  primary key (tenant, day, kind)
);
create table palabre.roll_up_until (
  tenant uuid primary key,
  until bigint not null
);
select palabre.secure('roll_up_file', projector => true);
select palabre.secure('roll_up_until', projector => true);
revoke insert, update, delete on palabre.roll_up_file, palabre.roll_up_until from web;

-- Those files are put by the projector.
create policy across_projector on palabre.blob_unsettled to projector using (true) with check (true);
grant select, insert, update, delete on palabre.blob_unsettled to projector;
grant select on palabre.tenant to projector;
create policy across_projector on palabre.tenant for select to projector using (true);

-- Everything is folded anew, where the journals are whole; else what was counted stays, and roll-ups begin here.
do $$ begin
  if not exists (select from palabre.partition p join lateral
      (select min(last_number - facts) as past from palabre.journal where partition = p.id) j on true
    where coalesce(j.past, p.last_number) > 0) then
    truncate palabre.contact, palabre.advisor_interval, palabre.advisor_home;
    update palabre.reader set number = 0 where name = 'reporting';
  end if;
end $$;
"""
)


def upgrade() -> None:
    op.execute(SQL)
