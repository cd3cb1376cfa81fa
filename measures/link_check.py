"""Does a link open? The only module that asks addresses outside the portal, and only public ones.

The name is resolved once, every address it has must be public, and the connection goes to an address that was looked
at: a name that points into the office's own network is not asked. Redirects are looked at in the same way.
"""

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

SECONDS = 10
MOST_REDIRECTS = 5
USER_AGENT = "ITA Portal link check"
REDIRECTS = (301, 302, 303, 307, 308)
NOT_FOR_HEAD = (400, 403, 404, 405, 501)  # what servers answer that know only GET


@dataclass(frozen=True)
class LinkResult:
    is_good: bool
    sentence: str


class NotPublic(Exception):
    """The name leads to an address that is not on the public internet."""


def check_link(link, *, is_allowed=None):
    """Open a link and say what became of it. Never raises for what an address does.

    `is_allowed` judges an ipaddress; public ones unless a test says otherwise.
    """
    is_allowed = is_allowed or (lambda address: address.is_global and not address.is_multicast)
    try:
        status = _status(link, is_allowed)
    except NotPublic:
        return LinkResult(False, "ลิงก์นี้ไม่ได้อยู่บนอินเทอร์เน็ตสาธารณะ ผู้อื่นจึงเปิดไม่ได้")
    except TimeoutError:
        return LinkResult(False, "เว็บไซต์ไม่ตอบภายใน ๑๐ วินาที")
    except ssl.SSLError:
        return LinkResult(False, "ใบรับรองความปลอดภัยของเว็บไซต์ใช้ไม่ได้")
    except socket.gaierror:
        return LinkResult(False, "ไม่พบชื่อเว็บไซต์นี้")
    except (OSError, http.client.HTTPException, ValueError):
        return LinkResult(False, "เชื่อมต่อเว็บไซต์ไม่ได้")
    if 200 <= status < 300:
        return LinkResult(True, "เปิดได้")
    if status in REDIRECTS:
        return LinkResult(False, "เว็บไซต์ส่งต่อไปที่อื่นไม่รู้จบ")
    if status in (404, 410):
        return LinkResult(False, "ไม่พบหน้านี้ในเว็บไซต์แล้ว (๔๐๔)")
    if status in (401, 403):
        return LinkResult(False, "เว็บไซต์ไม่อนุญาตให้ผู้อื่นเปิดหน้านี้")
    return LinkResult(False, f"เว็บไซต์ตอบว่าผิดพลาด ({status})")


def _status(link, is_allowed):
    for _ in range(MOST_REDIRECTS + 1):
        status, location = _ask("HEAD", link, is_allowed)
        if status in NOT_FOR_HEAD:
            status, location = _ask("GET", link, is_allowed)
        if status not in REDIRECTS or not location:
            return status
        link = urljoin(link, location)
    return status


def _ask(method, link, is_allowed):
    """Send one request to an address that was looked at; return its status and where it redirects to."""
    parts = urlsplit(link)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{link!r} is no web address")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = _address_of(parts.hostname, port, is_allowed)
    connection = _connection(parts, address, port)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, headers={"Host": parts.netloc, "User-Agent": USER_AGENT})
        response = connection.getresponse()
        return response.status, response.headers.get("Location")
    finally:
        connection.close()


def _address_of(host, port, is_allowed):
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [row[4][0] for row in found]
    if not all(is_allowed(ipaddress.ip_address(address.partition("%")[0])) for address in addresses):
        raise NotPublic
    return addresses[0]


def _connection(parts, address, port):
    """A connection to the address itself; certificates are still checked against the name."""
    sock = socket.create_connection((address, port), timeout=SECONDS)
    if parts.scheme == "https":
        try:
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=parts.hostname)
        except BaseException:
            sock.close()
            raise
    connection = http.client.HTTPConnection(parts.hostname, port, timeout=SECONDS)
    connection.sock = sock
    return connection
