"""Searching: every kind of row is found as people type it, each only by those who may read it, and leads to an open page."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ita_portal.search_text import read_query
from measures.models import MeasureTarget, MeasureTitle, PlanStatus
from organizations.models import Role
from reports.search import PAGE_SIZE, SHOWN_OF_EACH
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

WORD = "น้ำประปาหมู่บ้าน"
YEAR = 2568
ALL_KINDS = ["organizations", "measures", "documents", "editions", "evidence", "questions", "analyses"]


def furnish(organization, word=WORD):
    """One row of every kind that has the word: a confirmed result, an adopted plan and a draft, papers in work and issued."""
    framework = builders.a_framework(YEAR)
    framework.questions.filter(code="O4").update(wording=f"การเผยแพร่เรื่อง{word}")
    assessment = builders.an_assessment(
        organization, framework, official=builders.FULL_SCORES, is_confirmed=True
    )
    builders.an_analysis(assessment, finding=f"พบปัญหา{word}")
    plan = builders.a_plan(organization, YEAR + 1, source_assessment=assessment, status=PlanStatus.ADOPTED)
    measure = builders.a_measure(plan, title=f"มาตรการ{word}")
    entry = builders.an_entry(measure, builders.a_division(organization))
    builders.an_evidence_file(entry, name=f"รูป{word}.pdf")
    builders.a_measure(builders.a_plan(organization, YEAR + 2), title=f"ร่างมาตรการ{word}")
    document = builders.a_document(organization, fiscal_year=YEAR, subject=f"รายงาน{word}")
    builders.publish(builders.an_edition(document, subject=f"รายงาน{word}"))
    waiting = builders.a_document(
        organization, "memo", fiscal_year=YEAR, subject=f"บันทึก{word}", status="routing"
    )
    builders.an_edition(waiting, subject=f"บันทึก{word}")
    return organization


@pytest.fixture(scope="module")
def town(module_rows):
    with module_rows():
        return furnish(builders.an_organization("town", place_name=WORD, name=f"เทศบาล{WORD}"))


def window(user):
    client = Client()
    client.force_login(user)
    return client


def the_auditor(organization):
    return window(builders.a_user(organization, Role.AUDITOR))


def found(client, q=WORD, **asked):
    """The groups of a search: {kind: [Found]}."""
    context = client.get(reverse("reports:search"), {"q": q, **asked}).context
    groups = [context["group"]] if context["group"] else context["groups"]
    return {group.kind.value: group.found for group in groups}


def titles(groups, kind):
    return ["".join(piece.text for piece in row.title) for row in groups.get(kind, [])]


def test_every_kind_of_row_is_found(town, db):
    groups = found(the_auditor(town))

    assert list(groups) == ALL_KINDS
    assert titles(groups, "measures") == [f"ร่างมาตรการ{WORD}", f"มาตรการ{WORD}"]
    assert titles(groups, "editions") == [f"บันทึก{WORD}", f"รายงาน{WORD}"]


@pytest.mark.parametrize("typed", ["นํ้าประปา", "น้ํา ประปา", " น้ำ  ประปา ", "น้ำประปา หมู่บ้าน"])
def test_words_are_found_as_people_type_them(town, db, typed):
    groups = found(the_auditor(town), typed)

    assert f"มาตรการ{WORD}" in titles(groups, "measures")


def test_a_row_has_all_the_words_wherever_they_stand(town, db):
    measure = builders.a_measure(
        town.measure_plans.get(fiscal_year=YEAR + 2), title="จัดซื้อโปร่งใส ๒๕๗๐", steps=["ประชุมคณะทำงาน"], order=9
    )
    client = the_auditor(town)

    together, apart = found(client, "จัดซื้อ 2570 คณะทำงาน"), found(client, "จัดซื้อ ไม่มีคำนี้")

    assert titles(together, "measures") == [measure.title]
    assert apart == {}


@pytest.mark.parametrize("typed", ["O4", "โอ๔", "0๔", "o 04"])
def test_the_code_of_a_question_finds_it_and_what_answers_it(town, db, typed):
    measure = builders.a_measure(town.measure_plans.get(fiscal_year=YEAR + 2), title="เปิดเผยข้อมูล", order=9)
    question = builders.a_framework(YEAR).questions.get(code="O4")
    MeasureTarget.objects.create(measure=measure, indicator=question.indicator, question=question, order=1)

    groups = found(the_auditor(town), typed)

    assert titles(groups, "questions") == [f"O4 การเผยแพร่เรื่อง{WORD}"]
    assert "เปิดเผยข้อมูล" in titles(groups, "measures")


# -- Who finds what --------------------------------------------------------------------------------


def test_an_overseer_finds_what_is_confirmed_adopted_and_issued(town, db):
    overseer = window(builders.a_user(role=Role.OVERSEER, province=town.province))

    groups = found(overseer)

    assert list(groups) == [kind for kind in ALL_KINDS if kind != "documents"]
    assert titles(groups, "measures") == [f"มาตรการ{WORD}"]
    assert titles(groups, "editions") == [f"รายงาน{WORD}"]


def test_nothing_of_another_organisation_is_found(town, db):
    elsewhere = builders.an_organization("elsewhere", province=builders.a_province("พังงา"))
    client = the_auditor(elsewhere)

    page = client.get(reverse("reports:search"), {"q": "น้ำประปา"})
    in_it = client.get(reverse("reports:search"), {"q": "น้ำประปา", "organization": "town"})

    assert list(found(client)) == ["questions"]  # the year's rules are everybody's
    assert "มาตรการ" + WORD not in page.content.decode()
    assert in_it.status_code == 404


def test_a_person_of_two_organisations_may_look_in_one(town, db):
    other = builders.an_organization("other")
    builders.a_measure(builders.a_plan(other), title=f"ของอีกแห่ง{WORD}")
    user = builders.a_user(other, Role.AUDITOR)
    user.memberships.create(organization=town, role=Role.CLERK)

    groups = found(window(user), organization="other")

    assert titles(groups, "measures") == [f"ของอีกแห่ง{WORD}"]
    assert "documents" not in groups


@pytest.mark.parametrize("role", ["auditor", "division_staff", "overseer", "platform_administrator"])
def test_everything_found_leads_to_a_page_that_opens(town, db, role):
    place = {"role": role, "province": town.province} if role == "overseer" else {"role": role}
    organization = None if role in ("overseer", "platform_administrator") else town
    client = window(builders.a_user(organization, **place))

    addresses = {row.address for rows in found(client).values() for row in rows}

    assert addresses
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


# -- The page --------------------------------------------------------------------------------------


def test_found_words_are_marked_and_what_people_wrote_stays_text(town, db):
    builders.a_measure(
        town.measure_plans.get(fiscal_year=YEAR + 2), title="<script>alert(1)</script> ปี 2570", order=9
    )

    page = the_auditor(town).get(reverse("reports:search"), {"q": "<script> ๒๕๗๐"}).content.decode()

    assert "<mark>&lt;script&gt;</mark>alert(๑)&lt;/script&gt; ปี <mark>๒๕๗๐</mark>" in page
    assert "<script>alert" not in page


def test_more_than_ten_lead_to_a_page_of_all(town, db):
    plan = builders.a_plan(town, YEAR + 3)
    builders.many_measures(plan, PAGE_SIZE + 5)
    client, typed = the_auditor(town), "มาตรการที่"

    first = client.get(reverse("reports:search"), {"q": typed})
    page = client.get(reverse("reports:search"), {"q": typed, "kind": "measures", "page": 2})

    assert len(found(client, typed)["measures"]) == SHOWN_OF_EACH
    assert re.search(r'href="\?q=[^"]*kind=measures', first.content.decode())
    assert len(page.context["group"].found) == 5


def test_a_page_without_a_question_says_how_to_ask(town, db):
    page = the_auditor(town).get(reverse("reports:search")).content.decode()

    assert "ต้องการหาเรื่องใด" in page
    assert "เว้นวรรคหรือไม่ก็ได้" in page


def test_what_is_not_found_says_what_to_try(town, db):
    page = the_auditor(town).get(reverse("reports:search"), {"q": "ไม่มีคำนี้เลย"}).content.decode()

    assert "ไม่พบคำนี้ในสิ่งที่ท่านดูได้" in page


def test_a_search_asks_the_same_number_of_queries_however_much_is_found(town, db):
    user = builders.a_user(town, Role.AUDITOR)
    client = window(user)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(reverse("reports:search"), {"q": WORD})
    plan = builders.a_plan(town, YEAR + 3)
    for number in range(12):
        builders.a_measure(plan, title=f"{WORD} {number}", order=number + 1)

    with CaptureQueriesContext(connection) as many:
        client.get(reverse("reports:search"), {"q": WORD})

    assert len(many) == len(few)
    assert len(few) <= 30


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="only PostgreSQL has indexes for search, made after migrate"
)
def test_the_index_of_a_text_serves_the_query_for_it(town, db):
    rows = MeasureTitle.objects.unscoped("the plan of the query alone")
    titles = rows.filter(read_query(WORD).words[0].found_in("text")).order_by()

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = titles.explain()

    assert "search_measures_measuretitle_text" in plan
