"""`./palabre openapi [FILE]`: write the document of the interface, docs/reference/openapi.json when nothing is said."""

from __future__ import annotations

from pathlib import Path

from palabre.plumbing.web import openapi
from palabre.processes import api

_REFERENCE = Path(__file__).parents[4] / "docs/reference/openapi.json"


def main(arguments: list[str]) -> int:
    target = Path(arguments[0]) if arguments else _REFERENCE
    openapi.write(api.document(), target)
    print(target)
    return 0
