"""The demo municipalities: five published documents as data, with their slips corrected and their people replaced."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from assessments.models import AnalysisTopic, Framework
from ita_portal.data_files import BrokenDataFile
from ita_portal.thai_text import normalize, to_thai_digits
from measures.models import MeasureStep, ProgressResult
from organizations.database_guards import guarded_models
from organizations.models import Capacity, Membership, Organization, Role, Term, TrailEntry, User
from reports.demo import demo_paths, load_organization, read_demo

pytestmark = pytest.mark.django_db

SEEDS = {"000": "phochai", "001": "khlongse", "002": "khokphutsa", "003": "bangkhrok", "004": "thana"}


# -- What the documents print ----------------------------------------------------------------------


def test_there_are_the_five_municipalities_of_the_seeds():
    assert sorted(path.stem for path in demo_paths()) == sorted(SEEDS.values())


def test_each_municipality_is_printed_with_its_district_and_province(five_municipalities):
    names = {row.slug: row.located_name for row in Organization.objects.all()}

    assert names == {
        "phochai": "เทศบาลตำบลโพธิ์ชัย อำเภอเมืองหนองคาย จังหวัดหนองคาย",
        "khlongse": "องค์การบริหารส่วนตำบลคลองเส อำเภอถ้ำพรรณรา จังหวัดนครศรีธรรมราช",
        "khokphutsa": "เทศบาลตำบลโคกพุทรา อำเภอโพธิ์ทอง จังหวัดอ่างทอง",
        "bangkhrok": "องค์การบริหารส่วนตำบลบางครก อำเภอบ้านแหลม จังหวัดเพชรบุรี",
        "thana": "เทศบาลตำบลท่านา อำเภอกะปง จังหวัดพังงา",
    }


@pytest.mark.parametrize(
    ("slug", "fiscal_year", "titles", "steps", "results"),
    [
        ("phochai", 2568, [3, 3, 3, 4, 2, 2, 2], [3, 3, 4, 4, 2, 1, 5], 0),
        ("khlongse", 2569, [1] * 7, [5, 3, 3, 4, 3, 4, 4], 0),
        ("khokphutsa", 2569, [1] * 10, [4, 3, 4, 3, 3, 3, 4, 3, 3, 4], 0),
        ("bangkhrok", 2568, [1] * 10, [4, 3, 2, 2, 3, 2, 3, 5, 6, 4], 54),
        ("thana", 2565, [1] * 8, [2, 1, 1, 1, 3, 3, 3, 2], 0),
    ],
)
def test_a_plan_has_as_many_measures_titles_steps_and_results_as_its_document_prints(
    municipality, slug, fiscal_year, titles, steps, results
):
    plan = municipality(slug).measure_plans.get()

    measures = plan.measures.order_by("order")

    assert plan.fiscal_year == fiscal_year
    assert [measure.titles.count() for measure in measures] == titles
    assert [measure.steps.count() for measure in measures] == steps
    assert ProgressResult.objects.filter(summary__measure__plan=plan).count() == results


def test_seed_001_measures_answer_the_questions_it_prints(municipality):
    measures = municipality("khlongse").measure_plans.get().measures.order_by("order")

    targets = [[str(target.question.code) for target in measure.targets.all()] for measure in measures]

    assert targets == [["i4"], ["i10"], ["i12"], ["i14"], ["i15"], ["e8"], ["e9"]]


def test_seed_001_prints_ten_limitations_in_order(municipality):
    limitations = municipality("khlongse").assessments.get().limitations.order_by("order")

    texts = [limitation.text for limitation in limitations]

    assert len(texts) == 10
    assert texts[0] == "บุคลากรของหน่วยงานไม่เพียงพอต่อการปฏิบัติหน้าที่"
    assert texts[1] == "งบประมาณไม่เพียงพอต่อการดำเนินงาน"


def test_seed_002_has_one_measure_for_each_indicator(municipality):
    measures = municipality("khokphutsa").measure_plans.get().measures.order_by("order")

    assert [measure.targets.get().indicator.number for measure in measures] == list(range(1, 11))


def test_seed_000_has_one_measure_for_each_of_the_seven_topics(municipality):
    measures = municipality("phochai").measure_plans.get().measures.order_by("order")

    assert [measure.topic.number for measure in measures] == [1, 2, 3, 4, 5, 6, 7]


def test_seed_003_reports_on_every_measure(municipality):
    measures = municipality("bangkhrok").measure_plans.get().measures.order_by("order")

    summaries = [measure.progress_summaries.get() for measure in measures]

    assert [summary.results.count() for summary in summaries] == [5, 1, 3, 3, 7, 7, 5, 6, 8, 9]
    assert all(summary.outcome for summary in summaries)


def test_seed_004_follows_every_measure_up(municipality):
    measures = municipality("thana").measure_plans.get().measures.all()

    assert len(measures) == 8
    assert all(measure.follow_up for measure in measures)


@pytest.mark.parametrize(
    ("slug", "order", "owners"),
    [
        ("khlongse", 1, ["ทุกส่วนราชการ"]),
        ("khlongse", 3, ["งานพัสดุ/กองคลัง"]),
        ("khlongse", 4, ["สำนักปลัด"]),
        ("khokphutsa", 4, ["กองคลัง"]),
        ("bangkhrok", 1, ["สำนักปลัด", "กองคลัง", "กองช่าง"]),
        (
            "thana",
            3,
            ["สำนักปลัด (หลัก)", "กองคลัง", "กองช่าง", "กองการศึกษา", "กองสาธารณสุข", "กองประปา"],
        ),
    ],
)
def test_owners_are_printed_as_the_documents_print_them(municipality, slug, order, owners):
    measure = municipality(slug).measure_plans.get().measures.get(order=order)

    assert measure.owner_lines == owners


@pytest.mark.parametrize(
    ("slug", "order", "period"),
    [
        ("khlongse", 1, "๑ ตุลาคม ๒๕๖๘ ถึง ๓๐ กันยายน ๒๕๖๙"),
        ("phochai", 1, "๑ ต.ค. ๖๗ ถึง ๓๐ ก.ย. ๖๘"),
        ("bangkhrok", 1, "ปีงบประมาณ ๒๕๖๘"),
        ("bangkhrok", 2, "ต.ค. ๒๕๖๗ – มี.ค. ๒๕๖๘"),
        ("thana", 1, "เริ่ม มี.ค. ๒๕๖๕ – ตลอดปี ๒๕๖๕"),  # a dash where the document types a hyphen
    ],
)
def test_periods_are_printed_as_the_documents_print_them(municipality, slug, order, period):
    measure = municipality(slug).measure_plans.get().measures.get(order=order)

    assert to_thai_digits(measure.period_line) == period


def test_seed_004_is_signed_in_the_head_s_stead_twice_in_different_capacities(municipality):
    signers = [
        document.signers.get()
        for document in municipality("thana").documents.order_by("kind")
        if document.signers.exists()
    ]

    assert [signer.acting.capacity for signer in signers] == [Capacity.ACTING, Capacity.FOR]
    assert [signer.title_lines for signer in signers] == [
        ["ปลัดเทศบาลตำบลท่านา รักษาราชการแทน", "นายกเทศมนตรีตำบลท่านา"],
        ["รองปลัดเทศบาล ปฏิบัติราชการแทน", "นายกเทศมนตรีตำบลท่านา"],
    ]


def test_seed_000_memo_goes_from_auditor_to_secretary_to_head_and_carries_the_plan(municipality):
    memo = municipality("phochai").documents.get(kind="memo")

    assert list(memo.signers.values_list("role", flat=True)) == ["author", "opinion", "decision"]
    assert (memo.number, memo.dated_on.isoformat()) == ("๐๐๕", "2025-01-16")
    assert (memo.encloses.kind, memo.encloses.fiscal_year) == ("measure_plan", 2568)


# -- Corrected slips -------------------------------------------------------------------------------
# tests/seed_wording/ lists each slip of a seed: where it stands, the original and the corrected wording.

# Wording that no row holds, because the document is generated from the data; tests of the documents look at it.
GENERATED = {
    ("000", "การวิเคราะห์ (๒) รหัสข้อคำถาม"): "the code is the question of the analysis: see the next test",
    (
        "000",
        "การวิเคราะห์ (๒) รหัสข้อคำถาม (ถ้อยคำเดิมที่ไม่มีในข้อคำถามปี ๒๕๖๗)",
    ): "no question: the analysis stands under its indicator: see the next test",
    ("000", "หัวข้อแนวทางการนำไปสู่การปฏิบัติ (มีหัวข้อ ๒ โดยไม่มีหัวข้อ ๑)"): "a heading of the form",
    ("001", "หัวข้อวิเคราะห์ผลการประเมิน"): "a heading with the name of the organisation",
    ("004", "หัวข้อ ๑ (ปีของผลการประเมิน)"): "a heading with the year of the results",
    ("004", "๑.๑.๒ (ชื่อตัวชี้วัดที่ ๔)"): "a heading with the name of the indicator",
    ("004", "๑.๑.๓ (ชื่อตัวชี้วัดที่ ๒)"): "a heading with the name of the indicator",
    ("004", "๑.๓.๑ (ชื่อตัวชี้วัดที่ ๙)"): "a heading with the name of the indicator",
    ("004", "๑.๓.๒ (ชื่อตัวชี้วัดย่อย)"): "a heading with the name of the indicator",
}


def entries():
    for seed in SEEDS:
        for entry in json.loads(
            (Path(settings.BASE_DIR) / f"tests/seed_wording/{seed}.json").read_text("utf-8")
        ):
            yield seed, entry


WRITTEN = [(seed, entry) for seed, entry in entries() if (seed, entry["place"]) not in GENERATED]


def thai_number(text):
    return int(text.translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")))


def listed(rows):
    """Items as the printer numbers them."""
    return [to_thai_digits(f"{place}. {row.text}") for place, row in enumerate(rows, start=1)]


def parts_of(measure, part):
    """The texts of a measure that a place names: titles, findings, steps, results …"""
    analyses = [
        analysis.text
        for target in measure.targets.all()
        for analysis in measure.plan.source_assessment.analyses.filter(indicator=target.indicator)
    ]
    results = ProgressResult.objects.filter(summary__measure=measure)
    outcomes = [summary.outcome for summary in measure.progress_summaries.all()]
    texts = {
        "ชื่อมาตรการ": [title.text for title in measure.titles.all()],
        "ผลการวิเคราะห์": [measure.finding] if measure.finding else analyses,
        "ขั้นตอน": listed(measure.steps.all()),
        "วิธีดำเนินการ": listed(measure.steps.all()),
        "ผลการดำเนินการ": listed(results),
        "ผลลัพธ์": outcomes,
        "ระยะเวลา": [measure.period_line],
        "การติดตามผล": [measure.follow_up],
    }
    (named,) = [name for name in texts if part.startswith(name)]
    return texts[named] + (listed(results) if "และผลการดำเนินการ" in part else [])


def numbered_indicators(framework, code):
    indicators = framework.indicators.filter(instrument__code=code)
    return [to_thai_digits(f"{indicator.number}. {indicator.name}") for indicator in indicators]


class Places:
    """Where in the data of a municipality a place of its printed document stands."""

    def __init__(self, organization):
        self.organization = organization
        self.plan = organization.measure_plans.get()
        self.assessment = organization.assessments.first()
        self.framework = self.assessment.framework if self.assessment else Framework.objects.first()

    def texts(self, place):
        for pattern, find in self.PATTERNS:
            if match := re.match(pattern, place):
                return find(self, *match.groups())
        raise AssertionError(f"nobody knows where this place stands in the data: {place}")

    def document(self, kind, field):
        return getattr(self.organization.documents.get(kind=kind), field)

    def measure(self, number, part):
        return parts_of(self.plan.measures.get(order=thai_number(number)), part)

    def measures(self, one, other, part):
        return self.measure(one, part) + self.measure(other, part)

    def measure_of_question(self, code, part):
        return parts_of(self.plan.measures.get(targets__question__code=code), part)

    def measure_of_indicator(self, number, part):
        return parts_of(self.plan.measures.get(targets__indicator__number=thai_number(number)), part)

    def analyses_of_indicator(self, number):
        analyses = self.assessment.analyses.filter(indicator__number=thai_number(number))
        return [analysis.text for analysis in analyses]

    def analyses_of_question(self, code):
        return [analysis.text for analysis in self.assessment.analyses.filter(questions__code=code)]

    def analyses_of_topic(self, number):
        rows = AnalysisTopic.objects.filter(
            analysis__assessment=self.assessment, topic__number=thai_number(number)
        )
        return [row.analysis.text for row in rows]

    def indicator_name(self, number):
        return [self.framework.indicators.get(number=thai_number(number)).name]

    PATTERNS = [
        (r"บันทึกข้อความ เรื่อง$", lambda self: [self.document("memo", "subject")]),
        (
            r"บันทึกข้อความ ย่อหน้าที่ (\S+)",
            lambda self, n: [self.document("memo", "body").split("\n")[thai_number(n) - 1]],
        ),
        (r"ปก$", lambda self: [self.organization.located_name]),
        (r"(?:หน้าปก|ปกใน ชื่อเอกสาร)$", lambda self: [self.document("analysis", "subject")]),
        (r"คำนำ", lambda self: [self.document("progress", "preface")]),
        (r"ประโยคนำก่อนตาราง$", lambda self: [self.document("progress", "introduction")]),
        (r"หัวข้อ ๑ ย่อหน้าแรก$", lambda self: [self.document("measure_plan", "introduction").split("\n")[0]]),
        (r"สรุปผลการวิเคราะห์ คำอธิบายเครื่องมือ", lambda self: [self.document("measure_plan", "introduction")]),
        (r"สรุปผลการวิเคราะห์ \(ชื่อตัวชี้วัดที่ (\S+)\)", indicator_name),
        (r"ตาราง(?:คะแนน|สรุปผลการประเมินรายตัวชี้วัด) ตัวชี้วัดที่ (\S+)$", indicator_name),
        (r"ตาราง (IIT|EIT) \(ลำดับ", lambda self, code: numbered_indicators(self.framework, code)),
        (r"ตาราง OIT \(ชื่อเครื่องมือ\)", lambda self: [self.framework.instruments.get(code="OIT").full_name]),
        (r"ตาราง (?:IIT|EIT|OIT) ตัวชี้วัดที่ ([๐-๙]+)", analyses_of_indicator),
        (r"๑\.๑\.๑", lambda self: self.analyses_of_indicator("๑")),
        (r"๑\.๑\.๒", lambda self: self.analyses_of_indicator("๔")),
        (r"๑\.๑\.๓", lambda self: self.analyses_of_indicator("๒")),
        (
            r"๑\.๓\.๒ ข้อแรก และตารางมาตรการ ข้อ (\S+) (การติดตามผล)",
            lambda self, n, part: self.analyses_of_indicator("๑๐") + self.measure(n, part),
        ),
        (r"การวิเคราะห์ \((\S+)\)", analyses_of_topic),
        (r"ตัวชี้วัดที่ \S+ ข้อ (O\d+)", analyses_of_question),
        (r"ตารางมาตรการ ข้อ ([๐-๙]+) และ ([๐-๙]+) (.+)", measures),
        (r"(?:ตารางมาตรการ ข้อ|มาตรการที่) ([๐-๙]+) (.+)", measure),
        (r"มาตรการ ([ie]\d+) (.+)", measure_of_question),
        (r"ตัวชี้วัดที่ ([๐-๙]+) (.+)", measure_of_indicator),
    ]


def test_places_that_are_generated_are_places_of_the_lists():
    places = {(seed, entry["place"]) for seed, entry in entries()}

    assert set(GENERATED) <= places
    assert len(WRITTEN) >= 110


@pytest.mark.parametrize(
    ("seed", "entry"), WRITTEN, ids=[f"{seed}-{number}" for number, (seed, _) in enumerate(WRITTEN)]
)
def test_a_slip_of_a_document_is_corrected_where_it_stood(municipality, seed, entry):
    places = Places(municipality(SEEDS[seed]))

    text = normalize("\n".join(places.texts(entry["place"])))

    # Seed 002 numbers its steps without a space.
    corrected = entry["corrected"].replace("๓.พัฒนาระบบ", "๓. พัฒนาระบบ")
    assert corrected in text
    assert entry["original"] not in text.replace(corrected, "")


@pytest.mark.parametrize(
    ("wording", "indicator", "codes"),
    [
        ("ช่องทางการเผยแพร่ข้อมูลของหน่วยงานเข้าถึงได้ยาก", 7, {"e4", "e5"}),
        ("ไม่ทราบว่ามีช่องทางรับฟังคำติชม", 8, set()),
        ("การสื่อสาร ตอบข้อซักถาม หรือให้คำอธิบายของหน่วยงานยังขาดความชัดเจน", 7, {"e6"}),
    ],
)
def test_seed_000_readings_stand_under_the_questions_they_are_about(municipality, wording, indicator, codes):
    assessment = municipality("phochai").assessments.get()

    (analysis,) = assessment.analyses.filter(finding__contains=wording)

    assert analysis.indicator.number == indicator
    assert set(analysis.questions.values_list("code", flat=True)) == codes


# -- People ----------------------------------------------------------------------------------------
# Length and SHA-256 of the given names and surnames that the published documents print, so that the names themselves
# stand nowhere in this repository.

REAL_NAMES = {
    (5, "92124d3d525c92b1268e83d33635cf7e78836d72fe6a79d03ff87339b8e38604"),
    (5, "c57030fb3cbcb216ba7c322afce3aa76978aa605f3a750e40f88e585a0e59775"),
    (6, "b2a433c364bc608bd13e1d2a600eb1ff2aeb5766ae0c8b8d973e0018b857fa70"),
    (10, "d7fed95856384e14b7b9583cc9e95991f02269789c6aee473b9a3d889ac5c7b9"),
    (5, "bc79b5803bbceb04757680c456a95e455be34f77baa829702d142bff6a613949"),
    (9, "076ad64fb8de778db4d59cfebbdcba175601dd162efcf429bc7cb80c3249f08b"),
    (6, "519afbd918ee11da3904e50eeac70bd87cfe3c1eb55d54a4f673998b4c9c2249"),
    (11, "f50187c62303f49550af87110e43935bb485f2ad716a6ffcbe12d879b814cf5a"),
    (8, "d15c1804fa24ad4ea1b5dac516bfb878d372d3593f5e11ae877d969709319302"),
    (10, "8aff8ad612d83f39833b8f22504c7fb7621b4340f37add4b984873bb46d31f1c"),
}


def names_in(text, names):
    """The names, known by length and SHA-256, that occur anywhere in the text."""
    found = set()
    for length in {length for length, _ in names}:
        pieces = {text[start : start + length] for start in range(len(text) - length + 1)}
        found |= {(length, hashlib.sha256(piece.encode()).hexdigest()) for piece in pieces} & names
    return found


@pytest.mark.parametrize("path", sorted(settings.FIXTURES_DIR.rglob("*.json")), ids=lambda path: path.name)
def test_no_real_official_is_named_in_the_data_files(path):
    text = normalize(path.read_text(encoding="utf-8"))

    assert names_in(text, REAL_NAMES) == set()


def test_a_name_would_be_found_in_the_middle_of_a_text():
    name = (10, hashlib.sha256("ตัวอย่างดี".encode()).hexdigest())

    found, not_found = (names_in(text, {name}) for text in ("โดยนายสมมติ ตัวอย่างดีและคณะ", "โดยนายสมมติ"))

    assert (found, not_found) == ({name}, set())


def test_every_person_of_the_demo_is_plainly_made_up(five_municipalities):
    names = list(Term.objects.values_list("person_name", flat=True))

    assert len(names) >= 20
    assert [name for name in names if not re.search(r"สม\S+ (?:ตัวอย่าง|จำลอง)\S+$", name)] == []


# -- Loading ---------------------------------------------------------------------------------------


def counts():
    models = [Organization, User, *guarded_models()]
    return {model: model.objects.count() for model in models}


def test_loading_a_second_time_changes_nothing(five_municipalities):
    before = counts()

    for path in demo_paths():
        _, is_new = load_organization(read_demo(path))
        assert not is_new

    assert counts() == before


def test_the_command_run_twice_changes_nothing_and_prints_the_accounts(five_municipalities, settings, capsys):
    settings.DEBUG = True
    before = counts()

    call_command("load_demo")

    assert counts() == before
    lines = capsys.readouterr().out
    assert lines.count("มีอยู่แล้ว") == 5
    assert "รหัสผ่านเดียวกัน: ita-demo-2569" in lines
    assert all(
        f"  {username} " in lines for username in ("auditor", "clerk", "executive", "overseer", "platform")
    )


def test_a_server_refuses_accounts_whose_password_everyone_knows(five_municipalities, settings):
    settings.DEBUG = False
    User.objects.filter(username="auditor").update(username="renamed")

    with pytest.raises(CommandError, match="DEBUG=True"):
        call_command("load_demo")

    assert not User.objects.filter(username="auditor").exists()


def test_the_demo_never_overwrites_work(municipality):
    organization = municipality("khlongse")
    step = MeasureStep.objects.filter(organization=organization).first()
    step.text = "ขั้นตอนที่แก้ด้วยมือ"
    step.save()

    load_organization(read_demo(settings.FIXTURES_DIR / "demo" / "khlongse.json"))

    step.refresh_from_db()
    assert step.text == "ขั้นตอนที่แก้ด้วยมือ"


def test_there_is_an_account_for_every_role_that_can_log_in(five_municipalities, client):
    accounts = {membership.role: membership.user for membership in Membership.objects.select_related("user")}

    assert set(accounts) == set(Role)
    assert all(client.login(username=user.username, password="ita-demo-2569") for user in accounts.values())
    assert not User.objects.filter(is_superuser=True).exists()


def test_every_load_stands_on_the_trail_as_done_by_a_command(five_municipalities):
    entries = TrailEntry.objects.filter(verb="record_scores")

    assert entries.count() == 4
    assert {entry.by for entry in entries} == {None}


def test_a_municipality_whose_framework_is_not_loaded_is_refused_by_year():
    content = read_demo(settings.FIXTURES_DIR / "demo" / "thana.json")
    Framework.objects.filter(year=2564).update(year=2599)

    with pytest.raises(BrokenDataFile, match="ยังไม่มีเกณฑ์ปี 2564 โปรดโหลดเกณฑ์ก่อน"):
        load_organization(
            {**content, "organization": {**content["organization"], "slug": "another", "district": "–"}}
        )

    assert not Organization.objects.filter(slug="another").exists()


def test_a_broken_demo_file_is_refused_by_name_place_and_reason(tmp_path):
    content = read_demo(settings.FIXTURES_DIR / "demo" / "thana.json")
    content["assessments"][0]["indicators"]["1"] = 76.39
    path = tmp_path / "thana.json"
    path.write_text(json.dumps(content), encoding="utf-8")

    with pytest.raises(BrokenDataFile) as refused:
        read_demo(path)

    assert "แฟ้ม thana.json" in str(refused.value)
    assert "$.assessments[0].indicators" in str(refused.value)
    assert "76.39 is not of type 'string'" in str(refused.value)


# -- How much is asked of the database --------------------------------------------------------------


@pytest.mark.parametrize(
    ("username", "name", "place", "most"),
    [
        ("auditor", "overview", ["khlongse", 2568], 43),
        ("auditor", "meeting", ["khlongse", 2568], 41),
        ("executive", "executive", ["khlongse"], 34),
        ("overseer", "overview", ["khlongse", 2568], 30),
    ],
)
def test_where_an_office_stands_is_told_in_few_queries(
    client, municipality, django_assert_max_num_queries, username, name, place, most
):
    municipality("khlongse")
    client.force_login(User.objects.get(username=username))

    with django_assert_max_num_queries(most):
        response = client.get(reverse(f"reports:{name}", args=place))

    assert response.status_code == 200
