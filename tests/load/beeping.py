"""Two telephones that go by the clock: a customer and her advisor, each with a beep as each second begins.

Own process, so that its clock is not starved with what is measured. Arguments: the centre's port, the number to call,
the port of the advisor's telephone. Ends when its input does; then tells how many packets were late and left out.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "acceptance"))

from telephone import ADVISOR_HERTZ, AT_WORK, CALLER_HERTZ, OUTSIDE, Telephone
from telephone_sound import Sound

BEEP_SECONDS = 0.1
LATE_SECONDS_MAX = 0.015
left_out = [0]


class ByTheClock(Sound):
    """Packets on full multiples of 20 ms; one that would be late is not sent, as by a telephone in a bad moment."""

    def _run(self) -> None:
        tick = int(time.time() * 50) + 1
        while not self.over.wait(max(0.0, tick / 50 - time.time())):
            if time.time() - tick / 50 > LATE_SECONDS_MAX:
                left_out[0] += 1
            elif far := self.far:
                tone, self.hertz = self.hertz, self.hertz if tick % 50 < BEEP_SECONDS * 50 else 0
                self._send(tick, far)
                self.hertz = tone
            tick += 1


def telephone(centre: tuple[str, int], address: str, port: int, hertz: int) -> Telephone:
    made = Telephone(centre, address=address, port=port)
    made.sound.over.set()
    made.sound = ByTheClock(address)
    made.sound.hertz = hertz
    return made


if __name__ == "__main__":
    with contextlib.suppress(OSError):
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(5))
    centre = ("127.0.0.1", int(sys.argv[1]))
    advisor = telephone(centre, AT_WORK, int(sys.argv[3]), ADVISOR_HERTZ)
    with telephone(centre, OUTSIDE, 0, CALLER_HERTZ) as customer, advisor:
        threading.Thread(target=customer.rings_out, args=(sys.argv[2],), daemon=True).start()
        sys.stdin.read()
    print(left_out[0])
