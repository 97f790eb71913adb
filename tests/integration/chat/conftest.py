"""One centre per test; a worker and a front where the test asks for them."""
from __future__ import annotations

import pytest
from chat_rig import open_chat_rig


@pytest.fixture
async def rig(own_database, nats, tmp_path):
    async with open_chat_rig(own_database, nats, tmp_path) as made:
        yield made


@pytest.fixture
async def live(rig):
    """With a worker and a front."""
    async with rig.worker(), rig.front():
        yield rig
