"""The published page of settings is that of the code, and says of each what it is for and in which unit."""

from palabre.plumbing.settings import Settings, describe
from palabre.processes.command_line.settings import PAGE, page


def test_the_published_page_is_that_of_the_code():
    assert PAGE.read_text() == page(), "run ./palabre settings --write and commit"


def test_every_setting_says_what_it_is_for():
    assert [d["variable"] for d in describe() if not d["what"]] == []
    numbers = {f for f, kind in Settings.__annotations__.items() if "int" in str(kind).split(",")[0]}
    assert [d["variable"] for d in describe() if d["variable"][8:].lower() in numbers and not d["unit"]] == []
