"""workforce: agreements on work from home"""

from alembic import op

revision = "0034_telework"
down_revision = "0033_flow_packages"

SQL = r"""
-- Instants are milliseconds since 1970.
create table palabre.telework_agreement (
  tenant uuid not null,
  id uuid not null,
  person uuid not null,
  state text not null check (state in ('asked', 'refused', 'offered', 'declined', 'withdrawn', 'signed')),
  document jsonb not null,                           -- what was asked, offered, answered, signed, ended, and the days
  asked_at bigint not null,
  changed_at bigint not null,
  primary key (tenant, id),
  foreign key (tenant, person) references palabre.person
);
create index telework_agreement_person on palabre.telework_agreement (tenant, person, asked_at desc);
create index telework_agreement_state on palabre.telework_agreement (tenant, state, asked_at, id);
create unique index telework_agreement_unanswered on palabre.telework_agreement (tenant, person)
  where state in ('asked', 'offered');               -- two clicks at once ask once
create table palabre.telework_beyond (               -- she said herself that she works outside the hours agreed
  tenant uuid not null,
  id uuid not null,
  person uuid not null,
  said_at bigint not null,
  primary key (tenant, id),
  foreign key (tenant, person) references palabre.person
);
create index telework_beyond_person on palabre.telework_beyond (tenant, person, said_at desc);
select palabre.secure(name) from unnest(array['telework_agreement', 'telework_beyond']) as name;
"""


def upgrade() -> None:
    op.execute(SQL)
