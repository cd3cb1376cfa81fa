"""The workspace of an analysis: how far it is, acts on many rows, bands, and what last year said."""

import re

import pytest

from assessments.models import Analysis, Disposition
from measures.models import MeasureTarget
from organizations.models import Role, TrailEntry
from tests.builders import (
    a_framework,
    a_measure,
    a_plan,
    a_recommendation,
    a_user,
    an_analysis,
    an_assessment,
)
from tests.measures.analysis_pages.reading import (
    address,
    codes_of,
    indicator,
    page,
    words,
)

pytestmark = pytest.mark.django_db


def shown_rows(html):
    return re.findall(r'<tr id="row-([^"]+)"', html)


# -- The workspace ----------------------------------------------------------------------------------


def test_the_page_says_first_how_many_are_left(auditor, assessment):
    html = page(auditor, address(assessment))

    assert "ปี ๒๕๖๘ ข้อใดต้องทำอะไร" in html
    assert "เหลือ ๒ จาก ๒ ข้อที่ยังไม่มีมาตรการหรือเหตุผล" in words(html)


@pytest.mark.parametrize(
    ("show", "rows"),
    [("all", ["i1", "i2", "O4"]), ("undecided", ["i1", "O4"]), ("draft", ["i1"]), ("fix", ["O4"]), ("?", 3)],
)
def test_the_list_is_narrowed_by_the_address(auditor, assessment, show, rows):
    an_analysis(assessment, ["i1"], is_draft=True)

    shown = shown_rows(page(auditor, f"{address(assessment)}?show={show}"))

    assert (shown == rows) if isinstance(rows, list) else (len(shown) == rows)


def test_a_narrowed_list_may_be_empty(auditor, assessment):
    assert "ไม่มีรายการในกลุ่มนี้" in page(auditor, f"{address(assessment)}?show=draft")


def test_the_first_thing_to_do_is_drafting_and_then_deciding(auditor, assessment):
    before = page(auditor, address(assessment))
    an_analysis(assessment, ["i1"])

    after = page(auditor, address(assessment))

    assert "ร่างการวิเคราะห์ทั้งหมด" in before
    assert "ไปข้อถัดไปที่ยังไม่ได้ตัดสินใจ" in after
    assert before.count("btn-primary") == after.count("btn-primary") == 1


def test_a_low_score_without_measure_and_an_aimless_measure_are_told(auditor, assessment):
    a_measure(a_plan(assessment.organization, source_assessment=assessment), title="โครงการทั่วไป")

    html = page(auditor, address(assessment))

    assert "ข้อ O4 ได้ ๕๐.๐๐ คะแนน ต่ำกว่า ๘๕.๐๐ แต่ยังไม่มีมาตรการ" in html
    assert "โครงการทั่วไป" in html


def test_measures_and_reasons_are_shown_as_decisions(auditor, assessment):
    measure = a_measure(a_plan(assessment.organization, source_assessment=assessment))
    MeasureTarget.objects.create(measure=measure, indicator=indicator(assessment, 10), order=1)
    an_analysis(assessment, ["i1"], reason_without_measure="ดำเนินการเป็นปกติอยู่แล้ว")

    html = page(auditor, address(assessment))

    assert "มาตรการ ๑ เรื่อง" in html
    assert "ดำเนินการเป็นปกติอยู่แล้ว" in html
    assert "ครบแล้วทั้ง ๒ ข้อ" in words(html)


def test_an_analysis_of_several_questions_is_printed_once(auditor, assessment):
    an_analysis(assessment, ["i1", "i2"], recommendation="จัดทำคู่มือเล่มเดียว")

    html = page(auditor, address(assessment))

    assert html.count("จัดทำคู่มือเล่มเดียว") == 1
    assert "วิเคราะห์รวมกับข้อ i1" in html


def test_last_years_figure_stands_beside_this_years(auditor, assessment):
    before = a_framework(2567)
    assessment.framework.questions.filter(code="i1").update(continues=before.questions.get(code="i1"))
    an_assessment(assessment.organization, before, {"i1": "90.00"})

    text = words(page(auditor, address(assessment)))

    assert "เทียบปี ๒๕๖๗" in text
    assert "๙๔.๗๘ ๙๐.๐๐ ▲ +๔.๗๘" in text


def test_without_scores_the_page_says_what_it_will_hold(client):
    empty = an_assessment()
    client.force_login(a_user(empty.organization, Role.AUDITOR))

    assert "ยังไม่มีคะแนนให้วิเคราะห์" in page(client, address(empty))


def test_other_members_read_all_of_it_and_change_nothing(client, assessment):
    an_analysis(assessment, ["i1"], recommendation="จัดทำคู่มือ")
    client.force_login(a_user(assessment.organization, Role.CLERK))

    html = page(client, address(assessment))

    assert "จัดทำคู่มือ" in html
    assert not re.search(r'name="(rows|action)"', html)
    assert client.post(address(assessment), {"action": "draft"}).status_code == 404


# -- Acts on many rows ------------------------------------------------------------------------------


def act(client, assessment, action, *rows, **values):
    return client.post(f"{address(assessment)}?show=undecided", {"action": action, "rows": rows, **values})


def test_drafting_fills_what_is_bare_and_comes_back_to_the_same_list(auditor, assessment):
    a_recommendation(question=assessment.framework.questions.get(code="i1"))

    response = act(auditor, assessment, "draft")

    assert response["Location"] == f"{address(assessment)}?show=undecided"
    assert [codes_of(row) for row in Analysis.objects.all()] == [["i1"]]
    assert "ร่างการวิเคราะห์ให้ ๑ ข้อแล้ว" in auditor.get(response["Location"]).content.decode()


def test_chosen_drafts_are_accepted(auditor, assessment):
    for code in ("i1", "i2"):
        an_analysis(assessment, [code], is_draft=True)

    act(auditor, assessment, "accept", "i2")

    assert [row.is_draft for row in Analysis.objects.order_by("order")] == [True, False]


def test_one_reason_is_given_to_all_that_were_chosen(auditor, assessment):
    for code in ("i1", "i2"):
        an_analysis(assessment, [code])

    act(auditor, assessment, "reason", "i1", "i2", reason="ทำอยู่แล้ว")

    assert {row.reason_without_measure for row in Analysis.objects.all()} == {"ทำอยู่แล้ว"}


@pytest.mark.parametrize(
    ("action", "rows", "reason", "sentence"),
    [
        ("accept", [], "", "ยังไม่ได้เลือกข้อใด"),
        ("reason", [], "ทำอยู่แล้ว", "ยังไม่ได้เลือกข้อใด"),
        ("reason", ["i1"], " ", "โปรดเขียนเหตุผล"),
        ("burn", ["i1"], "", "ยังทำตามที่สั่งไม่ได้"),
        ("accept", ["i99"], "", "ยังทำตามที่สั่งไม่ได้"),
    ],
)
def test_an_act_that_cannot_be_done_says_why_and_keeps_what_was_typed(
    auditor, assessment, action, rows, reason, sentence
):
    response = act(auditor, assessment, action, *rows, reason=reason)

    html = response.content.decode()
    assert response.status_code == 200
    assert sentence in html
    assert reason.strip() in html
    assert not Analysis.objects.exists()


# -- Bands ------------------------------------------------------------------------------------------


def bands(strength, urgent, seen=("95.00", "80.00")):
    names = ("strength_above", "urgent_below", "seen_strength_above", "seen_urgent_below")
    return dict(zip(names, (strength, urgent, *seen), strict=True))


def test_the_office_sets_its_bands_in_thai_digits(auditor, assessment):
    response = auditor.post(address(assessment, "bands"), bands("๙๐", "๕๐.๕"))

    assessment.refresh_from_db()
    assert response["Location"] == address(assessment)
    assert (str(assessment.strength_above), str(assessment.urgent_below)) == ("90.00", "50.50")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (bands("80", "90"), "ขีดเร่งแก้ไขต้องไม่สูงกว่าขีดจุดแข็ง"),
        (bands("abc", "80"), "ไม่ใช่คะแนน"),
        (bands("90", "80", seen=("99.00", "70.00")), "ขณะนี้คือ จุดแข็งมากกว่า ๙๕.๐๐ และเร่งแก้ไขต่ำกว่า ๘๐.๐๐"),
    ],
)
def test_bands_that_cannot_be_set_say_why(auditor, assessment, values, sentence):
    response = auditor.post(address(assessment, "bands"), values)

    assert sentence in response.content.decode()
    assert not TrailEntry.objects.filter(verb="set_band_limits").exists()


# -- From last year ---------------------------------------------------------------------------------


def test_last_years_texts_are_offered_with_what_became_of_their_questions(auditor, assessment):
    before = a_framework(2567)
    assessment.framework.questions.filter(code="i1").update(continues=before.questions.get(code="i1"))
    an_analysis(an_assessment(assessment.organization, before), ["i1"], recommendation="ของปีก่อน")

    text = words(page(auditor, address(assessment, "from_last_year")))

    assert "i1 ข้อความของ i1 สืบเนื่อง ของปีก่อน" in text
    assert "i2 ข้อความของ i2 ใหม่ ไม่มี" in text


def test_chosen_texts_become_drafts(auditor, assessment):
    before = a_framework(2567)
    assessment.framework.questions.filter(code="i1").update(continues=before.questions.get(code="i1"))
    an_analysis(an_assessment(assessment.organization, before), ["i1"], disposition=Disposition.MAINTAIN)

    response = auditor.post(address(assessment, "from_last_year"), {"rows": ["i1", "i2"]})

    copied = assessment.analyses.get()
    assert response["Location"] == address(assessment)
    assert (copied.is_draft, copied.disposition) == (True, Disposition.DEVELOP)


def test_choosing_nothing_copies_nothing_and_says_so(auditor, assessment):
    response = auditor.post(address(assessment, "from_last_year"), {}, follow=True)

    assert "ไม่มีข้อความใดถูกคัดลอก" in response.content.decode()


def test_without_last_year_the_page_teaches(auditor, assessment):
    assert "ยังไม่มีผลการประเมินของปี ๒๕๖๗" in page(auditor, address(assessment, "from_last_year"))
