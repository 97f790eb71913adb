"""The demo's telephone network: the second Asterisk, attached to where it runs, else started."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from palabre.plumbing.engines.problems import EngineRefused
from palabre.processes.place import RUNNING
from palabre.processes.robots.outside import Outside


def told(data: Path) -> dict[str, Any]:
    """What the launcher of this folder announced. (Its process is not asked: it may belong to another account.)"""
    try:
        return json.loads((data / RUNNING).read_text())
    except (OSError, ValueError):
        raise EngineRefused(f"nothing runs on {data}", "./palabre demo, or name its folder with --data DIR") from None


async def network(data: Path, running: dict[str, Any], app: str) -> Outside:
    """Connected. `stop()` ends it where it was started here."""
    if not running.get("voice"):
        raise EngineRefused("this demo runs without telephony", "./palabre doctor says why")
    outside = Outside(data / "outside", running["sip"]["host"], running["sip"]["port"], app=app, say=lambda text: None)
    if not outside.attach():
        outside.choose_ports()
        outside.launch()
    await outside.connect()
    return outside


def sign_in_of(running: dict[str, Any], key: str) -> dict[str, str]:
    return next(p for p in running["sign_ins"] if p["key"] == key)
