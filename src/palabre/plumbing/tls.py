"""A certificate authority of this installation and a certificate for its addresses:
microphones need https on a network.
"""

import datetime
import ipaddress
import shutil
import socket
import subprocess
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS = 3650
CERTIFICATE_DAYS = 397  # browsers refuse more
RENEW_DAYS = 30


def lan_addresses() -> list[str]:
    """This machine's addresses other than loopback, IPv4 first asked of the kernel."""
    if not shutil.which("ip"):
        return _by_route()
    told = subprocess.run(["ip", "-o", "-4", "addr", "show", "scope", "global"], capture_output=True, text=True).stdout
    found = [line.split()[3].split("/")[0] for line in told.splitlines()]
    return found or _by_route()


def ensure_certificate(folder: Path, addresses: list[str]) -> tuple[Path, Path, Path]:
    """(authority, chain, key) as PEM files in `folder`; made anew when the addresses changed or its end is near."""
    folder.mkdir(parents=True, exist_ok=True)
    authority, chain, key = folder / "authority.pem", folder / "certificate.pem", folder / "certificate.key"
    names = _names(addresses)
    if not (chain.exists() and key.exists() and _still_good(chain, names)):
        issuer, issuer_key = _ensure_authority(authority, folder / "authority.key")
        made_key = ec.generate_private_key(ec.SECP256R1())
        certificate = _issue(issuer, issuer_key, made_key, names)
        _write_key(key, made_key)
        chain.write_bytes(_pem(certificate) + _pem(issuer))
    return authority, chain, key


def _ensure_authority(file: Path, key_file: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    if file.exists() and key_file.exists():
        key = serialization.load_pem_private_key(key_file.read_bytes(), None)
        return x509.load_pem_x509_certificate(file.read_bytes()), key
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Palabre on {socket.gethostname()}")])
    builder = _builder(name, name, key, AUTHORITY_DAYS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    certificate = builder.sign(key, hashes.SHA256())
    _write_key(key_file, key)
    file.write_bytes(_pem(certificate))
    return certificate, key


def _issue(issuer, issuer_key, key, names: list[x509.GeneralName]) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, socket.gethostname())])
    builder = _builder(subject, issuer.subject, key, CERTIFICATE_DAYS)
    builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def _builder(subject: x509.Name, issuer: x509.Name, key, days: int) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    # a day back: the other device's clock may be late
    return builder.not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(
        now + datetime.timedelta(days=days)
    )


def _names(addresses: list[str]) -> list[x509.GeneralName]:
    host = socket.gethostname()
    hosts: list[x509.GeneralName] = [x509.DNSName(n) for n in dict.fromkeys(("localhost", host, f"{host}.local"))]
    return hosts + [x509.IPAddress(ipaddress.ip_address(a)) for a in dict.fromkeys(("127.0.0.1", *addresses))]


def _still_good(chain: Path, names: list[x509.GeneralName]) -> bool:
    certificate = x509.load_pem_x509_certificate(chain.read_bytes())
    left = certificate.not_valid_after_utc - datetime.datetime.now(datetime.UTC)
    have = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return left.days > RENEW_DAYS and list(have) == names


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.unlink(missing_ok=True)
    path.touch(0o600)
    path.write_bytes(key.private_bytes(*form))


def _by_route() -> list[str]:
    """Where there is no `ip`: the address a packet to the world would leave from (none is sent)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return [probe.getsockname()[0]]
        except OSError:
            return []
