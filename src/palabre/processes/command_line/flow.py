"""`./palabre flow export|import|undo`: a flow as a package, one zip: with the flows it enters, its prompts and sounds.

    ./palabre flow export "Accueil" accueil.zip --url https://…
    ./palabre flow import accueil.zip --url https://…              what would change; nothing does
    ./palabre flow import accueil.zip --apply --url https://…
    ./palabre flow undo IMPORT --url https://…

The token is of who may draw flows and record prompts (her page, API tokens), read from PALABRE_TOKEN. What is here
under the same name with other content is a conflict: `--conflicts mine` keeps what is here, `theirs` takes the
package's, or for one alone `--choose flow/Accueil=mine`, `--choose prompt/bonjour=as:bonjour_2`. Nothing is published.
"""

import argparse
import json
import os
from pathlib import Path

from palabre.plumbing.engines.problems import EngineRefused

AS = "as:"
PUBLISH = "nothing is published yet: publish the flows that others enter first (Settings, Flows)"
MARKS = {"new": "+", "conflict": "!", "same": "="}


def main(arguments: list[str]) -> int:
    asked = _parser().parse_args(arguments)
    token = os.environ.get("PALABRE_TOKEN", "")
    if not token:
        raise EngineRefused("PALABRE_TOKEN is empty", "make an API token on your page, and give it as PALABRE_TOKEN")
    from palabre.processes.configuration.exchange import Api, Refused

    try:
        return {"export": _export, "import": _import, "undo": _undo}[asked.what](Api(asked.url, token), asked)
    except Refused as why:
        raise EngineRefused(str(why)) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./palabre flow", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("export", "import", "undo"))
    parser.add_argument("which", metavar="NAME|FILE|IMPORT", help="the flow's name; the file to import; what to undo")
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="of an export (default: NAME.palabre.zip)")
    parser.add_argument("--url", required=True, metavar="URL", help="of the installation")
    parser.add_argument("--version", type=int, metavar="N", help="of the flow exported (default: its draft)")
    parser.add_argument("--apply", action="store_true", help="do what the preview shows")
    parser.add_argument("--conflicts", choices=("mine", "theirs"), help="for each conflict not chosen for by itself")
    parser.add_argument("--choose", action="append", default=[], metavar="KIND/NAME=WAY", help="mine, theirs, as:NAME")
    parser.add_argument("--changed-since", action="store_true", help="undo what somebody changed since too")
    parser.add_argument("--json", action="store_true", help="the answer of the API, on one line")
    return parser


def _export(api, asked: argparse.Namespace) -> int:
    found = [one["id"] for one in api.rows("/api/flows") if one["name"].lower() == asked.which.lower()]
    if not found:
        raise EngineRefused(f"no flow is called {asked.which}", "./palabre config export --only flows lists them")
    version = f"?version={asked.version}" if asked.version else ""
    data = api.fetch(f"/api/flows/{found[0]}/package{version}")
    file = asked.file or Path(f"{asked.which.replace('/', '-')}.palabre.zip")
    _write(file, data)
    print(json.dumps({"file": str(file), "bytes": len(data)}) if asked.json else f"{file}: {len(data)} bytes")
    return 0


def _write(file: Path, data: bytes) -> None:
    try:
        file.write_bytes(data)
    except OSError as why:
        raise EngineRefused(f"{file} cannot be written: {why}", "name another FILE") from None


def _import(api, asked: argparse.Namespace) -> int:
    """0: nothing to do, or done; for a preview 3 where something would change."""
    from urllib.parse import quote

    choose = dict(_choice(one) for one in asked.choose)
    try:
        data = Path(asked.which).read_bytes()
    except OSError as why:
        raise EngineRefused(f"{asked.which} cannot be read: {why}", "./palabre flow export makes one") from None
    made = api.send(f"/api/flow-imports?name={quote(Path(asked.which).name[:200])}", data)
    try:
        done = _apply(api, asked, made, choose) if asked.apply else None
    finally:
        if not asked.apply or api.ask("GET", f"/api/flow-imports/{made['id']}")["state"] == "ready":
            api.ask("DELETE", f"/api/flow-imports/{made['id']}")  # a look leaves nothing behind
    print(json.dumps(done or made, ensure_ascii=False) if asked.json else _told(done or made))
    return 0 if done or all(item["state"] == "same" for item in made["items"]) else 3


def _apply(api, asked: argparse.Namespace, made: dict, choose: dict[tuple[str, str], dict]) -> dict:
    choices, unchosen = [], []
    for item in made["items"]:
        if item["state"] == "conflict":
            key = (item["kind"], item["name"])
            way = choose.get(key) or ({"way": asked.conflicts} if asked.conflicts else None)
            if way is None:
                unchosen.append(f"{item['kind']}/{item['name']} is here with other content")
            else:
                choices.append({"kind": key[0], "name": key[1], **way})
    if unchosen:
        raise EngineRefused("\n".join(unchosen), "say --conflicts mine or theirs, or --choose for one alone")
    return api.ask("POST", f"/api/flow-imports/{made['id']}/apply", {"seen": made["seen"], "choices": choices})


def _choice(text: str) -> tuple[tuple[str, str], dict]:
    key, _, way = text.rpartition("=")
    kind, _, name = key.partition("/")
    if kind not in ("flow", "prompt") or not name or not (way in ("mine", "theirs") or way.startswith(AS)):
        raise EngineRefused(f"--choose {text} is not understood", "--choose flow/NAME=mine, =theirs or =as:OTHER NAME")
    told = {"way": "rename", "name_new": way.removeprefix(AS)} if way.startswith(AS) else {"way": way}
    return (kind, name), told


def _told(made: dict) -> str:
    lines = [f"{MARKS[item['state']]} {item['kind']}/{item['name']}{_why(item)}" for item in made["items"]]
    lines += map(_missing, made["missing"])
    if made["state"] == "applied":
        lines += [f"applied: {made['id']} (./palabre flow undo {made['id']}, for thirty days)", PUBLISH]
    return "\n".join(lines)


def _missing(one: dict) -> str:
    places = ", ".join(one["places"])
    if not one["name"]:
        return f"? {one['kind']}: it was gone already where this comes from; choose another in the step ({places})"
    make = "make it, then import again, or choose another in the step"
    return f"? {one['kind']}/{one['name']} is not here: {make} ({places})"


def _why(item: dict) -> str:
    if item["state"] != "conflict":
        return ""
    if item["kind"] == "prompt":
        return " is here with another text or sound: " + ", ".join(
            one["language"] for one in item["languages"] if one["state"] == "conflict"
        )
    return (f" is here and differs: {item['steps_added']} steps more, {item['steps_removed']} less, "
            f"{item['steps_changed']} changed")  # fmt: skip


def _undo(api, asked: argparse.Namespace) -> int:
    """3 where something was left as it is."""
    done = api.ask("POST", f"/api/flow-imports/{asked.which}/undo", {"changed_since": asked.changed_since})
    lines = ["undone", *(f"left: {one['kind']}/{one['name']} ({one['why']})" for one in done["left"])]
    print(json.dumps(done, ensure_ascii=False) if asked.json else "\n".join(lines))
    return 3 if done["left"] else 0
