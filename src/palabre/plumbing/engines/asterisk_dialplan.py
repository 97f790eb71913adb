"""The dial plan: every call enters our application; where nobody drives Asterisk the caller still hears something true.

from-trunk     calls from a SIP trunk           Stasis(APP,trunk,ENDPOINT,CALLED)
from-web       a web page's call                Stasis(APP,web,ENDPOINT,CALLED)
from-advisor   an advisor's phone: `echo` for the device check, else Stasis(APP,advisor,ENDPOINT,CALLED)
from-node      another Asterisk of the installation rings a telephone that is registered here
nobody         apology, wait, the application again, then the tenant's rescue number; also where the application itself
               sends a caller it cannot serve: ARI `continue` with context=nobody, extension=CALLED, priority=1
rescue         generated: called number -> Dial of the rescue number (`rescue_text`)
"""

import re
from collections.abc import Mapping

from palabre.plumbing.engines.problems import EngineRefused

RESCUE_FILE = "rescue.conf"
RESCUE_RING_SECONDS = 60
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
exten => _p.,1,Set(__WHOSE=${{PJSIP_HEADER(read,X-Palabre-Conversation)}})
 same => n,Dial(PJSIP/${{EXTEN}},60,b(from-node^headers^1))
 same => n,Hangup(${{HANGUPCAUSE}})
exten => headers,1,Set(PJSIP_HEADER(add,X-Palabre-Conversation)=${{WHOSE}})
 same => n,Set(PJSIP_HEADER(add,Call-Info)=<sip:palabre>\\;answer-after=0)
 same => n,Return()

[nobody]
exten => {PATTERN},1,Answer()
 same => n,Playback({APOLOGY})
 same => n,Wait(2)
 same => n,Stasis({app},again,${{CHANNEL(endpoint)}},${{EXTEN}})
 same => n,GotoIf($["${{STASISSTATUS}}"="FAILED"]?rescue,${{EXTEN}},1)
 same => n,Hangup()
exten => h,1,NoOp()

[rescue]
#tryinclude {RESCUE_FILE}
exten => {PATTERN},1,Playback({APOLOGY})
 same => n,Wait(5)
 same => n,Stasis({app},again,${{CHANNEL(endpoint)}},${{EXTEN}})
 same => n,Hangup(38)
exten => h,1,NoOp()
"""


def _arrival(app: str, kind: str) -> str:
    return f"""
[from-{kind}]
exten => {PATTERN},1,Stasis({app},{kind},${{CHANNEL(endpoint)}},${{EXTEN}})
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
