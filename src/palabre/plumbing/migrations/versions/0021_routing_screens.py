"""routing: changes of skills that begin later, changes of many advisors with their undo, who looks after a customer"""
from alembic import op

revision = "0021_routing_screens"
down_revision = "0018_routing_rules"

SQL = r"""
-- Instants are milliseconds since 1970.
alter table palabre.skill_change add column begins_at bigint not null default 0;   -- 0: when it was written
alter table palabre.skill_change add column begun boolean not null default true;   -- the partition was told
create index skill_change_due on palabre.skill_change (tenant, begins_at) where not begun and ended_at is null;
create table palabre.bulk_change (                   -- what changed for each advisor, both ways, so that it is undone
  tenant uuid not null references palabre.tenant,
  id uuid not null,
  changes jsonb not null,                            -- a list of {person, before, after}: ids, codes and numbers
  changed_at bigint not null,
  changed_by uuid,
  undone_at bigint,
  left_alone int not null default 0,                 -- advisors changed since, whom the undoing left as they were
  primary key (tenant, id)
);
create table palabre.account_manager (               -- whom a customer is given to first, where the flow says so
  tenant uuid not null,
  customer uuid not null,
  person uuid not null,
  primary key (tenant, customer),
  foreign key (tenant, customer) references palabre.customer (tenant, id) on delete cascade,
  foreign key (tenant, person) references palabre.person
);
create index account_manager_person on palabre.account_manager (tenant, person);
select palabre.secure(name) from unnest(array['bulk_change', 'account_manager']) as name;
revoke delete on palabre.bulk_change from web;
"""


def upgrade() -> None:
    op.execute(SQL)
