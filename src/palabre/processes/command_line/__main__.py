"""`./palabre COMMAND`: one file per command, imported when it is asked for,
so that one broken part leaves the others usable.
"""

import importlib
import os
import signal
import sys

from palabre.plumbing.engines.problems import EngineRefused
from palabre.plumbing.settings import SettingsRefused

# name -> (file in this folder, what it does); the order is that of the help
COMMANDS = {
    "demo": ("demo", "a telephone company to play with: starts everything and prints where to click"),
    "up": ("up", "the same for real use"),
    "tenant": ("tenant", "a new tenant on an installation that runs, and its administrator"),
    "run": ("run", "run roles in this process: front core voice, or api gateway router…"),
    "doctor": ("doctor", "what works here, and the command that mends what does not"),
    "test": ("test", "run tests, of all kinds or those named: unit properties integration…"),
    "bench": ("bench", "measure: bench NAME, bench --list"),
    "simulate": ("simulate", "the production models in virtual time: what if, laws checked, rules compared"),
    "selftest": ("selftest", "one phone call and one chat from end to end in a temporary folder"),
    "measures": ("measures", "every measure of a call log, with its definition"),
    "replay": ("replay", "a call log through production routing in virtual time, beside the log's own figures"),
    "forecast": ("forecast", "calls to come from calls that came: every model judged by its own past errors"),
    "staffing": ("staffing", "Erlang B, C and A: the number that each row of a file asks for"),
    "schedule": ("schedule", "who works which shift on which day: solve an instance, check an answer"),
    "rules": ("rules", "working time: every breach in a schedule, with its article; the packs of rules"),
    "trace": ("trace", "what happened to a conversation, in order"),
    "journal": ("journal", "read a partition's journal"),
    "partitions": ("partitions", "which process owns which tenant: list, move one, share them out"),
    "asterisks": ("asterisks", "the Asterisks of the installation: list, drain one, let it serve again"),
    "parked": ("parked", "what stands still and waits for a person: list it, try it again, set it aside"),
    "backup": ("backup", "everything this installation keeps, into a folder, while it runs"),
    "restore": ("restore", "a backup back, into an empty folder or database"),
    "config": ("config", "a tenant's configuration as one file: export, plan, apply"),
    "flow": ("flow", "a flow as one zip, with its sub-flows and sounds: export, import, undo"),
    "rehearse": ("rehearse", "robots go every way through the real flows; who may open is told by the exit code"),
    "checklist": ("checklist", "what stands between a centre and its first day"),
    "openapi": ("openapi", "write docs/reference/openapi.json"),
    "seal": ("seal", "seal a password for a setting"),
    "settings": ("settings", "every setting with its unit and default; --write: docs/operating/settings.md"),
    "version": ("version", "which Palabre this is"),
}
REFUSED = 2


def usage() -> str:
    lines = [f"  {name:<11}{what}" for name, (_, what) in COMMANDS.items()]
    return "usage: ./palabre COMMAND [OPTION…]    (./palabre COMMAND --help)\n\n" + "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    """Exit code: 0 well, 1 something failed, 2 refused (one line on stderr says what and how to mend it)."""
    arguments = sys.argv[1:] if argv is None else argv
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # so a shell starts what it puts in the background
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(usage())
        return 0
    name = arguments[0].lstrip("-")
    if name not in COMMANDS:
        print(f"palabre: there is no command {arguments[0]}: ./palabre --help lists them", file=sys.stderr)
        return REFUSED
    try:
        command = importlib.import_module(f"palabre.processes.command_line.{COMMANDS[name][0]}")
        return command.main(arguments[1:]) or 0
    except (EngineRefused, SettingsRefused) as why:
        for line in str(why).splitlines():
            print(f"palabre: {line}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `./palabre doctor | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
