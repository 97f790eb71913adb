"""Where engines live: programs shared by all data folders of this machine, and the data folder of one installation."""

import os
from pathlib import Path

from palabre.plumbing import settings

SYSTEM_HOME = Path("/var/lib/palabre")


def home() -> Path:
    """Root of everything Palabre keeps on this machine unless told otherwise:
    /var/lib/palabre as root, else the user's share.
    """
    if os.geteuid() == 0:
        return SYSTEM_HOME
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "palabre"


def programs() -> Path:
    """Unpacked programs (Asterisk; as root copies of PostgreSQL and NATS). PALABRE_ENGINES names another folder."""
    return Path(settings.read().engines or home() / "engines").absolute()


def default_data(purpose: str) -> Path:
    """Data folder when none is named; `purpose` keeps a demo apart from real use."""
    return home() / purpose
