"""Write the configuration of one Asterisk instance; several share one set of programs, each with its own run folder."""

import os
import pwd
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from palabre.plumbing.engines.accounts import own
from palabre.plumbing.engines.asterisk_dialplan import RESCUE_FILE, extensions, rescue_text
from palabre.plumbing.engines.asterisk_files import small_files
from palabre.plumbing.engines.asterisk_programs import AsteriskProgram
from palabre.plumbing.engines.asterisk_sip import Tls, Trunk, pjsip
from palabre.plumbing.engines.files import write_private
from palabre.plumbing.engines.music import write_music, write_tone

# every level by name: a parent made on the way would be root's
FOLDERS = (
    "etc log log/cel-custom spool spool/recording spool/tmp db cache run keys keys/keys moh"
    " data data/sounds data/sounds/palabre"
).split()
SHARED = ("rest-api", "documentation", "static-http")


@dataclass(frozen=True)
class AsteriskConfig:
    """One instance. Ports are loopback's but `sip_port`, which is on `address`."""

    app: str
    address: str
    sip_port: int
    http_port: int
    rtp: tuple[int, int]  # first and last UDP port of audio
    password: str
    trunks: tuple[Trunk, ...] = ()
    media_host: str = ""
    language: str = "fr"
    tls: Tls | None = None
    music_hertz: int = 0  # a pure tone instead of music, for tests that ask who hears what


def write(program: AsteriskProgram, run: Path, config: AsteriskConfig, user: pwd.struct_passwd | None = None) -> None:
    """All files under `run`; prompts, recordings and the rescue numbers that are there stay."""
    for folder in ("", *FOLDERS):
        own(run / folder, user, 0o755)
    own(run / "etc", user, 0o700)
    _link_shared(program, run)
    music = run / "moh/music.wav"
    if config.music_hertz:
        write_tone(music, config.music_hertz)
    elif not music.exists():
        write_music(music)
    files = small_files(
        program, run, app=config.app, http_port=config.http_port, password=config.password, rtp=config.rtp,
        media_host=config.media_host, language=config.language,
    )  # fmt: skip
    files["extensions.conf"] = extensions(config.app)
    files["pjsip.conf"] = pjsip(config.address, config.sip_port, config.trunks, config.media_host, config.tls)
    for name, text in files.items():
        write_private(run / "etc" / name, text, user)
    if not (run / "etc" / RESCUE_FILE).exists():
        write_rescue(run, {}, user)


def write_rescue(run: Path, numbers: Mapping[str, tuple[str, str]], user: pwd.struct_passwd | None = None) -> None:
    """called number -> (number to ring, trunk). Then ask for `PUT asterisk/modules/pbx_config.so` (a reload)."""
    write_private(run / "etc" / RESCUE_FILE, rescue_text(numbers), user)


def _link_shared(program: AsteriskProgram, run: Path) -> None:
    """Asterisk's data folder is ours, so that the shared programs stay untouched."""
    links = {run / "data/sounds" / tag: folder for tag, folder in program.sounds().items()}
    links |= {run / "data" / name: program.share / name for name in SHARED if (program.share / name).is_dir()}
    for link, target in links.items():
        if link.is_symlink() and Path(os.readlink(link)) != target:
            link.unlink()  # another version of the programs
        if not link.exists():
            link.symlink_to(target)
