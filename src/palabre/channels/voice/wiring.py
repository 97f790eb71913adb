"""What processes compose voice from."""

from __future__ import annotations

from pathlib import Path

from palabre.channels.voice.actions import nodes
from palabre.channels.voice.actions.nodes import VoiceNodeView
from palabre.channels.voice.actions.recordings import erase_customer
from palabre.channels.voice.drivers import waves
from palabre.channels.voice.drivers.ari import Ari, AriError, AriGone, AriSilent, Event
from palabre.channels.voice.drivers.node import VoiceNode
from palabre.channels.voice.drivers.speech import EspeakSpeech
from palabre.channels.voice.drivers.voices import voices_of
from palabre.channels.voice.jobs import jobs
from palabre.channels.voice.ports import AsteriskNode, TrunkAccount
from palabre.customers.ports import on_erase
from palabre.plumbing.engines.accounts import engine_user
from palabre.plumbing.engines.asterisk_console import console
from palabre.plumbing.engines.asterisk_dialplan import RESCUE_FILE
from palabre.plumbing.engines.asterisk_files import SECURITY_LOG, SHUT_FILE
from palabre.plumbing.engines.asterisk_install import look_up
from palabre.plumbing.postgres import Database
from palabre.plumbing.settings import Settings

__all__ = [
    "Ari",
    "AriError",
    "AriGone",
    "AriSilent",
    "AsteriskNode",
    "EspeakSpeech",
    "Event",
    "VoiceNode",
    "jobs",
    "place_of",
    "waves",
]


on_erase(erase_customer)


def place_of(settings: Settings, trunk: str, accounts: tuple[TrunkAccount, ...] = ()) -> AsteriskNode:
    """The Asterisk of these settings; `asterisk_folder` is its run folder, shared with us. `trunk`: leads outside."""
    run = Path(settings.asterisk_folder or settings.data_folder / "asterisk")
    user, (espeak, environment) = engine_user(), synthesiser()
    program = look_up()
    return AsteriskNode(
        name=settings.ari_app,
        ari_url=settings.ari_url,
        ari_user=settings.ari_user,
        ari_password=settings.ari_password,
        app=settings.ari_app,
        recordings=run / "spool/recording",
        prompts=run / "data/sounds/palabre",
        call_record=run / "log/cel-custom/Master.csv",
        state=settings.data_folder / ("voice" if settings.ari_app == "palabre" else f"voice-{settings.ari_app}"),
        trunk=trunk,
        accounts=accounts,
        console=console(program, run) if program else (),
        sip=(settings.media_host or settings.sip_host, sip_port_of(settings, run)),
        operators=operators_of(settings),
        security_log=run / "log" / SECURITY_LOG,
        shut_file=run / "etc" / SHUT_FILE,
        authorities=run / "sip_keys/believed.pem",
        rescue_file=run / "etc" / RESCUE_FILE,
        sip_address=settings.sip_host if settings.sip_host.startswith("127.") else "",
        espeak=espeak,
        espeak_environment=environment,
        voices=settings.speech_voices,
        piper=settings.speech_piper,
        recognisers=tuple(
            (tag, url) for tag, _, url in (text.partition("=") for text in settings.speech_recognisers.split())
        ),
        owner=(user.pw_uid, user.pw_gid) if user else None,
    )


async def voice_nodes(database: Database) -> list[VoiceNodeView]:
    """All Asterisks of the installation."""
    return await nodes.nodes(database)


async def drain(database: Database, name: str, on: bool) -> None:
    """Take no new calls there, or again. Raises NotFound."""
    await nodes.drain(database, name, on)


def sip_port_of(settings: Settings, run: Path) -> int:
    """As our launcher noted it; else as the settings say."""
    try:
        return settings.sip_port or int((run / "sip_port").read_text())
    except (OSError, ValueError):
        return 5060


def operators_of(settings: Settings) -> tuple[str, ...]:
    """Hosts of PALABRE_SIP_TRUNKS: name=[account@]host[:port]."""
    places = (text.partition("=")[2].rpartition("@")[2] for text in settings.sip_trunks.split())
    return tuple(place.partition(":")[0] for place in places)


def synthesiser() -> tuple[tuple[str, ...], dict[str, str]]:
    """Command and environment of espeak-ng; empty where there is none."""
    program = look_up()
    return (program.espeak() if program else None) or ((), {})


def languages(settings: Settings | None = None) -> frozenset[str]:
    """What this installation can say without a recording."""
    plain = EspeakSpeech(*synthesiser())
    return voices_of(settings.speech_voices, settings.speech_piper, plain).languages if settings else plain.languages
