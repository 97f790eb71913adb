"""`./palabre trace CONVERSATION`: what happened to it, step by step, and the file where each fact is declared.

Then its parts by owner with their length, and what is still under way: a segment without an end, an effect without an
answer. With --json one object a line, the last one `{"summary": …}`.
"""

import argparse
import asyncio
import json
import sys
from typing import Any


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./palabre trace", description=__doc__)
    parser.add_argument("conversation", help="its id, as the desk's address shows it; `last`: the last one opened")
    parser.add_argument("--data", default="", metavar="DIR", help="data folder of the installation")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    return asyncio.run(_print(parser.parse_args(arguments)))


async def _print(asked: argparse.Namespace) -> int:
    from palabre.plumbing.postgres import Database
    from palabre.processes import reading
    from palabre.processes.command_line.journal import as_json, say_beginnings

    database = await Database.open(reading.projector_dsn(asked.data), size_max=2)
    try:
        wanted = await _last(database) if asked.conversation == "last" else asked.conversation
        found = await reading.story(database, wanted)
        await say_beginnings(database, await reading.partitions(database))
    finally:
        await database.close()
    if not found:
        print(f"palabre: no fact names the conversation {wanted}: ./palabre journal lists all", file=sys.stderr)
        return 1
    for one in found:
        print(as_json(one) if asked.json else _line(one, found[0].fact.at))
    told = summary(wanted, found)
    print(json.dumps({"summary": told}) if asked.json else _as_text(told))
    return 0


async def _last(database) -> str:
    from palabre.processes import reading

    last = ""
    for partition in await reading.partitions(database):
        async for one in reading.told(database, partition):
            if one.tag.startswith("conversations.ConversationOpened"):
                last = str(one.fields()["conversation"])
    return last


def _line(one, began: int) -> str:
    fields = " ".join(f"{k}={v}" for k, v in one.fields().items() if k != "conversation")
    seconds, tag = (one.fact.at - began) / 1000, one.tag.rsplit(".", 1)[0]
    return f"{seconds:8.3f} s  {one.partition}.{one.number:<7}{tag:<34}{one.file}  {fields}"


def summary(conversation: str, found: list) -> dict[str, Any]:
    """Parts in the order in which they began; lengths in seconds, null while one lasts."""
    parts: dict[str, dict[str, Any]] = {}
    effects: set[str] = set()
    state, reason, began = "unopened", "", found[0].fact.at
    for one in found:
        name, fields = one.tag.rsplit(".", 1)[0].split(".")[-1], one.fields()
        if name == "SegmentOpened":
            parts[fields["segment"]] = _part(one, fields, began)
        elif name == "SegmentClosed" and fields["segment"] in parts:
            part = parts[fields["segment"]]
            part["seconds"] = round((one.fact.at - began) / 1000 - part["from"], 3)
            part["end"] = fields.get("reason", "")
        elif name in ("ConversationOpened", "ConversationReopened"):
            state, reason = "open", ""
        elif name == "ConversationClosed":
            state, reason = "closed", fields.get("reason", "")
        elif name == "EffectEnded":
            effects.discard(fields["effect"])
        elif "effect" in fields:
            effects.add(fields["effect"])
    return {
        "conversation": conversation, "state": state, "reason": reason, "facts": len(found),
        "seconds": round((found[-1].fact.at - began) / 1000, 3), "parts": list(parts.values()),
        "under_way": [p["segment"] for p in parts.values() if p["seconds"] is None] + sorted(effects),
    }  # fmt: skip


def _part(one, fields: dict[str, Any], began: int) -> dict[str, Any]:
    told = {name: fields.get(name, "") for name in ("segment", "kind", "owner", "subject")}
    return told | {"from": round((one.fact.at - began) / 1000, 3), "seconds": None, "end": ""}


def _as_text(told: dict[str, Any]) -> str:
    lines = [""]
    for part in told["parts"]:
        length = "still" if part["seconds"] is None else f"{part['seconds']:.3f} s"
        lines.append(f"{part['from']:8.3f} s  {part['kind']:<8} {length:>12}  {part['owner']} {part['end']}".rstrip())
    lines.append(f"{told['facts']} facts in {told['seconds']:.3f} s: {told['state']} {told['reason']}".rstrip())
    if told["under_way"]:
        lines.append(f"under way: {' '.join(told['under_way'])}")
    return "\n".join(lines)
