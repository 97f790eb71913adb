"""Logs: one JSON object a line on stderr: ids, codes and figures, never what a person said or can be reached by.

    log = logs.named("router")
    log.info("offer_withdrawn", offer=offer_id, waited_seconds=2.1)

Words in a free message (libraries', exceptions') are scrubbed of long digits, addresses, quoted values, DETAIL lines.
"""

import json
import logging
import re
import sys
import time
import traceback
from typing import Any

TEXT_CHARACTERS_MAX = 300
FRAMES_MAX = 12
OF_CODE = (NameError, AttributeError, ImportError)  # their words name parts of a program, never of a person
# A field named like this is somebody's; it is refused even where a caller forgets.
PERSONAL = frozenset(
    "name names first_name last_name display_name address email e_mail phone number_called caller text body message"
    " note notes digits password token secret cookie authorization query".split()
)
_SCRUBS = (
    (re.compile(r"\bDETAIL:.*", re.S), "DETAIL: …"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "…@…"),
    (re.compile(r"(?<![\w-])\+?\d[\d .]{5,}\d(?![\w-])"), "…"),
    (re.compile(r"(://[^:/@\s]+:)[^@\s]+@"), r"\1…@"),
    (re.compile(r"\"[^\"\n]*\"|'[^'\n]*'"), "'…'"),
)


def scrub(text: str) -> str:
    """Free words without what may be personal; bounded."""
    for pattern, instead in _SCRUBS:
        text = pattern.sub(instead, text)
    return text[:TEXT_CHARACTERS_MAX]


# what every record has; the rest was given as `extra`
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "fields"}


class Log:
    """Writes events of one part. An event is a code; its fields are ids, codes, instants and figures."""

    def __init__(self, part: str) -> None:
        self._part = part
        self._logger = logging.getLogger(f"palabre.{part}")

    def debug(self, event: str, **fields: Any) -> None:
        self._write(logging.DEBUG, event, fields)

    def info(self, event: str, **fields: Any) -> None:
        self._write(logging.INFO, event, fields)

    def warning(self, event: str, **fields: Any) -> None:
        self._write(logging.WARNING, event, fields)

    def error(self, event: str, error: BaseException | None = None, **fields: Any) -> None:
        """`error`: its type, scrubbed message and where it was raised are told, not its values."""
        self._write(logging.ERROR, event, fields | (described(error) if error else {}))

    def _write(self, level: int, event: str, fields: dict[str, Any]) -> None:
        if self._logger.isEnabledFor(level):
            self._logger.log(level, event, extra={"fields": {k: _value(k, v) for k, v in fields.items()}})


def named(part: str) -> Log:
    return Log(part)


def described(error: BaseException) -> dict[str, Any]:
    """What may be told of an exception: its type, its scrubbed message, its frames."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES_MAX:]
    where = [f"{'/'.join(f.filename.split('/')[-2:])}:{f.lineno} {f.name}" for f in frames]
    why = str(error)[:TEXT_CHARACTERS_MAX] if isinstance(error, OF_CODE) else scrub(str(error))
    return {"error": type(error).__name__, "why": why, "where": where}


def _value(key: str, value: Any) -> Any:
    if key in PERSONAL:
        return "…"
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (list, tuple, set)):
        return [_value(key, v) for v in value][:50]
    return str(value)[:TEXT_CHARACTERS_MAX]


class JsonLines(logging.Formatter):
    """Our own events as they are; free words, libraries' above all, scrubbed."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self._role = role

    def format(self, record: logging.LogRecord) -> str:
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z"
        line = {
            "at": at,
            "level": record.levelname.lower(),
            "role": self._role,
            "part": record.name.removeprefix("palabre."),
        }
        fields = getattr(record, "fields", None)
        if fields is None:
            line["event"] = "words"
            line["words"] = scrub(record.getMessage())
            line |= {
                k: "…" if k in PERSONAL else scrub(str(v))
                for k, v in record.__dict__.items()
                if k not in _STANDARD and k not in line
            }
            if record.exc_info and record.exc_info[1]:
                line |= described(record.exc_info[1])
        else:
            line["event"] = record.getMessage()
            line |= {k: v for k, v in fields.items() if k not in line}
        return json.dumps(line, ensure_ascii=False, default=str)


def configure(role: str, level: str = "info") -> None:
    """All logging of this process goes to stderr as JSON lines. Access logs stay off: paths hold tokens."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(role))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("palabre").setLevel(level.upper())
    for noisy in ("uvicorn.access", "httpx", "psycopg.pool"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
