"""voice: each sign-in has a telephone of its own"""
from alembic import op

revision = "0020_telephones"
down_revision = "0019_nodes"

SQL = r"""
-- Two browsers of one person are two sign-ins: one telephone for both, and one's registration would move the other's.
alter table palabre.phone add column session uuid;   -- none: a program's, or a web caller's; ended with the session
create index phone_session on palabre.phone (tenant, session) where session is not null;
"""


def upgrade() -> None:
    op.execute(SQL)
