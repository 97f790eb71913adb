"""`./palabre bench NAME [--json]`, `./palabre bench --list`:
one file per benchmark in bench/, its first line says what.
"""

import ast
import runpy
import sys
from pathlib import Path

BENCH = Path(__file__).parents[4] / "bench"


def main(arguments: list[str]) -> int:
    names = {f.stem: f for f in sorted(BENCH.glob("*.py")) if not f.stem.startswith("_")}
    if not arguments or arguments[0] in ("--list", "-h", "--help"):
        for name, file in names.items():
            print(f"{name:<14}{_first_line(file)}")
        return 0
    name = next((a for a in arguments if not a.startswith("-")), "")
    if name not in names:
        print(f"palabre: there is no benchmark {name or arguments[0]}: ./palabre bench --list", file=sys.stderr)
        return 2
    sys.argv = [str(names[name]), *(a for a in arguments if a != name)]
    sys.path.insert(0, str(BENCH))
    try:
        runpy.run_path(str(names[name]), run_name="__main__")
    except SystemExit as ended:
        if isinstance(ended.code, str):
            print(ended.code, file=sys.stderr)
        return ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    return 0


def _first_line(file: Path) -> str:
    return (ast.get_docstring(ast.parse(file.read_text())) or "").split("\n")[0]
