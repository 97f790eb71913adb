"""`./palabre config export|plan|apply`: a tenant's configuration as one file, by names: kept under version control,
carried from a trial to the real installation, compared, applied twice with the second time changing nothing.

    ./palabre config export --url https://… > centre.json
    ./palabre config plan centre.json --url https://…
    ./palabre config apply centre.json --url https://…

The token is an administrator's (her page, API tokens), read from PALABRE_TOKEN. The sounds of prompts stand beside the
file, in a folder of its name (centre.sounds); the file has their hashes. Passwords and what customers said are not
configuration. Nothing is ever removed: what the file does not name is left alone.
"""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from palabre.plumbing.engines.problems import EngineRefused

SHOWN_CHARACTERS = 60
RULES = ("queues", "skills", "abilities", "people")  # what routing works by is in force once it is published


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./palabre config", description=__doc__)
    parser.add_argument("what", choices=("export", "plan", "apply"))
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
    parser.add_argument("--url", required=True, metavar="URL", help="of the installation")
    parser.add_argument("--only", default="", metavar="KINDS", help="kinds with commas between: queues,flows")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    asked = parser.parse_args(arguments)
    token = os.environ.get("PALABRE_TOKEN", "")
    if not token:
        raise EngineRefused("PALABRE_TOKEN is empty", "make an API token on your page, and give it as PALABRE_TOKEN")
    if asked.what != "export" and asked.file is None:
        raise EngineRefused(f"config {asked.what} needs a FILE", "./palabre config export makes one")
    from palabre.processes.configuration.exchange import Api, Exchange, Refused
    from palabre.processes.configuration.sounds import Sounds

    exchange = Exchange(Api(asked.url, token), Sounds(asked.file))
    try:
        present = exchange.read()
        return _export(exchange, present, asked) if asked.what == "export" else _plan(exchange, present, asked)
    except Refused as why:
        raise EngineRefused(str(why)) from None


def _export(exchange, present: dict, asked: argparse.Namespace) -> int:
    from palabre.processes.configuration.planning import FORMAT

    only = set(filter(None, asked.only.split(",")))
    things = {kind: found for kind, found in present.items() if found and (not only or kind in only)}
    text = json.dumps({"format": FORMAT, "things": things}, ensure_ascii=False, indent=1, sort_keys=True)
    recorded = [one for one in things.get("prompts", {}).values() if one.get("sound")]
    if asked.file:
        try:
            kept = exchange.keep_sounds(things)
            asked.file.write_text(text + "\n")
        except OSError as why:
            raise EngineRefused(f"{asked.file} cannot be written: {why}", "name another FILE") from None
        if kept:
            print(f"{kept} sounds are in {exchange.sounds.folder}: keep both together", file=sys.stderr)
    else:
        print(text)
        if recorded:
            print(f"{len(recorded)} prompts have a sound that is not here: name a FILE to have them", file=sys.stderr)
    return 0


def _plan(exchange, present: dict, asked: argparse.Namespace) -> int:
    """0: nothing to do, or all of it done; for `plan` 3 where something would change."""
    from palabre.processes.configuration import planning

    wanted = _read(asked.file)
    if wrong := planning.faults(wanted, present):
        raise EngineRefused("\n".join(wrong))
    steps = planning.plan(wanted, present)
    if wrong := exchange.sounds.faults(steps):
        raise EngineRefused("\n".join(wrong), "put the folder of sounds beside the file, as it was exported")
    tell = lambda step: print(_json(step) if asked.json else _line(step), flush=True)
    if not asked.json:
        alone = planning.left_alone(wanted, present)
        print(f"{len(steps)} changes; {len(alone)} things are not in the file and are left alone", file=sys.stderr)
    if asked.what == "apply":
        return _apply(exchange, steps, tell)
    for step in steps:
        tell(step)
    return 3 if steps else 0


def _apply(exchange, steps: list, tell) -> int:
    from palabre.processes.configuration.exchange import Refused

    unpublished = any((step.kind, step.act) == ("callback_rules", "create") for step in steps)  # its queue is not yet
    for done, step in enumerate(steps):
        try:
            if unpublished and step.kind not in RULES:
                exchange.publish_rules()  # what comes next asks for queues that are in force
                unpublished = False
            unpublished |= step.kind in RULES
            exchange.do(step)
            tell(step)
        except Refused as why:
            told = f"{step.kind}/{step.key}: {why}; {done} of {len(steps)} changes are done"
            raise EngineRefused(told, "mend the file, and apply it again: what is done is not repeated") from None
    if unpublished:
        exchange.publish_rules()
    return 0


def _read(file: Path) -> dict:
    import msgspec

    from palabre.processes.configuration import planning

    try:
        read = msgspec.json.decode(file.read_bytes(), type=planning.File)
    except (OSError, msgspec.MsgspecError) as why:
        raise EngineRefused(f"{file} cannot be read: {why}", "./palabre config export makes one") from None
    if read.format != planning.FORMAT:
        raise EngineRefused(f"{file} is of the form {read.format}; this palabre reads {planning.FORMAT}")
    return read.things


def _json(step) -> str:
    import msgspec

    return json.dumps(msgspec.to_builtins(step), ensure_ascii=False)


def _line(step) -> str:
    if step.act == "create":
        return f"+ {step.kind}/{step.key}"
    return "\n".join(
        f"~ {step.kind}/{step.key} {name}: {_short(step.before[name])} → {_short(value)}"
        for name, value in step.fields.items()
    )


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"
