"""How what was written answers what was asked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from palabre.channels.ports import COLLECTED, TOO_SHORT, WRONG, Option
from palabre.conversations.actions.messages import Message

# digits of the scripts our customers write with
_DIGITS = {ord(c): str(i % 10) for i, c in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_BLANKS = re.compile(r"[\s.,;:!?()\[\]\-_/]+")


def match(answer: Message, options: Sequence[Option], question: str) -> Option | None:
    """The option that was pressed (a button of this very question), or whose key or label was written."""
    if answer.kind == "choice" and answer.data.get("message") == question:
        return next((o for o in options if o.key == answer.data.get("option")), None)
    written = _plain(answer.text)
    return next((o for o in options if written and written in (_plain(o.key), _plain(o.label))), None)


def fits(value: str, kind: str, length_min: int, length_max: int, end_key: str) -> tuple[str, str]:
    """The value as the step wants it, and whether it fits: collected, too_short, wrong."""
    value = value.strip()
    if kind == "digits":
        value = _BLANKS.sub("", value.translate(_DIGITS))
        value = value.removesuffix(end_key) if end_key else value
        if not re.fullmatch(r"[0-9*#]*", value):
            return "", WRONG
    if len(value) > length_max:
        return "", WRONG
    return (value, COLLECTED) if len(value) >= max(length_min, 1) else ("", TOO_SHORT)


def _plain(text: str) -> str:
    """Without case, accents, blanks and punctuation: "1." is "1", "Réclamation" is "reclamation"."""
    folded = unicodedata.normalize("NFKD", text.translate(_DIGITS).casefold())
    return _BLANKS.sub("", "".join(c for c in folded if not unicodedata.combining(c)))
