"""Every setting, declared once: its environment variable is PALABRE_ and the field's name in capitals.

A field says its bound, its unit and what it is for; where nothing is said it is optional and its default holds.
`read()` gathers all that does not fit into one refusal, one clear line for each.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

PREFIX = "PALABRE_"


class SettingsRefused(Exception):
    """One or more settings do not fit; each line names the variable, what was refused and why."""


def _meta(what: str, unit: str = "", *, secret: bool = False, **bound: Any) -> Meta:
    return Meta(description=what, extra={"unit": unit, "secret": secret}, **bound)


def _port(what: str) -> Meta:
    return _meta(f"{what}; 0: any free one", "port", ge=0, le=65535)


def _secret_url(what: str) -> Meta:
    return _meta(what, "url", secret=True, max_length=2000)


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a process of ours is told from outside. Folders are absolute."""

    # where things are
    data: Annotated[str, _meta("data folder; empty: the one of the command", "folder", max_length=500)] = ""
    host: Annotated[str, _meta("address the web faces listen on", "address", max_length=255)] = "127.0.0.1"
    port: Annotated[int, _port("port of the web faces")] = 8080
    public_url: Annotated[
        str, _meta("address people type, when a proxy or --lan stands before us", "url", max_length=500)
    ] = ""
    trusted_proxies: Annotated[
        str, _meta("proxies whose X-Forwarded-For is believed; empty: none", "networks, by commas", max_length=1000)
    ] = ""
    metrics_networks: Annotated[
        str, _meta("who may read /metrics and the details of /readyz", "networks, by commas", max_length=1000)
    ] = "127.0.0.0/8,::1/128"
    tls_certificate: Annotated[str, _meta("certificate chain served by the front, PEM", "file", max_length=500)] = ""
    tls_key: Annotated[str, _meta("its private key, PEM", "file", max_length=500)] = ""
    web_root: Annotated[str, _meta("built web faces; empty: web/ of the checkout", "folder", max_length=500)] = ""

    engines: Annotated[str, _meta("folder of unpacked programs; empty: beside the data", "folder", max_length=500)] = ""
    debian_mirror: Annotated[str, _meta("Debian archive; empty: this machine's", "url", max_length=500)] = ""

    # PostgreSQL
    database_url: Annotated[str, _secret_url("PostgreSQL as an administrator or the owner, for the migrations")] = ""
    database_url_web: Annotated[str, _secret_url("PostgreSQL as the role web")] = ""
    database_url_router: Annotated[str, _secret_url("PostgreSQL as the role router")] = ""
    database_url_projector: Annotated[str, _secret_url("PostgreSQL as the role projector")] = ""
    database_pool_max: Annotated[int, _meta("connections of one role in one process", "connections", ge=1, le=100)] = 8

    # NATS
    nats_url: Annotated[str, _secret_url("NATS, with account and password in it")] = ""

    # Asterisk
    ari_url: Annotated[
        str, _meta("ARI of an Asterisk that runs already: http://host:port/ari", "url", max_length=500)
    ] = ""
    ari_user: Annotated[str, _meta("user of ARI", max_length=80)] = "palabre"
    ari_password: Annotated[str, _meta("its password", secret=True, max_length=500)] = ""
    ari_app: Annotated[str, _meta("Stasis application of this voice process", pattern=r"^[a-z][a-z0-9_-]{0,39}$")] = (
        "palabre"
    )
    asterisk: Annotated[str, _meta("program of an Asterisk 22 already installed", "file", max_length=500)] = ""
    asterisk_folder: Annotated[
        str, _meta("run folder of our Asterisk (spool, sounds, logs)", "folder", max_length=500)
    ] = ""
    sip_host: Annotated[str, _meta("address SIP trunks come in on", "address", max_length=255)] = "127.0.0.1"
    sip_trunks: Annotated[
        str,
        _meta("operators: name=[account@]host[:port] …", pattern=r"^([a-z0-9_-]{1,40}=([^\s=@]+@)?[^\s=@]+(\s+|$))*$"),
    ] = ""
    sip_passwords: Annotated[
        str,
        _meta("passwords of their accounts: name=password …, as they are or by ./palabre seal", secret=True,
              pattern=r"^([a-z0-9_-]{1,40}=\S+(\s+|$))*$"),
    ] = ""  # fmt: skip
    sip_port: Annotated[int, _port("UDP and TCP port SIP trunks come in on")] = 0
    sip_tls_port: Annotated[int, _port("TLS port SIP trunks come in on")] = 0
    sip_rtp_ports: Annotated[
        int,
        _meta("UDP ports of sound, from 16384 on: two a leg, two legs a talk", "ports", ge=40, le=40_000),
    ] = 400
    sip_authorities: Annotated[
        str, _meta("authorities whose SIP certificates are believed besides the system's, PEM", "file", max_length=500)
    ] = ""
    media_host: Annotated[
        str, _meta("address told to SIP and WebRTC peers; empty: found", "address", max_length=255)
    ] = ""
    turn_urls: Annotated[
        str,
        _meta("TURN servers for browsers that reach nothing directly: turn:host:3478 turns:host:5349?transport=tcp …",
              pattern=r"^((turns?|stun):[^\s]+(\s+|$))*$", max_length=2000),
    ] = ""  # fmt: skip
    turn_secret: Annotated[
        str, _meta("secret shared with them (coturn: static-auth-secret); credentials are made of it", secret=True,
                   max_length=500)
    ] = ""  # fmt: skip
    voice: Annotated[bool, _meta("telephony, or every other channel without it")] = True

    # what is asked of others
    reachable_networks: Annotated[
        str,
        _meta("private networks that feeds and HTTP steps may reach beside the public Internet; empty: none",
              "networks, by commas", max_length=1000),
    ] = ""  # fmt: skip
    speech_voices: Annotated[
        str,
        _meta("who speaks: language=piper:/folder/model.onnx or language=http://host:port/speak …; else espeak-ng",
              pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]+)*=(piper:/|https?://)\S+(\s+|$))*$", max_length=2000),
    ] = ""  # fmt: skip
    speech_piper: Annotated[str, _meta("program of Piper; empty: piper of the path", "file", max_length=500)] = ""
    speech_recognisers: Annotated[
        str,
        _meta("who understands speech, by Vosk's WebSocket protocol: language=ws://host:port …",
              pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]+)*=wss?://\S+(\s+|$))*$", max_length=2000),
    ] = ""  # fmt: skip

    # keys
    master_key_file: Annotated[
        str, _meta("master key of blobs and secrets, 32 bytes, made at first use", "file", max_length=500)
    ] = ""

    # blobs
    blobs_url: Annotated[
        str,
        _meta("blobs: s3://bucket/prefix?endpoint=https://…&region=…; empty: the data folder", "url", max_length=2000),
    ] = ""
    blobs_key: Annotated[str, _meta("access key of that bucket", secret=True, max_length=500)] = ""
    blobs_secret: Annotated[str, _meta("its secret", secret=True, max_length=500)] = ""

    # figures
    reporting_recent_days: Annotated[
        int, _meta("how long quarters of an hour and contacts stay in PostgreSQL, before files", "days", ge=2, le=1830)
    ] = 92
    reporting_kept_days: Annotated[int, _meta("how long figures are kept at all", "days", ge=31, le=36_500)] = 1_830
    reporting_memory_megabytes: Annotated[
        int, _meta("memory of the process that reads old figures", "megabytes", ge=64, le=65_536)
    ] = 256

    # this process
    role: Annotated[str, _meta("name of this process in logs and on the bus", max_length=80)] = ""
    health_port: Annotated[int, _meta("loopback port of /healthz and /readyz; 0: none", "port", ge=0, le=65535)] = 0
    log_level: Annotated[str, _meta("debug, info, warning or error", pattern="^(debug|info|warning|error)$")] = "info"
    stop_seconds: Annotated[int, _meta("time given to finish what was begun", "seconds", ge=1, le=300)] = 15
    demo: Annotated[bool, _meta("this installation shows the demo tenant")] = False

    def __repr__(self) -> str:
        """Without what is secret: settings end up in logs."""
        shown = (f"{n}={getattr(self, n)!r}" for n in self.__struct_fields__ if not _details(n)["secret"])
        return f"Settings({', '.join(shown)})"

    @property
    def data_folder(self) -> Path:
        return Path(self.data)


_HINTS = get_type_hints(Settings, include_extras=True)


def _details(name: str) -> dict[str, Any]:
    hint = _HINTS[name]
    metas = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    meta = metas[0] if metas else Meta()
    return {"what": meta.description or "", "secret": False, "unit": "", **(meta.extra or {})}


def read(environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """Settings of this environment; `given` (from the command line) goes before it. Raises SettingsRefused."""
    environment = os.environ if environment is None else environment
    values, refused = {}, []
    for name in Settings.__struct_fields__:
        raw = given.get(name)
        raw = environment.get(PREFIX + name.upper()) if raw is None else raw
        if raw is None or (raw == "" and _default(name) != ""):
            continue
        try:
            values[name] = msgspec.convert(raw, _HINTS[name], strict=False)
        except msgspec.ValidationError as why:
            shown = "***" if _details(name)["secret"] else raw
            refused.append(f"{PREFIX}{name.upper()}={shown} is refused: {str(why).rstrip('.')}")
    if refused:
        raise SettingsRefused("\n".join(refused))
    return Settings(**values)


def environment_of(settings: Settings, *names: str) -> dict[str, str]:
    """The variables that hand these settings to a child: exactly those named."""
    shown = {n: getattr(settings, n) for n in names}
    return {PREFIX + n.upper(): str(v).lower() if isinstance(v, bool) else str(v) for n, v in shown.items() if v != ""}


def describe() -> list[dict[str, Any]]:
    """One row per setting for the reference and for `doctor`: variable, unit, default, what, secret."""
    return [{"variable": PREFIX + n.upper(), "default": _default(n), **_details(n)} for n in Settings.__struct_fields__]


def _default(name: str) -> Any:
    fields = Settings.__struct_fields__
    return Settings.__struct_defaults__[fields.index(name) - len(fields)]
