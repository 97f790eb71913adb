"""`./palabre run ROLE…`: roles in this process, told by the environment where everything is (plumbing/settings.py)."""

import argparse
import asyncio


def main(arguments: list[str]) -> int:
    from palabre.plumbing import logs, settings
    from palabre.processes import runner

    parser = argparse.ArgumentParser(prog="./palabre run", description=__doc__)
    parser.add_argument("roles", nargs="+", choices=runner.ROLES, metavar="ROLE", help=" ".join(runner.ROLES))
    asked = parser.parse_args(arguments).roles
    read = settings.read(role="+".join(asked))
    logs.configure(read.role, read.log_level)
    roles = [(name, runner.find(name)) for name in dict.fromkeys(asked)]
    with asyncio.Runner(loop_factory=_loop_factory()) as loop:
        return loop.run(runner.run(roles, read))


def _loop_factory():
    import uvloop

    return uvloop.new_event_loop
