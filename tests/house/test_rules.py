"""What imports cannot show: tenants in statements, clocks and dice, bounded lists, settings, problems."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src/palabre"
FILES = sorted(SOURCE.rglob("*.py"))

# Doors through which time and chance come in.
CLOCKS_ALLOWED = ("plumbing/", "processes/")
CLOCK_CALLS = {"now", "utcnow", "today", "time", "time_ns", "uuid1", "uuid4", "uuid7", "monotonic_ns"}
CLOCK_OWNERS = {"datetime", "date", "time", "uuid"}

# Tables that belong to no tenant; each has its reason.
NO_TENANT = {
    "partition": "the stream of one or more tenants, the owner's",
    "journal": "numbered by partition; read by tenant through stream_read",
    "snapshot": "as the journal",
    "reader": "a position per partition",
    "router_process": "leases of processes",
    "alembic_version": "the schema's own",
    "sign_in_attempt": "counted before anybody knows which tenant it is",
    "sip_block": "counted before anybody knows which tenant it is",
    "voice_node": "Asterisks serve all tenants",
    "outbox": "named by the tenant where it is read and written; deleted by row under the partition's fence",
}


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def statements(path: Path) -> Iterator[tuple[int, str]]:
    """Every text of a file that reads as SQL."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value.strip()
            begins = re.match(r"(?is)(select|insert\s+into|update|delete\s+from|with)\b", text)
            if begins and re.search(r"(?i)\b(from|into|update|set)\b", text):
                yield node.lineno, text


def tables_of(sql: str) -> set[str]:
    return set(re.findall(r"(?i)\b(?:from|join|into|update)\s+palabre\.([a-z_]+)\b(?!\s*\()", sql))


def test_every_statement_names_the_tenant():
    silent = []
    for path in FILES:
        if "migrations" in path.parts:
            continue
        for line, sql in statements(path):
            tables = tables_of(sql) - set(NO_TENANT)
            if tables and "tenant" not in sql.lower():
                silent.append(f"{name_of(path)}:{line} {sorted(tables)}")
    assert not silent, "\n".join(silent)


def test_sql_stands_in_stores_only():
    elsewhere = []
    for path in FILES:
        name = name_of(path)
        if name.startswith(("plumbing/", "processes/")) or "/store" in name:
            continue
        elsewhere += [f"{name}:{line}" for line, sql in statements(path) if tables_of(sql)]
    assert not elsewhere, elsewhere


def clock_readings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner = node.func.value
        named = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
        if node.func.attr in CLOCK_CALLS and named in CLOCK_OWNERS:
            yield f"{name_of(path)}:{node.lineno} {named}.{node.func.attr}()"


def test_nobody_reads_a_clock_or_rolls_an_id_but_plumbing_and_processes():
    found = [r for p in FILES if not name_of(p).startswith(CLOCKS_ALLOWED) for r in clock_readings(p)]
    assert not found, found


def test_nobody_imports_by_name_at_run_time():
    allowed = ("plumbing/", "processes/")
    found = [
        f"{name_of(p)}"
        for p in FILES
        if not name_of(p).startswith(allowed) and re.search(r"\bimportlib\b|__import__\(", p.read_text())
    ]
    assert not found, found


@pytest.mark.parametrize("path", [p for p in FILES if "/model" in f"/{name_of(p)}"], ids=name_of)
def test_models_do_no_input_or_output(path):
    tree = ast.parse(path.read_text())
    asynchronous = [n.lineno for n in ast.walk(tree) if isinstance(n, ast.Await)]
    called = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    opened = [n.lineno for n in called if n.func.id in {"open", "print", "input", "eval", "exec"}]
    assert not asynchronous and not opened


def test_lists_are_bounded():
    """A statement that returns many rows of a growing table to the web has a limit."""
    growing = {"conversation", "message", "note", "customer", "audit", "segment", "recording", "contact", "person"}
    unbounded = []
    for path in FILES:
        if "/store" not in name_of(path):
            continue
        for line, sql in statements(path):
            low = sql.lower()
            if not low.startswith(("select", "with")) or not tables_of(sql) & growing:
                continue
            one = r"\b(count|sum|min|max|exists|coalesce|array_agg)\s*\("
            single = re.search(one, low) or re.search(r"\bid = (any\()?%\(", low)
            if "limit" not in low and not single and "for update" not in low:
                unbounded.append(f"{name_of(path)}:{line} {sql[:90]!r}")
    assert not unbounded, "\n".join(unbounded)


def test_every_problem_has_a_code_of_its_own():
    codes: dict[str, str] = {}
    for path in FILES:
        for found in re.finditer(r'^\s+code(?:, status)? = "([a-z_.]+)"', path.read_text(), re.M):
            code, name = found.group(1), name_of(path)
            assert codes.setdefault(code, name) == name, f"{code} is in {codes[code]} and {name}"


def test_no_setting_is_read_but_through_settings():
    allowed = {"plumbing/settings.py", "plumbing/engines/spawn.py"}
    free = ("processes/", "plumbing/engines/")
    bound = [p for p in FILES if name_of(p) not in allowed and not name_of(p).startswith(free)]
    found = [name_of(p) for p in bound if "os.environ" in p.read_text()]
    assert not found, found


def test_the_project_speaks_of_itself_alone():
    """No path of a machine, no unfinished word left in the code."""
    words = re.compile(r"TODO|FIXME|XXX|/w[o]rk/|/f[a]rm/")
    root = SOURCE.parents[1]
    folders = ("src", "tests", "bench", "docs", "web/apps", "web/packages", "deploy")
    made = {"node_modules", "dist"}
    whole = [p for folder in folders for p in (root / folder).rglob("*") if not made & set(p.parts)]
    kinds = {".py", ".md", ".ts", ".tsx", ".css", ".html"}
    texts = [p for p in whole if p.suffix in kinds and p.name != "test_rules.py"]
    found = [f"{p.relative_to(root)}" for p in texts if words.search(p.read_text(errors="replace"))]
    assert not found, found
