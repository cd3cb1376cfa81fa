"""Frameworks as files: the only reader and writer of `fixtures/frameworks/*.json` (format: fixtures/README.md)."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError

from assessments.framework_checks import contradictions
from assessments.models import (
    CalendarEvent,
    FilingItem,
    Framework,
    Indicator,
    Instrument,
    InstrumentPart,
    Question,
    QuestionGroup,
    RatingLevel,
    Topic,
)
from ita_portal.data_files import BrokenDataFile, check_data, read_data_file

SCHEMA = "framework"


class CorrectedInThePortal(BrokenDataFile):
    """The framework was corrected in the browser; its file is not laid over that."""


def framework_paths():
    """The framework files of the repository, oldest year first (a year links to the year before)."""
    return sorted((settings.FIXTURES_DIR / "frameworks").glob("ita_*.json"))


def read_framework(path):
    """Return the checked content of a framework file. Raises BrokenDataFile."""
    content = read_data_file(path, SCHEMA)
    check_framework(content, path.name)
    return content


def check_framework(content, name):
    """Refuse content that breaks the schema or contradicts itself. Raises BrokenDataFile."""
    check_data(content, SCHEMA, name)
    problems = list(contradictions(content))
    if problems:
        raise BrokenDataFile(
            "\n".join([f"แฟ้ม {name} ขัดแย้งในตัวเอง:", *(f"  {problem}" for problem in problems)])
        )


@transaction.atomic
def load_framework(content, *, fills_corrected=False):
    """Store checked content as the framework of its year and return (framework, was it changed?).

    Loading the same content again changes nothing. A framework that was corrected in the browser keeps its
    corrections: the file is then refused, unless the caller fills an empty one (`fills_corrected`, for copies). Raises
    BrokenDataFile.
    """
    framework = Framework.objects.filter(year=content["year"]).first()
    if framework and _comparable(export_framework(framework)) == _comparable(content):
        return framework, False
    if framework and framework.revisions.exists() and not fills_corrected:
        raise CorrectedInThePortal(f"{framework} ถูกแก้ไขในระบบแล้ว แฟ้มนี้จึงไม่ถูกนำมาทับ โปรดแก้ไขต่อในหน้าเกณฑ์การประเมิน")
    framework, _ = Framework.objects.update_or_create(
        year=content["year"],
        defaults={name: content[name] for name in ("title", "is_provisional", "note", "is_rating_provisional")},
    )
    try:
        _load_instruments(framework, content["instruments"])
        _load_rating(framework, content["rating"])
        _load_filing_items(framework, content["filing_items"])
    except ProtectedError as error:
        kept = ", ".join(sorted({str(row) for row in error.protected_objects})[:5])
        raise BrokenDataFile(f"{framework}: เอาออกไม่ได้ เพราะหน่วยงานใช้อยู่ ({error.args[0]}: {kept})") from None
    _load_calendar(framework, content["calendar"])
    return framework, True


def _keep_only(rows, kept):
    """Delete the rows that a file no longer has. Raises ProtectedError naming them while something uses them."""
    for row in rows.exclude(pk__in=[row.pk for row in kept]):
        try:
            row.delete()
        except ProtectedError as error:
            raise ProtectedError(str(row), error.protected_objects) from None


def _load_instruments(framework, contents):
    earlier = {row.code: row for row in Question.objects.filter(framework__year=framework.year - 1)}
    instruments, indicators, questions, groups_kept = [], [], [], []
    for order, content in enumerate(contents, start=1):
        instrument, _ = Instrument.objects.update_or_create(
            framework=framework,
            code=content["code"],
            defaults={
                "order": order,
                "weight": Decimal(content["weight"]),
                **{key: content[key] for key in ("name", "english_name", "aggregation", "is_provisional")},
            },
        )
        instruments.append(instrument)
        parts = [_load_part(instrument, part) for part in content["parts"]]
        _keep_only(instrument.parts, parts)
        for indicator_content in content["indicators"]:
            indicator = _load_indicator(instrument, indicator_content)
            indicators.append(indicator)
            groups = _load_groups(indicator, indicator_content["groups"])
            groups_kept += groups.values()
            for question_content in indicator_content["questions"]:
                questions.append(
                    _load_question(indicator, groups, len(questions) + 1, question_content, earlier)
                )
    # Only now: a question that moved to another indicator has been found there, with its scores and links.
    _keep_only(framework.questions, questions)
    _keep_only(QuestionGroup.objects.filter(indicator__framework=framework), groups_kept)
    _keep_only(framework.indicators, indicators)
    _keep_only(framework.instruments, instruments)


def _load_part(instrument, content):
    defaults = {"name": content["name"], "weight": Decimal(content["weight"])}
    return InstrumentPart.objects.update_or_create(
        instrument=instrument, number=content["number"], defaults=defaults
    )[0]


def _load_indicator(instrument, content):
    fields = ("name", "aliases", "aggregation", "is_provisional")
    return Indicator.objects.update_or_create(
        framework=instrument.framework,
        number=content["number"],
        defaults={"instrument": instrument, **{key: content[key] for key in fields}},
    )[0]


def _load_groups(indicator, contents):
    return {
        content["code"]: QuestionGroup.objects.update_or_create(
            indicator=indicator, code=content["code"], defaults={"name": content["name"], "order": order}
        )[0]
        for order, content in enumerate(contents, start=1)
    }


def _load_question(indicator, groups, order, content, earlier):
    continues = content["continues"]
    if continues is not None and continues not in earlier:
        raise BrokenDataFile(
            f"เกณฑ์ปี {indicator.framework.year} ข้อ {content['code']}: ไม่มีข้อ {continues} ในเกณฑ์ของปีก่อน"
        )
    fields = ("wording", "summary", "is_reversed", "allowed_values", "is_provisional")
    return Question.objects.update_or_create(
        framework=indicator.framework,
        code=content["code"],
        defaults={
            "indicator": indicator,
            "group": groups.get(content["group"]),
            "order": order,
            "continues": earlier.get(continues),
            **{key: content[key] for key in fields},
        },
    )[0]


def _load_rating(framework, contents):
    levels = []
    for order, content in enumerate(contents, start=1):
        minimum = content["minimum_instrument"]
        defaults = {
            "order": order,
            "minimum_total": Decimal(content["minimum_total"]),
            "minimum_instrument": None if minimum is None else Decimal(minimum),
        }
        levels.append(
            RatingLevel.objects.update_or_create(framework=framework, name=content["name"], defaults=defaults)[
                0
            ]
        )
    _keep_only(framework.rating_levels, levels)


def _load_filing_items(framework, contents):
    questions = {row.code: row for row in framework.questions.all()}
    indicators = {row.number: row for row in framework.indicators.all()}
    _free_questions(framework, contents, questions)
    items = []
    for content in contents:
        fields = ("form", "analysed_year_offset", "covered_year_offset", "is_provisional")
        item, _ = FilingItem.objects.update_or_create(
            framework=framework,
            purpose=content["purpose"],
            defaults={"question": questions[content["question"]], **{key: content[key] for key in fields}},
        )
        items.append(item)
        topics = []
        for topic_content in content["topics"]:
            topic, _ = Topic.objects.update_or_create(
                filing_item=item, number=topic_content["number"], defaults={"name": topic_content["name"]}
            )
            topic.indicators.set([indicators[number] for number in topic_content["indicators"]])
            topic.questions.set([questions[code] for code in topic_content["questions"]])
            topics.append(topic)
        _keep_only(item.topics, topics)
    _keep_only(framework.filing_items, items)


def _free_questions(framework, contents, questions):
    """Let items that change places go through free questions: each question carries one item at most."""
    wanted = {content["purpose"]: content["question"] for content in contents}
    taken = {item.question.code for item in framework.filing_items.all()} | set(wanted.values())
    free = (question for code, question in questions.items() if code not in taken)
    for item in framework.filing_items.select_related("question"):
        if item.question.code != wanted.get(item.purpose) and item.question.code in wanted.values():
            item.question = next(free)
            item.save()


def _load_calendar(framework, contents):
    framework.calendar.all().delete()
    CalendarEvent.objects.bulk_create(
        CalendarEvent(
            framework=framework,
            event=content["event"],
            name=content["name"],
            starts_on=date.fromisoformat(content["starts_on"]),
            ends_on=content["ends_on"] and date.fromisoformat(content["ends_on"]),
            is_provisional=content["is_provisional"],
        )
        for content in contents
    )


# -- Export: the same content as plain data --------------------------------------------------------


def export_framework(framework):
    """The framework as the content of a file: `load_framework(export_framework(f))` changes nothing."""
    return {
        "year": framework.year,
        "title": framework.title,
        "is_provisional": framework.is_provisional,
        "note": framework.note,
        "instruments": [_export_instrument(row) for row in framework.instruments.order_by("order")],
        "rating": [
            {
                "name": row.name,
                "minimum_total": _decimal_text(row.minimum_total),
                "minimum_instrument": _decimal_text(row.minimum_instrument),
            }
            for row in framework.rating_levels.order_by("order")
        ],
        "is_rating_provisional": framework.is_rating_provisional,
        "filing_items": [_export_filing_item(row) for row in framework.filing_items.order_by("pk")],
        "calendar": [
            {
                "event": row.event,
                "name": row.name,
                "starts_on": row.starts_on.isoformat(),
                "ends_on": row.ends_on and row.ends_on.isoformat(),
                "is_provisional": row.is_provisional,
            }
            for row in framework.calendar.order_by("pk")
        ],
    }


def _export_instrument(row):
    return {
        "code": row.code,
        "name": row.name,
        "english_name": row.english_name,
        "weight": _decimal_text(row.weight),
        "aggregation": row.aggregation,
        "is_provisional": row.is_provisional,
        "parts": [
            {"number": part.number, "name": part.name, "weight": _decimal_text(part.weight)}
            for part in row.parts.order_by("number")
        ],
        "indicators": [_export_indicator(indicator) for indicator in row.indicators.order_by("number")],
    }


def _export_indicator(row):
    fields = ("number", "name", "aliases", "aggregation", "is_provisional")
    questions = row.questions.order_by("order").select_related("group", "continues")
    return {
        **{key: getattr(row, key) for key in fields},
        "groups": [{"code": group.code, "name": group.name} for group in row.groups.order_by("order")],
        "questions": [_export_question(question) for question in questions],
    }


def _export_question(row):
    fields = ("code", "wording", "summary", "is_reversed", "allowed_values", "is_provisional")
    return {
        **{key: getattr(row, key) for key in fields},
        "group": row.group.code if row.group else None,
        "continues": row.continues.code if row.continues else None,
    }


def _export_filing_item(row):
    fields = ("purpose", "form", "analysed_year_offset", "covered_year_offset", "is_provisional")
    return {
        "question": row.question.code,
        **{key: getattr(row, key) for key in fields},
        "topics": [
            {
                "number": topic.number,
                "name": topic.name,
                "indicators": [indicator.number for indicator in topic.indicators.order_by("number")],
                "questions": [question.code for question in topic.questions.order_by("order")],
            }
            for topic in row.topics.order_by("number")
        ],
    }


def _decimal_text(value):
    return None if value is None else f"{value:.2f}"


def _comparable(content):
    """The content with numbers as Decimal ("30" is "30.00") and with lists whose order means nothing sorted."""
    if isinstance(content, list):
        return [_comparable(value) for value in content]
    if not isinstance(content, dict):
        return content
    plain = {}
    for key, value in content.items():
        if key in ("weight", "minimum_total", "minimum_instrument") and value:
            plain[key] = Decimal(value)
        elif key == "filing_items":
            plain[key] = sorted((_comparable(item) for item in value), key=lambda item: item["question"])
        elif key in ("indicators", "questions") and value and not isinstance(value[0], dict):
            plain[key] = sorted(value)
        else:
            plain[key] = _comparable(value)
    return plain
