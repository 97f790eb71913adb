"""What commands that list things, and mend some of them, are all asked with."""

import argparse


def parser(name: str, doc: str | None, *verbs: str) -> argparse.ArgumentParser:
    """`./palabre NAME [list | VERB …] [--data DIR] [--json]`; `what` is one of these, `list` where nothing is said."""
    made = argparse.ArgumentParser(prog=f"./palabre {name}", description=doc)
    made.add_argument("what", nargs="?", default="list", choices=("list", *verbs))
    made.add_argument("--data", default="", metavar="DIR", help="data folder of the installation")
    made.add_argument("--json", action="store_true", help="one JSON object a line")
    return made
