"""What keeps an engine from starting, each with the command that mends it."""


class EngineRefused(Exception):
    """Something is missing or in the way. `mend` is the command or the choice that helps;
    shown to people in one line.
    """

    def __init__(self, what: str, mend: str = "") -> None:
        super().__init__(f"{what}: {mend}" if mend else what)
        self.what, self.mend = what, mend


class EngineEnded(Exception):
    """An engine left while somebody waited for it; the message carries its last words."""
