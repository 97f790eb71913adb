"""`./palabre demo`: the tenant Démo Télécom with its people, flows and telephone number, ready to play with."""

import importlib
import importlib.util


def main(arguments: list[str]) -> int:
    from palabre.processes.command_line import up

    if arguments and arguments[0] in ("call", "robots"):
        acts = importlib.import_module(f"palabre.processes.demo.{arguments[0]}")
        return acts.main(arguments[1:]) or 0
    parser = up.parser("demo")
    parser.add_argument(
        "--robots", action="store_true", help="machines staff the other advisors, over the same wires as people"
    )
    asked = parser.parse_args(arguments)
    if importlib.util.find_spec("palabre.processes.demo.seed"):
        seed = importlib.import_module("palabre.processes.demo.seed").seed
    else:
        up.say("the demo's tenant is not in this checkout: starting without it")
        seed = None
    return up.launch(asked, "demo", seed, demo=True)
