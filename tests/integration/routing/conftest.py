"""The public port with its rooms, over a migrated database and NATS."""

import psycopg
import pytest
from web_rig import open_web_rig

from palabre.foundations.decision import codec_of
from palabre.routing.model.room import ROOM


@pytest.fixture
async def rig(own_database, nats, tmp_path):
    async with open_web_rig(own_database, nats, tmp_path) as made:
        yield made


@pytest.fixture
async def demo(rig):
    return (await rig.found("Démo", "admin@demo.test")).tenant


@pytest.fixture
async def admin(rig, demo):
    return await rig.signed_in("admin@demo.test")


@pytest.fixture
def told(rig):
    """Facts that wait in the outbox since the last look, decoded."""
    codec, seen = codec_of([ROOM]), 0

    def look():
        nonlocal seen
        with psycopg.connect(rig.dsn("superuser")) as connection:
            rows = connection.execute(
                "select id, fact from palabre.outbox where id > %s order by id", (seen,)
            ).fetchall()
        seen = rows[-1][0] if rows else seen
        return [codec.decode_fact(fact) for _, fact in rows]

    return look
