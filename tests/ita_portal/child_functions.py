"""What tests let run in a guarded child: well-behaved, broken and hostile functions."""

import mmap
import os
import pickle
import resource
import signal
import socket
import stat
import struct
import time

from django.conf import settings

calls = 0


class SheetRefused(Exception):
    """Stands for an exception that a function raises by contract."""


def do(name, *args):
    """Call a function of this module by name: lets one warm child serve many tests."""
    return globals()[name](*args)


def echo(value):
    return value


def shout(text):
    return text.encode()


def join(first, second, *, between):
    return first + between + second


def process_number():
    return os.getpid()


def count_calls():
    global calls
    calls += 1
    return calls


def nap(seconds):
    started = time.monotonic()
    time.sleep(seconds)
    return [os.getpid(), started, time.monotonic()]


def hoard():
    blocks = []
    while True:
        blocks.append(bytearray(10_000_000))


def run_out_inside_c():
    """What cffi was seen to do when memory ended in the middle of a callback."""
    raise SystemError("error return without exception set")


def give_up_like_glib(depth=150):
    """GLib names the reason, then aborts; the stack that is printed after it is long."""
    if depth:
        return give_up_like_glib(depth - 1)
    os.write(2, b"GLib-ERROR **: failed to allocate 8192 bytes\n")
    return os.abort()


def share(megabytes):
    """Reserve memory of the kind that several processes may share."""
    return len(mmap.mmap(-1, megabytes * 1_000_000))


def core_limit():
    return resource.getrlimit(resource.RLIMIT_CORE)


def loop():
    while True:
        pass


def announce_and_sleep(path):
    write(path, str(os.getpid()))
    time.sleep(60)


def granted_processor_seconds():
    return resource.getrlimit(resource.RLIMIT_CPU)[0] - time.process_time()


def fork_and_loop(path):
    if os.fork() == 0:
        write(path, str(os.getpid()))
    loop()


def fork_and_answer(path):
    if os.fork() == 0:
        write(path, str(os.getpid()))
        loop()
    while not os.path.exists(path):
        time.sleep(0.01)


def leave(status):
    os._exit(status)


def die_by(number):
    if number != signal.SIGKILL:  # which has no other way
        signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    time.sleep(10)


def complain_and_die():
    os.write(2, b"something is wrong with the sheet\n")
    os.abort()


def zeros(count):
    return bytes(count)


def letters(count):
    return "ก" * count


def refuse_sheet():
    raise SheetRefused("แผ่นงานนี้ไม่มีคอลัมน์คะแนน")


def divide_by_zero():
    return 1 / 0


def leave_politely():
    raise SystemExit(3)


def open_socket(family):
    socket.socket(family).close()


def look_up(name):
    return socket.getaddrinfo(name, 80)[0][4][0]


def connect_locally():
    ours, theirs = socket.socketpair()
    ours.sendall(b"x")
    return theirs.recv(1).decode()


def write_file(path, count):
    with open(path, "wb") as file:
        file.write(bytes(count))


def open_files(count):
    return len([open(os.devnull) for _ in range(count)])


def environment():
    return dict(os.environ)


def secret_key():
    return settings.SECRET_KEY


def count_users():
    from organizations.models import User

    return User.objects.count()


def bomb(path):
    """An object whose pickle, when read, makes a directory."""
    return Bomb(path)


def send_raw_bomb(path):
    """Answer with a pickle instead of JSON, past all code of the child's side."""
    bomb = pickle.dumps(Bomb(path))
    _send_past_everything(struct.pack("!QQ", len(bomb), 0) + bomb)


def trickle():
    """Announce an answer and send it a byte at a time."""
    _send_past_everything(struct.pack("!QQ", 1000, 0))


class Bomb:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (self.path,)


def _send_past_everything(data):
    for name in os.listdir("/proc/self/fd"):
        number = int(name)
        try:
            is_socket = stat.S_ISSOCK(os.fstat(number).st_mode)
        except OSError:
            continue
        if is_socket:
            os.write(number, data)
            for _ in range(100):
                time.sleep(0.1)
                os.write(number, b" ")


def write(path, text):
    with open(f"{path}.new", "w") as file:
        file.write(text)
    os.rename(f"{path}.new", path)
