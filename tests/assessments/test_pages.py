"""The pages of results and of frameworks."""

import pytest
from django.urls import reverse

from assessments.models import Assessment, Framework
from organizations.models import Role
from tests import builders

pytestmark = pytest.mark.django_db

GOOD = {**dict.fromkeys(("i1", "i2"), "93.80"), **dict.fromkeys(("O1", "O2", "O3", "O4"), "100.00")}
GOOD.update({f"{code}/{part}": "98.00" for code in ("e1", "e2") for part in (1, 2)})


@pytest.fixture
def organization():
    return builders.an_organization("khlongse", place_name="คลองเส")


@pytest.fixture
def auditor(organization):
    return builders.a_user(organization, Role.AUDITOR)


@pytest.fixture
def keeper():
    return builders.a_user(role=Role.PLATFORM_ADMINISTRATOR)


def page(client, user, address):
    client.force_login(user)
    return client.get(address).content.decode()


# -- A result --------------------------------------------------------------------------------------


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


# -- One indicator ---------------------------------------------------------------------------------


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


# -- Frameworks ------------------------------------------------------------------------------------


def test_the_frameworks_stand_newest_first(client, auditor):
    builders.a_framework(2567)
    builders.a_framework(2568)

    text = page(client, auditor, "/frameworks/")

    assert text.index("ปี ๒๕๖๘</strong>") < text.index("ปี ๒๕๖๗</strong>")


def test_what_is_provisional_is_marked(client, auditor):
    framework = builders.a_framework(2568, is_provisional=False)
    framework.questions.filter(code="i1").update(is_provisional=True)

    assert page(client, auditor, "/frameworks/2568/").count("ยังไม่ยืนยัน") == 1


def test_a_question_tells_what_it_continues(client, auditor):
    earlier = builders.a_framework(2567)
    question = builders.a_framework(2568).questions.get(code="i2")
    question.continues = earlier.questions.get(code="i1")
    question.save()

    assert "i1 ปี ๒๕๖๗" in page(client, auditor, "/frameworks/2568/")


def test_only_the_platform_administrator_is_offered_corrections(client, auditor, keeper):
    builders.a_framework(2568)

    assert "/correct/" in page(client, keeper, "/frameworks/2568/")
    assert "/correct/" not in page(client, auditor, "/frameworks/2568/")


def test_the_number_of_queries_does_not_grow_with_the_framework(client, auditor, django_assert_num_queries):
    builders.the_framework(2568)
    client.force_login(auditor)

    for year in (2567, 2568):
        with django_assert_num_queries(20):
            client.get(f"/frameworks/{year}/")


def test_the_number_of_queries_does_not_grow_with_the_years(client, auditor, django_assert_num_queries):
    client.force_login(auditor)
    for year in (2567, 2568):
        builders.a_framework(year)
        with django_assert_num_queries(8):
            client.get("/frameworks/")


def test_copying_starts_another_year_with_everything_provisional(client, keeper):
    builders.a_framework(2568)
    client.force_login(keeper)

    response = client.post("/frameworks/2568/copy/", {"year": "๒๕๖๙"})

    copy = Framework.objects.get(year=2569)
    assert response["Location"] == "/frameworks/2569/"
    assert not copy.questions.filter(is_provisional=False).exists()


def test_copying_onto_a_year_that_has_content_is_refused_in_words(client, keeper):
    builders.a_framework(2567)
    builders.a_framework(2568)
    client.force_login(keeper)

    response = client.post("/frameworks/2567/copy/", {"year": "2568"})

    assert "การคัดลอกจะไม่ทับของเดิม" in response.content.decode()


# -- Corrections -----------------------------------------------------------------------------------


@pytest.fixture
def level():
    """The best level, which the good result above misses by its instruments."""
    return builders.a_framework(2568).rating_levels.first()


def address_of(kind, row, year=2568):
    return reverse("assessments:correct", args=[year, kind, row.pk])


def level_values(level, **changes):
    return {"name": level.name, "minimum_total": "95.00", "minimum_instrument": "95.00", **changes}


def test_the_effects_of_a_correction_are_shown_and_nothing_is_changed(client, keeper, level, organization):
    builders.an_assessment(organization, official=GOOD)
    client.force_login(keeper)

    response = client.post(address_of("level", level), level_values(level, minimum_instrument="๙๐.๐๐"))

    text = response.content.decode()
    assert "อบต.คลองเส" in text
    assert "<strong>ผ่านดีเยี่ยม</strong>" in text
    assert Assessment.objects.get().computed_rating == "ผ่านดี"
    assert level.framework.revision_number == 0


def test_a_confirmed_correction_is_applied_with_its_reason(client, keeper, level, organization):
    builders.an_assessment(organization, official=GOOD)
    client.force_login(keeper)
    values = level_values(level, minimum_instrument="90.00")

    response = client.post(
        address_of("level", level), {**values, "confirm": "1", "seen_revision": "0", "reason": "ตามประกาศ"}
    )

    assert response["Location"] == "/frameworks/2568/"
    assert level.framework.revisions.get().reason == "ตามประกาศ"
    assert Assessment.objects.get().computed_rating == "ผ่านดีเยี่ยม"


def test_a_correction_without_a_reason_waits_for_one(client, keeper, level):
    client.force_login(keeper)
    values = level_values(level, minimum_instrument="90.00")

    response = client.post(
        address_of("level", level), {**values, "confirm": "1", "seen_revision": "0", "reason": " "}
    )

    assert "โปรดเขียนเหตุผลของการแก้ไข" in response.content.decode()
    assert level.framework.revision_number == 0


def test_a_correction_in_between_asks_for_a_second_look(client, keeper, level):
    client.force_login(keeper)
    last = list(level.framework.rating_levels.all())[-1]
    confirmed = {"confirm": "1", "seen_revision": "0", "reason": "ตามประกาศ"}
    other = {"name": "ไม่ผ่าน", "minimum_total": "0", "minimum_instrument": ""}
    client.post(address_of("level", last), {**other, **confirmed})

    response = client.post(address_of("level", level), {**level_values(level, name="ดีเยี่ยม"), **confirmed})

    text = response.content.decode()
    assert "มีผู้แก้ไขเกณฑ์นี้" in text
    assert 'name="seen_revision" value="1"' in text
    assert level.framework.revision_number == 1


def test_going_back_from_the_effects_keeps_what_was_typed(client, keeper, level):
    client.force_login(keeper)

    response = client.post(address_of("level", level), {**level_values(level, name="ดีเลิศ"), "edit": "1"})

    assert 'value="ดีเลิศ"' in response.content.decode()
    assert "ดูผลกระทบ" in response.content.decode()


def test_a_correction_that_changes_nothing_is_told_so(client, keeper, level):
    client.force_login(keeper)

    response = client.post(address_of("level", level), level_values(level))

    assert "ค่าทุกช่องเหมือนเดิม" in response.content.decode()


def test_a_value_that_is_no_score_is_refused_at_its_field(client, keeper, level):
    client.force_login(keeper)

    response = client.post(address_of("level", level), level_values(level, minimum_total="เก้าสิบ"))

    assert "ไม่ใช่คะแนน" in response.content.decode()


def test_what_the_model_refuses_is_told_in_the_form(client, keeper):
    instrument = builders.a_framework(2568).instruments.get(code="IIT")
    values = {"name": "แบบวัด", "english_name": "", "aggregation": "mean_of_parts"}
    client.force_login(keeper)

    response = client.post(address_of("instrument", instrument), values)

    assert "เครื่องมือ IIT: รวมจากส่วน แต่ไม่มีส่วน" in response.content.decode()


def test_a_list_is_edited_one_item_per_line(client, keeper):
    indicator = builders.a_framework(2568).indicators.get(number=1)
    values = {
        "name": indicator.name,
        "aliases": "ชื่อหนึ่ง\r\n\r\n ชื่อสอง ",
        "aggregation": indicator.aggregation,
    }
    client.force_login(keeper)

    client.post(
        address_of("indicator", indicator),
        {**values, "confirm": "1", "seen_revision": "0", "reason": "พบในเอกสาร"},
    )

    indicator.refresh_from_db()
    assert indicator.aliases == ["ชื่อหนึ่ง", "ชื่อสอง"]


def test_a_question_continues_only_questions_of_the_year_before(client, keeper):
    earlier, framework = builders.a_framework(2567), builders.a_framework(2568)
    question = framework.questions.get(code="i1")

    text = page(client, keeper, address_of("question", question))

    assert f'<option value="{earlier.questions.get(code="i2").pk}">' in text
    assert f'<option value="{framework.questions.get(code="i2").pk}">' not in text


@pytest.mark.parametrize("kind", ["framework", "instrument", "part", "indicator", "group", "question", "level"])
def test_every_kind_of_row_has_its_form(client, keeper, kind):
    framework = builders.a_framework(2568)
    rows = {
        "framework": framework,
        "instrument": framework.instruments.first(),
        "part": framework.instruments.get(code="EIT").parts.first(),
        "indicator": framework.indicators.first(),
        "group": framework.indicators.get(number=9).groups.first(),
        "question": framework.questions.first(),
        "level": framework.rating_levels.first(),
    }

    assert "ดูผลกระทบ" in page(client, keeper, address_of(kind, rows[kind]))


def test_filing_items_topics_and_events_have_their_forms(client, keeper):
    framework = builders.the_framework(2568)
    item = framework.measures_item()
    rows = {"filing-item": item, "topic": item.topics.first(), "event": framework.calendar.first()}

    for kind, row in rows.items():
        assert "ดูผลกระทบ" in page(client, keeper, address_of(kind, row))


def test_a_row_is_found_only_under_its_own_year_and_kind(client, keeper, level):
    builders.a_framework(2567)
    client.force_login(keeper)

    assert client.get(address_of("level", level, year=2567)).status_code == 404
    assert client.get(f"/frameworks/2568/nothing/{level.pk}/correct/").status_code == 404


def test_what_a_correction_moved_is_shown_only_to_those_who_may_see_the_result(
    client, keeper, level, organization, auditor
):
    builders.an_assessment(organization, official=GOOD)
    client.force_login(keeper)
    confirmed = {"confirm": "1", "seen_revision": "0", "reason": "ตามประกาศ"}
    client.post(address_of("level", level), {**level_values(level, minimum_instrument="90.00"), **confirmed})
    stranger = builders.a_user(builders.an_organization(), Role.AUDITOR)

    assert "อบต.คลองเส" in page(client, auditor, "/frameworks/2568/")
    assert "อบต.คลองเส" in page(client, keeper, "/frameworks/2568/")
    assert "อบต.คลองเส" not in page(client, stranger, "/frameworks/2568/")
