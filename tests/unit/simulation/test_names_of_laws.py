"""Every law has its name in the count that `./palabre simulate` prints, so that a law unbroken is told as nought."""

import re
from pathlib import Path

from palabre.simulation import model
from palabre.simulation.model.checkers.names import LAWS


def test_every_law_that_may_be_flagged_is_named_once():
    folder = Path(model.__file__).parent
    files = [*(folder / "checkers").glob("*.py"), *(folder / "days").glob("*.py")]
    flagged = {law for file in files for law in re.findall(r'flag\(\s*"(\w+)"', file.read_text())}
    assert len(flagged) > 50 and set(LAWS) == flagged and list(LAWS) == sorted(set(LAWS))
