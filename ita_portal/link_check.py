"""Leaf: does a link open? The only module that asks addresses outside the portal, and only public ones.

The name is resolved once, every address it has must be public, and the connection goes to an address that was looked
at: a name that points into the office's own network is not asked. Redirects are looked at in the same way. Nothing is
read but the head of the answer, and all of it within one time.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from ita_portal.thai_text import to_thai_digits

SECONDS = 15  # for one link, redirects included
MOST_REDIRECTS = 5
USER_AGENT = "ITA Portal link check"
REDIRECTS = (301, 302, 303, 307, 308)
PORTS = {"http": 80, "https": 443}
NAT64 = ipaddress.ip_network("64:ff9b::/96")
KEPT_IN_ADDRESS = "/?#[]@!$&'()*+,;=:%~"


@dataclass(frozen=True)
class LinkResult:
    is_good: bool
    sentence: str


class NotPublic(Exception):
    """The name leads to an address that is not on the public internet."""


def check_link(link):
    """Open a link and say what became of it (a LinkResult). Never raises for what an address does."""
    try:
        status = _status(link, time.monotonic() + SECONDS)
    except NotPublic:
        sentence = "ลิงก์นี้ไม่ได้อยู่บนอินเทอร์เน็ตสาธารณะ ผู้อื่นจึงเปิดไม่ได้"
    except TimeoutError:
        sentence = to_thai_digits(f"เว็บไซต์ไม่ตอบภายใน {SECONDS} วินาที")
    except ssl.SSLError:
        sentence = "ใบรับรองความปลอดภัยของเว็บไซต์ใช้ไม่ได้"
    except socket.gaierror:
        sentence = "ไม่พบชื่อเว็บไซต์นี้"
    except (OSError, http.client.HTTPException, ValueError):
        sentence = "เชื่อมต่อเว็บไซต์ไม่ได้"
    else:
        return LinkResult(200 <= status < 300, _sentence_of(status))
    return LinkResult(False, sentence)


def _sentence_of(status):
    if 200 <= status < 300:
        return "เปิดได้"
    if status in REDIRECTS:
        return "เว็บไซต์ส่งต่อไปที่อื่นไม่รู้จบ"
    if status in (404, 410):
        return "ไม่พบหน้านี้ในเว็บไซต์แล้ว"
    if status in (401, 403):
        return "เว็บไซต์ไม่อนุญาตให้ผู้อื่นเปิดหน้านี้"
    return to_thai_digits(f"เว็บไซต์ตอบว่าผิดพลาด (รหัส {status})")


def is_public(address):
    """True for an ipaddress on the public internet, also behind what carries an IPv4 address in an IPv6 one."""
    if address.version == 6:
        carried = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in NAT64:
            carried.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if not all(is_public(inner) for inner in carried if inner is not None):
            return False
        if address.ipv4_mapped is not None:
            return True
    return address.is_global and not address.is_multicast


def _status(link, deadline):
    for _ in range(MOST_REDIRECTS + 1):
        status, location = _ask("HEAD", link, deadline)
        if status >= 400:  # many servers know only GET
            status, location = _ask("GET", link, deadline)
        if status not in REDIRECTS or not location:
            return status
        link = urljoin(link, location)
    return status


def _ask(method, link, deadline):
    """Send one request to an address that was looked at; return its status and where it redirects to."""
    parts = urlsplit(link)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(f"{link!r} is no web address")
    host = parts.hostname.encode("idna").decode() if ":" not in parts.hostname else f"[{parts.hostname}]"
    port = parts.port or PORTS[parts.scheme]
    target = quote(parts.path or "/", safe=KEPT_IN_ADDRESS)
    target += f"?{quote(parts.query, safe=KEPT_IN_ADDRESS)}" if parts.query else ""
    headers = {
        "Host": host if parts.port is None else f"{host}:{port}",
        "User-Agent": USER_AGENT,
        "Connection": "close",
    }
    with _connection(parts.scheme, host, _address_of(parts.hostname, port), port, deadline) as connection:
        connection.request(method, target, headers=headers)
        response = connection.getresponse()
        _left(deadline)  # a head that was cut reads like a whole one
        location = response.headers.get("Location", "")
    # Servers write UTF-8 where the standard knows Latin letters only.
    return response.status, location.encode("latin-1", "replace").decode("utf-8", "replace")


def _address_of(host, port):
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [row[4][0].partition("%")[0] for row in found]
    if not all(is_public(ipaddress.ip_address(address)) for address in addresses):
        raise NotPublic
    return addresses[0]


@contextmanager
def _connection(scheme, host, address, port, deadline):
    """A connection to the address itself; certificates are still checked against the name.

    A server that sends a byte now and then never lets a socket time out, so the connection is cut at the deadline.
    """
    connection = http.client.HTTPConnection(host, port)
    connection.sock = socket.create_connection((address, port), timeout=_left(deadline))
    cut = threading.Timer(_left(deadline), _cut, [connection])
    cut.start()
    try:
        if scheme == "https":
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(
                connection.sock, server_hostname=host.strip("[]"), do_handshake_on_connect=False
            )
            connection.sock.do_handshake()
        yield connection
    except (OSError, http.client.HTTPException, ValueError):
        _left(deadline)  # a connection that was cut fails in many ways, for one reason
        raise
    finally:
        cut.cancel()
        connection.close()


def _left(deadline):
    """Seconds until the deadline. Raises TimeoutError when it is over."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _cut(connection):
    """End a connection from another thread; one that is over already stays so."""
    if connection.sock is not None:
        with suppress(OSError):
            socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)
