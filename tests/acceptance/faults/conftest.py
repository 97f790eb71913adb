"""One installation without telephony for the faults that leave it alive."""

import pytest
from robots.installation import Installation


@pytest.fixture(scope="session")
def at():
    with Installation("--no-voice") as installation:
        yield installation
    assert installation.left() == []
