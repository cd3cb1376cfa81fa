"""The workbench of a plan: board and timeline of one filtered list, and the views a person saved."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from measures import workflow
from measures.models import Measure, MeasureOwner, MeasureStep, MeasureTarget, PlanStatus, SavedView
from measures.plan_page import PAGE_SIZE
from measures.workbench import SHOWN_OF_A_GROUP, Layout, read_workbench
from measures.workflow.workbench import MOST_VIEWS
from organizations.models import Role
from tests import builders

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def organization():
    return builders.an_organization("khlongtest")


@pytest.fixture
def plan(organization):
    return builders.a_plan(organization, 2569, status=PlanStatus.ADOPTED)


@pytest.fixture
def finance(organization):
    return builders.a_division(organization, "กองคลัง")


@pytest.fixture
def auditor(client, organization):
    user = builders.a_user(organization, Role.AUDITOR)
    client.force_login(user)
    return user


def address(name, plan):
    return reverse(f"measures:{name}", args=[plan.organization.slug, plan.fiscal_year])


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def bench_of(plan, layout=Layout.BOARD, **query):
    return read_workbench(plan, query, layout, today=TODAY)


def grouped(bench):
    """{value of the heading: orders of the measures under it}"""
    return {group.value: [row.number for row in group.rows] for group in bench.groups}


def owned_by(plan, *divisions, **fields):
    measure = builders.a_measure(plan, is_all_divisions=False, **fields)
    for order, division in enumerate(divisions, start=1):
        MeasureOwner.objects.create(measure=measure, division=division, order=order)
    return measure


# -- What stands where -----------------------------------------------------------------------------


def test_a_board_has_a_column_for_each_state_and_one_for_cancelled_where_there_are_any(plan):
    builders.a_measure(plan, state="done")
    builders.a_measure(plan, state="done", cancelled_on=YESTERDAY, cancel_reason="ไม่มีงบประมาณ")

    assert grouped(bench_of(plan)) == {
        "not_started": [],
        "under_way": [],
        "done": [1],
        "not_done": [],
        "cancelled": [2],
    }


def test_a_timeline_stands_in_the_order_of_the_plan(plan):
    builders.a_measure(plan, state="done")
    builders.a_measure(plan)

    assert grouped(bench_of(plan, Layout.TIMELINE)) == {"all": [1, 2]}


def test_a_measure_stands_under_each_of_its_divisions_and_none_is_lost(plan, finance):
    works = builders.a_division(plan.organization, "กองช่าง")
    owned_by(plan, finance, works)
    builders.a_measure(plan)
    owned_by(plan, owner_text="ผู้บริหารท้องถิ่น")
    owned_by(plan)

    groups = grouped(bench_of(plan, by="division"))

    assert groups == {str(finance.pk): [1], str(works.pk): [1], "all": [2], "typed": [3], "none": [4]}


def test_a_measure_stands_under_the_indicators_it_answers(plan):
    indicators = list(builders.a_framework().indicators.all())
    measure = builders.a_measure(plan)
    for order, indicator in enumerate(indicators[:2], start=1):
        MeasureTarget.objects.create(measure=measure, indicator=indicator, order=order)
    builders.a_measure(plan)

    groups = grouped(bench_of(plan, by="indicator"))

    assert groups == {str(indicators[0].number): [1], str(indicators[1].number): [1], "none": [2]}


def test_a_measure_stands_under_the_month_of_its_end_and_is_found_in_those_of_its_steps(plan):
    measure = builders.a_measure(plan, steps=())
    MeasureStep.objects.create(measure=measure, order=1, text="แต่งตั้ง", due_on=date(2025, 12, 31))

    assert grouped(bench_of(plan, by="month")) == {"9": [1]}
    assert len(bench_of(plan, month="12").rows) == 1
    assert bench_of(plan, month="1").rows == []


def many(plan, count, **fields):
    first = plan.measures.count() + 1
    Measure.objects.bulk_create(Measure(plan=plan, order=first + place, **fields) for place in range(count))


def test_a_long_board_shows_the_first_of_each_column_and_leads_to_the_column(client, auditor, plan):
    many(plan, PAGE_SIZE, state="done", percent=100)
    many(plan, 1)

    page = text_of(client.get(address("board", plan)))
    column = text_of(client.get(address("board", plan), {"state": "done"}))
    whole = text_of(client.get(address("board", plan), {"page": "all"}))

    assert page.count('<li class="board__card') == SHOWN_OF_A_GROUP + 1
    assert f'href="{address("board", plan)}?state=done"' in page
    assert "อีก ๗๕ เรื่อง" in page
    assert column.count('<li class="board__card') == PAGE_SIZE
    assert whole.count('<li class="board__card') == PAGE_SIZE + 1


def test_a_long_line_of_the_year_goes_on_on_a_second_page_and_the_sheet_is_whole(client, auditor, plan):
    many(plan, PAGE_SIZE + 2)
    bench = bench_of(plan, Layout.TIMELINE, page="2")

    page = text_of(client.get(address("timeline", plan), {"page": 2, "kind": "measure"}))

    assert [row.number for group in bench.groups for row in group.shown] == [PAGE_SIZE + 1, PAGE_SIZE + 2]
    assert len(bench.rows) == PAGE_SIZE + 2
    assert "หน้านี้แสดงเรื่องที่ ๑๐๑ ถึง ๑๐๒ จาก ๑๐๒ เรื่อง" in page
    assert 'href="?page=1&amp;kind=measure"' in page or 'href="?kind=measure&amp;page=1"' in page


def test_asked_for_one_heading_a_measure_stands_once(plan, finance):
    owned_by(plan, finance, builders.a_division(plan.organization))
    builders.a_measure(plan)

    bench = bench_of(plan, by="division", division=str(finance.pk))

    assert grouped(bench) == {str(finance.pk): [1, 2]}


def test_a_filtered_measure_keeps_its_number_in_the_plan(plan):
    builders.a_measure(plan)
    builders.a_measure(plan, kind="project")

    assert [row.number for row in bench_of(plan, kind="project").rows] == [2]


# -- Late ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("due_on", "count"), [(YESTERDAY, 1), (TODAY, 0)])
def test_the_last_day_itself_is_not_late(plan, due_on, count):
    builders.a_measure(plan, due_on=due_on)

    assert len(bench_of(plan, late="yes").rows) == count


def test_an_open_step_that_is_late_makes_its_measure_late(plan):
    measure = builders.a_measure(plan, steps=())
    MeasureStep.objects.create(measure=measure, order=1, text="แต่งตั้ง", due_on=YESTERDAY)

    (row,) = bench_of(plan, late="yes").rows

    assert [mark.is_late for mark in row.steps] == [True]


@pytest.mark.parametrize(("due_on", "by_step_count"), [(TODAY, 1), (YESTERDAY, 0)])
def test_a_measure_that_has_time_itself_is_told_to_be_late_by_a_step(plan, due_on, by_step_count):
    measure = builders.a_measure(plan, steps=(), due_on=due_on)
    MeasureStep.objects.create(measure=measure, order=1, text="แต่งตั้ง", due_on=YESTERDAY)

    bench = bench_of(plan)

    assert (bench.late_count, bench.late_by_step_count) == (1, by_step_count)


@pytest.mark.parametrize(
    "changes", [{"state": "not_done"}, {"cancelled_on": YESTERDAY, "cancel_reason": "ไม่มีงบประมาณ"}], ids=str
)
def test_nothing_of_a_finished_or_cancelled_measure_is_late(plan, changes):
    measure = builders.a_measure(plan, steps=(), due_on=YESTERDAY, **changes)
    MeasureStep.objects.create(measure=measure, order=1, text="แต่งตั้ง", due_on=YESTERDAY)

    (row,) = bench_of(plan).rows

    assert not row.is_late
    assert [mark.is_late for mark in row.steps] == [False]


def test_a_draft_has_nothing_late(organization):
    draft = builders.a_plan(organization, 2570)
    builders.a_measure(draft, due_on=YESTERDAY)

    assert bench_of(draft, late="yes").rows == []


# -- The line of the year --------------------------------------------------------------------------


def test_the_done_part_of_a_bar_is_as_long_as_the_percent_says(plan):
    builders.a_measure(plan, percent=25)

    (row,) = bench_of(plan).rows

    assert (row.window.width, row.done_width) == (100, 25)


def test_a_step_outside_the_fiscal_year_is_not_drawn(plan):
    measure = builders.a_measure(plan, steps=())
    MeasureStep.objects.create(measure=measure, order=1, text="ก่อนปี", due_on=date(2025, 9, 30))
    MeasureStep.objects.create(measure=measure, order=2, text="วันแรก", due_on=date(2025, 10, 1))

    (row,) = bench_of(plan).rows

    assert [(mark.step.text, mark.place) for mark in row.steps] == [("วันแรก", 0)]


@pytest.mark.parametrize(("today", "place"), [(date(2025, 9, 30), None), (date(2025, 10, 1), 0)])
def test_today_is_drawn_inside_the_fiscal_year_only(plan, today, place):
    assert read_workbench(plan, {}, Layout.TIMELINE, today=today).today_place == place


# -- Pages -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["board", "timeline"])
def test_a_page_says_in_words_what_it_shows(client, auditor, plan, finance, name):
    owned_by(plan, finance, title="จัดทำคู่มือ")
    owned_by(plan, builders.a_division(plan.organization), title="ตรวจพัสดุ")

    page = text_of(client.get(address(name, plan), {"division": finance.pk}))

    assert "แสดง ๑ จาก ๒ มาตรการ: ของกองคลัง" in page
    assert "จัดทำคู่มือ" in page
    assert "ตรวจพัสดุ" not in page


@pytest.mark.parametrize("name", ["board", "timeline"])
def test_a_page_says_what_it_did_not_understand_and_shows_everything(client, auditor, plan, name):
    builders.a_measure(plan, title="จัดทำคู่มือ")

    page = text_of(client.get(address(name, plan), {"state": "finished"}))

    assert "ไม่ได้ใช้ตัวกรอง “ความก้าวหน้า”" in page
    assert "จัดทำคู่มือ" in page


@pytest.mark.parametrize("name", ["board", "timeline"])
def test_what_was_typed_is_shown_as_text(client, auditor, plan, name):
    typed = "<script>alert(1)</script>"

    page = text_of(client.get(address(name, plan), {"q": typed}))

    assert typed not in page
    assert escape(typed) in page


def test_the_filter_goes_along_to_the_other_layout_and_to_the_sheet(client, auditor, plan):
    builders.a_measure(plan)

    page = text_of(client.get(address("board", plan), {"kind": "measure"}))

    assert f"{address('timeline', plan)}?kind=measure" in page
    assert f"{address('export_plan', plan)}?kind=measure" in page


@pytest.mark.parametrize("name", ["board", "timeline"])
def test_a_page_without_measures_says_what_comes_here(client, auditor, plan, name):
    assert "แผนนี้ยังไม่มีมาตรการ" in text_of(client.get(address(name, plan)))


def test_the_province_is_offered_neither_a_view_nor_a_sheet(client, plan):
    client.force_login(builders.a_user(role=Role.OVERSEER, province=plan.organization.province))

    page = text_of(client.get(address("board", plan)))

    assert address("saved_views", plan) not in page
    assert address("export_plan", plan) not in page


@pytest.mark.parametrize("name", ["board", "timeline", "saved_views", "export_plan"])
def test_a_list_asks_as_many_questions_for_a_thousand_measures_as_for_ten(client, auditor, plan, finance, name):
    builders.many_measures(plan, 10, owner=finance)
    client.get(address(name, plan))  # the first entry of an organisation's trail also begins its chain
    few = count_queries(client, address(name, plan))

    builders.many_measures(plan, 990, owner=finance)

    assert count_queries(client, address(name, plan)) == few <= 30


def count_queries(client, at):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(at).status_code == 200
    return len(queries)


# -- Saved views -----------------------------------------------------------------------------------


def save(client, plan, name="งานที่ค้าง", query="layout=timeline&state=not_started"):
    return client.post(address("saved_views", plan), {"name": name, "query": query})


def test_a_saved_view_opens_the_layout_and_the_filter_it_was_saved_from(client, auditor, plan):
    response = save(client, plan)

    saved = f"{address('timeline', plan)}?state=not_started"
    assert response.url == saved
    assert saved in text_of(client.get(address("board", plan)))
    assert SavedView.objects.get().query == "layout=timeline&state=not_started"


def test_the_view_that_is_open_is_marked_also_after_a_form_with_open_fields(client, auditor, plan):
    save(client, plan)

    page = text_of(client.get(address("timeline", plan), {"q": "", "state": "not_started", "by": ""}))

    assert f'href="{address("timeline", plan)}?state=not_started" aria-current="page"' in page


def test_a_view_keeps_only_what_the_plan_knows(client, auditor, plan):
    save(client, plan, query="layout=elsewhere&state=done&kind=war&next=//example.org")

    assert SavedView.objects.get().query == "layout=board&state=done"


def test_a_view_opens_on_the_plan_of_another_year(client, auditor, plan):
    save(client, plan, query="layout=board&month=12")
    next_year = builders.a_plan(plan.organization, 2570)

    page = text_of(client.get(address("saved_views", next_year)))

    assert f"{address('board', next_year)}?month=12" in page
    assert "ที่มีกำหนดในเดือนธันวาคม ๒๕๖๙" in page


def test_a_view_that_a_year_knows_in_part_says_so(client, auditor, plan):
    query = "layout=board&indicator=77"
    SavedView.objects.create(organization=plan.organization, user=auditor, name="เก่า", query=query)

    assert "แผนปี ๒๕๖๙ ไม่มีตัวชี้วัดที่มุมมองนี้เลือกไว้" in text_of(client.get(address("saved_views", plan)))


def test_saving_the_same_again_changes_nothing(client, auditor, plan):
    save(client, plan)

    response = save(client, plan)

    assert response.status_code == 302
    assert SavedView.objects.count() == 1


def test_a_name_that_stands_for_another_view_is_refused_and_kept_in_the_form(client, auditor, plan):
    save(client, plan)

    page = text_of(save(client, plan, query="layout=board&state=done"))

    assert "ท่านมีมุมมองชื่อนี้แล้ว" in page
    assert 'value="งานที่ค้าง"' in page
    assert SavedView.objects.get().query == "layout=timeline&state=not_started"


@pytest.mark.parametrize("name", ["", "   ", "ก" * 121])
def test_a_view_without_a_usable_name_is_not_saved(client, auditor, plan, name):
    assert save(client, plan, name=name).status_code == 200
    assert not SavedView.objects.exists()


def test_there_is_an_end_to_the_views_of_a_person(auditor, organization):
    SavedView.objects.bulk_create(
        SavedView(organization=organization, user=auditor, name=str(number)) for number in range(MOST_VIEWS)
    )

    with pytest.raises(ValidationError, match="ครบ"):
        workflow.save_view(organization, name="อีกหนึ่ง", query="", by=auditor)


def test_a_filter_too_long_to_keep_is_refused_in_a_sentence(client, auditor, plan, monkeypatch):
    monkeypatch.setattr("measures.workflow.workbench.LONGEST_QUERY", 20)

    response = save(client, plan, name="ค้นคู่มือ", query=f"q={'คู่มือ' * 5}")

    assert "โปรดใช้คำที่ค้นให้สั้นลง" in response.content.decode()
    assert not SavedView.objects.exists()


def test_a_view_is_seen_and_deleted_by_its_person_only(client, auditor, organization, plan):
    colleague = builders.a_user(organization, Role.AUDITOR)
    view = SavedView.objects.create(organization=organization, user=colleague, name="ของเพื่อนร่วมงาน")

    page = text_of(client.get(address("saved_views", plan)))
    response = client.post(address("saved_views", plan), {"act": "delete", "view": view.pk})

    assert view.name not in page
    assert response.status_code == 404
    with pytest.raises(ValueError, match="by the person who saved it"):
        workflow.delete_view(view, by=auditor)


def test_a_deleted_view_is_gone_and_the_plan_is_not(client, auditor, plan):
    builders.a_measure(plan)
    save(client, plan)

    client.post(address("saved_views", plan), {"act": "delete", "view": SavedView.objects.get().pk})

    assert not SavedView.objects.exists()
    assert plan.measures.count() == 1


@pytest.mark.parametrize("view", ["", "x", "0", "9" * 30, "๑"])
def test_deleting_what_is_no_view_is_not_found(client, auditor, plan, view):
    assert client.post(address("saved_views", plan), {"act": "delete", "view": view}).status_code == 404


def test_a_person_who_left_finds_no_view_there(auditor, organization):
    SavedView.objects.create(organization=organization, user=auditor, name="งานที่ค้าง")

    auditor.memberships.update(is_active=False)

    assert not SavedView.objects.of(auditor).exists()
