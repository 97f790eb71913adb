"""Pools of the roles on a database of this module's own, and a tenant."""

from __future__ import annotations

import pytest

from palabre.foundations.ids import TenantId
from palabre.plumbing.identity import new_id
from palabre.plumbing.postgres import Database


@pytest.fixture
def tenant() -> TenantId:
    return TenantId(new_id())


@pytest.fixture
async def projector(database):
    pool = await Database.open(database.dsn("projector"), size_max=2)
    yield pool
    await pool.close()


@pytest.fixture
async def web(database):
    pool = await Database.open(database.dsn("web"), size_max=2)
    yield pool
    await pool.close()
