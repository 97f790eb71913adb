"""Long steps show how far they are, a line every few seconds, whatever reads them (a person, a log)."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

EVERY_SECONDS = 2.0
MEGABYTE = 1_000_000


@contextmanager
def watched(folder: Path, bytes_wanted: int, what: str, say: Callable[[str], None]) -> Iterator[None]:
    """Tells how much of `bytes_wanted` has arrived in `folder` while the block runs."""
    done = threading.Event()

    def tell() -> None:
        while not done.wait(EVERY_SECONDS):
            have = min(_bytes_in(folder), bytes_wanted)
            say(f"{what}: {have // MEGABYTE} of {bytes_wanted // MEGABYTE} MB ({100 * have // max(bytes_wanted, 1)} %)")

    say(f"{what}: fetching {bytes_wanted // MEGABYTE} MB")
    watcher = threading.Thread(target=tell, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _bytes_in(folder: Path) -> int:
    total = 0
    for file in folder.rglob("*"):
        try:
            total += file.stat().st_size if file.is_file() else 0
        except FileNotFoundError:  # renamed when its download ended
            pass
    return total
