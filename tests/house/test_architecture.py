"""ARCHITECTURE.md tells the truth: eleven lines, each naming a function that exists where it says."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "ARCHITECTURE.md").read_text()
STORY = TEXT.split("## One call, in eleven lines")[1].split("## ")[0]
PLACES = re.findall(r"`([a-z_/]+\.py): ([a-z_]+)`", STORY)


def test_the_story_has_eleven_lines_that_each_name_a_place():
    lines = re.findall(r"^\d+\. .*$", STORY, re.M)
    assert [int(line.split(".")[0]) for line in lines] == list(range(1, 12))
    assert all(re.search(r"`[a-z_/]+\.py: [a-z_]+`", line) for line in lines)


@pytest.mark.parametrize(("file", "function"), PLACES, ids=[f"{a}:{b}" for a, b in PLACES])
def test_each_place_is_there(file, function):
    tree = ast.parse((ROOT / "src/palabre" / file).read_text())
    names = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)}
    assert function in names


def test_every_link_leads_somewhere():
    for document in [ROOT / n for n in ("ARCHITECTURE.md", "README.md", "CONTRIBUTING.md", "SECURITY.md")]:
        if document.exists():
            for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text()):
                assert (ROOT / link).exists(), f"{document.name}: {link}"
