"""Names in the order of the Thai dictionary, kept with the rows so that both databases sort alike."""

import pytest

from ita_portal.thai_text import sort_key
from organizations.models import Organization, Province
from tests import builders

pytestmark = pytest.mark.django_db


def test_the_database_sorts_names_as_the_dictionary_does():
    names = ["เกาะช้าง", "กกตูม", "ไก่คำ", "กาบัง", "ขามใหญ่", "แก้งเหนือ"]
    for name in names:
        builders.an_organization(name=name)

    found = Organization.objects.order_by("sort_name").values_list("name", flat=True)

    assert list(found) == ["กกตูม", "กาบัง", "เกาะช้าง", "แก้งเหนือ", "ไก่คำ", "ขามใหญ่"]


def test_a_new_name_moves_to_its_new_place():
    organization = builders.an_organization(name="กกตูม")
    organization.name = "แก้งเหนือ"

    organization.save()

    assert Organization.objects.get().sort_name == sort_key("แก้งเหนือ")


def test_rows_made_in_bulk_have_their_place_too():
    Province.objects.bulk_create([Province(name="เลย"), Province(name="ลำปาง")])

    found = Province.objects.order_by("sort_name").values_list("name", flat=True)

    assert list(found) == ["ลำปาง", "เลย"]
