"""Which settings each of our processes is given: those it needs and no other's credentials."""

from palabre.plumbing.settings import Settings, environment_of

COMMON = (
    "data", "nats_url", "master_key_file", "log_level", "stop_seconds", "demo", "voice", "database_pool_max",
    "blobs_url", "blobs_key", "blobs_secret", "reporting_memory_megabytes",
)  # fmt: skip
WEB = (
    "host", "port", "public_url", "tls_certificate", "tls_key", "web_root", "trusted_proxies", "metrics_networks",
)  # fmt: skip
NEEDS: dict[str, tuple[str, ...]] = {
    # the relay needs Asterisk's address, never ARI's password
    "front": (*WEB, "database_url_web", "ari_url", "media_host", "turn_urls", "turn_secret", "asterisk", "engines",
              "reachable_networks", "speech_voices", "speech_piper"),
    "core": (
        "database_url_web", "database_url_router", "database_url_projector",
        "reporting_recent_days", "reporting_kept_days", "reachable_networks",
    ),
    "voice": (
        "database_url_web", "ari_url", "ari_user", "ari_password", "ari_app", "asterisk", "asterisk_folder", "engines",
        "sip_host", "sip_port", "sip_trunks", "sip_passwords", "media_host", "port", "public_url",
        "reachable_networks", "speech_voices", "speech_piper", "speech_recognisers",
    ),
}  # fmt: skip


def environment_of_process(name: str, settings: Settings) -> dict[str, str]:
    """PALABRE_… variables of `front`, `core` or `voice`."""
    return environment_of(settings, *COMMON, *NEEDS[name])
