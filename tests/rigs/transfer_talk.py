"""A talk in which somebody is asked, or given the customer: the room's decisions, without a telephone."""

from __future__ import annotations

import pytest
from partition_lives import ANNE, PAUL, C, Stage

from palabre.channels.voice import commands as voice
from palabre.channels.voice import facts as voice_facts
from palabre.routing import facts as routing_facts

T = "transfer-1"


class Talk(Stage):
    """Anne talks; Paul is available or not."""

    def __init__(self, *, paul: bool = True, **queue) -> None:
        super().__init__(**{"wrap_up_seconds": 30.0, **queue})
        self.available(ANNE)
        self.arrives()
        self.queued()
        self.accepts()
        self.driver()
        if paul:
            self.available(PAUL)

    def begin(self, to="advisor", target=PAUL, *, blind=False, by=ANNE, id=T):
        self.ask(voice.BeginTransfer(C, by, id, to, target, blind))
        return self

    def consulting(self):
        """Paul has come, and speaks with Anne."""
        self.begin()
        self.driver()
        self.accepts()
        self.driver()
        return self

    def outside(self):
        """Somebody has answered at an outside number."""
        self.begin("number", "")
        self.driver()
        return self

    def party(self, outcome, detail=""):
        effect = next(e for e in self.world["voice"].effects.values() if isinstance(e, voice_facts.PartyRequested))
        self.ask(voice.ReportEffect(effect.effect, outcome, detail))

    @property
    def call(self):
        return self.world["voice"].calls.get(C)

    def outcomes(self):
        return [f.outcome for f in self.facts if isinstance(f, voice_facts.TransferEnded)]

    def asked(self, kind) -> list:
        return [e for e in self.world["voice"].effects.values() if isinstance(e, kind)]

    def ends(self):
        return [f.reason for f in self.facts if isinstance(f, routing_facts.WorkItemEnded)]


@pytest.fixture
def talk():
    return Talk()
