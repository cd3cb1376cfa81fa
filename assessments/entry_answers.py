"""What is said after a save: the sheet with what stayed open, for the page and for its script."""

from dataclasses import replace

from django.utils import timezone

from assessments.entry_forms import text_of
from assessments.entry_sheet import Clash
from ita_portal.template_filters import thai, thai_short_date

EMPTY = "เว้นว่าง"


def with_typed(sheet, typed, outcome, fields):
    """The sheet after a save that left boxes open: what is wrong keeps its text, what clashes shows both values."""
    clashes = {
        conflict.key: _clash(conflict, typed[conflict.key], fields[conflict.key])
        for conflict in outcome.conflicts
    }

    def shown(box):
        mine = typed.get(box.key)
        if box.key in clashes:
            return replace(box, text=mine.text, clash=clashes[box.key])
        return replace(box, text=mine.text, error=mine.error) if mine and mine.error else box

    return _map_boxes(sheet, shown)


def _map_boxes(sheet, change):
    def line(row):
        return replace(row, box=change(row.box))

    def block(row):
        rows = [replace(question, boxes=[change(box) for box in question.boxes]) for question in row.rows]
        return replace(row, line=line(row.line), rows=rows)

    return replace(
        sheet,
        announced=[change(box) for box in sheet.announced],
        lines=[line(row) for row in sheet.lines],
        instruments=[
            replace(row, indicators=[block(indicator) for indicator in row.indicators])
            for row in sheet.instruments
        ],
    )


def _clash(conflict, typed, form_field):
    return Clash(
        mine=thai(typed.text.strip()) or EMPTY,
        theirs=thai(text_of(form_field, conflict.theirs)) or EMPTY,
        told=_told(conflict.entry),
    )


def _told(entry):
    """Who changed the box when; the time is that of the office."""
    if entry is None:
        return "ผู้อื่นบันทึกไปก่อนแล้ว"
    at = timezone.localtime(entry.at)
    who = entry.by or "ระบบ"
    return thai(f"{who} บันทึกเมื่อ {thai_short_date(at.date())} เวลา {at:%H.%M} น.")


def answer_of(sheet, outcome, typed):
    """The answer to a row that the page's script saved, as plain data: see static/js/score_sheet.js."""
    boxes = {box.key: box for box in sheet.boxes}
    return {
        "saved": {
            key: {"seen": boxes[key].seen, "text": boxes[key].stored} for key in _settled(outcome, typed)
        },
        "errors": {key: box.error for key, box in typed.items() if box.error},
        "clashes": {
            box.key: {
                "mine": box.clash.mine,
                "theirs": box.clash.theirs,
                "told": box.clash.told,
                "seen": box.seen,
                "text": box.stored,
            }
            for box in sheet.clashing
        },
        "painted": sheet.painted(),
    }


def _settled(outcome, typed):
    """The boxes that now hold what is stored: saved, or nothing new was typed."""
    open_boxes = {conflict.key for conflict in outcome.conflicts}
    return [key for key, box in typed.items() if not box.error and key not in open_boxes]
