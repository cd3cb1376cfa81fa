"""The pages of frameworks: reading them, copying a year, correcting with its effects in sight."""

import pytest
from django.urls import reverse

from assessments.models import Assessment, Framework
from organizations.models import Role
from tests import builders
from tests.assessments.result_pages.reading import GOOD, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    return builders.a_user(role=Role.PLATFORM_ADMINISTRATOR)


# -- Frameworks -------------------------------------------------------------------------------------


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


# -- Corrections ------------------------------------------------------------------------------------


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
