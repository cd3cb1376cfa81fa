"""What a framework must be beyond its schema: sentences on where its content contradicts itself. Pure."""

from collections import Counter
from decimal import Decimal


def contradictions(content):
    """Sentences on where the content of a framework contradicts itself; none when it is sound."""
    yield from _weights(content["instruments"])
    yield from _twice("เครื่องมือ", [row["code"] for row in content["instruments"]])
    indicators = [(row, indicator) for row in content["instruments"] for indicator in row["indicators"]]
    for number in _doubles(indicator["number"] for _, indicator in indicators):
        place = next(row["code"] for row, indicator in reversed(indicators) if indicator["number"] == number)
        yield f"เครื่องมือ {place}: มีตัวชี้วัดที่ {number} ซ้ำ"
    for instrument in content["instruments"]:
        yield from _instrument(instrument)
    yield from _codes_twice(indicators)
    yield from _filing_items(content, indicators)
    yield from _levels(content["rating"])
    yield from _calendar(content["calendar"])


def _doubles(values):
    return [value for value, count in Counter(values).items() if count > 1]


def _twice(what, values):
    for value in _doubles(values):
        yield f"มี{what} {value} ซ้ำ"


def _weights(instruments):
    if instruments and sum(Decimal(row["weight"]) for row in instruments) != 100:
        yield "น้ำหนักของเครื่องมือทั้งหมดรวมกันไม่เท่ากับ 100"


def _instrument(instrument):
    place, parts = f"เครื่องมือ {instrument['code']}", instrument["parts"]
    if parts and sum(Decimal(part["weight"]) for part in parts) != Decimal(instrument["weight"]):
        yield f"{place}: น้ำหนักของส่วนรวมกันไม่เท่ากับน้ำหนักของเครื่องมือ"
    if parts and all(Decimal(part["weight"]) == 0 for part in parts):
        yield f"{place}: ส่วนทุกส่วนมีน้ำหนัก 0 จึงหาค่าเฉลี่ยไม่ได้"
    for number in _doubles(part["number"] for part in parts):
        yield f"{place}: มีส่วนที่ {number} ซ้ำ"
    if instrument["aggregation"] == "mean_of_parts" and not parts:
        yield f"{place}: รวมจากส่วน แต่ไม่มีส่วน"
    for indicator in instrument["indicators"]:
        yield from _indicator(place, bool(parts), indicator)


def _indicator(place, has_parts, indicator):
    name = f"{place} ตัวชี้วัดที่ {indicator['number']}"
    if indicator["aggregation"] == "mean_of_parts" and not has_parts:
        yield f"{name}: รวมจากส่วน แต่เครื่องมือนี้ไม่มีส่วน"
    if indicator["aggregation"] != "mean_of_parts" and has_parts:
        yield f"{name}: เครื่องมือนี้มีส่วน ตัวชี้วัดจึงต้องรวมจากส่วน"
    groups = [group["code"] for group in indicator["groups"]]
    for code in _doubles(groups):
        yield f"{name}: มีหัวข้อย่อย {code} ซ้ำ"
    for question in indicator["questions"]:
        if question["group"] is not None and question["group"] not in groups:
            yield f"{place} ข้อ {question['code']}: ไม่มีหัวข้อย่อย {question['group']}"
        if question["group"] is None and indicator["aggregation"] == "mean_of_groups":
            yield f"{place} ข้อ {question['code']}: ตัวชี้วัดรวมจากหัวข้อย่อย แต่ข้อนี้ไม่มีหัวข้อย่อย"


def _codes_twice(indicators):
    codes = [
        (row["code"], question["code"]) for row, indicator in indicators for question in indicator["questions"]
    ]
    for code in _doubles(code for _, code in codes):
        place = [place for place, own in codes if own == code][-1]
        yield f"เครื่องมือ {place}: มีข้อ {code} ซ้ำ"


def _filing_items(content, indicators):
    items = content["filing_items"]
    codes = {question["code"] for _, indicator in indicators for question in indicator["questions"]}
    numbers = {indicator["number"] for _, indicator in indicators}
    yield from _twice("รายการที่ยื่นเรื่อง", [item["purpose"] for item in items])
    yield from _twice("รายการที่ยื่นงานด้วยข้อ", [item["question"] for item in items])
    for item in items:
        name = f"รายการที่ยื่นงาน {item['question']}"
        for code in [item["question"], *(code for topic in item["topics"] for code in topic["questions"])]:
            if code not in codes:
                yield f"{name}: ไม่มีข้อ {code}"
        for number in (number for topic in item["topics"] for number in topic["indicators"]):
            if number not in numbers:
                yield f"{name}: ไม่มีตัวชี้วัดที่ {number}"
        for number in _doubles(topic["number"] for topic in item["topics"]):
            yield f"{name}: มีประเด็นที่ {number} ซ้ำ"


def _levels(levels):
    minimums = [Decimal(level["minimum_total"]) for level in levels]
    if minimums != sorted(minimums, reverse=True):
        yield "เกณฑ์ระดับ: ระดับต้องเรียงจากดีที่สุดลงไป"
    yield from _twice("ระดับ", [level["name"] for level in levels])


def _calendar(events):
    for event in events:
        if event["ends_on"] is not None and event["ends_on"] < event["starts_on"]:
            yield f"ปฏิทิน {event['name']}: วันสิ้นสุดมาก่อนวันเริ่ม"
