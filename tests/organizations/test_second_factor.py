"""The second factor: setting it up, the second step of the login, recovery codes, a lost phone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from organizations import one_time_codes, second_factor, workflow
from organizations.models import RecoveryCode, Role, SecondFactor, TrailEntry
from organizations.settings_checks import check_required_roles
from tests import builders

pytestmark = pytest.mark.django_db

SET_UP, CODES = reverse("organizations:second_factor"), reverse("organizations:recovery_codes")
# Set up yesterday: the codes of today are not used yet.
YESTERDAY = timezone.now() - timedelta(days=1)


@pytest.fixture
def secured():
    """A person with a second factor, and the recovery codes."""
    user = builders.a_user(builders.an_organization(), Role.AUDITOR, username="somchai")
    code = builders.code_at(YESTERDAY)
    user.codes = workflow.start_second_factor(user, builders.TOTP_SECRET, code, by=user, now=YESTERDAY)
    return user


def first_step(client):
    form = {"username": "somchai", "password": builders.PASSWORD, "next": "/frameworks/"}
    return client.post("/login/", form)


def second_step(client, code):
    return client.post(reverse("login_code"), {"code": code, "next": "/frameworks/"})


def is_in(client):
    return client.get("/").status_code == 200


def a_code():
    return builders.code_at(timezone.now())


def test_setting_up_asks_for_a_code_that_fits_and_shows_the_recovery_codes_once(client):
    user = builders.a_user(builders.an_organization(), Role.AUDITOR)
    client.force_login(user)
    page = client.get(SET_UP)
    secret = second_factor.secret_from(page.context["form"]["token"].value(), user)

    form = {
        "token": page.context["form"]["token"].value(),
        "code": builders.code_at(timezone.now(), secret),
        "current": builders.PASSWORD,
    }
    response = client.post(SET_UP, form, follow=True)

    assert response.redirect_chain[-1][0] == CODES
    assert response.content.decode().count("<li><code>") == second_factor.CODE_COUNT
    assert client.get(CODES).status_code == 302
    assert is_in(client)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [({"code": "000000"}, "รหัสไม่ตรง"), ({"current": "wrong"}, "รหัสผ่านปัจจุบันไม่ถูกต้อง")],
)
def test_setting_up_is_refused_without_the_code_or_the_password(client, change, sentence):
    user = builders.a_user()
    client.force_login(user)
    token = second_factor.sealed_for(user, builders.TOTP_SECRET)

    response = client.post(SET_UP, {"token": token, "code": a_code(), "current": builders.PASSWORD, **change})

    assert sentence in response.content.decode()
    assert not SecondFactor.objects.exists()


def test_a_secret_sealed_for_another_person_is_not_taken(client):
    client.force_login(builders.a_user())
    token = second_factor.sealed_for(builders.a_user(), builders.TOTP_SECRET)

    response = client.post(SET_UP, {"token": token, "code": a_code(), "current": builders.PASSWORD})

    assert "สแกนรหัสใหม่" in response.content.decode()
    assert not SecondFactor.objects.exists()


def test_neither_secret_nor_codes_stand_readable_in_the_database(secured):
    stored = str([*SecondFactor.objects.values(), *RecoveryCode.objects.values(), *TrailEntry.objects.values()])

    assert builders.TOTP_SECRET not in stored
    assert not any(code in stored or code.replace("-", "") in stored for code in secured.codes)


def test_the_password_alone_opens_nothing(client, secured):
    response = first_step(client)

    assert response["Location"].startswith(reverse("login_code"))
    assert not is_in(client)


def test_password_and_code_lead_to_the_page_that_was_asked_for(client, secured):
    first_step(client)

    response = second_step(client, a_code())

    assert response["Location"] == "/frameworks/"
    assert is_in(client)


def test_a_code_is_read_with_spaces_and_in_thai_digits(client, secured):
    first_step(client)
    code = a_code().translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))

    second_step(client, f" {code[:3]} {code[3:]} ")

    assert is_in(client)


def test_a_code_opens_once(secured):
    clients, code = [Client(), Client()], a_code()

    for client in clients:
        first_step(client)
        second_step(client, code)

    assert [is_in(client) for client in clients] == [True, False]


def test_a_code_is_not_good_for_long():
    now = timezone.now()
    code = builders.code_at(now)

    late = [
        one_time_codes.matching_step(builders.TOTP_SECRET, code, now + timedelta(seconds=seconds))
        for seconds in (0, 29, 91)
    ]

    assert [step is not None for step in late] == [True, True, False]


def test_a_recovery_code_opens_once_however_it_is_typed(secured):
    clients, typed = [Client(), Client()], secured.codes[0].upper().replace("-", " ")

    for client in clients:
        first_step(client)
        second_step(client, typed)

    assert [is_in(client) for client in clients] == [True, False]
    assert second_factor.codes_left(secured) == second_factor.CODE_COUNT - 1


def test_five_wrong_codes_close_the_second_step(client, secured):
    first_step(client)

    for _ in range(5):
        second_step(client, "000000")
    response = second_step(client, a_code())

    assert "โปรดรอ" in response.content.decode()
    assert not is_in(client)


def test_the_second_step_waits_ten_minutes_and_no_longer(client, secured):
    first_step(client)
    session = client.session
    session["awaiting_second_step"]["since"] -= 11 * 60
    session.save()

    response = second_step(client, a_code())

    assert response["Location"] == reverse("login")
    assert not is_in(client)


def test_a_password_changed_meanwhile_ends_the_second_step(client, secured):
    first_step(client)

    workflow.change_password(secured, "วลีใหม่ที่ยาวพอสมควร", by=secured)
    second_step(client, a_code())

    assert not is_in(client)


def test_turning_it_off_needs_the_password_and_ends_the_other_sessions(client, secured):
    elsewhere = Client()
    for place in (client, elsewhere):
        place.force_login(secured)

    client.post(SET_UP, {"act": "stop", "current": "wrong"})
    assert SecondFactor.objects.exists()
    client.post(SET_UP, {"act": "stop", "current": builders.PASSWORD})

    assert not SecondFactor.objects.exists()
    assert (is_in(client), is_in(elsewhere)) == (True, False)


def test_new_recovery_codes_close_the_old_ones(client, secured):
    client.force_login(secured)

    client.post(SET_UP, {"act": "codes", "current": builders.PASSWORD})

    assert not second_factor.accepts_recovery_code(secured, secured.codes[0], now=timezone.now())
    assert second_factor.codes_left(secured) == second_factor.CODE_COUNT


def test_an_administrator_lets_somebody_in_whose_phone_is_lost_and_the_trail_tells(client, secured):
    organization = secured.memberships.get().organization
    client.force_login(builders.a_user(organization, Role.ADMINISTRATOR))

    client.post(
        reverse("organizations:person_access", args=[organization.slug, secured.pk]), {"act": "second_factor"}
    )

    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert organization.trail.last().verb == "reset_second_factor"


def test_roles_that_must_have_one_are_led_to_set_it_up(client, settings):
    settings.REQUIRE_SECOND_FACTOR_FOR = [Role.ADMINISTRATOR.value]
    organization = builders.an_organization()
    statuses = {}

    for role in (Role.ADMINISTRATOR, Role.CLERK):
        client.force_login(builders.a_user(organization, role))
        statuses[role] = client.get("/").status_code

    assert statuses == {Role.ADMINISTRATOR: 302, Role.CLERK: 200}


def test_a_mistyped_role_that_must_have_one_stops_the_start(settings):
    settings.REQUIRE_SECOND_FACTOR_FOR = ["administrator", "adminstrator"]

    errors = check_required_roles(None)

    assert ["adminstrator" in error.msg for error in errors] == [True]
