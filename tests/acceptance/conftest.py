"""One Palabre for all tests of the session that leave it as they found it; those that break one start their own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from people import Advisor, Person, Running, Visitor


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """Within reach of the engines' account, which pytest's own folders are not when root runs them."""
    with tempfile.TemporaryDirectory(prefix="palabre-acceptance-", ignore_cleanup_errors=True) as made:
        Path(made).chmod(0o755)
        yield Path(made)


@pytest.fixture(scope="session")
def running(folder: Path) -> Iterator[Running]:
    """`./palabre demo`, without robots: its advisors are these tests' own."""
    made = Running("demo", folder / "shared", PALABRE_REACHABLE_NETWORKS="127.0.0.0/8")
    yield made
    made.stop()


@pytest.fixture(scope="session")
def nadia(running: Running) -> Person:
    """The administrator."""
    return running.person("nadia")


@pytest.fixture(scope="session")
def claire(running: Running) -> Person:
    """A supervisor."""
    return running.person("claire")


@pytest.fixture
def advisor(running: Running) -> Iterator[Callable[..., Advisor]]:
    """`advisor("awa")`: at her desk and available; she leaves at the end, whatever happened."""
    made: list[Advisor] = []

    def sit(key: str, **more) -> Advisor:
        made.append(Advisor(running.url, *running.sign_in_of(key), **more))
        return made[-1]

    yield sit
    for one in made:
        one.leave()


@pytest.fixture
def visitor(running: Running) -> Iterator[Callable[..., Visitor]]:
    """`visitor()`: a page with the demo's widget, or `visitor(KEY)`; closed at the end."""
    made: list[Visitor] = []

    def come(widget: str = "", **hello) -> Visitor:
        made.append(running.visitor(widget, **hello))
        return made[-1]

    yield come
    for one in made:
        try:
            one.leaves()
        except Exception:  # it left by itself
            pass
