"""A preview in a process of its own, so that nobody's request waits for a processor: msgpack in, lines of JSON out.

`python -m palabre.simulation.jobs` reads a PreviewWork from its standard input, tells {"progress": share} as it goes,
and last {"preview": …}. `actions/previewing.py` starts it, bounds it and ends it.
"""

from __future__ import annotations

import os
import sys

import msgspec

from palabre.simulation.model.preview import PreviewWork, preview

NICENESS = 5  # behind what customers wait for


def main() -> None:
    os.nice(NICENESS)
    work = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=PreviewWork)
    found = preview(
        work.before, work.after, work.yesterday, seed=work.seed, threshold_seconds=work.threshold_seconds,
        progress=lambda share: _tell({"progress": round(share, 3)}))  # fmt: skip
    _tell({"preview": found})


def _tell(what: dict) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(what) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
