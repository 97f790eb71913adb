"""The peer of `app_queue`: an Asterisk of ours that distributes by its own Queue(), at its best.

Fewest things that could hold it back: retry 1 s (its least), autofill, no announcement, members known by their device
state. What it writes of a call is a line of queue_log, handed to the kernel and never flushed: a call that waits, and
whose turn it is, die with the process.
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import aiohttp

from palabre.plumbing.engines.asterisk import ARI_USER, Asterisk, AsteriskWish
from palabre.plumbing.engines.files import write_private

QUEUE = "bench"
ADDRESS = "127.0.0.4"
RTP = (18_000, 18_399)
# beside what runs already: the queue, and what a local caller rests in
MODULES = "load = app_queue.so\n"
DIALPLAN = f"""
[from-trunk]
exten => _X.,1,Answer()
 same => n,Queue({QUEUE})
 same => n,Hangup()
[callers]
exten => again,1,Answer()
 same => n(again),Queue({QUEUE},c)
 same => n,Goto(again)
exten => rest,1,Wait(86400)
[members]
exten => _m.,1,Answer()
 same => n,Hangup()
"""
RULES = f"""[general]
autofill=yes
persistentmembers=no
[{QUEUE}]
strategy=leastrecent
timeout=15
retry=1
wrapuptime=0
autofill=yes
ringinuse=no
musicclass=none
joinempty=yes
leavewhenempty=no
announce-frequency=0
announce-position=no
"""
_DONE = re.compile(rb"\|COMPLETE(?:CALLER|AGENT)\|")


class QueueAsterisk(Asterisk):
    """`members`: device names, as PJSIP/m1 or Local/m1@members/n. `phones`: where PJSIP members answer."""

    name = "Asterisk with app_queue"

    def __init__(self, home: Path, members: list[str], phones: str = "", *, black_box: bool = True, **more) -> None:
        super().__init__(home, AsteriskWish(app="peer", address=ADDRESS, rtp=RTP), **more)
        self.members, self.phones, self.black_box = members, phones, black_box

    def configure(self, wish: AsteriskWish) -> None:
        super().configure(wish)
        etc = self.home / "etc"
        texts = {
            "modules.conf": (etc / "modules.conf").read_text() + MODULES,
            "extensions.conf": "[general]\n" + DIALPLAN,
            "queues.conf": RULES + "".join(f"member => {one},0,m{n}\n" for n, one in enumerate(self.members)),
            "queuerules.conf": "[general]\n",
            "pjsip.conf": (etc / "pjsip.conf").read_text() + "".join(map(self._endpoint, self.members)),
            "logger.conf": "[general]\nqueue_log=yes\n[logfiles]\nconsole => error\n",
        }
        if not self.black_box:
            texts["cel.conf"] = "[general]\nenable=no\n"
        for name, text in texts.items():
            write_private(etc / name, text, self.user)

    def _endpoint(self, member: str) -> str:
        """As our own advisors' telephones are provisioned: one contact, no registration."""
        technology, _, name = member.partition("/")
        if technology != "PJSIP":
            return ""
        return f"""[{name}]
type=endpoint
transport=udp
context=members
disallow=all
allow=alaw,ulaw
direct_media=no
rtp_symmetric=yes
device_state_busy_at=1
media_address={ADDRESS}
bind_rtp_to_media_address=yes
aors={name}
[{name}]
type=aor
contact=sip:{name}@{self.phones}
"""

    def done(self) -> int:
        """Calls that had somebody and are over."""
        log = self.home / "log/queue_log"
        return len(_DONE.findall(log.read_bytes())) if log.exists() else 0

    async def callers(self, count: int) -> None:
        """So many who queue again as soon as their call is over, without any telephone: distribution alone."""
        auth = aiohttp.BasicAuth(ARI_USER, self.password)
        asked = {"endpoint": "Local/again@callers/n", "context": "callers", "extension": "rest", "priority": 1}
        async with aiohttp.ClientSession(auth=auth) as http:
            for _ in range(count):
                async with http.post(f"{self.ari_url}/channels", params=asked) as answer:
                    answer.raise_for_status()
                await asyncio.sleep(0)
