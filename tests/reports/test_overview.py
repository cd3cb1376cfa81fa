"""The overview of a year: every figure with the place of its rows, for each reader, at any size."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from measures.measure_filter import MeasureFilter, accepts
from measures.models import MeasureOwner, PlanStatus
from organizations.models import Role
from organizations.models.people import ROLES_IN_AN_ORGANIZATION
from reports.overview import latest_year, read_overview
from reports.plan_figures import plan_figures
from reports.to_do import MOST, to_do_of
from tests import builders

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
LATE, SOON = date(2026, 2, 27), date(2026, 3, 20)


@pytest.fixture
def organization():
    return builders.an_organization("khlongse", place_name="คลองเส")


@pytest.fixture
def auditor(organization):
    return builders.a_user(organization, Role.AUDITOR)


def a_result(organization, year=2568, score="90.00", **fields):
    official = dict.fromkeys(builders.FULL_SCORES, score)
    return builders.an_assessment(
        organization, builders.a_framework(year), official, is_confirmed=True, **fields
    )


def a_plan(organization, year=2569, **fields):
    return builders.a_plan(organization, year, status=PlanStatus.ADOPTED, **fields)


def overview_of(organization, user, year=2568):
    is_member = user.has_role(organization, *ROLES_IN_AN_ORGANIZATION)
    return read_overview(organization, year, user, TODAY, is_member=is_member)


# -- The result ------------------------------------------------------------------------------------


def test_the_change_is_told_against_the_year_before_by_instrument_and_by_name_of_the_indicator(
    organization, auditor
):
    a_result(organization, 2567, "80.00")
    a_result(organization, 2568, "90.00")

    standing = overview_of(organization, auditor).standing

    assert standing.change == 10
    assert {bar.change for bar in (*standing.instruments.bars, *standing.indicators.bars)} == {10}


def test_the_first_year_is_compared_with_nothing(organization, auditor):
    a_result(organization)

    standing = overview_of(organization, auditor).standing

    assert (standing.previous, standing.change, standing.moved) == (None, None, [])
    assert not standing.indicators.has_before


def test_a_total_that_is_missing_this_year_is_not_blamed_on_the_year_before(client, organization, auditor):
    a_result(organization, 2567, "80.00")
    builders.an_assessment(organization, builders.a_framework(2568), official={})
    client.force_login(auditor)

    page = client.get(reverse("reports:overview", args=[organization.slug, 2568])).content.decode()

    assert "ยังไม่มีคะแนนรวมของปี ๒๕๖๘" in page
    assert "ไม่มีคะแนนรวมของปีก่อนให้เทียบ" not in page


def test_the_target_is_what_the_next_level_asks_of_every_figure(organization, auditor):
    a_result(organization, score="90.00")

    standing = overview_of(organization, auditor).standing

    assert standing.target == 95
    assert len(standing.below_target) == len(standing.indicators.bars)


def test_every_figure_of_the_result_leads_to_a_page(client, organization, auditor):
    a_result(organization)
    client.force_login(auditor)
    standing = overview_of(organization, auditor).standing

    addresses = {bar.address for bar in standing.indicators.bars} | {
        row.address for row in standing.heat_map.rows
    }

    assert {client.get(address).status_code for address in addresses} == {200}


def test_a_year_that_is_missing_stays_a_gap_in_the_trend(organization, auditor):
    a_result(organization, 2566)
    a_result(organization, 2568)

    trend = overview_of(organization, auditor).trend

    assert [(point.label, point.value is None) for point in trend.points] == [
        ("๒๕๖๖", False),
        ("๒๕๖๗", True),
        ("๒๕๖๘", False),
    ]


def test_the_latest_year_is_that_of_the_latest_result_before_that_of_a_plan(organization, auditor):
    a_plan(organization, 2570)

    only_a_plan = latest_year(organization, auditor)
    a_result(organization, 2568)

    assert (only_a_plan, latest_year(organization, auditor)) == (2570, 2568)


def test_a_result_that_was_only_begun_is_not_the_latest(organization, auditor):
    begun = builders.an_assessment(organization, builders.a_framework(2569), official={})
    alone = latest_year(organization, auditor)

    a_result(organization, 2568)

    assert begun.total is None
    assert (alone, latest_year(organization, auditor)) == (2569, 2568)


# -- Measures --------------------------------------------------------------------------------------


def test_figures_of_a_plan_count_what_the_board_shows_for_them(organization):
    plan, finance = a_plan(organization), builders.a_division(organization, "กองคลัง")
    owned = builders.a_measure(plan, is_all_divisions=False, due_on=LATE)
    MeasureOwner.objects.create(measure=owned, division=finance, order=1)
    builders.a_measure(plan, due_on=SOON, state="under_way")
    builders.a_measure(plan, state="done")
    builders.a_measure(plan, cancelled_on=LATE, cancel_reason="ไม่มีงบประมาณ")

    figures = plan_figures(plan, today=TODAY)

    for wanted, stack in [
        (MeasureFilter(division=str(finance.pk)), figures.divisions.stacks[0]),
        (MeasureFilter(month="3"), figures.months.stacks[5]),
        (MeasureFilter(), figures.whole.stacks[0]),
    ]:
        assert stack.total == sum(accepts(wanted, row.facts) for row in figures.rows) > 0
        assert stack.address.endswith(wanted.query)
    assert {part.kind.key: part.count for part in figures.whole.stacks[0].parts} == {
        "done": 1,
        "under_way": 1,
        "late": 1,
        "cancelled": 1,
    }


def test_late_and_soon_measures_stand_by_day(organization):
    plan = a_plan(organization)
    later, sooner = (builders.a_measure(plan, due_on=day) for day in (LATE, date(2026, 1, 15)))
    near = builders.a_measure(plan, due_on=SOON)

    figures = plan_figures(plan, today=TODAY)

    assert [row.measure for row in figures.late] == [sooner, later]
    assert [row.measure for row in figures.soon] == [near]


def test_a_draft_plan_has_nothing_late_or_soon(organization):
    plan = builders.a_plan(organization)
    builders.a_measure(plan, due_on=LATE)
    builders.a_measure(plan, due_on=SOON)

    figures = plan_figures(plan, today=TODAY)

    assert (figures.late, figures.soon) == ([], [])


# -- What to do now --------------------------------------------------------------------------------


def test_at_most_five_things_wait_what_is_late_first(organization, auditor):
    builders.a_measure(a_plan(organization), due_on=LATE)
    for year in range(2563, 2569):
        builders.an_assessment(organization, builders.a_framework(year))

    to_do = to_do_of(auditor, organization, TODAY)

    assert (len(to_do.rows), to_do.more_count) == (MOST, 2)
    assert [row.is_late for row in to_do.rows] == [True, False, False, False, False]


def test_nothing_of_another_organisation_waits_here(organization, auditor):
    elsewhere = builders.an_organization()
    builders.Membership.objects.create(user=auditor, role=Role.AUDITOR, organization=elsewhere)
    builders.a_measure(a_plan(elsewhere), due_on=LATE)
    builders.an_assessment(elsewhere)

    assert to_do_of(auditor, organization, TODAY).rows == []


# -- Readers ---------------------------------------------------------------------------------------


def test_a_published_memo_answers_for_the_plan_and_documents_of_every_plan_shown_are_listed(
    organization, auditor
):
    a_result(organization)
    builders.publish(builders.an_edition(builders.a_document(organization, "memo")))
    builders.a_document(organization, "progress", fiscal_year=2568)

    page = overview_of(organization, auditor)

    assert page.steps[-1].note == "เผยแพร่แล้ว ๑ จาก ๒ เรื่อง"
    assert {(line.kind, line.year) for line in page.documents} == {("memo", 2568), ("progress", 2568)}


def test_a_year_with_nothing_to_ask_about_does_not_lead_to_asking(client, organization, auditor):
    plan = a_plan(organization, 2570)
    client.force_login(auditor)
    ask = reverse("reports:ask", args=[organization.slug, 2570])

    empty = client.get(reverse("reports:overview", args=[organization.slug, 2570])).content.decode()
    builders.a_measure(plan)
    begun = client.get(reverse("reports:overview", args=[organization.slug, 2570])).content.decode()

    assert (ask in empty, ask in begun) == (False, True)


def test_an_overseer_reads_only_what_is_confirmed_and_adopted(organization):
    overseer = builders.a_user(role=Role.OVERSEER, province=organization.province)
    builders.an_assessment(organization, builders.a_framework(2568), builders.FULL_SCORES)
    builders.a_measure(builders.a_plan(organization, 2569))

    assert overview_of(organization, overseer).is_empty


def test_an_overseer_is_not_told_that_an_issued_document_is_being_corrected(organization, auditor):
    overseer = builders.a_user(role=Role.OVERSEER, province=organization.province)
    document = builders.a_document(organization)
    builders.issue(builders.an_edition(document))
    type(document).objects.filter(pk=document.pk).update(status="draft")

    (seen,), (worked_on,) = (overview_of(organization, user).documents for user in (overseer, auditor))

    assert (seen.state, worked_on.state) == ("ใช้อยู่", "ร่าง")


def test_the_page_of_an_overseer_leads_nowhere_that_is_closed(client, organization):
    overseer = builders.a_user(role=Role.OVERSEER, province=organization.province)
    builders.a_measure(a_plan(organization, source_assessment=a_result(organization)), due_on=LATE)
    client.force_login(overseer)

    page = client.get(reverse("reports:overview", args=["khlongse", 2568])).content.decode()

    content = page.partition("<main")[2].partition("</main>")[0]
    addresses = {part.split('"')[0].split("#")[0] for part in content.split('href="')[1:]}
    own = {address for address in addresses if address.startswith("/khlongse/")}
    assert {address for address in own if client.get(address, follow=True).status_code != 200} == set()


# -- Size ------------------------------------------------------------------------------------------


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_pages_ask_as_much_for_300_measures_and_three_years_as_for_ten_and_two(
    client, organization, auditor
):
    a_result(organization, 2567)
    plan = a_plan(organization, source_assessment=a_result(organization))
    divisions = [builders.a_division(organization) for _ in range(3)]
    builders.many_measures(plan, 10, owner=divisions[0], due_on=LATE)
    client.force_login(auditor)
    places = [["overview", "khlongse", 2568], ["executive", "khlongse"], ["meeting", "khlongse", 2568]]
    addresses = [reverse(f"reports:{name}", args=arguments) for name, *arguments in places]

    few = [queries(client, address) for address in addresses]
    for division in divisions:
        builders.many_measures(plan, 97, owner=division, due_on=SOON)
    a_result(organization, 2566)

    assert [queries(client, address) for address in addresses] == few
    assert max(few) <= 45
