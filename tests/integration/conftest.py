"""Times of the product made short, where a test is not about how long they are."""

import pytest

from palabre.desk.actions import gateway


@pytest.fixture
def short_beat(monkeypatch) -> None:
    """Desks are told every half second that nothing is on its way, instead of every five."""
    monkeypatch.setattr(gateway, "BEAT_SECONDS", 0.5)
