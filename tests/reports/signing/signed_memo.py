"""The memo that the tests of signing share: who signs it, and how it is kept."""

from dataclasses import dataclass

from reports.printing import PrintedForSigning
from reports.signing import SEAL, Appearance, Expected

PEOPLE = {
    "author-1": Appearance("นางสาวน้ำทิพย์ ตัวอย่าง", ("นักวิชาการตรวจสอบภายในชำนาญการ",)),
    "opinion-2": Appearance(
        "สมชาย ที่ปรึกษา",
        ("รองปลัดเทศบาล รักษาราชการแทน", "ปลัดเทศบาลตำบลน้ำคำ"),
        "จ่าอากาศเอก",
        "เพื่อโปรดทราบ เห็นควรให้ทุกส่วนราชการดำเนินการตามข้อเสนอ และรายงานความคืบหน้าให้ทราบทุกเดือน",
    ),
    "decision-3": Appearance("นายญาณวุฒิ ฐานะดี", ("นายกเทศมนตรีตำบลน้ำคำ",), comment="ทราบ ดำเนินการ"),
}
FIELDS = (*PEOPLE, SEAL)


@dataclass(frozen=True)
class SignedMemo:
    """`steps` are the prepared file, then the file after each of FIELDS; `expected` is of the last."""

    html: str
    printed: PrintedForSigning
    steps: tuple[bytes, ...]
    expected: Expected
    keys: dict
    root: tuple  # (private key, certificate)

    @property
    def content(self):
        return self.steps[-1]
