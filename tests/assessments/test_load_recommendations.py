"""The command load_recommendations, on the real files."""

import re

import pytest
from django.core.management import CommandError, call_command

from assessments.models import Recommendation
from tests import builders

pytestmark = pytest.mark.django_db


def test_the_command_tells_what_it_did(capsys):
    builders.the_framework(2568)

    call_command("load_recommendations")
    call_command("load_recommendations")

    said = capsys.readouterr().out
    assert re.search(r"เพิ่ม \d+ ปรับปรุง 0 เลิกใช้ 0 ข้อความ", said)
    assert said.endswith("เป็นปัจจุบันอยู่แล้ว\n")


def test_without_frameworks_the_command_asks_for_them_and_stores_nothing():
    with pytest.raises(CommandError, match="load_frameworks"):
        call_command("load_recommendations")

    assert not Recommendation.objects.exists()
