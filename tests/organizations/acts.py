"""How each verb about people and offices is called, for the sweep over all verbs (tests/test_verbs.py).

Each function prepares the world (its organisation and its auditor, who acts) and returns the call.
"""

from datetime import date

from django.utils import timezone

from organizations import workflow
from organizations.models import Membership, Position, Role, SecondFactor
from tests import builders

NOW = timezone.now()


def _new_organization():
    return {
        "kind": "sao",
        "slug": "new-place",
        "name": "องค์การบริหารส่วนตำบลใหม่",
        "place_name": "ใหม่",
        "province": "ตรัง",
        "head_title": "นายกองค์การบริหารส่วนตำบลใหม่",
    }


def _person(world, role=Role.CLERK):
    """A person of the organisation, whose access its administrator `world.user` may give back."""
    Membership.objects.create(user=world.user, organization=world.organization, role=Role.ADMINISTRATOR)
    return builders.a_user(world.organization, role).memberships.get()


def _with_second_factor(user):
    workflow.start_second_factor(user, builders.TOTP_SECRET, builders.code_at(NOW), by=user, now=NOW)


# -- Offices ---------------------------------------------------------------------------------------


def create_organization(world):
    return lambda: workflow.create_organization(_new_organization(), by=world.user)


def open_organization(world):
    first = {"person_name": "นายสมชาย ตัวอย่างแรก", "email": ""}
    return lambda: workflow.open_organization(_new_organization(), **first, by=world.user, now=NOW)


def save_profile(world):
    values = {"phone": "๐ ๗๕๓๐ ๐๐๐๐"}
    return lambda: workflow.save_profile(world.organization, values, version=1, by=world.user)


def add_divisions(world):
    return lambda: workflow.add_divisions(world.organization, ["กองคลัง", "กองช่าง"], by=world.user)


def move_division(world):
    builders.a_division(world.organization)
    second = builders.a_division(world.organization)
    return lambda: workflow.move_division(second, by=world.user)


def add_office(world):
    row = Position(organization=world.organization, title="ปลัด", rank="secretary")
    return lambda: workflow.add_office(row, by=world.user)


def save_office(world):
    term, values = builders.a_term(world.organization), {"ends_on": date(2026, 9, 30)}
    return lambda: workflow.save_office(term, values, version=1, by=world.user)


def remove_office(world):
    term = builders.a_term(world.organization)
    return lambda: workflow.remove_office(term, version=1, by=world.user)


# -- People ----------------------------------------------------------------------------------------


def invite(world):
    offered = {"person_name": "นางสาวสมใจ", "role": "clerk", "division": None, "email": ""}
    return lambda: workflow.invite(world.organization, **offered, by=world.user, now=NOW)


def invite_above(world):
    offered = {"person_name": "นายสมชาย", "role": "overseer", "province": "ตรัง", "email": ""}
    return lambda: workflow.invite_above(**offered, by=world.user, now=NOW)


def invite_administrator(world):
    builders.an_invitation(world.organization, role="administrator")
    first = {"person_name": "นายสมชาย", "email": ""}
    return lambda: workflow.invite_administrator(world.organization, **first, by=world.user, now=NOW)


def renew_invitation(world):
    row = builders.an_invitation(world.organization)
    return lambda: workflow.renew_invitation(row, by=world.user, now=NOW)


def withdraw_invitation(world):
    row = builders.an_invitation(world.organization)
    return lambda: workflow.withdraw_invitation(row, by=world.user, now=NOW)


def accept_invitation(world):
    row = builders.an_invitation(world.organization, role="clerk")
    return lambda: workflow.accept_invitation(row, by=world.user, now=NOW)


def add_role(world):
    user = _person(world).user
    return lambda: workflow.add_role(world.organization, user, role="executive", division=None, by=world.user)


def change_role(world):
    row = _person(world)
    return lambda: workflow.change_role(row, role="executive", division=None, version=1, by=world.user)


def stop_role(world):
    row = _person(world)
    return lambda: workflow.stop_role(row, version=1, by=world.user)


def restore_role(world):
    row = _person(world)
    row.is_active = False
    row.save()
    return lambda: workflow.restore_role(row, version=1, by=world.user)


def reset_access(world):
    row = _person(world)
    return lambda: workflow.reset_access(row.user, membership=row, by=world.user)


def reset_second_factor(world):
    row = _person(world)
    SecondFactor.objects.create(user=row.user, sealed_secret="x", confirmed_at=NOW)
    return lambda: workflow.reset_second_factor(row.user, membership=row, by=world.user)


# -- The own account -------------------------------------------------------------------------------


def change_password(world):
    return lambda: workflow.change_password(world.user, "วลีใหม่ที่ยาวพอสมควร", by=world.user)


def save_own_details(world):
    return lambda: workflow.save_own_details(world.user, {"first_name": "สมหญิง"}, by=world.user)


def start_second_factor(world):
    return lambda: workflow.start_second_factor(
        world.user, builders.TOTP_SECRET, builders.code_at(NOW), by=world.user, now=NOW
    )


def stop_second_factor(world):
    _with_second_factor(world.user)
    return lambda: workflow.stop_second_factor(world.user, by=world.user)


def renew_recovery_codes(world):
    _with_second_factor(world.user)
    return lambda: workflow.renew_recovery_codes(world.user, by=world.user)


def set_account_active(world):
    user = _person(world).user
    return lambda: workflow.set_account_active(user, False, by=world.user)


ACTS = {
    name: prepare
    for name, prepare in list(globals().items())
    if callable(prepare) and getattr(prepare, "__module__", "") == __name__ and not name.startswith("_")
}
