"""workforce: tests of workstations at home, and incidents on the line"""

from alembic import op

revision = "0035_workstations"
down_revision = "0034_telework"

SQL = r"""
-- Instants are milliseconds since 1970.
create table palabre.workstation_test (              -- hers and the technicians': no supervisor reads it
  tenant uuid not null,
  id uuid not null,
  person uuid not null,
  tested_at bigint not null,
  tested_on date not null,                           -- by the tenant's clock
  measured jsonb not null,
  judged jsonb not null,
  primary key (tenant, id),
  foreign key (tenant, person) references palabre.person on delete cascade
);
create index workstation_test_person on palabre.workstation_test (tenant, person, tested_at desc);
create table palabre.line_incident (                 -- "my line is bad", told to the technicians alone
  tenant uuid not null,
  id uuid not null,
  person uuid not null,
  words text not null,
  told_at bigint not null,
  answer text not null default '',
  closed_at bigint,
  closed_by uuid,
  primary key (tenant, id),
  foreign key (tenant, person) references palabre.person on delete cascade
);
create index line_incident_person on palabre.line_incident (tenant, person, told_at desc);
create index line_incident_open on palabre.line_incident (tenant, told_at, id) where closed_at is null;
create index line_quality_advisor on palabre.line_quality (tenant, advisor, seen_at) where advisor is not null;
select palabre.secure(name) from unnest(array['workstation_test', 'line_incident']) as name;
"""


def upgrade() -> None:
    op.execute(SQL)
