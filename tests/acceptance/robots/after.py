"""What must hold once all is quiet: nothing acknowledged is lost, nobody is stuck, every store tells the same."""

from __future__ import annotations

import asyncio
import json
import os
import time
from pathlib import Path
from typing import Any

from robots.advisor import AdvisorRobot
from robots.day import Day
from robots.fold import Fold
from robots.installation import Installation
from robots.ledger import Ledger
from robots.pulse import WARM_SECONDS, doubled, left_in_exchange

PARTITION = 1  # of the demo's only tenant
LOOKS_MAX = 5
EXCHANGE_SECONDS_MAX = 75.0
_QUIET = """select (select count(*) from outbox) as outbox,
 (select count(*) from parked where done_at is null) as parked,
 (select count(*) from conversation where state <> 'closed') as conversations,
 (select count(*) from message where status = 'queued') as held,
 (select count(*) from reader r join partition p on p.id = r.partition where r.number < p.last_number) as readers,
 (select count(*) from partition_tenant where parked_at is not null) as parked_tenants"""


async def settle(at: Installation, seconds_max: float = 60.0) -> dict[str, Any]:
    """Wait until nothing is under way; what is left where that does not come."""
    deadline = time.monotonic() + seconds_max
    while True:
        left = await asyncio.to_thread(_left, at)
        if not left or time.monotonic() > deadline:
            return left
        await asyncio.sleep(0.5)


_MESSAGES = """select conversation::text as conversation, id::text as id, number, text, direction, status
 from message order by conversation, number"""


def _left(at: Installation) -> dict[str, Any]:
    try:
        return {k: v for k, v in at.rows(_QUIET)[0].items() if v}
    except Exception as error:  # just being killed
        return {"database": repr(error)[:100]}


def check_all(at: Installation, day: Day, today: dict[str, Any]) -> Fold:
    """Every law; all breaches are told together. Looked at anew where something came meanwhile: a call that nobody
    answered is entered from the exchange's own record half a minute later."""
    for _ in range(LOOKS_MAX):
        before = _last(at)
        fold, wrong = _look(at, day, today)
        if not wrong or _last(at) == before:
            break
    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(map(str, wrong[:40]))
    return fold


def _last(at: Installation) -> int:
    return at.rows("select last_number from partition where id = %(id)s", id=PARTITION)[0]["last_number"]


def _look(at: Installation, day: Day, today: dict[str, Any]) -> tuple[Fold, list[str]]:
    journal = at.journal()
    if keep := os.environ.get("PALABRE_FAULTS_KEEP"):
        (Path(keep) / f"journal-{time.time_ns()}.json").write_text("\n".join(map(json.dumps, journal)))
    fold = Fold([f for f in journal if f["partition"] == PARTITION])
    wrong = [*day.ledger.wrong, *fold.wrong]
    wrong += check_stores(at, fold) + check_rows(at, fold) + check_ledger(at, day.ledger, fold)
    wrong += check_figures(fold, today) + check_calls(at, day, fold)
    wrong += doubled(at) + left_in_exchange(at)
    return fold, wrong + day.pulse.grown(WARM_SECONDS, day.calm_at, day.ended_at)


async def emptied(at: Installation) -> None:
    """Once Asterisk holds nothing, or after the minute within which the voice process looks for what nobody owns."""
    deadline = time.monotonic() + EXCHANGE_SECONDS_MAX
    while time.monotonic() < deadline and await asyncio.to_thread(left_in_exchange, at):
        await asyncio.sleep(0.5)


def check_stores(at: Installation, fold: Fold) -> list[str]:
    """The outbox is empty, readers stand at the end, nothing is parked, the partition's number is the journal's."""
    wrong = [f"left over: {k} {v}" for k, v in _left(at).items() if k != "conversations"]
    last = _last(at)
    if last != fold.last:
        wrong.append(f"the partition says {last}, its journal ends at {fold.last}")
    for row in at.rows("select name, number from reader where partition = %(id)s", id=PARTITION):
        if row["number"] != last:
            wrong.append(f"reader {row['name']} stands at {row['number']} of {last}")
    return wrong


def check_rows(at: Installation, fold: Fold) -> list[str]:
    """Conversations and segments as rows equal the fold."""
    wrong = []
    rows = {r["id"]: r for r in at.rows("select id::text as id, state, closed_reason, repaired from conversation")}
    for id in rows.keys() | fold.conversations.keys():
        row, state = rows.get(id), fold.conversations.get(id)
        if row is None or state is None:
            if not (row and row["closed_reason"] == "never_opened"):
                wrong.append(f"conversation {id}: row {row}, journal {state}")
        elif row["state"] != state or (state == "closed" and row["closed_reason"] != fold.reasons[id]):
            wrong.append(f"conversation {id}: row {row}, journal {state} {fold.reasons.get(id)}")
    segments = at.rows("select id, conversation::text as conversation, kind, owner, opened_at, closed_at from segment")
    held = {r["id"]: (r["conversation"], r["kind"], r["owner"], r["opened_at"], r["closed_at"]) for r in segments}
    said = {i: (s["conversation"], s["kind"], s["owner"], s["opened"], s["closed"]) for i, s in fold.segments.items()}
    differing = [i for i in held.keys() | said.keys() if held.get(i) != said.get(i)]
    return wrong + [f"segment {i}: row {held.get(i)}, journal {said.get(i)}" for i in differing]


def _kept(rows: list[dict[str, Any]], text: str) -> str:
    """What became of it: held, failed, in another conversation, or lost."""
    return "; ".join(str(row) for row in rows if row["text"] == text) or "no row at all"


def check_ledger(at: Installation, ledger: Ledger, fold: Fold) -> list[str]:
    """Each acknowledged message stands once and in order, each accepted offer has its talk, each finish its wrap-up."""
    rows = at.rows(_MESSAGES)
    places: dict[str, list[tuple[str, int]]] = {}
    numbers: dict[str, list[int]] = {}
    for row in rows:
        if row["number"] is not None:
            places.setdefault(row["text"], []).append((row["conversation"], row["number"]))
            numbers.setdefault(row["conversation"], []).append(row["number"])
    # written to somebody who left before it could leave: kept, and shown to its author as not sent
    failed = {r["text"] for r in rows if r["status"] == "failed" and r["conversation"] in fold.left}
    wrong = [f"{c}: numbers {n}" for c, n in numbers.items() if n != list(range(1, len(n) + 1))]
    said = [*ledger.visitor_said.items(), *ledger.advisor_said.items()]
    for who, texts in said:
        found = [places.get(text, []) for text in texts]
        strange = [(t, len(f)) for t, f in zip(texts, found, strict=True) if len(f) != 1 and t not in failed]
        wrong += [f"{who}: {text!r} stands {times} times; {_kept(rows, text)}" for text, times in strange]
        order = [f[0] for f in found if f]
        by_conversation: dict[str, list[int]] = {}
        for conversation, number in order:
            by_conversation.setdefault(conversation, []).append(number)
        wrong += [f"{who}: out of order in {c}: {n}" for c, n in by_conversation.items() if n != sorted(n)]
    wrong += _check_seen(ledger, {(r["conversation"], r["number"]): r["text"] for r in rows})
    told = fold.messages
    wrong += [f"{r['id']} was never told" for r in rows if r["number"] and not told[r["conversation"], r["id"]]]
    for offer, item, conversation in ledger.accepted:
        known = fold.offers.get(offer)
        end, talks = known and known["end"], [t["conversation"] for t in fold.talks(item)]
        if end != "accepted" or conversation not in talks:
            wrong.append(f"accepted offer {offer} is {end}, talks in {talks}")
    wrong += [f"finished item {i} has no wrap-up" for i in ledger.finished if i not in fold.wrap_ups]
    return wrong


def check_calls(at: Installation, day: Day, fold: Fold) -> list[str]:
    """Whoever talked has one conversation with a talk in it; a talk broke off only where the exchange was killed."""
    if day.lines is None:
        return []
    found: dict[str, list[str]] = {}
    for row in at.rows("select id::text as id, address_value from conversation where channel = 'voice'"):
        found.setdefault((row["address_value"] or "").replace("+33", "0"), []).append(row["id"])
    wrong = [f"caller {c} has {len(found[c])} conversations" for c in day.lines.ended if len(found.get(c, ())) > 1]
    talks = {s["conversation"] for s in fold.segments.values() if s["kind"] == "talk"}
    for caller, end in day.lines.ended.items():
        mine = found.get(caller, [])
        if end in ("talked", "cut") and not talks & {*mine}:
            wrong.append(f"caller {caller} {end}, and no talk is on record: {mine}")
    for caller, when in day.lines.cuts:
        since = [when - day.began - at_second for at_second, name in day.killed if name == "asterisk"]
        if not any(-2.0 <= s <= 2.0 for s in since):
            wrong.append(f"the talk of {caller} broke off at {when - day.began:.1f}")
        elif any(fold.left_how.get(c) != "cut" for c in found.get(caller, [])):
            wrong.append(f"{caller} was cut off, and left {[fold.left_how.get(c) for c in found.get(caller, [])]}")
    return wrong


def _check_seen(ledger: Ledger, rows: dict[tuple[str, int], str]) -> list[str]:
    """What a visitor read is what is kept, without a gap."""
    wrong = []
    for who, seen in ledger.seen_by_visitor.items():
        by_conversation: dict[str, list[int]] = {}
        for conversation, number, text in seen:
            by_conversation.setdefault(conversation, []).append(number)
            if rows.get((conversation, number)) != text:
                wrong.append(f"{who} read {text!r} at {number}, kept is {rows.get((conversation, number))!r}")
        wrong += [f"{who} read {n}" for n in by_conversation.values() if n != list(range(n[0], n[0] + len(n)))]
    return wrong


def check_figures(fold: Fold, today: dict[str, Any]) -> list[str]:
    """The day's figures equal those of the fold."""
    told = {m["key"]: m["value"] for m in today["measures"]}
    own = fold.measures(today["begin"], today["end"])
    return [f"measure {k}: told {told.get(k)}, by the journal {v}" for k, v in own.items() if told.get(k) != v]


async def check_day(at: Installation, day: Day) -> Fold:
    """After a load and its harm: all of the above, and nobody is stuck."""
    left = await settle(at)
    await emptied(at)
    async with AdvisorRobot(at.url, *at.sign_in("claire"), Ledger(), works=False) as supervisor:
        today = await supervisor.surely("GET", "/api/reporting/today?tz=Europe/Paris")
        fold = check_all(at, day, today)
        assert not left and not day.stuck, (day.told(), left, fold.open, day.stuck)
        assert not fold.open, fold.open
        await check_live(supervisor, fold)
    assert day.ledger.accepted and day.ledger.finished
    return fold


async def check_live(supervisor: AdvisorRobot, fold: Fold) -> None:
    """The owner's state, as a supervisor's wall shows it, is what the journal amounts to."""
    live = await supervisor.surely("GET", "/api/reporting/live")
    tiles, standing = live["tiles"], fold.open
    assert tiles["waiting"] == len(standing.get("items", [])), tiles
    assert tiles["talking"] == 0 and tiles["wrap_up"] == len(standing.get("wrap_ups", [])), tiles
    assert tiles["advisors_signed_in"] == len(fold.advisors), (tiles, fold.advisors)
