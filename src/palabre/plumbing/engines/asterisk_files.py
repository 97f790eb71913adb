"""The small configuration files of one Asterisk instance: modules, ARI, RTP, music, the call record (CEL)."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from palabre.plumbing.engines.asterisk_programs import AsteriskProgram
from palabre.plumbing.tls import lan_addresses

FILES_MAX = 16_384  # 5 descriptors a leg, 17 a recorded pair
HTTP_SESSIONS_MAX = 1000
ENABLED = "[general]\nenabled=yes\n"
# The order matters where it is said: res_cdrel_custom before cel_custom. Without bridge_native_rtp: a customer
# moved from a natively bridged talk into a holding bridge hears nothing there any more (Asterisk 22.10).
MODULES = """
res_timing_timerfd res_pjproject res_sorcery_config res_sorcery_memory res_sorcery_astdb res_http_websocket
res_websocket_client res_crypto res_srtp res_musiconhold res_stasis res_stasis_answer res_stasis_playback
res_stasis_recording res_stasis_snoop res_stasis_device_state app_stasis res_ari res_ari_model res_ari_applications
res_ari_asterisk res_ari_bridges res_ari_channels res_ari_device_states res_ari_endpoints res_ari_events
res_ari_playbacks res_ari_recordings res_ari_sounds res_rtp_asterisk codec_ulaw codec_alaw codec_a_mu codec_g722
codec_resample codec_opus_open_source res_format_attr_opus format_pcm format_wav format_sln bridge_simple bridge_holding
bridge_softmix bridge_builtin_features res_pjsip res_pjsip_session res_pjsip_authenticator_digest
res_pjsip_outbound_authenticator_digest res_pjsip_outbound_registration res_pjsip_pubsub res_pjsip_acl
res_pjsip_endpoint_identifier_ip res_pjsip_endpoint_identifier_user res_pjsip_registrar res_pjsip_sdp_rtp
res_pjsip_nat res_pjsip_caller_id res_pjsip_dtmf_info res_pjsip_empty_info res_pjsip_rfc3326 res_pjsip_rfc3329
res_pjsip_header_funcs res_pjsip_dlg_options res_pjsip_transport_websocket chan_pjsip chan_bridge_media chan_websocket
func_channel func_callerid func_timeout func_talkdetect func_strings func_logic func_md5 func_groupcount pbx_config
app_dial app_stack app_echo app_playback app_celgenuserevent
res_security_log
res_cdrel_custom cel_custom
""".split()
# What the black box keeps of each event; reconstruction reads these columns by place.
CEL_COLUMNS = (
    "${eventtype}",
    "${eventtime}",
    "${CHANNEL(uniqueid)}",
    "${CHANNEL(linkedid)}",
    "${CHANNEL(name)}",
    "${CALLERID(num)}",
    "${CHANNEL(exten)}",
    "${CHANNEL(context)}",
    "${eventextra}",
)
SHUT_FILE = "acl.conf"
SECURITY_LOG = "security"  # who failed to sign in, and from where: the voice process reads it
MUSIC_FILE = "music_classes.conf"  # the tenants' own, written by the voice process
CEL_EVENTS = "CHAN_START,ANSWER,HANGUP,CHAN_END,BRIDGE_ENTER,BRIDGE_EXIT,USER_DEFINED"


def small_files(program: AsteriskProgram, run: Path, *, app: str, http_port: int, password: str, rtp: tuple[int, int],
                media_host: str, language: str) -> dict[str, str]:  # fmt: skip
    """File name -> text, of everything but pjsip.conf and extensions.conf."""
    # a module this build has not is left out: an Asterisk of the system may be built with fewer
    modules = [m for m in MODULES if (program.modules / f"{m}.so").exists()]
    cel = ",".join(f"${{CSV_QUOTE({c})}}" for c in CEL_COLUMNS)
    files = {
        "asterisk.conf": _directories(program, run, app, language),
        "modules.conf": "[modules]\nautoload=no\n" + "".join(f"load = {m}.so\n" for m in modules),
        "logger.conf": "[general]\nqueue_log=no\n[logfiles]\nconsole => notice,warning,error\n"
        f"{SECURITY_LOG} => security\n",
        "http.conf": f"{ENABLED}bindaddr=127.0.0.1\nbindport={http_port}\nsessionlimit={HTTP_SESSIONS_MAX}\n",
        "ari.conf": f"{ENABLED}[palabre]\ntype=user\nread_only=no\npassword={password}\npassword_format=plain\n",
        "rtp.conf": f"[general]\nrtpstart={rtp[0]}\nrtpend={rtp[1]}\nstrictrtp=yes\nicesupport=yes\n{_ice(media_host)}",
        "musiconhold.conf": f"[general]\n[default]\nmode=files\ndirectory={run}/moh\n#tryinclude {MUSIC_FILE}\n",
        "cdr.conf": "[general]\nenable=no\n",
        "cel.conf": f"[general]\nenable=yes\napps=\nevents={CEL_EVENTS}\n",
        "cel_custom.conf": f"[mappings]\nMaster.csv => {cel}\n",
        "sorcery.conf": _sorcery(),
        "indications.conf": INDICATIONS,
        SHUT_FILE: shut_text(()),
        "websocket_client.conf": "",
        "chan_websocket.conf": "",
        "stasis.conf": "",
    }
    for name in ("ccss", "features", "udptl", "pjproject", "manager", "codecs", "res_stun_monitor"):
        files[f"{name}.conf"] = "[general]\n"
    return files


def music_classes(folders: Mapping[str, Path]) -> str:
    """music_classes.conf: class -> the folder whose files it plays, one after another, without end."""
    return "".join(f"[{name}]\nmode=files\ndirectory={folder}\n" for name, folder in sorted(folders.items()))


INDICATIONS = """[general]
country=fr
[fr]
description=France
ringcadence=1500,3500
dial=440
busy=440/500,0/500
ring=440/1500,0/3500
congestion=440/250,0/250
"""


def shut_text(addresses: Iterable[str]) -> str:
    """acl.conf: who is not answered at the SIP port. Then ask for `PUT asterisk/modules/acl`. Never empty: an
    ACL that is not there shuts out everybody."""
    networks = [f"{a}/{128 if ':' in a else 32}" for a in sorted(addresses)]
    return "[shut]\n" + "".join(f"deny={n}\n" for n in networks or ["0.0.0.1/32"])


def _directories(program: AsteriskProgram, run: Path, app: str, language: str) -> str:
    return f"""[directories]
astcachedir => {run}/cache
astetcdir => {run}/etc
astmoddir => {program.modules}
astvarlibdir => {run}/db
astdbdir => {run}/db
astkeydir => {run}/keys
astdatadir => {run}/data
astagidir => {run}/data
astspooldir => {run}/spool
astrundir => {run}/run
astlogdir => {run}/log
astsbindir => {Path(program.command[-1]).parent}
[options]
nocolor = yes
maxfiles = {FILES_MAX}
systemname = {app}
hideconnect = yes
defaultlanguage = {language}
"""


def _sorcery() -> str:
    # pushed configuration lives in memory: the voice process replays it; so do contacts, or a restart keeps dead
    # browsers
    kinds = "".join(f"{t}=config,pjsip.conf,criteria=type={t}\n{t}=memory\n" for t in ("endpoint", "aor", "auth"))
    registration = "registration=config,pjsip.conf,criteria=type=registration\nregistration=memory\n"
    # trunks by address
    identify = "identify=config,pjsip.conf,criteria=type=identify\nidentify=memory\n"
    rest = f"[res_pjsip_endpoint_identifier_ip]\n{identify}"
    return f"[res_pjsip]\n{kinds}contact=memory\n[res_pjsip_outbound_registration]\n{registration}{rest}"


def _ice(media_host: str) -> str:
    """Browsers far away are told the address they can reach, those near by ours too. (Asterisk knows no line for all
    addresses: each is named.)"""
    ours = [address for address in lan_addresses() if address != media_host] if media_host else []
    lines = "".join(f"{address} => {media_host},include_local_address\n" for address in ours)
    return f"[ice_host_candidates]\n{lines}" if lines else ""
