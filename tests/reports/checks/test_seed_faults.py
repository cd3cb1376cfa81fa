"""The faults of five real documents, put back one by one: each is found by its family; the corrected documents are quiet.

tests/seed_wording lists each slip of a seed: where it stands, the original and the corrected wording.
"""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ita_portal.thai_text import normalize, to_arabic_digits
from reports.checks import Text, findings_for, findings_in, read_facts
from reports.checks.numbering import NUMBERED_LINE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]

SEEDS = {"000": "phochai", "001": "khlongse", "002": "khokphutsa", "003": "bangkhrok", "004": "thana"}
SEED_WORDING = Path(__file__).parents[2] / "seed_wording"
TODAY = date(2026, 11, 21)

# The family that must find each slip, in the order of the list of the seed; "-": see NOT_FOUND.
FAMILIES = {
    "000": "YSFPNNSFSSNNFSNSSNNFS",
    "001": "-SNSNNSSFSSSSF",
    "002": "NFSNNSSSNSS-SSNSSFSSSSFSFNSSSFNSS",
    "003": "SYFFPSPSYFYSFFYFSFSFSF--S-SSSS",
    "004": "SFSPYSNNNNNNCCCFNNSCNCNCSNNSSFSSSS",
}
P, Y, N, C, F, S = "identity", "years", "names", "coverage", "form", "spelling"
LETTERS = {"P": P, "Y": Y, "N": N, "C": C, "F": F, "S": S, "-": None}
NOT_FOUND = {
    ("001", 0): "digits of one script in a text of their own: the printer gives them the document's",
    ("002", 11): "a sentence that says the opposite, in sound words",
    ("003", 22): "another word that fits the sentence (อัตราค่าจ้าง for อัตรากำลัง)",
    ("003", 23): "a name that ends early, with a word that may end it",
    ("003", 25): "another word that fits the sentence (และ for ที่)",
}
# Places that the portal makes from the framework and the profile: the slip is tried as words of the document's own.
GENERATED = re.compile(
    r"ตาราง(?:คะแนน|สรุป)|ตาราง (?:IIT|EIT|OIT) \(|สรุปผลการวิเคราะห์ \(ชื่อ|ปก|หน้าปก|๑\.[^(]*\(ชื่อ"
)
# Words before a slip that stand in a heading, and after one that the list cuts off within the sentence.
BEFORE = {("004", 4): "การวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใสภายในหน่วยงาน "}
AFTER = {("000", 14): " หรือให้คำอธิบายของหน่วยงานยังขาดความชัดเจน"}


def rows(model):
    return model.objects.unscoped("a test reads one municipality")


def slips(seed):
    return json.loads((SEED_WORDING / f"{seed}.json").read_text(encoding="utf-8"))


def with_slip(facts, seed, number, slip):
    """The text with the original wording where the corrected one stands, else the original as the document's own words."""
    original, corrected = normalize(slip["original"]), normalize(slip["corrected"])
    original = BEFORE.get((seed, number), "") + original + AFTER.get((seed, number), "")
    numbered = NUMBERED_LINE.match(to_arabic_digits(corrected))
    core = to_arabic_digits(corrected)[numbered.end() :] if numbered else None
    for text in facts.texts if not GENERATED.match(slip["place"]) else ():
        if corrected in text.words:
            return replace(text, typed=text.words.replace(corrected, original))
        if core and core in text.arabic:
            return replace(text, typed=_typed_list(facts, text, core, original))
    score = next((row.score for row in facts.texts if row.score is not None), None)
    return Text(f"{facts.kind} heading", slip["place"], facts.url, original, score=score)


def _typed_list(facts, text, core, original):
    """The items beside a text with numbers typed before them, the one in question as it was."""
    beside = [row for row in facts.texts if _list_of(row) == _list_of(text)]
    lines = [line for row in beside for line in row.arabic.split("\n") if not line.startswith("(")]
    return "\n".join(
        original if core in line else f"{number}. {line}" for number, line in enumerate(lines, start=1)
    )


def _list_of(text):
    """Results are texts of their own with a number at the end; steps are lines of one text."""
    return re.sub(r" \d+$", "", text.key)


@pytest.fixture
def facts_of(municipality):
    """Gives the facts of every document of a demo municipality."""

    def read(slug):
        documents = municipality(slug).documents.order_by("pk")
        return [read_facts(document, rows, TODAY) for document in documents]

    return read


# -- Put back --------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_each_slip_of_a_seed_is_found_by_its_family_when_it_is_put_back(facts_of, seed):
    documents = facts_of(SEEDS[seed])
    known = {finding.key for facts in documents for finding in findings_in(facts)}
    missed = []

    for number, slip in enumerate(slips(seed)):
        texts = [(facts, with_slip(facts, seed, number, slip)) for facts in documents]
        found = [row for facts, text in texts for row in findings_in(replace(facts, texts=(text,)))]
        families = {row.family.value for row in found if row.key not in known and row.quote}
        if LETTERS[FAMILIES[seed][number]] not in families and (seed, number) not in NOT_FOUND:
            missed.append((number, slip["place"], sorted(families)))

    assert missed == []


def test_what_is_not_found_is_five_of_132_and_named():
    every = [(seed, number) for seed in SEEDS for number, _ in enumerate(slips(seed))]
    unexpected = {place for place in every if FAMILIES[place[0]][place[1]] == "-"}

    assert (len(every), len(NOT_FOUND)) == (132, 5)
    assert unexpected == set(NOT_FOUND)


# -- Clean -----------------------------------------------------------------------------------------

# What the corrected documents are still told of, and rightly: (family, a part of the sentence).
JUSTIFIED = {
    "phochai": [
        (F, "กว้างเกินกว่าจะรู้ว่าใครต้องทำ"),  # ทุกส่วนราชการ
        (F, "ยังไม่ได้ลงวันที่"),  # the plan is dated and signed by its memo
        (F, "ยังไม่มีผู้จัดทำ"),
    ],
    "khlongse": [
        (N, "ข้อความเดียวกันใช้กับข้อ"),  # one text under i1 and e1, and under e4 and e5
        (C, "ยังไม่มีมาตรการหรือเหตุผล"),
        (F, "กว้างเกินกว่าจะรู้ว่าใครต้องทำ"),
        (F, "ยังไม่มีผู้จัดทำ"),
    ],
    "khokphutsa": [
        (N, "ข้อความที่ยกมาไม่ตรงกับข้อ"),  # i1 and i10 are quoted loosely
        (F, "กว้างเกินกว่าจะรู้ว่าใครต้องทำ"),
        (F, "ยังไม่มีผู้จัดทำ"),
        (S, "เขียนว่า “E-Service”"),
    ],
    "bangkhrok": [
        (Y, "อยู่นอกปีงบประมาณ ๒๕๖๘"),  # data of 30 October 2568 in the report on 2568
        (C, "โดยไม่อ้างผลการประเมิน"),  # the plan stands alone
        (F, "ดูเหมือนคำแนะนำในการกรอกแบบ"),  # "(ระบุเป็น วัน เดือน ปี …)" was copied from the form
        (F, "เขียนเหมือนแผน"),
        (F, "เหมือนกับที่เขียนไว้ในแผน"),
        (F, "ยังไม่ได้ลงวันที่"),
        (F, "ยังไม่มีผู้จัดทำ"),
        (S, "“คุณภาพดำเนินงาน” น่าจะเป็น “คุณภาพการดำเนินงาน”"),
    ],
    "thana": [
        (N, "ชื่อทางการของตัวชี้วัดที่"),  # titles of measures by other names of indicators 4 and 9
        (C, "ยังไม่มีมาตรการหรือเหตุผล"),  # the plan leaves indicator 5 unanswered
    ],
}


@pytest.mark.parametrize("slug", JUSTIFIED)
def test_nothing_in_the_corrected_documents_blocks_and_each_advice_is_justified(municipality, slug):
    documents = municipality(slug).documents.select_related("organization__province", "encloses")
    found = [row for document in documents for row in findings_for(document, rows, TODAY)]

    unjustified = [
        row.told
        for row in found
        if not any(row.family == family and part in row.sentence for family, part in JUSTIFIED[slug])
    ]
    idle = [
        part
        for family, part in JUSTIFIED[slug]
        if not any(row.family == family and part in row.sentence for row in found)
    ]

    assert [row.told for row in found if row.is_blocking] == []
    assert (unjustified, idle) == ([], [])
