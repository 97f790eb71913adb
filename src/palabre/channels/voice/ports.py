"""What voice needs from above and from the machine, given to it by the process that composes it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import msgspec

from palabre.channels.ports import Line, Prompt
from palabre.foundations.ids import ConversationId, TenantId


class Flows(Protocol):
    """What answers a call and runs beside it. Both return when the run no longer needs the line."""

    async def begin(self, tenant: TenantId, conversation: ConversationId, flow: str | None, line: Line) -> None:
        """Begin the flow of this call; `flow` None: the one named for the line's entry."""

    async def resume(
        self, tenant: TenantId, conversation: ConversationId, line: Line, *, begins: bool = True
    ) -> None:
        """Enter the step of this conversation's run again after a restart; nothing when its last one has ended.
        `begins`: where it never had one, the flow of its entry begins."""

    async def write_run(
        self, tenant: TenantId, conversation: ConversationId, flow: str | None, channel: str, language: str
    ) -> bool:
        """A new run of a conversation that had one, to be entered by `resume`; one that is still open ends.
        `flow` None: the one named for its entry. False where none can begin."""

    async def prompt(self, tenant: TenantId, name: str, language: str) -> list[Prompt]:
        """What the tenant's library says under this name, in this language; nothing where it has none."""

    async def keep_prompt(self, tenant: TenantId, person: str, name: str, language: str, wav: bytes) -> None:
        """What this person of ours has spoken is the prompt's recording from now on."""

    async def unfinished(self, channel: str) -> list[tuple[TenantId, str, ConversationId]]:
        """Tenant, run and conversation of all runs not ended."""

    async def abandon(self, tenant: TenantId, run: str, reason: str = "customer_gone") -> None:
        """End a run whose customer is no longer there, whoever executed it. Idempotent."""


class TrunkAccount(msgspec.Struct, frozen=True):
    """Ours with an operator: we register there, and answer its challenges. `name`: of the trunk."""

    name: str
    host: str
    port: int
    user: str
    password: str

    def __repr__(self) -> str:
        return f"TrunkAccount({self.name})"


class AsteriskNode(msgspec.Struct, frozen=True):
    """One Asterisk, the folders it shares with us, and how to reach it."""

    name: str
    ari_url: str  # http://127.0.0.1:8088/ari
    ari_password: str
    recordings: Path  # its spool/recording
    prompts: Path  # a folder of ours that it can read: cached prompts
    call_record: Path  # its CEL as CSV
    state: Path  # a folder of ours: position in the call record, recordings in the making
    app: str = "palabre"
    ari_user: str = "palabre"
    trunk: str = "operator"  # endpoint that leads outside
    sip_address: str = ""  # what plain SIP telephones see, where it must be said (loopback)
    accounts: tuple[TrunkAccount, ...] = ()
    console: tuple[str, ...] = ()  # what runs a command of its console, given as one more word; () where we cannot
    operators: tuple[str, ...] = ()  # addresses of the installation's own trunks
    security_log: Path | None = None  # who failed to sign in by SIP
    sip: tuple[str, int] = ("", 0)  # where its SIP is reached by the other Asterisks of the installation
    shut_file: Path | None = None  # addresses that Asterisk does not answer
    authorities: Path | None = None  # whose certificates Asterisk believes
    rescue_file: Path | None = None  # part of the dial plan that we write
    country: str = "FR"  # for numbers presented in national form
    espeak: tuple[str, ...] = ()  # command line of espeak-ng; () where there is none
    espeak_environment: dict[str, str] = {}
    voices: str = ""  # PALABRE_SPEECH_VOICES
    piper: str = ""  # its program
    recognisers: tuple[tuple[str, str], ...] = ()  # language tag, address
    owner: tuple[int, int] | None = None  # uid, gid that Asterisk runs as, when we are root
