"""Small files of engines: private from the first byte, whole or not at all."""

import os
import pwd
from pathlib import Path


def write_private(path: Path, text: str, user: pwd.struct_passwd | None = None) -> Path:
    """Write 0600 under a temporary name and rename; `user` is the account that may read it."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
        if user:
            os.fchown(out.fileno(), user.pw_uid, user.pw_gid)
    part.rename(path)
    return path
