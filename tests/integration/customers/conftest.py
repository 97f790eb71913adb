"""The public port with its rooms, over a migrated database and NATS."""

import pytest
from web_rig import open_web_rig


@pytest.fixture
async def rig(own_database, nats, tmp_path):
    async with open_web_rig(own_database, nats, tmp_path) as made:
        yield made
