"""The portal as a real server in a process of its own, for tests that speak HTTP: a browser, many people at once.

It serves a copy of the migrated test database: for SQLite a file with the portal's own options, for PostgreSQL a
database made from the test database. While a test uses it the copy stands in for the test's own database, so that
builders and queries reach what the server serves. Nothing is rolled back: each test makes an organisation of its own.
"""

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection, connections

PROCESSES, THREADS = 2, 4
SECONDS_TO_START = 180  # two seconds on a machine with nothing else to do


@dataclass(frozen=True)
class ServedPortal:
    address: str
    database: object  # the connection to the copy
    process: int  # whose children answer
    directory: Path


@contextmanager
def serve_a_copy(directory, environment=None):
    """Serve a copy of the test database; log and SQLite file are kept in `directory`.

    `environment` is set for the server beside that of the tests. The name of the directory is that of the copy.
    """
    with _copy_of_the_test_database(directory) as (database, url), (directory / "server.log").open("w") as log:
        port = _free_port()
        places = [
            f"--bind=127.0.0.1:{port}",
            f"--workers={PROCESSES}",
            f"--threads={THREADS}",
            "--graceful-timeout=1",
        ]
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "ita_portal.wsgi:application", "--preload", *places],
            # DEBUG: static files are served where they lie, as by ./run; no collectstatic before a test.
            env={**os.environ, "DATABASE_URL": url, "DEBUG": "True", **(environment or {})},
            cwd=settings.BASE_DIR,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(server, address, directory / "server.log")
            yield ServedPortal(address, database, server.pid, directory)
        finally:
            server.terminate()
            server.wait(timeout=30)


@contextmanager
def in_place_of_the_test_database(database):
    """Let everything this thread asks of the database go to the copy."""
    original = connections["default"]
    connections["default"] = database
    try:
        yield
    finally:
        database.close()
        connections["default"] = original


@contextmanager
def on_a_connection_of_its_own(portal):
    """For a thread of a test: what it asks of the database goes to the served copy, over a connection of its own."""
    with in_place_of_the_test_database(_connect(portal.database.settings_dict["NAME"])):
        yield


@contextmanager
def _copy_of_the_test_database(directory):
    """A connection to the copy, and the DATABASE_URL of it."""
    if connection.vendor == "sqlite":
        path = directory / "served.sqlite3"
        connection.ensure_connection()
        with sqlite3.connect(path) as target:
            connection.connection.backup(target)
        target.close()
        yield _connect(str(path)), f"sqlite:///{path}"
        return
    connection.creation.clone_test_db(directory.name, verbosity=0, autoclobber=True)
    database = _connect(connection.creation.get_test_db_clone_settings(directory.name)["NAME"])
    try:
        yield database, _url_of(database.settings_dict)
    finally:
        database.close()
        connection.creation.destroy_test_db(suffix=directory.name, verbosity=0)


@contextmanager
def an_empty_database(directory):
    """A connection to a database without tables, of the kind that the tests use."""
    if connection.vendor == "sqlite":
        database = _connect(str(directory / "empty.sqlite3"))
        yield database
        database.close()
        return
    name = f"{connection.settings_dict['NAME']}_empty"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    database = _connect(name)
    try:
        yield database
    finally:
        database.close()
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')


def _connect(name):
    return type(connections["default"])({**connection.settings_dict, "NAME": name}, alias="default")


def _url_of(database):
    place = f"{database['HOST']}:{database['PORT']}/{quote(database['NAME'])}"
    return f"postgres://{quote(database['USER'])}:{quote(database['PASSWORD'])}@{place}"


def _free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def _wait_for(server, address, log):
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/livez", timeout=2):
                return
        except OSError:
            time.sleep(0.1)  # not listening yet
    raise RuntimeError(f"the server did not start:\n{log.read_text('utf-8')}")
