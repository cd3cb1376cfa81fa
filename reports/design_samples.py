"""What the page of components shows: made-up values in every state, no row of anybody."""

from decimal import Decimal

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator

from assessments.models.analysis import Disposition
from ita_portal.fields import ScoreField


class SampleForm(forms.Form):
    """A form that was sent with two mistakes."""

    title = forms.CharField(
        label="ชื่อมาตรการ",
        error_messages={"required": "โปรดพิมพ์ชื่อมาตรการ"},
        help_text="เช่น อบรมพนักงานใหม่เรื่องประมวลจริยธรรม",
    )
    score = ScoreField(label="คะแนน", help_text="ตัวเลข ๐ ถึง ๑๐๐ ทศนิยมไม่เกินสองตำแหน่ง พิมพ์เลขไทยหรืออารบิกก็ได้")
    disposition = forms.ChoiceField(label="การตัดสินใจ", choices=Disposition.choices)
    is_certain = forms.BooleanField(label="ตรวจกับประกาศแล้ว", required=False)


def all_samples():
    """The context of the page."""
    return {
        "form": SampleForm({"title": "", "score": "๑๒๐", "disposition": Disposition.FIX}),
        "messages_shown": [
            Message(constants.SUCCESS, "บันทึกคะแนนแล้ว ๑๒ ข้อ คะแนนรวมที่คำนวณได้คือ ๙๖.๘๓"),
            Message(constants.INFO, "ผลของปีนี้ยืนยันแล้ว หากต้องแก้ ให้เปิดแก้ไขพร้อมเหตุผล"),
            Message(constants.WARNING, "ยังมี ๓ ข้อที่ไม่มีคะแนน คะแนนรวมจึงยังเป็นค่าชั่วคราว"),
            Message(constants.ERROR, "ยังบันทึกไม่ได้ เพราะมีผู้อื่นแก้ข้อเดียวกัน โปรดเลือกค่าที่ใช้"),
        ],
        "bars": [
            ("IIT", "iit", Decimal("98.42")),
            ("EIT", "eit", Decimal("91.07")),
            ("OIT", "oit", Decimal("100.00")),
        ],
        "lines": [Decimal(85), Decimal(95)],
        "dispositions": [("strength", "จุดแข็ง"), ("develop", "พัฒนา"), ("fix", "เร่งแก้ไข")],
        "steps": [
            {"name": "บันทึกคะแนน", "state": "done", "note": "๖๓ จาก ๖๓ ข้อ"},
            {"name": "วิเคราะห์ผล", "state": "now", "note": "ยังไม่ได้ตรวจ ๔ ข้อ"},
            {"name": "จัดทำแผน", "state": "next", "note": ""},
        ],
        "page": Paginator(range(95), 20).page(2),
        "sizes": ["caption", "small", "body", "h3", "h2", "h1", "hero"],
        "colours": [
            "text",
            "muted",
            "accent",
            "good",
            "warn",
            "bad",
            "info",
            "iit",
            "eit",
            "oit",
        ],
    }
