"""Issue 2, point 14: the documents are there, lead somewhere, and what they tell to type exists."""

from __future__ import annotations

import json
import re

import pytest
from people import ROOT, palabre

PAGES = ("README.md", "ARCHITECTURE.md", "GLOSSARY.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "LICENSE")
TEXTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("src/palabre/**/README.md")]
COMMANDS = re.compile(r"(?<![\w/])\./palabre ([a-z]+)")
LINKS = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


@pytest.mark.parametrize("page", PAGES)
def test_it_is_there(page):
    assert len((ROOT / page).read_text()) > 400


@pytest.mark.parametrize("text", TEXTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_leads_somewhere(text):
    links = [link for link in LINKS.findall(text.read_text()) if "://" not in link]
    assert [link for link in links if not (text.parent / link).exists()] == []


def test_every_command_told_exists():
    known = set(re.findall(r"^  (\w+)", palabre("--help").stdout, re.MULTILINE))
    told = {c for text in TEXTS for c in COMMANDS.findall(text.read_text())}
    assert {"demo", "test", "up", "doctor", "tenant"} <= told <= known


def test_the_readme_shows_what_it_is():
    readme = (ROOT / "README.md").read_text()
    pictures = [ROOT / link for link in LINKS.findall(readme) if link.endswith(".png")]
    assert pictures and all(p.read_bytes()[:4] == b"\x89PNG" and p.stat().st_size < 300_000 for p in pictures)
    assert "./palabre demo" in readme and "./palabre test" in readme


def test_the_architecture_opens_with_one_call_in_eleven_lines():
    told = (ROOT / "ARCHITECTURE.md").read_text()
    assert re.findall(r"^(\d+)\. ", told, re.MULTILINE) == [str(n) for n in range(1, 12)]


def test_interfaces_are_described_by_documents_that_are_read():
    openapi = json.loads((ROOT / "docs/reference/openapi.json").read_text())
    asyncapi = json.loads((ROOT / "docs/reference/asyncapi.json").read_text())
    assert openapi["openapi"].startswith("3.1") and len(openapi["paths"]) > 50
    assert asyncapi["asyncapi"].startswith("3.") and asyncapi["channels"]


def test_the_running_interface_serves_its_own_description(running, nadia):
    served = nadia.get("/api/schema/openapi.json")
    kept = json.loads((ROOT / "docs/reference/openapi.json").read_text())
    served = json.loads(served) if isinstance(served, bytes) else served
    assert set(served["paths"]) == set(kept["paths"])


def test_every_decision_is_a_page_of_one_number():
    names = sorted(p.name for p in (ROOT / "docs/decisions").glob("[0-9]*.md"))
    assert [int(n[:4]) for n in names] == list(range(1, len(names) + 1))
