"""Servers on loopback that speak TLS as some portals do: old, weak, with few curves, with a certificate of their own."""

import ipaddress
import socket
import ssl
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

ONLY_P256 = bytes.fromhex("000a00040002 0017")  # the extension supported_groups with secp256r1 alone
ILLEGAL_PARAMETER = bytes.fromhex("15 0303 0002 022f")
# RFC 2409, 6.2: the prime of 1024 bits that old servers share.
OAKLEY_2 = """-----BEGIN DH PARAMETERS-----
MIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR
Sgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL
/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7OZTgf//////////AgEC
-----END DH PARAMETERS-----
"""


def certificate(folder, host="127.0.31.1"):
    """A self-signed certificate for a host and its key, in one file."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "portal")])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{host}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + built.public_bytes(serialization.Encoding.PEM))
    return file


def modern(context, folder):
    """Nothing special."""


def tls_1_0(context, folder):
    """Nothing newer than 1999."""
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1


def short_keys(context, folder):
    """Diffie-Hellman over 1024 bits and nothing else."""
    file = folder / "dh.pem"
    file.write_text(OAKLEY_2)
    context.set_ciphers("DHE-RSA-AES128-SHA:@SECLEVEL=0")
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.load_dh_params(file)


class TlsPortal:
    """Pages by path, over TLS as `configure` sets it; `refuses` looks at the first bytes."""

    def __init__(self, pages, folder, configure=modern, named="127.0.31.1", refuses=lambda hello: False):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        configure(context, folder)
        context.load_cert_chain(certificate(folder, named))
        self.server = ThreadingHTTPServer(("127.0.31.1", 0), _handler(pages))
        self.server.get_request = lambda: _accept(self.server.socket, context, refuses)
        self.server.daemon_threads = True
        self.server.handle_error = lambda request, address: None
        self.id = f"127.0.31.1:{self.server.server_port}"
        self.url = f"https://{self.id}/"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()


def breaks_on_new_curves(hello):
    """As servers do that answer BAD_ECPOINT to curves they do not know."""
    return ONLY_P256 not in hello


def _accept(listening, context, refuses):
    """A connection with its handshake done; OSError, which http.server passes over, where it fails."""
    accepted, address = listening.accept()
    if refuses(accepted.recv(4096, socket.MSG_PEEK)):
        accepted.sendall(ILLEGAL_PARAMETER)
        accepted.close()
        raise ConnectionError("refused")
    accepted.settimeout(5)
    return context.wrap_socket(accepted, server_side=True), address


def _handler(pages):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            found = pages.get(self.path, b"")
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(found)))
            self.end_headers()
            self.wfile.write(found)

        def log_message(self, *words):
            pass

    return Handler
