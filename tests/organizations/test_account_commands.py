"""The commands that make the first accounts of a server."""

import pytest
from django.core.management import CommandError, call_command

from organizations.models import Membership, Role
from tests import builders

pytestmark = pytest.mark.django_db

OVERSEER, ADMINISTRATOR = "create_overseer", "create_platform_administrator"


@pytest.fixture
def typed(monkeypatch):
    """Choose what is typed at the password prompt."""

    def choose(password):
        for name in (OVERSEER, ADMINISTRATOR):
            monkeypatch.setattr(f"organizations.management.commands.{name}.getpass", lambda prompt: password)

    choose("วลีลับที่ยาวพอสมควร")
    return choose


def test_an_overseer_oversees_one_province(typed):
    call_command(OVERSEER, "province", "หนองคาย")

    membership = Membership.objects.get(user__username="province")
    assert (membership.role, membership.province.name) == (Role.OVERSEER, "หนองคาย")


def test_a_platform_administrator_keeps_the_portal(typed):
    call_command(ADMINISTRATOR, "keeper")

    assert Membership.objects.get(user__username="keeper").user.is_platform_administrator


@pytest.mark.parametrize(
    ("arguments", "password", "sentence"),
    [
        ((OVERSEER, "province", "อยุธยา"), "วลีลับที่ยาวพอสมควร", "ไม่รู้จักจังหวัด"),
        ((OVERSEER, "taken", "ตรัง"), "วลีลับที่ยาวพอสมควร", "อยู่แล้ว"),
        ((ADMINISTRATOR, "taken"), "วลีลับที่ยาวพอสมควร", "อยู่แล้ว"),
        ((OVERSEER, "province", "ตรัง"), "1234", "สั้นเกินไป"),
        ((ADMINISTRATOR, "keeper"), "1234", "สั้นเกินไป"),
    ],
)
def test_what_cannot_be_made_is_refused_in_thai(typed, arguments, password, sentence):
    builders.a_user(username="taken")
    typed(password)

    with pytest.raises(CommandError, match=sentence):
        call_command(*arguments)

    assert not Membership.objects.exists()
