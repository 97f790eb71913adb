"""One centre per test; a worker and a front where the test asks for them."""
from __future__ import annotations

import pytest
from chat_rig import open_chat_rig

from palabre.conversations.actions import messages


@pytest.fixture
async def rig(own_database, nats, tmp_path):
    async with open_chat_rig(own_database, nats, tmp_path) as made:
        yield made


@pytest.fixture
def hardly_held(monkeypatch) -> None:
    """An advisor's words leave after half a second, where a test is not about the three that they can be undone."""
    monkeypatch.setitem(messages.HOLD_SECONDS, "chat", 0.5)


@pytest.fixture
async def live(rig):
    """With a worker and a front."""
    async with rig.worker(), rig.front():
        yield rig
