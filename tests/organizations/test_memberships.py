"""Roles: each holds in the place it belongs to, once, and says so in Thai."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from organizations.models import Membership, Role
from organizations.models.people import ROLES_IN_AN_ORGANIZATION
from tests.builders import a_division, a_province, a_user, an_organization

pytestmark = pytest.mark.django_db

WRONG_PLACE = "บทบาทนี้ต้องระบุหน่วยงาน (หรือจังหวัด สำหรับผู้กำกับดูแล) ให้ตรงกัน"
NEEDS_DIVISION = "เจ้าหน้าที่ส่วนราชการต้องระบุส่วนราชการที่สังกัด"


@pytest.fixture
def places():
    """What a membership may name: an organisation, one of its divisions, a province."""
    organization = an_organization()
    return {"organization": organization, "division": a_division(organization), "province": a_province()}


def membership(role, places, *names, user=None):
    return Membership(user=user or a_user(), role=role, **{name: places[name] for name in names})


def refusals(row):
    """The sentences by which a form refuses the row; the database refuses it as well."""
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    return refused.value.messages


RIGHT = [
    *((role, ["organization"]) for role in ROLES_IN_AN_ORGANIZATION if role != Role.DIVISION_STAFF),
    (Role.AUDITOR, ["organization", "division"]),
    (Role.DIVISION_STAFF, ["organization", "division"]),
    (Role.OVERSEER, ["province"]),
    (Role.PLATFORM_ADMINISTRATOR, []),
]
WRONG = [
    *((role, []) for role in ROLES_IN_AN_ORGANIZATION if role != Role.DIVISION_STAFF),
    *((role, ["province"]) for role in ROLES_IN_AN_ORGANIZATION if role != Role.DIVISION_STAFF),
    (Role.AUDITOR, ["organization", "province"]),
    (Role.OVERSEER, []),
    (Role.OVERSEER, ["organization"]),
    (Role.OVERSEER, ["organization", "province"]),
    (Role.PLATFORM_ADMINISTRATOR, ["organization"]),
    (Role.PLATFORM_ADMINISTRATOR, ["province"]),
]


@pytest.mark.parametrize(("role", "names"), RIGHT)
def test_a_role_holds_in_its_own_place(places, role, names):
    row = membership(role, places, *names)

    row.full_clean()
    row.save()

    assert row.pk


@pytest.mark.parametrize(("role", "names"), WRONG)
def test_a_role_in_the_wrong_place_is_refused_in_thai(places, role, names):
    row = membership(role, places, *names)

    assert refusals(row) == [WRONG_PLACE]


def test_staff_of_a_division_must_name_it(places):
    row = membership(Role.DIVISION_STAFF, places, "organization")

    assert refusals(row) == [NEEDS_DIVISION]


def test_a_role_that_does_not_exist_is_refused(places):
    row = membership("king", places, "organization")

    with pytest.raises(ValidationError) as refused:
        row.full_clean()

    assert "role" in refused.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    ("role", "names", "sentence"),
    [
        (Role.AUDITOR, ["organization"], "ผู้ใช้มีบทบาทนี้ในหน่วยงานนี้แล้ว"),
        (Role.DIVISION_STAFF, ["organization", "division"], "ผู้ใช้มีบทบาทนี้ในส่วนราชการนี้แล้ว"),
        (Role.OVERSEER, ["province"], "ผู้ใช้มีบทบาทนี้ในจังหวัดนี้แล้ว"),
    ],
)
def test_a_person_holds_a_role_once_in_a_place(places, role, names, sentence):
    user = a_user()
    membership(role, places, *names, user=user).save()

    again = membership(role, places, *names, user=user)

    assert refusals(again) == [sentence]


def test_a_person_is_platform_administrator_once(places):
    user = a_user(role=Role.PLATFORM_ADMINISTRATOR)

    again = membership(Role.PLATFORM_ADMINISTRATOR, places, user=user)

    assert refusals(again)


def test_a_person_holds_several_roles_in_several_organisations(places):
    user = a_user()

    for row in (
        membership(Role.AUDITOR, places, "organization", user=user),
        membership(Role.CLERK, places, "organization", user=user),
        Membership(user=user, role=Role.AUDITOR, organization=an_organization()),
    ):
        row.full_clean()
        row.save()

    assert user.memberships.count() == 3


def test_a_division_of_another_organisation_is_refused_by_the_database(places):
    row = Membership(
        user=a_user(), role=Role.DIVISION_STAFF, organization=an_organization(), division=places["division"]
    )

    with pytest.raises(IntegrityError, match="another organization"):
        row.save()


def test_a_person_has_the_roles_that_are_in_force_and_no_other(places):
    user = a_user()
    row = membership(Role.AUDITOR, places, "organization", user=user)
    row.save()

    held = user.has_role(places["organization"], Role.AUDITOR, Role.CLERK)

    assert held
    assert not user.has_role(places["organization"], Role.CLERK)
    assert not user.has_role(an_organization(), Role.AUDITOR)
    Membership.objects.update(is_active=False)
    assert not user.has_role(places["organization"], Role.AUDITOR)


def test_only_a_membership_makes_a_platform_administrator():
    user = a_user()
    user.is_superuser = True

    assert not user.is_platform_administrator
    assert a_user(role=Role.PLATFORM_ADMINISTRATOR).is_platform_administrator


@pytest.mark.parametrize(
    ("role", "names", "place"),
    [(Role.OVERSEER, ["province"], "นครศรีธรรมราช"), (Role.PLATFORM_ADMINISTRATOR, [], "ทั้งระบบ")],
)
def test_a_membership_says_where_it_holds(places, role, names, place):
    row = membership(role, places, *names)

    assert row.place == place
    assert str(row).endswith(f"{role.label} · {place}")
