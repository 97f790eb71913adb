"""The dial plan: every call enters our application; where nobody drives Asterisk the caller still hears something true.

from-trunk     calls from a SIP trunk           Stasis(APP,trunk,ENDPOINT,CALLED)
from-web       a web page's call                Stasis(APP,web,ENDPOINT,CALLED)
from-advisor   an advisor's phone: `echo` for the device check, else Stasis(APP,advisor,ENDPOINT,CALLED)
from-node      another Asterisk of the installation rings a telephone that is registered here
nobody         apology, wait, the application again, then the tenant's rescue number; also where the application itself
               sends a caller it cannot serve: ARI `continue` with context=nobody, extension=CALLED, priority=1
early          the same for numbers that are free until answered (`early_text`, included by nobody): as early media
rescue         generated: called number -> Dial of the rescue number (`rescue_text`)
moving         numbers moved from an old system (`moving_text`, included by from-trunk, sets what is asked here):
               here or there, and there too when nobody of ours has answered in time (decision 24)
there          to the old system by its trunk; `back`: out of Stasis when its time was over (extension T)
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from palabre.plumbing.engines.problems import EngineRefused

RESCUE_FILE = "rescue.conf"
EMPTIED = "EMPTIED"  # global, 1: others take new calls
MOVING_FILE = "moving.conf"
EARLY_FILE = "early.conf"
MOVED_EVENT = "PALABRE_MOVED"  # in the call record: side, number, why
RESCUE_RING_SECONDS = 60
OLD_RING_SECONDS = 90
SAME_CALLER_MAX = 20  # at once, of one number to one number: two systems that send a call to each other end here
HERE, THERE = "here", "there"
PATTERN = "_[+0-9a-zA-Z]."
APOLOGY = "all-circuits-busy-now&please-try-call-later"
_NUMBER = re.compile(r"\+?[0-9A-Za-z]{2,40}")


def extensions(app: str) -> str:
    """extensions.conf. Stasis() returns at once when no application is connected: never a bare Hangup behind it."""
    arrivals = "".join(_arrival(app, name) for name in ("trunk", "web"))
    return f"""[general]
static=yes
writeprotect=yes
{arrivals}
[from-advisor]
exten => echo,1,Answer()
 same => n,Echo()
 same => n,Hangup()
exten => {PATTERN},1,Stasis({app},advisor,${{CHANNEL(endpoint)}},${{EXTEN}})
 same => n,Hangup()

[from-node]
exten => _[dp].,1,Set(__WHOSE=${{PJSIP_HEADER(read,X-Palabre-Conversation)}})
 same => n,Dial(PJSIP/${{EXTEN}},60,b(from-node^headers^1))
 same => n,Hangup(${{HANGUPCAUSE}})
exten => headers,1,Set(PJSIP_HEADER(add,X-Palabre-Conversation)=${{WHOSE}})
 same => n,Set(PJSIP_HEADER(add,Call-Info)=<sip:palabre>\\;answer-after=0)
 same => n,Return()

{_moving(app)}
[nobody]
#tryinclude {EARLY_FILE}
exten => {PATTERN},1,GotoIf($["${{OLD}}"!="" & "${{PATIENCE}}"!="0"]?there,away,1)
 same => n,Answer()
 same => n,Playback({APOLOGY})
 same => n,Wait(2)
 same => n,Stasis({app},again,${{CHANNEL(endpoint)}},${{EXTEN}})
 same => n,GotoIf($["${{STASISSTATUS}}"="FAILED"]?rescue,${{EXTEN}},1)
 same => n,Hangup()
exten => h,1,NoOp()

[early]
exten => {PATTERN},1,GotoIf($["${{OLD}}"!="" & "${{PATIENCE}}"!="0"]?there,away,1)
 same => n,Progress()
 same => n,Playback({APOLOGY},noanswer)
 same => n,Wait(2)
 same => n,Stasis({app},again,${{CHANNEL(endpoint)}},${{EXTEN}})
 same => n,GotoIf($["${{STASISSTATUS}}"="FAILED"]?rescue,${{EXTEN}},1)
 same => n,Hangup()
exten => h,1,NoOp()

[rescue]
#tryinclude {RESCUE_FILE}
exten => {PATTERN},1,Playback({APOLOGY},noanswer)
 same => n,Wait(5)
 same => n,Stasis({app},again,${{CHANNEL(endpoint)}},${{EXTEN}})
 same => n,Hangup(38)
exten => h,1,NoOp()
"""


def _moving(app: str) -> str:
    """What the included lines set: OLD (PJSIP/number@trunk), OLD_TRUNK, NUMBER, LIMIT (here, there, or the hash below
    which a caller is here), PATIENCE (seconds, 0: no way back), MAY (whose trunks call it), CALLS_MAX (0: any).

    Whose hash is below: her last nine digits and the number, so that a higher limit never sends anybody back, and that
    0612345678 and +33612345678 are one. Who withholds her number is nobody: with the old system until all are here.
    """
    caller = "${MD5(${NUMBER} ${CALLER:-9}):0:8}"
    return f"""[moving]
exten => {PATTERN},1,GotoIf($["${{{EMPTIED}}}"="1"]?emptied)
 same => n,Set(CALLER=${{FILTER(0-9,${{CALLERID(num)}})}})
 same => n,GotoIf($["${{CHANNEL(endpoint)}}"="${{OLD_TRUNK}}"]?own)
 same => n,GotoIf($["${{CHANNEL(endpoint):0:6}}"="trunk-" & ${{REGEX("^(${{MAY}})$" ${{CHANNEL(endpoint)}})}}=0]?own)
 same => n,Set(GROUP(same)=${{NUMBER}}-${{CALLER}})
 same => n,GotoIf($["${{CALLER}}"!="" & ${{GROUP_COUNT(${{NUMBER}}-${{CALLER}}@same)}}>{SAME_CALLER_MAX}]?circle)
 same => n,GotoIf($["${{LIMIT}}"="{HERE}"]?here)
 same => n,GotoIf($["${{LIMIT}}"="{THERE}"]?there)
 same => n,GotoIf($["${{CALLER}}"=""]?there)
 same => n,GotoIf($["x{caller}"<"x${{LIMIT}}"]?here)
 same => n(there),CELGenUserEvent({MOVED_EVENT},old ${{NUMBER}} share)
 same => n,Goto(there,old,1)
 same => n(own),Set(OLD=)
 same => n,Set(PATIENCE=0)
 same => n(here),CELGenUserEvent({MOVED_EVENT},here ${{NUMBER}} share)
 same => n,GotoIf($["${{PATIENCE}}"="0"]?ours)
 same => n,Set(TIMEOUT(absolute)=${{PATIENCE}})
 same => n(ours),Stasis({app},trunk,${{CHANNEL(endpoint)}},${{EXTEN}})
 same => n,GotoIf($["${{STASISSTATUS}}"="FAILED"]?nobody,${{EXTEN}},1)
 same => n,Hangup()
 same => n(circle),Hangup(25)
 same => n(emptied),Hangup(42)
exten => T,1,Goto(there,silent,1)
exten => h,1,NoOp()

[there]
exten => away,1,CELGenUserEvent({MOVED_EVENT},returned ${{NUMBER}} away)
 same => n,Goto(old,1)
exten => silent,1,CELGenUserEvent({MOVED_EVENT},returned ${{NUMBER}} silent)
 same => n,Goto(old,1)
exten => failed,1,CELGenUserEvent({MOVED_EVENT},returned ${{NUMBER}} failed)
 same => n,Goto(old,1)
exten => old,1,Set(TIMEOUT(absolute)=0)
 same => n,Set(GROUP(old)=${{OLD_TRUNK}})
 same => n,GotoIf($["${{CALLS_MAX}}"!="0" & ${{GROUP_COUNT(${{OLD_TRUNK}}@old)}}>${{CALLS_MAX}}]?full)
 same => n,Dial(${{OLD}},{OLD_RING_SECONDS})
 same => n,CELGenUserEvent({MOVED_EVENT},failed ${{NUMBER}} ${{DIALSTATUS}})
 same => n,Hangup(${{HANGUPCAUSE}})
 same => n(full),CELGenUserEvent({MOVED_EVENT},failed ${{NUMBER}} FULL)
 same => n,Hangup(34)
exten => h,1,NoOp()
"""


def _arrival(app: str, kind: str) -> str:
    moving = f"#tryinclude {MOVING_FILE}\n" if kind == "trunk" else ""
    return f"""
[from-{kind}]
{moving}exten => {PATTERN},1,Stasis({app},{kind},${{CHANNEL(endpoint)}},${{EXTEN}})
 same => n,GotoIf($["${{STASISSTATUS}}"="FAILED"]?nobody,${{EXTEN}},1)
 same => n,Hangup()
exten => h,1,NoOp()
"""


def rescue_text(numbers: Mapping[str, tuple[str, str]]) -> str:
    """rescue.conf: called number -> (number to ring, trunk it leaves by). An exact number goes before the pattern."""
    lines = []
    for called, (number, trunk) in sorted(numbers.items()):
        for word in (called, number):
            if not _NUMBER.fullmatch(word):
                raise EngineRefused("a rescue number holds more than digits", "write it as +33140001000")
        if not re.fullmatch(r"[a-z0-9_-]{1,40}", trunk):
            raise EngineRefused(f"the trunk {trunk} has no proper name", "use small letters, digits, - and _")
        lines.append(f"exten => {called},1,Dial(PJSIP/{number}@{trunk},{RESCUE_RING_SECONDS})")
        lines.append(" same => n,Hangup(38)")
    return "\n".join(lines) + "\n"


def early_text(numbers: Iterable[str]) -> str:
    """early.conf: called numbers, as trunks write them, whose callers pay nothing before somebody answers."""
    lines = []
    for number in sorted(set(numbers)):
        if not _NUMBER.fullmatch(number):
            raise EngineRefused("a number holds more than digits", "write it as +33140001000")
        lines.append(f"exten => {number},1,Goto(early,${{EXTEN}},1)")
    return "\n".join(lines) + "\n"


class MovedNumber(NamedTuple):
    """`writings`: forms in which a trunk presents it besides `number` (E.164). `share`: per cent of callers who are
    here. `dialled`, `trunk`: the old system's number as that operator wants it, and its endpoint. `patience`: seconds,
    0: no way back. `trunks`: endpoints by which it may be called. `calls_max`: at the old system at once, 0: any."""

    number: str
    writings: Sequence[str]
    share: int
    dialled: str
    trunk: str
    patience: int
    trunks: Sequence[str]
    calls_max: int = 0


def limit_of(share: int) -> str:
    """The hash (eight hexadecimal digits) below which a caller is here; or a word where all or none are."""
    if share >= 100:
        return HERE
    return f"{share * 2**32 // 100:08x}" if share > 0 else THERE


def moving_text(numbers: Sequence[MovedNumber]) -> str:
    """moving.conf. Two numbers that are written alike by some trunk have no line for that writing."""
    taken = [w for n in numbers for w in {n.number, *n.writings}]
    lines: list[str] = []
    for number in sorted(numbers):
        _check_words(number)
        old, may = f"PJSIP/{number.dialled}@{number.trunk}", "|".join(sorted(number.trunks)) or "-"
        sets = {"NUMBER": number.number, "OLD": old, "OLD_TRUNK": number.trunk, "LIMIT": limit_of(number.share),
                "PATIENCE": str(number.patience), "MAY": may, "CALLS_MAX": str(number.calls_max)}  # fmt: skip
        lines.append(f"exten => {number.number},1,NoOp()")
        lines += [f" same => n,Set({name}={value})" for name, value in sets.items()]
        lines.append(" same => n,Goto(moving,${EXTEN},1)")
        others = sorted({w for w in number.writings if taken.count(w) == 1} - {number.number})
        lines += [f"exten => {other},1,Goto({number.number},1)" for other in others]
    return "\n".join(lines) + "\n"


def _check_words(number: MovedNumber) -> None:
    for word in (number.number, number.dialled, *number.writings):
        if not _NUMBER.fullmatch(word):
            raise EngineRefused("a number that moves holds more than digits", "write it as +33140001000")
    for trunk in (number.trunk, *number.trunks):
        if not re.fullmatch(r"[a-z0-9_-]{1,40}", trunk):
            raise EngineRefused(f"the trunk {trunk} has no proper name", "use small letters, digits, - and _")
