"""`./palabre demo`: the tenant Démo Télécom with its people, flows and telephone number, ready to play with."""

import importlib
import importlib.util

from palabre.plumbing.engines.problems import EngineRefused


def main(arguments: list[str]) -> int:
    from palabre.processes.command_line import up

    if arguments and arguments[0] in ("call", "robots"):
        if not _is_here(arguments[0]):
            raise EngineRefused(f"`demo {arguments[0]}` is not in this checkout", "./palabre demo --help")
        acts = importlib.import_module(f"palabre.processes.demo.{arguments[0]}")
        return acts.main(arguments[1:]) or 0
    up.ends_at_once()
    parser = up.parser("demo")
    parser.add_argument("--robots", action="store_true", help="machines staff the other advisors")
    parser.epilog = "./palabre demo call: a scripted telephone call comes in at the demo that runs"
    asked = parser.parse_args(arguments)
    if asked.robots and not _is_here("robots"):
        raise EngineRefused("there are no robots in this checkout", "start without --robots")
    seed = importlib.import_module("palabre.processes.demo.seed").seed if _is_here("seed") else None
    return up.launch(asked, "demo", seed, robots=asked.robots, demo=True)


def _is_here(part: str) -> bool:
    return importlib.util.find_spec(f"palabre.processes.demo.{part}") is not None
