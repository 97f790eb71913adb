"""The desk in real Chromium: accept → two-way audio, fact → screen, and what an idle desk costs.

    python bench/desk.py [--quick] [--calls 4] [--facts 20] [--desks 200] [--runs 5] [--json]

Real parts: a whole `./palabre demo`, an advisor's and a customer's browser, each speaking a tone. Two-way audio is when
both hear the other's; the clock starts at the key F2. Its peer is the browser alone: two connections within one page,
from the offer made to the tone heard. Figures of a run are 95 % of its calls or facts.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT / "tests/rigs"), str(ROOT / "tests/acceptance")]

import _desk_ground  # noqa: E402
import _machine  # noqa: E402
import desk_sockets  # noqa: E402
import ears  # noqa: E402
from desk_rig import Caller, Desk, chromium, context_of, eventually, straight_to_queue, until_page  # noqa: E402
from people import Person  # noqa: E402
from playwright.async_api import async_playwright  # noqa: E402
from robots.installation import Installation  # noqa: E402

GOALS = {"audio": 500.0, "screen": 300.0}
HEARD_SECONDS_MAX = 10
NOTE_F2 = "addEventListener('keydown', e => { if (e.key === 'F2') globalThis.acceptedAt = Date.now(); }, true)"
# the instant at which the state's word was painted: the frame after the one that changed it
NOTE_STATUS = """() => new MutationObserver(changed => {
  if (changed.some(one => one.attributeName === "data-status"))
    requestAnimationFrame(() => setTimeout(() => { globalThis.paintedAt = Date.now(); }));
}).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-status"] })"""
ALONE = """async hertz => {
  const [a, b] = [new RTCPeerConnection(), new RTCPeerConnection()];
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const out = Object.assign(new Audio(), { autoplay: true });
  b.ontrack = e => { out.srcObject = new MediaStream([e.track]); };
  const pass = (from, to) => { from.onicecandidate = e => { if (e.candidate) to.addIceCandidate(e.candidate); }; };
  pass(a, b); pass(b, a);
  const began = Date.now();
  stream.getTracks().forEach(track => a.addTrack(track, stream));
  await a.setLocalDescription(); await b.setRemoteDescription(a.localDescription);
  await b.setLocalDescription(); await a.setRemoteDescription(b.localDescription);
  const at = await testEars.first(hertz, 10);
  for (const one of [a, b]) one.close();
  stream.getTracks().forEach(track => track.stop());
  return at - began;
}"""


class Stage:
    """An installation, Awa at her desk, a customer's page, and a plain page for the peer."""

    def __init__(self, installation: Installation, awa: Desk, caller: Caller, plain) -> None:
        self.installation, self.awa, self.caller, self.plain = installation, awa, caller, plain

    async def one_call(self) -> dict[str, float]:
        """Milliseconds of this call: from the fact of the offer to its card, from F2 to both hearing."""
        self.installation.rows("delete from phone where network is not null returning 1")  # ten calls in ten minutes
        await self.awa.be("available")
        await self.caller.call()
        await self.awa.offer.wait_for()
        offer = self.awa.wire.of("offer")[0]
        name = f"offer-shown:{offer['offer']}"
        await until_page(self.awa.page, "name => performance.getEntriesByName(name).length", name)
        shown = await self.awa.page.evaluate(
            "name => performance.timeOrigin + performance.getEntriesByName(name)[0].startTime", name
        )
        heard = [
            asyncio.ensure_future(page.evaluate(f"testEars.first({hertz}, {HEARD_SECONDS_MAX})"))
            for page, hertz in ((self.awa.page, ears.CALLER_HERTZ), (self.caller.page, ears.ADVISOR_HERTZ))
        ]
        await self.awa.page.keyboard.press("F2")
        both = max(await asyncio.gather(*heard))
        accepted = await self.awa.page.evaluate("acceptedAt")
        await self.awa.leave()
        await self.caller.until_over()
        return {"audio": both - accepted, "card": shown - offer["made_at"]}

    async def calls(self, count: int) -> dict[str, float]:
        told = [await self.one_call() for _ in range(count)]
        return {key: _machine.percentile([one[key] for one in told], 95) for key in ("audio", "card")}

    async def facts(self, count: int) -> dict[str, float]:
        """Milliseconds from a change of state, by the owner's clock, to the word painted on her screen."""
        took = []
        for n in range(count):
            await self.awa.page.evaluate("paintedAt = 0")
            status = ("training", "meeting")[n % 2]
            await self.awa.be(status)
            await until_page(self.awa.page, "globalThis.paintedAt")
            took.append(await self.awa.page.evaluate("paintedAt") - self.awa.me["since"])
        return {"screen": _machine.percentile(took, 95)}

    async def alone(self, count: int) -> dict[str, float]:
        took = [await self.plain.evaluate(ALONE, ears.ADVISOR_HERTZ) for _ in range(count)]
        return {"audio": _machine.percentile(took, 95)}

    async def idle_page(self, seconds: float) -> dict[str, float]:
        """Megabytes of heap and milliseconds of CPU a second, of an open desk that nothing happens to."""
        session = await self.awa.context.new_cdp_session(self.awa.page)
        await session.send("Performance.enable", {"timeDomain": "threadTicks"})
        await session.send("HeapProfiler.collectGarbage")

        async def metrics() -> dict[str, float]:
            return {m["name"]: m["value"] for m in (await session.send("Performance.getMetrics"))["metrics"]}

        before = await metrics()
        await asyncio.sleep(seconds)
        after = await metrics()
        busy = (after["TaskDuration"] - before["TaskDuration"]) / seconds * 1000
        return {"heap": after["JSHeapUsedSize"] / 1e6, "busy": busy}


async def in_browsers(calls: int, facts: int, runs: int, seconds: float) -> dict[str, list[dict]]:
    with Installation() as installation:
        nadia = Person(installation.url, *installation.sign_in("nadia"))
        queue = next(q["id"] for q in nadia.get("/api/queues")["rows"] if q["name"] == "Commercial")
        address = straight_to_queue(nadia, installation.url, queue)
        async with async_playwright() as playwright:
            inside = await chromium(playwright, installation.folder, ears.ADVISOR_HERTZ)
            outside = await chromium(playwright, installation.folder, ears.CALLER_HERTZ)
            try:
                awa = await Desk.open(inside, installation.url, *installation.sign_in("awa"))
                await awa.context.add_init_script(NOTE_F2)
                await awa.enter()
                await eventually(lambda: awa.me, what="the desk")
                await awa.page.evaluate(NOTE_STATUS)
                plain = await (await context_of(inside)).new_page()
                await plain.goto(f"{installation.url}/desk/sign-in")
                await plain.locator("h1").click()  # sound plays after a gesture
                caller = await Caller.open(await context_of(outside), address)
                stage = Stage(installation, awa, caller, plain)
                await stage.one_call()  # the first one fetches the telephone's code
                kinds = {
                    "calls": lambda: stage.calls(calls), "facts": lambda: stage.facts(facts),
                    "alone": lambda: stage.alone(calls), "idle": lambda: stage.idle_page(seconds),
                }  # fmt: skip
                return await _machine.interleaved(kinds, runs)
            finally:
                await inside.close()
                await outside.close()


async def on_the_server(desks: int, runs: int, seconds: float) -> dict[str, list[dict]]:
    """Idle desks' sockets, as `bench/desk_sockets.py` measures them."""
    with _desk_ground.engines() as place:
        await _desk_ground.furnish(place, desks)
        with _desk_ground.process("core", place):

            async def ours() -> dict[str, float]:
                with _desk_ground.process("front", place) as (pid, (port,)):
                    return await desk_sockets.idle(pid, int(port), desks, seconds)

            async def theirs() -> dict[str, float]:
                with _desk_ground.process("peer", place) as (pid, (port,)):
                    return await desk_sockets.idle(pid, int(port), desks, seconds)

            return await _machine.interleaved({"ours": ours, "peer": theirs}, runs)


def rows_of(seen: dict[str, list[dict]], served: dict[str, list[dict]]) -> list[_machine.Row]:
    def values(told: list[dict], key: str) -> list[float]:
        return [run[key] for run in told]

    ours, peer, goals = served["ours"], served["peer"], desk_sockets.GOALS
    alone = values(seen["alone"], "audio")
    return [
        _machine.Row("accept to two-way audio, 95 %", "ms", values(seen["calls"], "audio"), alone,
                     "two connections in one page", GOALS["audio"]),
        _machine.Row("offer fact to card painted, 95 %", "ms", values(seen["calls"], "card"), goal=GOALS["screen"]),
        _machine.Row("status fact to word painted, 95 %", "ms", values(seen["facts"], "screen"), goal=GOALS["screen"]),
        _machine.Row("memory of an idle desk, server", "KB", values(ours, "memory"), values(peer, "memory"),
                     "websockets alone", goals["memory"]),
        _machine.Row("CPU of an idle desk, server", "µs each second", values(ours, "cpu"), values(peer, "cpu"),
                     "websockets alone", goals["cpu"]),
        _machine.Row("heap of an idle desk, browser", "MB", values(seen["idle"], "heap")),
        _machine.Row("CPU of an idle desk, browser", "ms each second", values(seen["idle"], "busy")),
    ]  # fmt: skip


async def main(calls: int, facts: int, desks: int, runs: int, seconds: float, as_json: bool) -> int:
    of_machine = _machine.machine()
    seen = await in_browsers(calls, facts, runs, seconds)
    served = await on_the_server(desks, runs, seconds)
    return _machine.report("desk", of_machine, rows_of(seen, served), as_json, calls_a_run=calls, facts_a_run=facts)


if __name__ == "__main__":
    parser = _machine.asking(__doc__, "two short runs: shows that it works, proves nothing")
    parser.add_argument("--calls", type=int, default=4, help="of each run")
    parser.add_argument("--facts", type=int, default=20, help="of each run")
    parser.add_argument("--desks", type=int, default=200, help="idle at the same time, on the server")
    parser.add_argument("--seconds", type=float, default=5.0, help="of idling")
    given = parser.parse_args()
    if given.quick:
        given.calls, given.facts, given.desks, given.seconds, given.runs = 2, 6, 50, 2.0, 2
    chosen = (given.calls, given.facts, given.desks, given.runs, given.seconds, given.json)
    raise SystemExit(asyncio.run(main(*chosen)))
