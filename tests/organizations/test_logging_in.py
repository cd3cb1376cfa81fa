"""Coming in: how often one may try, what is told to whom, and when a session ends."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from organizations import throttle, workflow
from organizations.client_address import client_address
from organizations.models import FailedAttempt, Role, User
from organizations.reauthentication import confirm_identity
from tests import builders

pytestmark = pytest.mark.django_db

PASSWORD = "วลีลับที่ยาวพอสมควร"
CLOSED = "ลองไม่สำเร็จหลายครั้งติดกัน"


def log_in(client, username, password=builders.PASSWORD, address="10.0.0.1"):
    return client.post("/login/", {"username": username, "password": password}, REMOTE_ADDR=address)


def fail(username, count, address="10.0.0.1"):
    return [log_in(Client(), username, "wrong", address).content.decode() for _ in range(count)]


def is_in(client):
    return client.get("/").status_code == 200


# -- Limits ----------------------------------------------------------------------------------------


def test_five_wrong_passwords_close_the_door_also_to_the_right_one(client):
    builders.a_user(username="somchai")

    pages = fail("somchai", 5)
    response = log_in(client, "somchai")

    assert [CLOSED in page for page in pages] == [False] * 5
    assert CLOSED in response.content.decode()
    assert not is_in(client)


def test_the_door_opens_again_after_a_quarter_of_an_hour(client):
    builders.a_user(username="somchai")
    fail("somchai", 5)

    FailedAttempt.objects.update(at=timezone.now() - timedelta(minutes=16))

    assert log_in(client, "somchai").status_code == 302


def test_trying_while_the_door_is_closed_does_not_keep_it_closed():
    builders.a_user(username="somchai")
    fail("somchai", 5)
    counted = FailedAttempt.objects.count()

    fail("somchai", 3)

    assert FailedAttempt.objects.count() == counted


def test_a_neighbour_behind_the_same_address_is_not_locked_out(client):
    builders.a_user(username="somchai")
    builders.a_user(username="somying")

    fail("somchai", 6)

    assert log_in(client, "somying").status_code == 302


def test_the_owner_elsewhere_is_not_locked_out_by_one_address(client):
    builders.a_user(username="somchai")

    fail("somchai", 8, address="203.0.113.9")

    assert log_in(client, "somchai", address="10.0.0.1").status_code == 302


def test_trying_one_account_from_many_addresses_ends_too(client):
    builders.a_user(username="somchai")

    try_from_everywhere("somchai")

    assert CLOSED in log_in(client, "somchai").content.decode()


def open_in_a_browser(username):
    """A browser in which the account was opened and left again; and the cookie by which it is known."""
    builders.a_user(username=username)
    browser = Client()
    log_in(browser, username)
    browser.post("/logout/")
    return browser, next(row for name, row in browser.cookies.items() if name.startswith("device-"))


def try_from_everywhere(username):
    for place in range(10):
        fail(username, 3, address=f"203.0.113.{place}")


def test_strangers_cannot_lock_the_owner_out_of_a_browser_in_which_the_account_was_open():
    browser, cookie = open_in_a_browser("somchai")

    try_from_everywhere("somchai")

    assert (
        log_in(browser, "somchai", address="192.0.2.44").status_code == 302
    )  # the office has another address today
    assert CLOSED in log_in(Client(), "somchai").content.decode()
    assert cookie["httponly"]


def test_a_known_browser_is_not_free_to_guess_from_ever_new_addresses():
    browser, _ = open_in_a_browser("somchai")

    pages = [log_in(browser, "somchai", "wrong", f"203.0.113.{place}").content.decode() for place in range(6)]

    assert [CLOSED in page for page in pages] == [False] * 5 + [True]


def test_the_cookie_of_one_account_makes_a_browser_known_to_no_other(client):
    _, of_another = open_in_a_browser("mallory")
    _, of_owner = open_in_a_browser("somchai")
    try_from_everywhere("somchai")

    client.cookies[of_owner.key] = of_another.value

    assert CLOSED in log_in(client, "somchai", address="192.0.2.44").content.decode()
    assert "mallory" not in of_another.key + of_another.value


def test_a_link_to_set_a_password_lets_in_while_strangers_try(client):
    user = builders.a_user(username="somchai")
    token = default_token_generator.make_token(user)
    link = reverse("set_password", args=[urlsafe_base64_encode(force_bytes(user.pk)), token])
    try_from_everywhere("somchai")

    client.post(link, {"password": PASSWORD, "again": PASSWORD})

    assert log_in(client, "somchai", PASSWORD).status_code == 302


def test_a_right_password_forgets_the_wrong_ones_before_it():
    builders.a_user(username="somchai")

    for _ in range(3):
        fail("somchai", 4)
        assert log_in(Client(), "somchai").status_code == 302


def test_attempts_are_counted_without_names_or_addresses():
    fail("somchai", 1)

    stored = str(list(FailedAttempt.objects.values()))

    assert "somchai" not in stored
    assert "10.0.0.1" not in stored


def test_attempts_of_yesterday_are_forgotten():
    fail("somchai", 1)
    FailedAttempt.objects.update(at=timezone.now() - timedelta(days=2))

    fail("somying", 1)

    assert FailedAttempt.objects.count() == 2  # the new one: of the pair, and of the account


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.7", "10.0.0.1"),  # nobody of ours wrote it
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "1.2.3.4, 198.51.100.7", "198.51.100.7"),  # the first was written by the caller
        (2, "1.2.3.4, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (2, "198.51.100.7", "10.0.0.1"),  # came past a proxy
        (1, "", "10.0.0.1"),
    ],
)
def test_the_address_is_told_by_our_own_proxies_only(settings, rf, proxies, forwarded, address):
    settings.PROXY_COUNT = proxies

    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)

    assert client_address(request) == address


# -- What is told ----------------------------------------------------------------------------------


def test_an_unknown_account_is_told_the_same_as_a_wrong_password():
    builders.a_user(username="somchai")
    builders.a_user(username="blocked")
    User.objects.filter(username="blocked").update(is_active=False)

    pages = {name: fail(name, 6) for name in ("somchai", "nobody", "blocked")}

    told = {tuple(page.replace(name, "") for page in made) for name, made in pages.items()}
    assert len({tuple(without_token(page) for page in made) for made in told}) == 1


def without_token(page):
    """A page without the token that is different in each."""
    start = page.index("csrfmiddlewaretoken")
    return page[:start] + page[page.index(">", start) :]


def test_a_foreign_address_is_no_place_to_go_after_the_login(client):
    builders.a_user(username="somchai")

    response = client.post(
        "/login/?next=https://evil.example/",
        {"username": "somchai", "password": builders.PASSWORD, "next": "//evil.example/"},
    )

    assert response["Location"] == reverse("reports:home")


# -- A forgotten password --------------------------------------------------------------------------


@pytest.fixture
def mails(settings, django_capture_on_commit_callbacks):
    """Ask for a link by mail and return what was answered and sent."""
    settings.EMAIL_IS_CONFIGURED = True

    def ask(email, address="10.0.0.1"):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            response = Client().post(
                reverse("forgotten_password"), {"email": email}, follow=True, REMOTE_ADDR=address
            )
        return SimpleNamespace(page=without_token(response.content.decode()), sent=list(mail.outbox))

    return ask


def link_in(message):
    return next(line for line in message.body.splitlines() if line.startswith("http")).removeprefix(
        "http://127.0.0.1:8000"
    )


def a_user_with_mail(email="somchai@example.go.th", **fields):
    user = builders.a_user(**fields)
    User.objects.filter(pk=user.pk).update(email=email)
    user.refresh_from_db()
    return user


def test_asking_for_a_link_answers_alike_whether_the_address_is_known(mails):
    a_user_with_mail()

    known, unknown = mails("somchai@example.go.th"), mails("nobody@example.go.th")

    assert known.page == unknown.page
    assert [len(known.sent), len(unknown.sent)] == [1, 0]


def test_the_link_sets_a_password_once(mails, client):
    a_user_with_mail(username="somchai")
    link = link_in(mails("somchai@example.go.th").sent[0])

    first = client.post(link, {"password": PASSWORD, "again": PASSWORD})
    second = client.post(link, {"password": "อีกวลีหนึ่งที่ยาวพอ", "again": "อีกวลีหนึ่งที่ยาวพอ"})

    assert (first.status_code, second.status_code) == (302, 410)
    assert log_in(client, "somchai", PASSWORD).status_code == 302


def test_the_link_is_made_of_the_settings_address_not_of_the_browsers(settings, mails):
    settings.ALLOWED_HOSTS = ["*"]
    a_user_with_mail()

    sent = mails("somchai@example.go.th").sent

    assert "http://127.0.0.1:8000/login/password/" in sent[0].body


def test_a_link_of_the_day_before_yesterday_is_closed(mails, client, settings):
    a_user_with_mail()
    link = link_in(mails("somchai@example.go.th").sent[0])

    settings.PASSWORD_RESET_TIMEOUT = -1

    assert client.get(link).status_code == 410


def test_a_blocked_account_is_sent_nothing(mails):
    user = a_user_with_mail()
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert mails("somchai@example.go.th").sent == []


def test_mails_are_not_sent_without_end(mails):
    a_user_with_mail()

    answers = [mails("somchai@example.go.th") for _ in range(4)]

    assert [len(answer.sent) for answer in answers] == [1, 1, 1, 0]
    assert CLOSED in answers[-1].page


def test_a_weak_password_is_refused_in_thai(mails, client):
    a_user_with_mail(username="somchai")
    link = link_in(mails("somchai@example.go.th").sent[0])

    pages = {
        password: client.post(link, {"password": password, "again": password}).content.decode()
        for password in ("สั้น", "password123", "135792468013", "somchai-2569")
    }

    assert "สั้นเกินไป" in pages["สั้น"]
    assert "เดาได้ง่าย" in pages["password123"]
    assert "มีแต่ตัวเลข" in pages["135792468013"]
    assert "คล้ายกับชื่อ" in pages["somchai-2569"]


# -- Sessions --------------------------------------------------------------------------------------


@pytest.fixture
def two_places(client):
    """The same person logged in here and elsewhere."""
    user, elsewhere = builders.a_user(builders.an_organization(), Role.CLERK), Client()
    client.force_login(user)
    elsewhere.force_login(user)
    return SimpleNamespace(user=user, here=client, elsewhere=elsewhere)


def test_a_changed_password_ends_the_sessions_elsewhere_and_keeps_this_one(two_places):
    response = two_places.here.post(
        reverse("organizations:change_password"),
        {"current": builders.PASSWORD, "password": PASSWORD, "again": PASSWORD},
    )

    assert response.status_code == 302
    assert (is_in(two_places.here), is_in(two_places.elsewhere)) == (True, False)


def test_a_password_is_changed_only_by_who_knows_the_old_one(two_places):
    form = {"current": "wrong", "password": PASSWORD, "again": PASSWORD}

    response = two_places.here.post(reverse("organizations:change_password"), form)

    assert "รหัสผ่านปัจจุบันไม่ถูกต้อง" in response.content.decode()
    two_places.user.refresh_from_db()
    assert two_places.user.check_password(builders.PASSWORD)


def test_a_reset_by_the_administrator_ends_every_session_and_the_old_password(two_places):
    membership = two_places.user.memberships.get()
    keeper = builders.a_user(membership.organization, Role.ADMINISTRATOR)

    uid, token = workflow.reset_access(two_places.user, membership=membership, by=keeper)

    assert (is_in(two_places.here), is_in(two_places.elsewhere)) == (False, False)
    assert log_in(Client(), two_places.user.username).status_code == 200
    assert Client().get(reverse("set_password", args=[uid, token])).status_code == 200


def test_leaving_here_leaves_the_session_elsewhere(two_places):
    two_places.here.post("/logout/")

    assert (is_in(two_places.here), is_in(two_places.elsewhere)) == (False, True)


# -- Showing again who one is ----------------------------------------------------------------------


def test_a_person_without_a_second_factor_shows_the_password():
    user = builders.a_user()

    assert confirm_identity(user, builders.PASSWORD)
    assert not confirm_identity(user, "wrong")


def test_a_person_with_a_second_factor_shows_the_code_and_not_the_password():
    user, now = builders.a_user(), timezone.now()
    workflow.start_second_factor(user, builders.TOTP_SECRET, builders.code_at(now), by=user, now=now)
    later = now + timedelta(minutes=2)

    assert not confirm_identity(user, builders.PASSWORD, now=later)
    assert confirm_identity(user, builders.code_at(later), now=later)
    assert not confirm_identity(user, builders.code_at(later), now=later)  # once


def test_showing_who_one_is_is_not_tried_without_end():
    user = builders.a_user()

    for _ in range(5):
        assert not confirm_identity(user, "wrong")

    with pytest.raises(throttle.TooManyAttempts, match="โปรดรอ ๑๕ นาที"):
        confirm_identity(user, builders.PASSWORD)


# -- Secrets ---------------------------------------------------------------------------------------


def test_no_secret_of_a_form_is_written_to_the_log(client, caplog, settings, monkeypatch):
    def crash(*args, **kwargs):
        raise RuntimeError("broken on purpose")

    client.raise_request_exception = False
    monkeypatch.setattr("organizations.views.login.auth.login", crash)
    builders.a_user(username="somchai")

    log_in(client, "somchai")

    assert "broken on purpose" in caplog.text
    assert builders.PASSWORD not in caplog.text


def test_the_log_knows_people_by_their_number(client, caplog):
    caplog.set_level("INFO")
    user = builders.a_user(username="somchai")

    log_in(client, "somchai")

    assert f"login of account {user.pk}" in caplog.text
    assert "somchai" not in caplog.text
