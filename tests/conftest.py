"""What all tests share: quick passwords, no network, and the demo municipalities loaded once per module."""

import socket

import hypothesis
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

from assessments.framework_files import framework_paths, load_framework, read_framework
from assessments.recommendation_files import RECOMMENDATION_FILES
from organizations import database_guards
from organizations.models import Organization
from reports.demo import create_demo_accounts, demo_paths, load_organization, read_demo
from tests import builders
from tests.served import in_place_of_the_test_database, serve_a_copy

# Property tests find the same examples in every run and on every machine, however slow.
hypothesis.settings.register_profile("suite", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("suite")

LOCAL_ADDRESSES = ("127.0.0.1", "::1", "localhost")


DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "module_rows", "portal_process"}


def pytest_addoption(parser):
    parser.addoption(
        "--database-only",
        action="store_true",
        help="only tests that a database can fail: what is pure, printed or shown is the same on the second one",
    )


def pytest_collection_modifyitems(config, items):
    if config.getoption("--database-only"):
        pure = [item for item in items if not _asks_a_database(item)]
        config.hook.pytest_deselected(items=pure)
        items[:] = [item for item in items if _asks_a_database(item)]


def _asks_a_database(item):
    """Whether another database could give another answer: rows are asked for, and not only to be printed or shown."""
    is_asked = (
        bool(DATABASE_FIXTURES & set(item.fixturenames)) or item.get_closest_marker("django_db") is not None
    )
    return is_asked and "browser" not in item.fixturenames and item.get_closest_marker("any_database") is None


@pytest.fixture(autouse=True, scope="session")
def quick_passwords():
    """A password hash that takes no time; the real one is slow on purpose."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True, scope="session")
def plain_static_files():
    """Static files where they lie, as ./run serves them: no collectstatic before a test."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


@pytest.fixture(autouse=True, scope="session")
def own_file_store(tmp_path_factory):
    """Each process of the suite stores its files in a place of its own, and so do the processes that it starts."""
    media = tmp_path_factory.mktemp("media")
    with pytest.MonkeyPatch.context() as patch, override_settings(MEDIA_ROOT=media):
        patch.setenv("MEDIA_ROOT", str(media))
        yield


@pytest.fixture(autouse=True, scope="session")
def no_network():
    """No test leaves this machine; a server that a test itself starts on 127.0.0.1 stays reachable."""
    connect = socket.socket.connect

    def connect_locally(sock, address):
        if isinstance(address, tuple) and address[0] not in LOCAL_ADDRESSES:
            raise RuntimeError(f"a test tried to reach {address[0]}: tests run without a network")
        return connect(sock, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_locally)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """The tables are made from the models: migrating takes many times as long, in every process.

    tests/organizations/test_migrations.py holds that the migrations make the same database.
    """
    connection.settings_dict["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database knows of all migrations, as one that was migrated does."""
    with django_db_blocker.unblock():
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        for app, name in MigrationLoader(connection).graph.nodes:
            recorder.record_applied(app, name)


@pytest.fixture(scope="module")
def module_rows(django_db_setup, django_db_blocker):
    """For rows that the tests of one module share: `with module_rows(): ...` writes them.

    A transaction around the module takes them back after its last test, so that the tests of other modules find an
    empty database. Each test still rolls back its own changes, and still asks for `db`.
    """
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
    yield django_db_blocker.unblock
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        block.__exit__(None, None, None)


@pytest.fixture(scope="module")
def frameworks(module_rows):
    """All frameworks of fixtures/, in the database for the tests of one module."""
    with module_rows():
        for path in framework_paths():
            load_framework(read_framework(path))


@pytest.fixture(scope="module")
def library(frameworks, module_rows):
    """The shared texts of fixtures/recommendations, in the database for the tests of one module."""
    with module_rows():
        RECOMMENDATION_FILES.load(RECOMMENDATION_FILES.read_all())


@pytest.fixture(scope="module")
def five_municipalities(frameworks, module_rows):
    """The five demo municipalities and the demo accounts, in the database for the tests of one module."""
    with module_rows():
        for path in demo_paths():
            load_organization(read_demo(path))
        create_demo_accounts()


@pytest.fixture
def municipality(five_municipalities, db):
    """Gives a demo municipality by slug: `municipality("khlongse")`."""
    return lambda slug: Organization.objects.get(slug=slug)


@pytest.fixture
def committed_rows(transactional_db):
    """For tests that commit. The trail refuses the DELETE by which their rows are cleared away, so the guards go first.

    The flush that clears them sends post_migrate, which installs the guards again.
    """
    yield
    database_guards.remove_guards()


@pytest.fixture(scope="session")
def portal_process(django_db_setup, django_db_blocker, tmp_path_factory):
    """A server over a copy of the test database, with the frameworks up to 2568; started once, when first needed."""
    directory = tmp_path_factory.mktemp("served")
    keys = {"SIGNING_KEYS_DIR": str(directory / "keys")}  # no test meets the keys of this machine
    with django_db_blocker.unblock(), serve_a_copy(directory, keys) as portal:
        with in_place_of_the_test_database(portal.database):
            builders.the_framework(2568)
        yield portal


@pytest.fixture
def served_portal(portal_process, db):
    """The running server. The rows this test writes are those it serves, and they stay: use fresh organisations."""
    with in_place_of_the_test_database(portal_process.database):
        yield portal_process
