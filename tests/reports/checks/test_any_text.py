"""Whatever people type: the check never fails, quotes what stands there, and names each finding once."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.checks import Kind
from tests.reports.checks.given import a_text, found

PIECES = [
    "ตัวชี้วัดที่ ",
    "ผลการประเมิน",
    "ปีงบประมาณ พ.ศ. ",
    "๒๕๖๙",
    "99",
    "๑๐๐.๐",
    "คะแนน",
    "ได้",
    "อยู่ในระดับ",
    "ในลำดับที่ ",
    "e๓ ประเด็น ",
    "“i6 หน่วยงานของท่าน",
    "”",
    "(",
    ")",
    "๑. ",
    "\n",
    "เทศบาลตำบล",
    "อำเภอ",
    "จังหวัด",
    "www.a.go.th",
    "a@b.co.th",
    "0812345678",
    "1101700230708",
    "และ",
    "ให้ระบุ",
    "{x}",
    "ๆ",
    "ํา",
    "เเ",
    "่",
    "๓๑ ก.พ. ๒๕๖๘",
    "ประกาศ วันที่ ",
    "มาตรการ",
    "O27",
    "E - service",
    " ",
]
TYPED = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=25).map("".join)


@settings(max_examples=80)
@given(TYPED, st.sampled_from(Kind))
def test_no_text_breaks_the_check(typed, kind):
    text = a_text(typed, kind, indicator=4, codes=("i6",))

    findings = found(text)

    assert len({row.key for row in findings}) == len(findings)
    assert all(row.quote in text.words for row in findings)
