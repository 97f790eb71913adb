"""`./palabre openapi [FILE]`: write the document of the interface, docs/reference/openapi.json when nothing is said,
and with it what the web faces know of it, and the page of the flows' steps."""

from __future__ import annotations

from pathlib import Path

from palabre.flows.model.reference import steps_reference
from palabre.plumbing.web import openapi
from palabre.processes import api
from palabre.processes.command_line import web_faces
from palabre.processes.command_line.up import say

_REFERENCE = Path(__file__).parents[4] / "docs/reference/openapi.json"


def main(arguments: list[str]) -> int:
    target = Path(arguments[0]) if arguments else _REFERENCE
    openapi.write(api.document(), target)
    print(target)
    if target == _REFERENCE:
        (_REFERENCE.parent / "flow_steps.md").write_text(steps_reference())
        web_faces.write_types(say)
    return 0
