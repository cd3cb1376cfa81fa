"""The analysis workspace and the pages around it, as the auditor and the other members open them."""

import re

import pytest
from django.urls import reverse

from assessments import workflow
from assessments.models import Analysis, Disposition, Recommendation
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
    an_organization,
)

pytestmark = pytest.mark.django_db

SCORED = {"i1": "94.78", "i2": "100.00", "O4": "50.00"}


@pytest.fixture
def assessment():
    return an_assessment(official=SCORED)


@pytest.fixture
def auditor(client, assessment):
    client.force_login(a_user(assessment.organization, Role.AUDITOR))
    return client


def address(assessment, name="analysis", *args):
    return reverse(f"measures:{name}", args=[assessment.organization.slug, assessment.year, *args])


def page(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def words(html):
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def shown_rows(html):
    return re.findall(r'<tr id="row-([^"]+)"', html)


def indicator(assessment, number):
    return assessment.framework.indicators.get(number=number)


def codes_of(analysis):
    return [question.code for question in analysis.questions.order_by("order")]


def posted(analysis, **changes):
    """The edit form as its page fills it."""
    fields = ("finding", "recommendation", "disposition", "reason_without_measure", "version")
    values = {name: getattr(analysis, name) for name in fields}
    questions = list(analysis.questions.values_list("pk", flat=True))
    return {**values, "questions": questions, "indicator": analysis.indicator.number, "save": "back", **changes}


# -- The workspace ---------------------------------------------------------------------------------


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


# -- Acts on many rows -----------------------------------------------------------------------------


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


# -- Writing one analysis --------------------------------------------------------------------------


def write(client, assessment, query="question=i1", **values):
    data = {"recommendation": "จัดทำคู่มือ", "disposition": "develop", "version": 0, "save": "back", **values}
    return client.post(f"{address(assessment, 'new_analysis')}?{query}", data)


def question(assessment, code):
    return assessment.framework.questions.get(code=code)


def test_a_new_analysis_starts_with_its_question_and_the_band_of_its_score(auditor, assessment):
    html = page(auditor, f"{address(assessment, 'new_analysis')}?question=O4")

    assert "ข้อ O4 ผลเป็นอย่างไร และควรทำอะไร" in html
    assert re.search(r'value="fix"[^>]*checked', html)
    assert re.search(rf'value="{question(assessment, "O4").pk}"[^>]*checked', html)


def test_writing_about_a_question_without_a_measure_leads_to_making_one(auditor, assessment):
    shown = page(auditor, address(assessment, "new_analysis") + "?question=i1")

    following_year = [assessment.organization.slug, assessment.year + 1]
    assert f'href="{reverse("measures:new_measure", args=following_year)}?question=i1"' in shown


def test_saving_leads_back_to_the_row_in_the_same_list(auditor, assessment):
    response = write(auditor, assessment, "question=i1&show=develop", questions=question(assessment, "i1").pk)

    assert response["Location"] == f"{address(assessment)}?show=develop#row-i1"
    assert codes_of(Analysis.objects.get()) == ["i1"]


def test_saving_leads_on_to_the_next_row_that_is_undecided(auditor, assessment):
    response = write(auditor, assessment, questions=question(assessment, "i1").pk, save="next")

    assert response["Location"] == f"{address(assessment, 'new_analysis')}?question=O4"


def test_the_way_leads_on_and_not_back_to_what_was_passed_over(client):
    assessment = an_assessment(official={**SCORED, "i2": "90.00"})
    client.force_login(a_user(assessment.organization, Role.AUDITOR))

    response = write(client, assessment, "question=i2", questions=question(assessment, "i2").pk, save="next")

    assert response["Location"] == f"{address(assessment, 'new_analysis')}?question=O4"


def test_after_the_last_row_the_way_leads_back(auditor, assessment):
    an_analysis(assessment, ["O4"], indicator=indicator(assessment, 10), reason_without_measure="ทำอยู่แล้ว")

    response = write(
        auditor,
        assessment,
        questions=question(assessment, "i1").pk,
        save="next",
        reason_without_measure="ไม่มีงบ",
    )

    assert response["Location"] == f"{address(assessment)}#row-i1"


def test_a_question_that_has_an_analysis_opens_it(auditor, assessment):
    analysis = an_analysis(assessment, ["i1", "i2"])

    response = auditor.get(f"{address(assessment, 'new_analysis')}?question=i2")

    assert response["Location"] == address(assessment, "edit_analysis", analysis.pk)


@pytest.mark.parametrize("query", ["", "question=i99", "indicator=99", "indicator=x"])
def test_what_the_framework_does_not_know_is_not_there(auditor, assessment, query):
    assert auditor.get(f"{address(assessment, 'new_analysis')}?{query}").status_code == 404


def test_an_indicator_without_question_scores_is_written_about_as_a_whole(client):
    assessment = an_assessment(official={"1": "76.23"})
    client.force_login(a_user(assessment.organization, Role.AUDITOR))

    write(client, assessment, "indicator=1")

    analysis = Analysis.objects.get()
    assert (analysis.indicator.number, codes_of(analysis)) == (1, [])


def test_the_figures_of_earlier_years_stand_on_the_page(auditor, assessment):
    before = a_framework(2567)
    assessment.framework.questions.filter(code="i1").update(continues=before.questions.get(code="i1"))
    an_assessment(assessment.organization, before, {"i1": "90.00"})

    text = words(page(auditor, f"{address(assessment, 'new_analysis')}?question=i1"))

    assert "ปี ๒๕๖๗ ปี ๒๕๖๘ ข้อ i1 ๙๐.๐๐ ๙๔.๗๘" in text


def test_an_analysis_without_a_word_is_refused_beside_what_was_typed(auditor, assessment):
    response = write(auditor, assessment, recommendation=" ", reason_without_measure="ทำอยู่แล้ว")

    html = response.content.decode()
    assert "โปรดเขียนข้อค้นพบหรือข้อเสนอแนะอย่างน้อยหนึ่งอย่าง" in html
    assert "ทำอยู่แล้ว" in html


def test_the_second_writer_sees_both_texts_and_may_save_again(auditor, assessment):
    analysis = an_analysis(assessment, ["i1"], finding="ของเดิม")
    mine = posted(analysis, finding="ของฉัน")
    url = address(assessment, "edit_analysis", analysis.pk)
    auditor.post(url, posted(analysis, finding="ของผู้อื่น"))

    conflict = auditor.post(url, mine).content.decode()
    version = re.search(r'name="version" value="(\d+)"', conflict)[1]
    again = auditor.post(url, {**mine, "version": version})

    assert "ของฉัน" in conflict
    assert "ของผู้อื่น" in conflict
    assert again.status_code == 302
    assert Analysis.objects.get().finding == "ของฉัน"


def test_two_who_begin_the_same_question_see_both_texts(auditor, assessment):
    write(auditor, assessment, finding="ของคนแรก", questions=question(assessment, "i1").pk)

    response = write(auditor, assessment, finding="ของคนที่สอง", questions=question(assessment, "i1").pk)

    html = response.content.decode()
    assert "ของคนแรก" in html
    assert "ของคนที่สอง" in html
    assert Analysis.objects.get().finding == "ของคนแรก"


def test_what_was_deleted_while_somebody_wrote_loses_nothing(auditor, assessment):
    analysis = an_analysis(assessment, ["i1"])
    mine, url = posted(analysis, finding="ของฉัน"), address(assessment, "edit_analysis", analysis.pk)
    workflow.delete_analysis(Analysis.objects.get(), version=1, by=None)

    html = auditor.post(url, mine).content.decode()
    action = re.search(r'action="([^"]+indicator=1)"', html)[1]
    auditor.post(action, {**mine, "version": 0})

    assert "มีผู้ลบการวิเคราะห์นี้ระหว่างที่ท่านเขียน" in html
    assert Analysis.objects.get().finding == "ของฉัน"


def test_a_question_taken_from_a_written_analysis_is_refused_in_words(auditor, assessment):
    an_analysis(assessment, ["i2"])

    response = write(auditor, assessment, questions=[question(assessment, code).pk for code in ("i1", "i2")])

    assert "จะไม่เหลือข้อใด" in response.content.decode()


def test_an_analysis_of_another_office_is_not_there(auditor, assessment):
    foreign = an_analysis(an_assessment())

    assert auditor.get(address(assessment, "edit_analysis", foreign.pk)).status_code == 404
    assert auditor.get(address(assessment, "delete_analysis", foreign.pk)).status_code == 404


# -- Texts to start from ---------------------------------------------------------------------------


def test_a_text_of_the_library_is_put_into_the_form_and_nothing_is_lost(auditor, assessment):
    analysis = an_analysis(assessment, ["i1"], recommendation="ที่เก็บไว้")
    text = a_recommendation(question=question(assessment, "i1"), recommendation="{หน่วยงาน}ควรอบรม")
    url = address(assessment, "edit_analysis", analysis.pk)

    html = auditor.post(url, posted(analysis, recommendation="ที่กำลังพิมพ์", use=text.pk)).content.decode()

    box = re.search(r'<textarea name="recommendation"[^>]*>\s*(.*?)</textarea>', html, re.DOTALL)[1]
    assert box == f"{assessment.organization.name}ควรอบรม"
    assert "ที่กำลังพิมพ์" in html
    assert Analysis.objects.get().recommendation == "ที่เก็บไว้"


def test_choosing_a_text_keeps_what_was_ticked(auditor, assessment):
    text = a_recommendation(question=question(assessment, "i1"))
    ticked = question(assessment, "i2").pk

    response = write(auditor, assessment, use=text.pk, questions=ticked, disposition="maintain")

    html = response.content.decode()
    assert re.search(rf'name="questions"[^>]*value="{ticked}"[^>]*checked', html)
    assert re.search(r'value="maintain"[^>]*checked', html)


def test_the_text_of_the_library_that_was_taken_is_remembered(auditor, assessment):
    text = a_recommendation(question=question(assessment, "i1"))
    ticked = question(assessment, "i1").pk

    page_of_text = write(auditor, assessment, use=text.pk, questions=ticked).content.decode()
    write(auditor, assessment, questions=ticked, used_text=text.pk)

    assert f'name="used_text" value="{text.pk}"' in page_of_text
    assert Analysis.objects.get().drafted_from == text


def test_a_text_that_was_not_offered_is_not_remembered(auditor, assessment):
    foreign = a_recommendation(an_organization(), question=question(assessment, "i1"))

    write(auditor, assessment, questions=question(assessment, "i1").pk, used_text=foreign.pk)

    assert Analysis.objects.get().drafted_from is None


def test_last_years_own_text_is_offered_first(auditor, assessment):
    before = a_framework(2567)
    assessment.framework.questions.filter(code="i1").update(continues=before.questions.get(code="i1"))
    an_analysis(an_assessment(assessment.organization, before), ["i1"], recommendation="ของปีก่อน")
    a_recommendation(question=question(assessment, "i1"))

    html = page(auditor, f"{address(assessment, 'new_analysis')}?question=i1")

    assert html.index("ที่หน่วยงานเขียนไว้ปี ๒๕๖๗") < html.index("คลังข้อความส่วนกลาง")


def test_a_saved_text_is_kept_in_the_offices_own_library(auditor, assessment):
    response = write(auditor, assessment, questions=question(assessment, "i1").pk, save="keep")

    kept = Recommendation.objects.get()
    assert (kept.organization, kept.recommendation) == (assessment.organization, "จัดทำคู่มือ")
    assert response["Location"] == address(assessment, "edit_analysis", Analysis.objects.get().pk)


# -- Deleting --------------------------------------------------------------------------------------


def test_deleting_asks_first_and_shows_what_will_be_lost(auditor, assessment):
    analysis = an_analysis(assessment, ["i1"], finding="ขั้นตอนไม่ชัดเจน")
    url = address(assessment, "delete_analysis", analysis.pk)

    html = page(auditor, url)
    auditor.post(url, {"version": 1})

    assert "ขั้นตอนไม่ชัดเจน" in html
    assert not Analysis.objects.exists()


@pytest.mark.parametrize("version", ["", "7", "x"])
def test_an_analysis_that_was_changed_meanwhile_is_shown_again_before_it_goes(auditor, assessment, version):
    url = address(assessment, "delete_analysis", an_analysis(assessment).pk)

    response = auditor.post(url, {"version": version})

    assert response["Location"] == url
    assert Analysis.objects.exists()


# -- Bands -----------------------------------------------------------------------------------------


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


# -- From last year --------------------------------------------------------------------------------


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
