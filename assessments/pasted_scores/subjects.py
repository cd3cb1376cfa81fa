"""What a cell speaks of: the total, an instrument or a part of it, an indicator, a question."""

import re
from dataclasses import dataclass, replace
from enum import IntEnum

from assessments.pasted_scores.known import KnownFramework, spaced, squashed
from assessments.pasted_scores.numbers import Numbers, numbers_in, scanner
from ita_portal.thai_text import to_arabic_digits

DIGIT = "[0-9๐-๙]"
NO_MORE = rf"(?!{DIGIT}|\.{DIGIT})"  # the number ends here and has no decimals
WHOLE = rf"(?!{DIGIT}|[.,]{DIGIT})"  # nor a decimal comma
ITEM = r"ข้อ(?:คำถาม)?(?:ที่)?\s*[:.]?\s*"
OPENING = re.compile(r"[\s\"'“”‘’(\[•*·]+|[-–—]\s+")

LETTERED_CODE = re.compile(
    rf"(?:{ITEM}|รหัส\s*|{DIGIT}{{1,2}}[.)]\s+)?(?P<letter>[iIlLeEoO])\s?[-.]?\s?(?P<digits>{DIGIT}{{1,3}}){NO_MORE}"
    rf"(?:\s*/\s*(?P<part>[1-9๑-๙]){NO_MORE})?"
)
NUMBERED_CODE = re.compile(
    rf"(?P<item>{ITEM})?(?P<digits>[0๐][-\s]?{DIGIT}{{1,2}}|{DIGIT}{{1,3}}){WHOLE}\s*[.):]?"
)
INDICATOR = re.compile(
    rf"ตัวชี้?วัด\s*(?:ที่\s*)?(?P<digits>{DIGIT}{{1,2}}{NO_MORE})?\s*[.:)\-]?\s*(?:เรื่อง|ด้าน|คือ)?\s*:?\s*"
)
LISTED_NAME = re.compile(rf"(?:ข้อ(?:ที่)?\s*)?(?P<digits>{DIGIT}{{1,2}}{NO_MORE})?\s*[.)\-:]?\s*")
PART_WORD = re.compile("ส่วน|[Pp]art")
NAME_ENDS = re.compile(r"(?![ก-๎])|(?=คะแนน|ได้|มี|ปรากฏ|เท่ากับ)")
UNKNOWN_NAME = re.compile(
    r"[^0-9๐-๙()]*?(?=\s*(?:(?:ได้|ผล)?คะแนน|ร้อยละ|ได้|[0-9๐-๙(]|$)|(?:^|\s)(?:มี|ปรากฏ|เท่ากับ))"
)
TOTAL = re.compile(
    r"(?:สรุป|ผล|การประเมิน|คะแนน|ITA|โดย|ใน|เฉลี่ย|\s)*(?:ภาพรวม|รวมทั้งหมด|รวมทั้งสิ้น|คะแนนรวม|รวมคะแนน|overall|total|คะแนน\s*ITA)"
    r"(?:ของ)?(?:หน่วยงาน|ITA|ทั้งหมด|เฉลี่ย|\s)*",
    re.IGNORECASE,
)
TOTAL_IN_TEXT = re.compile("คะแนน(?:การประเมิน)?(?:โดย|ใน)?(?:ภาพ)?รวม")
ANOTHER_YEAR = re.compile("ย้อนหลัง|ปีก่อน|ปีที่แล้ว|ปีที่ผ่านมา")
LONGEST_WORDING = 260  # characters, with room for an indicator's name beside it
LONGEST_LINE_END = 3  # a sentence that goes on: "… คะแนนภาพรวม" and on the next line "… เท่ากับร้อยละ ๙๖.๘๓ คะแนน"
RESULT_WITH_LEVEL = re.compile("(?:ผล)?คะแนนที่ได้|ได้คะแนน|ผลคะแนน")


class Kind(IntEnum):
    """From the whole to the finest: of two in one row the finer one is what the score belongs to."""

    TOTAL = 0
    INSTRUMENT = 1
    INDICATOR = 2
    QUESTION = 3


@dataclass(frozen=True)
class Subject:
    """What a score would belong to, as typed; which question a code means is told later, from its surroundings."""

    kind: Kind
    text: str
    instrument: str = ""  # "" with a part: "ส่วนที่ ๒" alone
    part: int | None = None
    indicator: int | None = None  # told by name, or by number where no name stands
    typed_number: int | None = None
    is_named: bool = False
    unknown_name: str = ""
    is_mention: bool = False  # in running text
    remark: str = ""
    letter: str = ""  # of the code: i, e, o; "" where only digits were typed
    digits: str = ""  # of the code, as typed
    is_item: bool = False  # "ข้อ" stands before the digits

    @property
    def is_part_label(self):
        return self.kind == Kind.INSTRUMENT and self.part is not None


@dataclass(frozen=True)
class Cell:
    text: str
    subjects: tuple[Subject, ...]  # coarse to fine, where a cell names an indicator and a question of it
    numbers: Numbers
    listed: tuple[Subject, Numbers] | None = None  # "1 … 98.26" read as a code, where the surroundings allow it

    @property
    def is_scores(self):
        return bool(self.numbers.scores) and self.numbers.is_all and not self.subjects

    @property
    def is_integer(self):
        scores = self.numbers.scores
        return (
            self.is_scores
            and len(scores) == 1
            and scores[0].is_bare_integer
            and self.text.strip(" .)").isdigit()
        )


class CellReader:
    """Reads the cells of one paste for the framework of one year."""

    def __init__(self, framework: KnownFramework):
        self.framework = framework
        self._scanner = scanner(framework.levels)
        codes = "|".join(re.escape(row.code) for row in framework.instruments) or "(?!)"
        self._instrument_named = {
            row.code: re.compile(spaced(squashed(row.name))) for row in framework.instruments
        }
        self._instrument_code = re.compile(
            rf"(?:เครื่องมือ\s*|คะแนน\s*\(?|แบบ(?:วัด|ตรวจ)[^0-9๐-๙]{{0,140}}?|{DIGIT}{{1,2}}[.)]\s*)?\(?(?P<code>{codes})"
            rf"(?![A-Za-z])\s*\)?(?:\s*[(/-]?\s*(?:ส่วนที่|ส่วน|[Pp]art)?\s*(?P<part>[1-9๑-๙]){NO_MORE}\s*\)?)?"
        )

    def read(self, text):
        """A cell: its subjects at the start, or mentioned in running text, and the scores that follow."""
        if len(self._parts_with_scores(text)) > 1:
            return Cell(text, (), self._numbers(text))
        opening = OPENING.match(text)
        bare = text[opening.end() :] if opening else text
        for find in (self._instrument_at, self._indicator_at, self._code_at, self._name_at, self._total_at):
            cell = find(text, bare)
            if cell:
                return cell
        return self._mentioned(text) or Cell(text, (), self._numbers(text), self._listed(bare))

    def _numbers(self, text, *, is_after_subject=False):
        return numbers_in(text, self._scanner, is_after_subject=is_after_subject)

    def _item_numbers(self, rest):
        """The scores after a question's code. Longer than any wording, the rest is running text."""
        return (
            self._certain(rest) if len(rest) > LONGEST_WORDING else self._numbers(rest, is_after_subject=True)
        )

    def _certain(self, rest):
        """The scores after a name, where running text may follow it: only what is said to be one, or has decimals."""
        numbers = self._numbers(rest, is_after_subject=True)
        if numbers.is_all:
            return numbers
        if numbers.first_marked:
            numbers.scores = [numbers.first_marked]
        elif re.search("[ก-ฮ]", rest):
            numbers.scores = [score for score in numbers.scores if score.has_two_decimals]
        return numbers

    def _parts_with_scores(self, text):
        numbers = self._numbers(text) if PART_WORD.search(text) else Numbers()
        return [score for score in numbers.scores if score.part] if numbers.is_all else []

    # -- at the start of a cell --------------------------------------------------------------------

    def _instrument_at(self, text, bare):
        subject, rest = self._instrument(bare)
        if subject is None:
            if not PART_WORD.search(bare):
                return None
            label = self._numbers(bare)
            is_label = label.is_all and label.part and not label.scores
            return Cell(text, (Subject(Kind.INSTRUMENT, bare, part=label.part),), label) if is_label else None
        finer = self.read(rest) if rest.strip() else None
        if finer and finer.subjects:
            return Cell(text, (subject, *finer.subjects), finer.numbers)
        return Cell(text, (subject,), self._certain(rest))

    def _instrument(self, text):
        """(subject, what follows it) of an instrument at the start of a text, or (None, "")."""
        match = self._instrument_code.match(text)
        if match:
            part = _number(match["part"])
            is_known = part in self.framework.parts_of(match["code"])
            end = match.end() if part is None or is_known else match.start("part")
            return Subject(
                Kind.INSTRUMENT, match.group().strip(), match["code"], part if is_known else None
            ), text[end:]
        for code, name in self._instrument_named.items():
            match = name.match(text)
            if match:
                return Subject(Kind.INSTRUMENT, match.group(), code), text[match.end() :]
        return None, ""

    def _indicator_at(self, text, bare):
        match = INDICATOR.match(bare)
        if not match:
            return None
        subject, rest = self._indicator(match, bare)
        if subject is None:
            return None
        item = re.search(rf"{ITEM}(?=[iIlLeEoO]?\s?-?{DIGIT})", rest)
        code = item and self._code(rest[item.start() :])
        if code:
            return Cell(text, (subject, code[0]), self._item_numbers(code[1]))
        return Cell(text, (subject,), self._certain(rest))

    def _indicator(self, match, text):
        """(subject, what follows it), or (None, "") where neither a number nor a known name stands."""
        number, rest = _number(match["digits"]), text[match.end() :]
        name = self.framework.name_pattern.match(rest)
        if name:
            indicator = self.framework.named(name.group()).number
            typed = text[match.start() : match.end() + name.end()]
            subject = Subject(Kind.INDICATOR, typed, indicator=indicator, typed_number=number, is_named=True)
            return subject, rest[name.end() :]
        if number is None:
            return None, ""
        unknown = UNKNOWN_NAME.match(rest)
        words = unknown.group() if unknown else ""
        if len(squashed(words)) < 4:
            return Subject(Kind.INDICATOR, match.group().strip(), indicator=number, typed_number=number), rest
        alike = self.framework.named(words)
        return (
            Subject(
                Kind.INDICATOR,
                f"{match.group()}{words}".strip(),
                indicator=alike.number if alike else None,
                typed_number=number,
                is_named=True,
                unknown_name="" if alike else words.strip(),
            ),
            rest[len(words) :],
        )

    def _code_at(self, text, bare):
        code = self._code(bare)
        if not code:
            return None
        subject, rest = code
        if subject.letter or subject.is_item or _is_weak_code(subject.digits):
            return Cell(text, (subject,), self._item_numbers(rest))
        return None

    def _listed(self, bare):
        """A number and what follows it: a code where the surroundings allow it, else a running number."""
        code = self._code(bare)
        return (code[0], self._item_numbers(code[1])) if code and code[1].strip() else None

    def _code(self, text):
        """(subject, what follows it) of a code at the start of a text, or None."""
        match = LETTERED_CODE.match(text)
        if match:
            letter = match["letter"].lower().replace("l", "i")
            subject = Subject(
                Kind.QUESTION,
                match.group().strip(),
                part=_number(match["part"]),
                letter=letter,
                digits=match["digits"],
            )
            return subject, text[match.end() :]
        match = NUMBERED_CODE.match(text)
        if match:
            digits = re.sub(r"[-\s]", "", match["digits"])
            subject = Subject(Kind.QUESTION, match.group().strip(), digits=digits, is_item=bool(match["item"]))
            return subject, text[match.end() :]
        return None

    def _name_at(self, text, bare):
        """The name of an indicator with nothing but scores after it, perhaps with a typed number before it."""
        match = LISTED_NAME.match(bare)
        rest = bare[match.end() :]
        name = self.framework.name_pattern.match(rest)
        if not name or not NAME_ENDS.match(rest, name.end()):
            return None
        numbers = self._numbers(rest[name.end() :])
        if not numbers.is_all:
            return None
        subject = Subject(
            Kind.INDICATOR,
            bare[: match.end() + name.end()],
            indicator=self.framework.named(name.group()).number,
            typed_number=_number(match["digits"]),
            is_named=True,
        )
        return Cell(text, (subject,), numbers)

    def _total_at(self, text, bare):
        match = TOTAL.match(bare)
        rest = bare[match.end() :] if match else ""
        if match and not ANOTHER_YEAR.search(rest):
            numbers = self._numbers(rest)
            if numbers.is_all:
                return Cell(text, (Subject(Kind.TOTAL, match.group().strip()),), numbers)
        if RESULT_WITH_LEVEL.match(bare):
            numbers = self._numbers(bare)
            if numbers.is_all and numbers.has_level:
                return Cell(text, (Subject(Kind.TOTAL, bare),), numbers)
        return None

    # -- in running text ---------------------------------------------------------------------------

    def _mentioned(self, text):
        """An indicator or the total with its score in a sentence: "ตัวชี้วัดที่ ๖ … ปรากฏว่าได้ ๙๙.๗๙ คะแนน"."""
        for match in INDICATOR.finditer(text):
            subject, rest = self._indicator(match, text)
            score = subject and not subject.unknown_name and self._numbers(rest).first_marked
            if score:
                return Cell(text, (replace(subject, is_mention=True),), Numbers(scores=[score], is_all=False))
        match = None if ANOTHER_YEAR.search(text) else TOTAL_IN_TEXT.search(text)
        if not match:
            return None
        rest = text[match.end() :]
        score = self._numbers(rest).first_marked
        if score or len(rest.strip()) < LONGEST_LINE_END:
            subject = Subject(Kind.TOTAL, match.group())
            return Cell(text, (subject,), Numbers(scores=[score] if score else [], is_all=False))
        return None


def _is_weak_code(digits):
    """True for 027 and 1๑: a letter typed, or read, as a digit."""
    return len(digits) > 1 and (digits[0] in "0๐" or (digits[0] in "1๑" and _is_mixed(digits)))


def _is_mixed(digits):
    return len({digit.isascii() for digit in digits}) > 1


def _number(digits):
    return int(to_arabic_digits(digits)) if digits else None
