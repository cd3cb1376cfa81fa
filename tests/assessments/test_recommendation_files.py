"""The shared texts of fixtures/recommendations: what they say, whom they name, and how they are loaded."""

import json
import re

import pytest

from assessments.models import Recommendation, RecommendationKind
from assessments.recommendation_files import RECOMMENDATION_FILES
from assessments.recommendations import ORGANIZATION_NAME, placeholders_left
from ita_portal.data_files import BrokenDataFile
from ita_portal.thai_text import normalize
from reports.demo import demo_paths, read_demo
from tests import builders

BANDS = {"strength", "develop", "fix"}
# domain: misspellings that the source documents contain
MISSPELLINGS = ("บรรารงาน", "ประพฤตินิยมชอบ", "กรรับฟัง", "องค์กรบริหาร", "คณะณัติ", "การปรับปรุงหน้าที")


def all_texts():
    return RECOMMENDATION_FILES.read_all()


def words_of(text):
    return "\n".join(text.get(name, "") for name in ("finding", "recommendation", "source"))


def names_of_the_municipalities():
    """Every name, place and address by which one of the five demo municipalities could be known."""
    for path in demo_paths():
        organization = read_demo(path)["organization"]
        fields = (
            "name",
            "place_name",
            "district",
            "province",
            "domain",
            "phone",
            "document_number_prefix",
            "slug",
        )
        yield from (organization[field] for field in fields if organization[field])
        yield organization["district"].removeprefix("อำเภอ")


def test_no_shared_text_names_a_municipality_or_a_web_address():
    words = "\n".join(words_of(text) for text in all_texts())

    assert [name for name in names_of_the_municipalities() if name in words] == []
    assert not re.search(r"เทศบาล|อบต\.|องค์การบริหารส่วน|อำเภอ|จังหวัด|\.go\.th|https?:", words)


def test_shared_texts_are_spelt_right_and_hold_no_other_placeholder():
    texts = [words_of(text) for text in all_texts()]

    assert [text for text in texts if text != normalize(text)] == []
    assert [(text, word) for text in texts for word in MISSPELLINGS if word in text] == []
    assert {name for text in texts for name in placeholders_left(text)} == {ORGANIZATION_NAME}


def test_shared_texts_say_no_year_and_no_item_number():
    texts = {text["key"]: words_of({**text, "source": ""}) for text in all_texts()}

    assert [key for key, words in texts.items() if re.search(r"25\d\d|๒๕[๐-๙]{2}|\b[ieO][0-9๐-๙]", words)] == []


@pytest.mark.django_db
def test_every_question_and_indicator_of_2568_has_a_text_in_every_band(frameworks, library):
    framework = builders.the_framework(2568)
    rows = Recommendation.objects.filter(organization=None, kind=RecommendationKind.ANALYSIS)
    bands = {}
    for row in rows.select_related("question", "indicator"):
        bands.setdefault(row.question or row.indicator, set()).add(row.band)

    subjects = [*framework.questions.all(), *framework.indicators.all()]

    assert len(subjects) == 52 + 10
    assert [str(subject) for subject in subjects if bands.get(subject) != BANDS] == []


@pytest.mark.django_db
def test_loading_again_changes_nothing(library):
    before = list(Recommendation.objects.values())

    outcome = RECOMMENDATION_FILES.load(all_texts())

    assert not outcome.changed
    assert list(Recommendation.objects.values()) == before


@pytest.mark.django_db
def test_a_text_that_was_edited_in_the_portal_is_not_loaded_over(library):
    edited = Recommendation.objects.get(file_key="2568-i10-fix/i10")
    Recommendation.objects.filter(pk=edited.pk).update(finding="ถ้อยคำของผู้ดูแลระบบ", version=2)

    outcome = RECOMMENDATION_FILES.load(all_texts())

    edited.refresh_from_db()
    assert not outcome.changed
    assert edited.finding == "ถ้อยคำของผู้ดูแลระบบ"


@pytest.mark.django_db
def test_a_text_that_changed_in_its_file_is_brought_up_to_date(library):
    texts = [{**text, "source": "ที่มาใหม่"} if text["key"] == "2568-i10-fix" else text for text in all_texts()]

    outcome = RECOMMENDATION_FILES.load(texts)

    assert (outcome.added, outcome.updated, outcome.retired) == (0, 1, 0)
    assert Recommendation.objects.get(file_key="2568-i10-fix/i10").source == "ที่มาใหม่"


@pytest.mark.django_db
def test_a_text_that_left_the_files_is_retired_and_comes_back_with_them(library):
    texts = all_texts()
    without = [text for text in texts if text["key"] != "2568-i10-fix"]

    outcomes = [RECOMMENDATION_FILES.load(without), RECOMMENDATION_FILES.load(texts)]

    assert [outcome.retired for outcome in outcomes] == [1, 0]
    assert not Recommendation.objects.get(file_key="2568-i10-fix/i10").is_retired


@pytest.mark.django_db
def test_own_texts_of_an_organisation_are_left_alone(library):
    own = Recommendation.objects.create(
        organization=builders.an_organization(), kind="limitation", finding="ข้อจำกัดของเรา"
    )

    RECOMMENDATION_FILES.load(all_texts())

    own.refresh_from_db()
    assert not own.is_retired


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [{"questions": ["i99"]}, {"year": 2599}], ids=["unknown question", "unknown year"]
)
def test_a_text_for_something_no_framework_has_is_refused_whole(library, change):
    stray = {"key": "stray", "year": 2568, "questions": ["i1"], "band": "fix", "finding": "ก", "source": "ข"}

    with pytest.raises(BrokenDataFile, match="stray"):
        RECOMMENDATION_FILES.load([*all_texts(), {**stray, **change}])


@pytest.mark.django_db
def test_a_key_that_occurs_twice_is_refused(library):
    texts = all_texts()

    with pytest.raises(BrokenDataFile, match="ซ้ำกัน"):
        RECOMMENDATION_FILES.load([*texts, texts[0]])


@pytest.mark.parametrize(
    "change",
    [{"band": "good"}, {"indicator": 4}, {"finding": " เว้นวรรคนำหน้า"}, {"author": "ผู้เขียน"}, {"key": "ไทย"}],
    ids=["band", "two subjects", "stray space", "unknown field", "key"],
)
def test_a_file_that_breaks_the_schema_is_refused_by_name(tmp_path, change):
    text = {"key": "a", "year": 2568, "questions": ["i1"], "band": "fix", "finding": "ก", "source": "ข"}
    path = tmp_path / "broken.json"
    path.write_text(json.dumps({"texts": [{**text, **change}]}), encoding="utf-8")

    with pytest.raises(BrokenDataFile, match=r"broken\.json"):
        RECOMMENDATION_FILES.read(path)
