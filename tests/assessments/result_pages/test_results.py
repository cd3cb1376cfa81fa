"""The pages of a result and of one indicator."""

import pytest

from organizations.models import Role
from tests import builders
from tests.assessments.result_pages.reading import GOOD, page

pytestmark = pytest.mark.django_db


# -- A result ---------------------------------------------------------------------------------------


def test_a_result_tells_its_level_and_what_keeps_it_from_the_better_one(client, organization, auditor):
    builders.an_assessment(organization, official=GOOD)

    text = page(client, auditor, "/khlongse/2568/")

    assert "ระดับ&nbsp;ผ่านดี" in text
    assert "ยังไม่ถึงระดับ&nbsp;ผ่านดีเยี่ยม เพราะ" in text
    assert "ยังไม่ถึง ๙๕.๐๐ (ขาดอีก ๑.๒๐)" in text


def test_the_announced_total_counts_and_its_difference_is_marked(client, organization, auditor):
    builders.an_assessment(organization, official={**GOOD, "total": "97.00"})

    text = page(client, auditor, "/khlongse/2568/")

    assert '<span class="hero__number number">๙๗.๐๐</span>' in text
    assert "ที่ประกาศต่างไป −๐.๕๔" in text


def test_a_difference_is_marked_once_where_it_arises(client, organization, auditor):
    builders.an_assessment(organization, official={**GOOD, "1": "94.80"})

    text = page(client, auditor, "/khlongse/2568/")

    assert text.count("ต่าง +๑.๐๐") == 1
    assert "แห่ง ได้แก่ การปฏิบัติหน้าที่" in text


def test_a_level_that_was_announced_differently_is_pointed_out(client, organization, auditor):
    builders.an_assessment(organization, official=GOOD, official_rating="ผ่าน")

    assert "ระดับที่ประกาศคือ&nbsp;ผ่าน แต่" in page(client, auditor, "/khlongse/2568/")


def test_the_dearest_questions_stand_in_order_with_the_points_they_cost(client, organization, auditor):
    builders.an_assessment(organization, official={**builders.FULL_SCORES, "i1": "60.00", "O4": "80.00"})

    text = page(client, auditor, "/khlongse/2568/")

    assert text.index("<strong>i1</strong>") < text.index("<strong>O4</strong>")
    assert "<strong>๖.๐๐</strong>" in text
    assert "<strong>๔.๐๐</strong>" in text


def test_parts_that_are_missing_are_called_missing(client, organization, auditor):
    builders.an_assessment(organization, official={"1": "100.00", "6": "97.34", "9": "100.00", "10": "100.00"})

    text = page(client, auditor, "/khlongse/2568/")

    assert '<span class="hero__number number">๙๙.๒๐</span>' in text
    assert text.count("ไม่มีข้อมูลคะแนนรายข้อ") == 4
    assert text.count('data-label="ที่ประกาศ"><span class="muted">ไม่มีข้อมูล</span>') == 2


def test_an_analysis_without_scores_can_still_be_read(client, organization, auditor):
    assessment = builders.an_assessment(organization, official={"6": "97.34"})
    indicator = assessment.framework.indicators.get(number=6)
    builders.an_analysis(assessment, ["e1"], indicator=indicator, finding="ผู้รับบริการบางรายเห็นว่าช้า")

    text = page(client, auditor, "/khlongse/2568/")

    assert "ผู้รับบริการบางรายเห็นว่าช้า" in text
    assert "ดูการวิเคราะห์ (ไม่มีข้อมูลคะแนนรายข้อ)" in text


def test_a_result_without_figures_says_why_nothing_can_be_told(client, organization, auditor):
    builders.an_assessment(organization)

    text = page(client, auditor, "/khlongse/2568/")

    assert "ยังบอกคะแนนรวมและระดับไม่ได้" in text
    assert "ยังไม่มีคะแนนย่อยให้เปรียบเทียบ" in text


def test_a_result_under_an_empty_framework_can_be_opened(client, organization, auditor):
    framework = builders.a_framework(2570, instruments=[], rating=[])
    builders.an_assessment(organization, framework, official={"total": "90.00"})

    text = page(client, auditor, "/khlongse/2570/")

    assert "เกณฑ์ของปีนี้ยังไม่ได้กำหนดระดับ" in text


def test_the_change_from_the_year_before_stands_beside_the_total(client, organization, auditor):
    builders.an_assessment(organization, builders.a_framework(2567), official={"total": "95.00"})
    builders.an_assessment(organization, builders.a_framework(2568), official={"total": "96.24"})

    assert "▲ +๑.๒๔ จากปี ๒๕๖๗ (๙๕.๐๐)" in page(client, auditor, "/khlongse/2568/")


def test_rank_announcement_and_source_are_told(client, organization, auditor):
    builders.an_assessment(
        organization,
        official_rank=137,
        rank_scope="เทศบาลตำบล",
        announced_on="2024-07-30",
        source="ตารางของปี 2568",
    )

    text = page(client, auditor, "/khlongse/2568/")

    assert "ลำดับที่ ๑๓๗ ของหน่วยงานประเภทเทศบาลตำบล" in text
    assert "๓๐ กรกฎาคม ๒๕๖๗" in text
    assert "ตารางของปี ๒๕๖๘" in text


def test_both_parts_of_a_question_stand_side_by_side(client, organization, auditor):
    builders.an_assessment(organization, official={**GOOD, "e1/1": "96.80", "e1/2": "95.40"})

    text = page(client, auditor, "/khlongse/2568/")

    assert '<td class="number">๙๖.๘๐</td><td class="number">๙๕.๔๐</td>' in text


def test_the_number_of_queries_does_not_grow_with_the_figures(client, django_assert_num_queries):
    few = builders.an_assessment(official={"i1": "90.00"})
    builders.an_analysis(few, ["i1"])
    full = builders.an_assessment(official=GOOD)
    for code in ("i1", "i2", "e1"):
        builders.an_analysis(full, [code])

    for assessment in (few, full):
        client.force_login(builders.a_user(assessment.organization, Role.AUDITOR))
        with django_assert_num_queries(24):
            client.get(assessment.get_absolute_url())


# -- One indicator ----------------------------------------------------------------------------------


def test_an_indicator_shows_how_its_mean_comes_about(client, organization, auditor):
    builders.an_assessment(organization, official={"i1": "35.65", "i2": "93.04"})

    text = page(client, auditor, "/khlongse/2568/indicators/1/")

    assert "(๓๕.๖๕ + ๙๓.๐๔) ÷ ๒ = <strong>๖๔.๓๕</strong>" in text


def test_an_indicator_in_parts_shows_each_part_and_their_mean(client, organization, auditor):
    official = {"e1/1": "96.00", "e2/1": "98.00", "e1/2": "90.00", "e2/2": "92.00"}
    builders.an_assessment(organization, official=official)

    text = page(client, auditor, "/khlongse/2568/indicators/6/")

    assert "(๙๖.๐๐ + ๙๘.๐๐) ÷ ๒ = <strong>๙๗.๐๐</strong>" in text
    assert "(๙๗.๐๐ + ๙๑.๐๐) ÷ ๒ = <strong>๙๔.๐๐</strong>" in text


def test_an_indicator_names_the_questions_whose_score_is_missing(client, organization, auditor):
    builders.an_assessment(organization, official={"i1": "35.65"})

    assert "ไม่มีคะแนนของ i2" in page(client, auditor, "/khlongse/2568/indicators/1/")


def test_an_analysis_of_several_questions_is_printed_once(client, organization, auditor):
    assessment = builders.an_assessment(organization, official=GOOD)
    builders.an_analysis(assessment, ["i1", "i2"], recommendation="ควรประชาสัมพันธ์ให้ทั่วถึง")

    text = page(client, auditor, "/khlongse/2568/indicators/1/")

    assert text.count("ควรประชาสัมพันธ์ให้ทั่วถึง") == 1
    assert "วิเคราะห์ไว้รวมกับข้อ i1" in text


def test_an_indicator_leads_to_its_neighbours(client, organization, auditor):
    builders.an_assessment(organization)

    text = page(client, auditor, "/khlongse/2568/indicators/6/")

    assert 'rel="prev" href="/khlongse/2568/indicators/1/"' in text
    assert 'rel="next" href="/khlongse/2568/indicators/9/"' in text


def test_an_indicator_that_the_framework_does_not_have_is_not_found(client, organization, auditor):
    builders.an_assessment(organization)
    client.force_login(auditor)

    assert client.get("/khlongse/2568/indicators/7/").status_code == 404
