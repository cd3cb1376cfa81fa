"""The pages of suggestions, of what was left unfinished, and of the measures library."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from measures import workflow
from measures.models import MeasureTemplate, PlanStatus
from organizations.models import Role, TrailEntry
from tests import builders

pytestmark = pytest.mark.django_db

LIBRARY = reverse("measures:templates")
NEW = reverse("measures:new_template")


@pytest.fixture
def organization():
    return builders.an_organization("own", place_name="ทุ่งทอง")


@pytest.fixture
def auditor(organization):
    return builders.a_user(organization, Role.AUDITOR)


@pytest.fixture
def plan(organization):
    source = builders.an_assessment(organization, official={"i1": "60.00", "i2": "90.00"})
    return builders.a_plan(organization, source_assessment=source)


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def page(user, address, **query):
    return browser(user).get(address, query).content.decode()


def address(name, year=2569):
    return reverse(f"measures:{name}", args=["own", year])


def question(code="i1"):
    return builders.a_framework().questions.get(code=code)


# -- Suggestions -----------------------------------------------------------------------------------


def test_the_page_offers_measures_with_the_name_of_the_organisation(plan, auditor):
    builders.a_template(question=question())

    content = page(auditor, address("suggestions"))

    assert "จัดทำคู่มือขององค์การบริหารส่วนตำบลทุ่งทอง" in content
    assert "{หน่วยงาน}" not in content


def test_what_is_ticked_and_picked_is_created(plan, auditor):
    builders.a_template(question=question())
    other = builders.a_template(question=question(), titles="อีกเรื่องหนึ่ง")
    ticked = {"rows": ["i1"], "template-i1": other.pk}

    response = browser(auditor).post(address("suggestions"), ticked)

    created = plan.measures.get()
    assert created.title == "อีกเรื่องหนึ่ง"
    assert response.url.endswith(f"#measure-{created.pk}")


def test_nothing_ticked_is_told_and_creates_nothing(plan, auditor):
    response = browser(auditor).post(address("suggestions"), {}, follow=True)

    assert "ไม่มีมาตรการใดถูกเพิ่ม" in response.content.decode()
    assert not plan.measures.exists()


def test_an_adopted_plan_is_not_filled_any_more(plan, auditor):
    builders.a_template(question=question())
    plan.status = PlanStatus.ADOPTED
    plan.save()

    response = browser(auditor).post(address("suggestions"), {"rows": ["i1"]})

    assert response.url == plan.get_absolute_url()
    assert not plan.measures.exists()


# -- What was left unfinished ----------------------------------------------------------------------


@pytest.fixture
def unfinished(organization):
    last = builders.a_plan(organization, 2568, status=PlanStatus.ADOPTED)
    return builders.a_measure(last, "เรื่องที่ค้าง", age=1)


def test_what_was_left_over_is_shown_with_its_age(plan, unfinished, auditor):
    content = page(auditor, address("carry_over"))

    assert "เรื่องที่ค้าง" in content
    assert "ค้างมาแล้ว ๒ ปี" in content


def test_what_is_ticked_is_carried(plan, unfinished, auditor):
    browser(auditor).post(address("carry_over"), {"rows": [unfinished.pk]})

    assert plan.measures.get().carried_from == unfinished


def test_a_measure_of_another_organisation_is_not_carried(plan, unfinished, auditor):
    foreign = builders.a_plan(builders.an_organization(), 2568, status=PlanStatus.ADOPTED)
    stranger = builders.a_measure(foreign)

    browser(auditor).post(address("carry_over"), {"rows": [stranger.pk]})

    assert not plan.measures.exists()


def test_without_a_plan_of_last_year_the_page_says_so(plan, auditor):
    assert "ไม่มีแผนของปี ๒๕๖๘" in page(auditor, address("carry_over"))


# -- The library -----------------------------------------------------------------------------------


def typed(organization=None, **changes):
    owner = str(organization.pk) if organization else "shared"
    texts = {"kind": "measure", "titles": "จัดทำคู่มือ\n\nเผยแพร่คู่มือ ", "steps": "ร่าง\nเผยแพร่"}
    return {"owner": owner, "subject": "general", **texts, **changes}


def test_an_auditor_adds_a_measure_for_the_own_office(organization, auditor):
    builders.a_framework()
    browser(auditor).post(NEW, typed(organization, subject=f"question-{question().pk}"))

    template = MeasureTemplate.objects.get()
    assert (template.organization, template.question) == (organization, question())
    assert template.titles == "จัดทำคู่มือ\nเผยแพร่คู่มือ"


@pytest.mark.parametrize("owner", ["shared", "other"])
def test_an_auditor_cannot_write_for_all_or_for_others(auditor, owner):
    builders.a_framework()
    place = None if owner == "shared" else builders.an_organization()

    response = browser(auditor).post(NEW, typed(place))

    assert response.status_code == 200
    assert not MeasureTemplate.objects.exists()


def test_a_measure_without_a_title_is_refused_beside_its_field(organization, auditor):
    builders.a_framework()

    content = browser(auditor).post(NEW, typed(organization, titles=" ")).content.decode()

    assert "โปรดเขียนชื่อมาตรการอย่างน้อยหนึ่งชื่อ" in content


def test_a_shared_measure_becomes_the_offices_own(organization, auditor):
    shared = builders.a_template(question=question())

    content = page(auditor, NEW, **{"from": shared.pk})

    assert "หน่วยงานจะปรับมาตรการนี้อย่างไร" in content
    assert "จัดทำคู่มือของ{หน่วยงาน}" in content


def test_of_two_people_who_edit_at_once_the_second_sees_both_texts(organization, auditor):
    template = builders.a_template(organization)
    values = {"titles": "คนแรก"}
    builders.a_framework()
    workflow.save_template(MeasureTemplate.objects.get(), values, version=1, by=auditor)
    edit = reverse("measures:edit_template", args=[template.pk])

    content = browser(auditor).post(edit, typed(organization, titles="คนที่สอง", version=1)).content.decode()

    assert "คนแรก" in content
    assert "คนที่สอง" in content


def test_a_retired_measure_comes_back_and_both_acts_are_told(organization, auditor):
    template = builders.a_template(organization)
    client, edit = browser(auditor), reverse("measures:edit_template", args=[template.pk])

    client.post(edit, {"act": "retire", "version": 1})
    client.post(edit, {"act": "restore", "version": 2})

    verbs = TrailEntry.objects.about(template).values_list("verb", flat=True)
    assert list(verbs) == ["retire_template", "restore_template"]
    assert not MeasureTemplate.objects.get().is_retired


def test_the_measures_of_others_are_not_listed(auditor):
    builders.a_template(builders.an_organization(), titles="ความลับของอีกหน่วยงาน")

    assert "ความลับ" not in page(auditor, LIBRARY)


@pytest.mark.parametrize(
    ("query", "found"),
    [({"q": "คู่มือ"}, True), ({"q": "รถยนต์"}, False), ({"about": "1"}, True), ({"about": "6"}, False)],
)
def test_the_list_is_narrowed_by_words_and_by_indicator(auditor, query, found):
    builders.a_template(question=question())

    assert ("จัดทำคู่มือ" in page(auditor, LIBRARY, **query)) is found


def test_use_in_plans_is_counted_without_naming_anybody(auditor):
    template = builders.a_template()
    adopted = builders.a_plan(status=PlanStatus.ADOPTED)
    builders.a_measure(adopted, drafted_from=template)

    content = page(auditor, LIBRARY)

    assert "ใช้แล้ว ๑ ครั้ง ใน ๑ หน่วยงาน" in content
    assert adopted.organization.place_name not in content


def test_a_measure_of_the_library_leads_to_the_draft_plan(plan, auditor):
    template = builders.a_template()

    assert f"{address('new_measure')}?template={template.pk}" in page(auditor, LIBRARY)


def test_the_list_takes_as_many_queries_for_twenty_measures_as_for_one(auditor):
    client, counts = browser(auditor), []
    for more in (1, 19):
        for _ in range(more):
            builders.a_template(question=question())
        with CaptureQueriesContext(connection) as queries:
            client.get(LIBRARY)
        counts.append(len(queries))

    assert counts[0] == counts[1]
