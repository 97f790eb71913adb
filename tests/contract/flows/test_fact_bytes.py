"""The bytes of every released fact of flows, and every released kind of step: they must be read for ever."""
import json
from pathlib import Path

import pytest

import palabre.flows.wiring  # noqa: F401  kinds of steps
from palabre.flows import facts
from palabre.flows.facts import FlowBegan, FlowEnded, OwnCallBegan, OwnCallEnded
from palabre.flows.model.flow import read_flow
from palabre.flows.model.reference import step_reference
from palabre.flows.model.step import KINDS
from palabre.foundations.facts import Codec, Fact

RUN, CONVERSATION, FLOW = (f"0199aaaa-0000-7000-8000-00000000000{n}" for n in (1, 2, 3))
AT = 1_790_000_000_000

RELEASED = {
    "96b1666c6f77732e466c6f77426567616e2e31cf000001a0c4506c00d92430313939616161612d303030302d373030302d38303030"
    "2d303030303030303030303031d92430313939616161612d303030302d373030302d383030302d303030303030303030303032d924"
    "30313939616161612d303030302d373030302d383030302d30303030303030303030303304":
        FlowBegan(AT, RUN, CONVERSATION, FLOW, 4),
    "95b1666c6f77732e466c6f77456e6465642e31cf000001a0c4506c00d92430313939616161612d303030302d373030302d38303030"
    "2d303030303030303030303031d92430313939616161612d303030302d373030302d383030302d303030303030303030303032ab68"
    "616e6465645f6f766572":
        FlowEnded(AT, RUN, CONVERSATION, "handed_over"),
    "95b4666c6f77732e4f776e43616c6c426567616e2e31cf000001a0c4506c00d92430313939616161612d303030302d373030302d"
    "383030302d303030303030303030303032d92430313939616161612d303030302d373030302d383030302d303030303030303030"
    "303031a3372e39":
        OwnCallBegan(AT, CONVERSATION, RUN, "7.9"),
    "96b4666c6f77732e4f776e43616c6c456e6465642e31cf000001a0c4506c00d92430313939616161612d303030302d373030302d"
    "383030302d303030303030303030303032d92430313939616161612d303030302d373030302d383030302d303030303030303030"
    "303031a772656163686564d92430313939616161612d303030302d373030302d383030302d303030303030303030303033":
        OwnCallEnded(AT, CONVERSATION, RUN, "reached", FLOW),
}
OWN = [f for f in vars(facts).values() if isinstance(f, type) and issubclass(f, Fact) and f is not Fact]


@pytest.mark.parametrize(("data", "fact"), RELEASED.items(), ids=lambda v: type(v).__name__)
def test_released_bytes_are_read(data, fact):
    codec = Codec(OWN)
    assert codec.decode_fact(bytes.fromhex(data)) == fact
    assert codec.encode_fact(fact).hex() == data


def test_every_fact_has_its_bytes_here():
    assert {type(fact) for fact in RELEASED.values()} == set(OWN)


def test_a_document_of_the_first_schema_is_read():
    document = json.loads((Path(__file__).parent / "flow_schema_1.json").read_text())
    flow = read_flow(document)
    own = {kind for kind in KINDS.values() if kind.__module__.startswith("palabre.flows.")}
    assert {type(step) for step in flow.steps.values()} == own
    assert flow.steps["collect"].variable == "order"


def test_the_page_of_the_steps_is_what_the_steps_say():
    told = (Path(__file__).parents[3] / "docs/reference/flow_steps.md").read_text()
    for name, kind in KINDS.items():
        if kind.__module__.startswith("palabre."):
            assert step_reference(name, kind) in told, f"{name}: ./palabre openapi writes it"
