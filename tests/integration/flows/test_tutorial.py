"""The tutorial's code is what it says: its step runs, its test passes, its fault is told."""
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from palabre.flows.model.step import KINDS
from palabre.flows.problems import FlowInvalid

TUTORIAL = Path(__file__).parents[3] / "docs/tutorials/add_a_flow_step.md"


def module(name: str, source: str) -> ModuleType:
    made = sys.modules[name] = ModuleType(name)
    exec(compile(source, str(TUTORIAL), "exec"), vars(made))
    return made


@pytest.fixture
def blocks():
    found = re.findall(r"```python\n(.*?)```", TUTORIAL.read_text(), re.S)
    assert len(found) == 2
    yield found
    KINDS.pop("tell_time", None)


async def test_the_tutorial_is_true(centre, blocks):
    test = module("tutorial_step", blocks[0]) and module("tutorial_test", blocks[1])
    await test.test_the_time_is_told(centre)
    with pytest.raises(FlowInvalid) as refused:
        await centre.flow({"time": {"kind": "tell_time", "zone": "UTC", "next": {"done": "bye"}},
                           "bye": {"kind": "hang_up"}})
    assert refused.value.details["faults"] == [["exit_not_wired", "time", "unknown"]]
