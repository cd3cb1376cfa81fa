"""Acts on the measures of a plan as a list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from measures.models import (
    MeasureOwner,
)
from measures.plan_page import PAGE_SIZE
from tests import builders
from tests.measures.plan_pages.reading import address, many_measures, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(plan):
    return [builders.a_measure(plan, title=title) for title in ("ก", "ข", "ค")]


LIST_ACTS = {
    "up": ({"act": "up"}, ["ข", "ก", "ค"]),
    "down": ({"act": "down"}, ["ก", "ค", "ข"]),
    "to a place": ({"act": "place", "place": "1"}, ["ข", "ก", "ค"]),
    "to a place in Thai digits": ({"act": "place", "place": "๓"}, ["ก", "ค", "ข"]),
    "to no place": ({"act": "place", "place": "บน"}, ["ก", "ข", "ค"]),
    "copy": ({"act": "copy"}, ["ก", "ข", "ข", "ค"]),
    "delete": ({"act": "delete"}, ["ก", "ค"]),
    "nothing": ({}, ["ก", "ข", "ค"]),
}


@pytest.mark.parametrize("name", LIST_ACTS)
def test_a_measure_is_moved_copied_or_deleted_by_its_buttons(client, auditor, plan, three, name):
    sent, expected = LIST_ACTS[name]

    response = client.post(address("arrange_measure", plan, three[1].pk), sent)

    assert response["Location"].startswith(address("plan", plan))
    assert [measure.title for measure in plan.measures.all()] == expected


def test_the_button_takes_the_latest_act_back_and_names_it(client, auditor, plan, three):
    client.post(address("arrange_measure", plan, three[1].pk), {"act": "delete"})
    assert "ย้อนกลับ: ลบ “ข”" in text_of(client.get(address("plan", plan)))

    response = client.post(address("undo", plan), {"seen": plan.snapshots.get().pk}, follow=True)

    assert "ย้อนกลับแล้ว: ลบ “ข”" in text_of(response)
    assert [measure.title for measure in plan.measures.all()] == ["ก", "ข", "ค"]


def test_an_old_page_takes_nothing_back_that_it_did_not_show(client, auditor, plan, three):
    client.post(address("arrange_measure", plan, three[0].pk), {"act": "delete"})
    seen = plan.snapshots.get().pk
    client.post(address("arrange_measure", plan, three[1].pk), {"act": "delete"})

    response = client.post(address("undo", plan), {"seen": seen}, follow=True)

    assert "ยังไม่มีสิ่งใดถูกย้อนกลับ" in text_of(response)
    assert [measure.title for measure in plan.measures.all()] == ["ค"]


def test_the_chosen_measures_get_the_same_owners(client, auditor, plan, three):
    division = builders.a_division(plan.organization)
    sent = {"act": "owners", "measures": [row.pk for row in three[:2]], "owner_kind": "divisions"}

    client.post(address("assign_measures", plan), {**sent, "owners": [division.pk]})

    assert [list(row.owner_lines) for row in plan.measures.all()] == [
        [division.name],
        [division.name],
        ["ทุกส่วนราชการ"],
    ]


def test_the_chosen_measures_get_the_same_days(client, auditor, plan, three):
    sent = {"act": "dates", "measures": [three[2].pk], "starts_on": "1/11/2568", "due_on": "31/12/2568"}

    client.post(address("assign_measures", plan), sent)

    assert [row.due_on.month for row in plan.measures.all()] == [9, 9, 12]


def test_without_a_chosen_measure_nothing_is_assigned(client, auditor, plan, three):
    page = text_of(client.post(address("assign_measures", plan), {"act": "dates", "due_on": "1/11/2568"}))

    assert "โปรดเลือกมาตรการอย่างน้อยหนึ่งเรื่อง" in page
    assert not plan.snapshots.exists()


def test_a_plan_of_many_pages_is_assigned_as_chosen_or_as_a_whole(client, auditor, plan):
    many_measures(plan, PAGE_SIZE + 1)
    chosen = plan.measures.first()
    days = {"act": "dates", "starts_on": "1/11/2568", "due_on": "31/12/2568"}
    asked = f"{address('assign_measures', plan)}?measure={chosen.pk}"

    page = text_of(client.get(asked))
    one = text_of(client.post(asked, {**days, "measures": [chosen.pk]}, follow=True))
    whole = text_of(client.post(asked, {**days, "whole_plan": "on"}, follow=True))

    assert page.count('name="measures"') == 1
    assert "ทั้งแผน ๑๐๑ เรื่อง" in page
    assert "เปลี่ยน ๑ มาตรการ" in one
    assert "เปลี่ยน ๑๐๐ มาตรการ" in whole


def test_days_of_many_measures_are_written_in_few_queries(client, auditor, plan):
    many_measures(plan, 20)
    sent = {"act": "dates", "measures": list(plan.measures.values_list("pk", flat=True))}

    with CaptureQueriesContext(connection) as queries:
        client.post(address("assign_measures", plan), {**sent, "due_on": "31/12/2568"})

    others = [row for row in queries if 'INSERT INTO "organizations_trailentry"' not in row["sql"]]
    assert len(queries) - len(others) == 20
    assert len(others) < 60


def test_measures_and_divisions_of_others_are_refused_in_what_is_done_to_several(client, auditor, plan, three):
    foreign = builders.a_measure(builders.a_plan(builders.an_organization()), title="มาตรการลับ")
    division = builders.a_division(foreign.organization, name="กองลับ")
    sent = {"act": "owners", "owner_kind": "divisions"}

    pages = [
        client.post(address("assign_measures", plan), {**sent, "measures": [foreign.pk]}),
        client.post(
            address("assign_measures", plan), {**sent, "measures": [three[0].pk], "owners": [division.pk]}
        ),
    ]

    assert [page.status_code for page in pages] == [200, 200]
    assert not any(name in text_of(page) for page in pages for name in ("มาตรการลับ", "กองลับ"))
    assert not MeasureOwner.objects.exists()


def test_what_people_write_is_shown_as_text(client, auditor, plan):
    builders.a_measure(plan, title="<script>alert(1)</script>")

    page = text_of(client.get(address("plan", plan)))

    assert escape("<script>alert(") in page
    assert "<script>alert(" not in page
