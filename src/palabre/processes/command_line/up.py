"""`./palabre up`: engines, schema and our processes on this machine, for real use; Ctrl-C ends everything in order."""

import argparse
import asyncio
import json
import os
import signal
import sys
from typing import Any

INTERRUPTED = 130  # as shells say it


def parser(name: str) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog=f"./palabre {name}")
    made.add_argument("--data", metavar="DIR", help="data folder (default: PALABRE_DATA, else one of the user's)")
    made.add_argument("--port", type=int, metavar="N", help="port of the web faces, 0: any free one (default: 8080)")
    made.add_argument("--no-voice", action="store_true", help="without telephony")
    made.add_argument("--no-web", action="store_true", help="do not build the web faces, serve what is there")
    made.add_argument("--lan", action="store_true", help="reachable from the local network, by https")
    made.add_argument(
        "--json", action="store_true", help="one line on stdout when ready, with every address and sign-in"
    )
    return made


def say(text: str) -> None:
    print(f"palabre: {text}", file=sys.stderr, flush=True)


def ends_at_once() -> None:
    """Until engines run, Ctrl-C ends us where we stand: raised within an import it may be printed and lost."""
    signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))


def main(arguments: list[str]) -> int:
    ends_at_once()
    return launch(parser("up").parse_args(arguments), "main")


def launch(asked: argparse.Namespace, purpose: str, seed=None, *, robots: bool = False, **given: Any) -> int:
    """`given`: settings over those of the environment. Returns when everything has ended."""
    from palabre.plumbing import settings
    from palabre.plumbing.storage.place import bucket_of
    from palabre.processes.installation import Installation
    from palabre.processes.place import Place

    over = {"data": asked.data, "port": asked.port, "voice": False if asked.no_voice else None, **given}
    read = settings.read(**over)
    if read.blobs_url:
        bucket_of(read)  # refused here in one line, not by each process in its log
    place = Place(read.data, purpose)
    if asked.lan:
        read = _on_lan(read, place)
    if not asked.no_web:
        _build_web()
    return asyncio.run(_keep(Installation(place, read, say, seed, robots=robots), asked.json))


async def _keep(installation, as_json: bool) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for wanted in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(wanted, stop.set)
    starting = asyncio.create_task(installation.start())
    asked = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({starting, asked}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            _tell(starting.result(), as_json)
            await asked
        else:
            starting.cancel()
            await asyncio.wait({starting})
    finally:
        asked.cancel()
        say("stopping")
        await installation.stop()
        say("stopped")
    if starting.cancelled():
        os._exit(INTERRUPTED)  # a download that a thread waits for ends with us; it is not waited for
    return 0


def _tell(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(told, ensure_ascii=False), flush=True)
        return
    print(f"\n  Palabre is ready after {told['seconds']} s: {told['url']}\n")
    for page in told.get("pages", []):
        print(f"  {page['what']:<34} {page['url']}")
    for person in told.get("sign_ins", []):
        print(f"  {person['role']:<34} {person['sign_in']}   password {person['password']}")
    if told["voice"]:
        print(f"  {'telephone calls come in by SIP on':<34} {told['sip']['host']}:{told['sip']['port']} (UDP)")
    else:
        print("  telephony is off: ./palabre doctor says why")
    for address in told.get("lan", []):
        print(f"  {'from the local network':<34} {address}")
    if told.get("authority"):
        print(f"  {'trust this authority there':<34} {told['authority']}")
    print(f"  {'data':<34} {told['data']}\n\n  Ctrl-C stops everything.\n", flush=True)


def _on_lan(read, place):
    import msgspec

    from palabre.plumbing.engines.accounts import own_reachable
    from palabre.plumbing.tls import ensure_certificate, lan_addresses

    own_reachable(place.data, place.user, 0o711 if place.user else 0o700)
    addresses = lan_addresses()
    folder = place.folder("tls")
    _, chain, key = ensure_certificate(folder, addresses)
    for file in (chain, key) if place.user else ():
        os.chown(file, place.user.pw_uid, place.user.pw_gid)
    changes = {"host": "0.0.0.0", "tls_certificate": str(chain), "tls_key": str(key)}
    return msgspec.structs.replace(read, **changes)


def _build_web() -> None:
    from palabre.processes.command_line.web_faces import build

    build(say)
