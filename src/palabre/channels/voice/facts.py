"""What happens on the line, and what is asked of the telephone (an effect is a fact too).

An effect's id is born from its fact's number; Asterisk's channel, bridge, playback and recording ids derive from it,
so that a repeat finds the first. The driver answers each effect once by `ReportEffect`. Each subject has a file in
`facts_of`; all are read from here.
"""

from __future__ import annotations

from palabre.channels.voice.facts_of.calls import (
    CallArrived,
    ConnectRequested,
    DialRequested,
    DisconnectRequested,
    EffectEnded,
    FlowRequested,
    HoldRequested,
    MessageRequested,
    WaitRequested,
)
from palabre.channels.voice.facts_of.ceilings import (
    CeilingAlarmed,
    CeilingAlarmEnded,
    CeilingAlarmSeen,
)
from palabre.channels.voice.facts_of.internal import (
    ColleagueAnswered,
    ColleagueCalled,
    InternalCallEnded,
    InternalEndSeen,
)
from palabre.channels.voice.facts_of.legs import (
    LegGivenUp,
    LegLost,
    LegReturned,
    StandbyLost,
    StandbyRequested,
    StandDownRequested,
)
from palabre.channels.voice.facts_of.lines import (
    AbuseReported,
    AbuseSeen,
    LineJudged,
    LineSilent,
    MuteRequested,
)
from palabre.channels.voice.facts_of.recording import (
    RecordingAllowed,
    RecordingBegan,
    RecordingKept,
    RecordingMended,
    RecordingPauseRequested,
    RecordingPausesBounded,
    RecordingStopped,
    RecordingTroubled,
)
from palabre.channels.voice.facts_of.supervision import (
    SupervisionEnded,
    SupervisionEndRequested,
    SupervisionRequested,
)
from palabre.channels.voice.facts_of.transfers import (
    AsideRequested,
    PartyEndRequested,
    PartyLeft,
    PartyRequested,
    TransferBegan,
    TransferEnded,
    TransferJoined,
    TransferLetGo,
    TransferMoved,
)

__all__ = [
    "AbuseReported",
    "AbuseSeen",
    "AsideRequested",
    "CallArrived",
    "CeilingAlarmEnded",
    "CeilingAlarmSeen",
    "CeilingAlarmed",
    "ColleagueAnswered",
    "ColleagueCalled",
    "ConnectRequested",
    "DialRequested",
    "DisconnectRequested",
    "EffectEnded",
    "FlowRequested",
    "HoldRequested",
    "InternalCallEnded",
    "InternalEndSeen",
    "LegGivenUp",
    "LegLost",
    "LegReturned",
    "LineJudged",
    "LineSilent",
    "MessageRequested",
    "MuteRequested",
    "PartyEndRequested",
    "PartyLeft",
    "PartyRequested",
    "RecordingAllowed",
    "RecordingBegan",
    "RecordingKept",
    "RecordingMended",
    "RecordingPauseRequested",
    "RecordingPausesBounded",
    "RecordingStopped",
    "RecordingTroubled",
    "StandDownRequested",
    "StandbyLost",
    "StandbyRequested",
    "SupervisionEndRequested",
    "SupervisionEnded",
    "SupervisionRequested",
    "TransferBegan",
    "TransferEnded",
    "TransferJoined",
    "TransferLetGo",
    "TransferMoved",
    "WaitRequested",
]
