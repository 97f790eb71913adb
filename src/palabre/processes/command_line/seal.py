"""`./palabre seal`: a password read from the terminal or from standard input, sealed for PALABRE_SIP_PASSWORDS."""

import argparse
import getpass
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    from palabre.plumbing import settings
    from palabre.plumbing.engines.folders import default_data
    from palabre.plumbing.engines.problems import EngineRefused
    from palabre.plumbing.secrets import master_key, seal_text
    from palabre.processes.voice_wish import PURPOSE

    parser = argparse.ArgumentParser(prog="./palabre seal", description=__doc__)
    parser.add_argument("--data", metavar="DIR", help="data folder whose master key seals")
    asked = parser.parse_args(arguments)
    given = settings.read(**({"data": asked.data} if asked.data else {}))
    folder = Path(given.data) if given.data else default_data("main")
    file = Path(given.master_key_file or folder / "keys/master.key")
    if not file.exists():
        raise EngineRefused(f"no master key in {file}", "the first ./palabre up makes it; --data names another folder")
    plain = getpass.getpass("password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    print(seal_text(master_key(file), plain, PURPOSE))
    return 0
