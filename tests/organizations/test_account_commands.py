"""The command that makes the first account of a server."""

import pytest
from django.core.management import CommandError, call_command

from organizations.models import Membership
from tests import builders

pytestmark = pytest.mark.django_db

COMMAND = "create_platform_administrator"


@pytest.fixture
def typed(monkeypatch):
    """Choose what is typed at the password prompt."""

    def choose(password):
        monkeypatch.setattr(f"organizations.management.commands.{COMMAND}.getpass", lambda prompt: password)

    choose("วลีลับที่ยาวพอสมควร")
    return choose


def test_a_platform_administrator_keeps_the_portal(typed):
    call_command(COMMAND, "keeper")

    assert Membership.objects.get(user__username="keeper").user.is_platform_administrator


@pytest.mark.parametrize(
    ("username", "password", "sentence"),
    [("taken", "วลีลับที่ยาวพอสมควร", "อยู่แล้ว"), ("keeper", "1234", "สั้นเกินไป")],
)
def test_what_cannot_be_made_is_refused_in_thai(typed, username, password, sentence):
    builders.a_user(username="taken")
    typed(password)

    with pytest.raises(CommandError, match=sentence):
        call_command(COMMAND, username)

    assert not Membership.objects.exists()
