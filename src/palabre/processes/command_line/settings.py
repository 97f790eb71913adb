"""`./palabre settings [--write]`: every setting, its unit, its default and what it is for, as a table of Markdown.

`--write` puts it where people read it, docs/operating/settings.md; a contract test compares the two.
"""

import sys
from pathlib import Path

PAGE = Path(__file__).parents[4] / "docs/operating/settings.md"
HEAD = """# Settings

Made by `./palabre settings --write` from `src/palabre/plumbing/settings.py`; do not edit it here. Each is an
environment variable; `./palabre up --help` lists those the command line knows too. What does not fit is refused.

| variable | what it is | unit | default |
|---|---|---|---|
"""


def main(arguments: list[str]) -> int:
    if set(arguments) - {"--write"}:
        print("usage: ./palabre settings [--write]", file=sys.stderr)
        return 2
    if "--write" in arguments:
        PAGE.write_text(page())
        print(PAGE)
    else:
        print(page(), end="")
    return 0


def page() -> str:
    from palabre.plumbing.settings import describe

    return HEAD + "".join(map(_row, describe()))


def _row(one: dict) -> str:
    default = "" if one["default"] == "" else f"`{str(one['default']).lower()}`"
    what = one["what"] + (" (secret)" if one["secret"] else "")
    return f"| `{one['variable']}` | {what.replace('|', '/')} | {one['unit']} | {default} |\n"
