"""Looking at links: what a web server answers, and which addresses are never asked."""

import ipaddress
import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ita_portal import link_check
from ita_portal.link_check import check_link, is_public


class Website(BaseHTTPRequestHandler):
    """Answers by the path: /404 with that status, /to/… with a redirect there, /only-get not to HEAD."""

    asked = []

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def answer(self):
        self.asked.append((self.command, self.path, self.headers["Host"]))
        place = self.path.strip("/")
        if place.startswith("to/"):
            self.send_response(302)
            self.send_header("Location", place.removeprefix("to/"))
        elif place == "only-get":
            self.send_response(200 if self.command == "GET" else 405)
        else:
            self.send_response(int(place) if place.isdecimal() else 200)
        self.end_headers()

    def log_message(self, *args):
        """Quiet."""


@pytest.fixture
def website(monkeypatch):
    """The address of a web server of this machine, which the test allows to be asked, and only that."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Website)
    Website.asked = []
    monkeypatch.setattr(link_check, "is_public", lambda address: str(address) == "127.0.0.1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    "path", ["/", "/คู่มือ/แผน ๒๕๖๙.pdf?ปี=๒๕๖๙#หน้า", "/only-get", "/to//200", "/to//to//only-get"]
)
def test_a_page_that_opens_is_good(website, path):
    result = check_link(f"{website}{path}")

    assert (result.is_good, result.sentence) == (True, "เปิดได้")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/404", "ไม่พบหน้านี้ในเว็บไซต์แล้ว"),
        ("/410", "ไม่พบหน้านี้ในเว็บไซต์แล้ว"),
        ("/403", "เว็บไซต์ไม่อนุญาตให้ผู้อื่นเปิดหน้านี้"),
        ("/500", "เว็บไซต์ตอบว่าผิดพลาด (รหัส ๕๐๐)"),
        ("/to//to//to//to//to//to//to/", "เว็บไซต์ส่งต่อไปที่อื่นไม่รู้จบ"),
        ("/to/ftp://example.go.th/", "เชื่อมต่อเว็บไซต์ไม่ได้"),
    ],
)
def test_a_page_that_does_not_open_says_why(website, path, sentence):
    result = check_link(f"{website}{path}")

    assert (result.is_good, result.sentence) == (False, sentence)


@pytest.mark.parametrize("host", ["127.0.0.2", "10.0.0.1", "[::1]", "169.254.169.254", "0.0.0.0"])
def test_a_redirect_into_the_office_is_not_followed(website, host):
    result = check_link(f"{website}/to/http://{host}/secret")

    assert result.sentence == "ลิงก์นี้ไม่ได้อยู่บนอินเทอร์เน็ตสาธารณะ ผู้อื่นจึงเปิดไม่ได้"
    assert len(Website.asked) == 1


def test_the_name_of_the_page_is_asked_and_not_its_password(website):
    check_link(website.replace("//", "//user:secret@"))

    assert Website.asked[0][2] == website.removeprefix("http://")


def test_without_leave_no_address_of_this_machine_is_asked():
    server = socket.create_server(("127.0.0.1", 0))

    results = [check_link(f"http://{host}:{server.getsockname()[1]}/") for host in ("127.0.0.1", "localhost")]

    server.settimeout(0.05)
    with pytest.raises(TimeoutError):
        server.accept()
    server.close()
    assert {result.sentence for result in results} == {"ลิงก์นี้ไม่ได้อยู่บนอินเทอร์เน็ตสาธารณะ ผู้อื่นจึงเปิดไม่ได้"}


@pytest.mark.parametrize(
    "link",
    ["ftp://example.go.th/", "http://", "http://:80/", "http://[::1", "http://a.b:99999/", "x", "http://..//"],
)
def test_what_is_no_address_is_said_to_be_out_of_reach(link):
    assert check_link(link).sentence == "เชื่อมต่อเว็บไซต์ไม่ได้"


def test_a_name_that_leads_to_one_inner_address_is_not_asked_at_all(monkeypatch):
    rows = [(None, None, None, "", (address, 80)) for address in ("93.184.215.14", "192.168.1.10")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: rows)

    result = check_link("http://rebinding.example/")

    assert result.sentence.startswith("ลิงก์นี้ไม่ได้อยู่บนอินเทอร์เน็ตสาธารณะ")


@contextmanager
def a_server_that(answer):
    """A server whose only connection is handed to `answer`; gives its address."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        with server.accept()[0] as connection:
            try:
                answer(connection)
            except OSError:
                return  # the other side has had enough

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"127.0.0.1:{server.getsockname()[1]}/"
    server.close()
    thread.join()


def say_nothing(connection):
    while connection.recv(1000):
        pass


def drip(connection):
    """A byte now and then, for ever: no single wait is long."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-Slow: yes\r\n")
        time.sleep(0.02)


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("answer", [say_nothing, drip])
def test_one_time_holds_for_all_that_a_server_does(monkeypatch, answer, scheme):
    monkeypatch.setattr(link_check, "SECONDS", 0.3)
    monkeypatch.setattr(link_check, "is_public", lambda address: True)

    with a_server_that(answer) as address:
        result = check_link(f"{scheme}://{address}")

    assert (result.is_good, result.sentence) in [(False, "เว็บไซต์ไม่ตอบภายใน ๐.๓ วินาที"), (False, BROKEN_SSL)]


BROKEN_SSL = "ใบรับรองความปลอดภัยของเว็บไซต์ใช้ไม่ได้"  # plain letters instead of a handshake
PUBLIC = ["8.8.8.8", "202.28.199.1", "2001:4860:4860::8888", "::ffff:8.8.8.8"]
INNER = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "198.18.0.1",
    "240.0.0.1",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "2002:7f00:1::",
    "2002:a00:1::",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "2001:0:7f00:1::",
]


def test_addresses_of_the_public_internet_are_told_from_all_others():
    judged = {text: is_public(ipaddress.ip_address(text)) for text in [*PUBLIC, *INNER]}

    assert [text for text, is_good in judged.items() if is_good] == PUBLIC
