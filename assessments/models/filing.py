"""Where this work itself is filed: the OIT items, their forms and topics, and the year's calendar."""

from django.db import models
from django.db.models import F, Q

from assessments.models.framework import Framework, Indicator, Question
from ita_portal.thai_text import to_thai_digits


class FilingPurpose(models.TextChoices):
    MEASURES = "measures", "การวิเคราะห์และมาตรการ"
    REPORT = "report", "รายงานผลการดำเนินการ"


class DocumentForm(models.TextChoices):
    THREE_BANDS = "three_bands", "สรุปสามระดับ พร้อมการติดตามผล"
    SEVEN_TOPICS = "seven_topics", "เจ็ดประเด็น"
    PER_INDICATOR = "per_indicator", "รายตัวชี้วัดและข้อคำถาม"
    INDICATOR_TABLE = "indicator_table", "ตารางเดียวรายตัวชี้วัด"
    PROGRESS = "progress", "รายงานผลการดำเนินการ"


class FilingItem(models.Model):
    """An OIT item that asks for measures or for the report on them, with the form it asks for."""

    framework = models.ForeignKey(
        Framework, on_delete=models.CASCADE, related_name="filing_items", verbose_name="เกณฑ์"
    )  # CASCADE: part of the framework
    question = models.OneToOneField(
        Question, on_delete=models.CASCADE, related_name="filing_item", verbose_name="รายการ OIT"
    )  # CASCADE: part of the framework
    purpose = models.CharField("ยื่นเรื่อง", max_length=12, choices=FilingPurpose)
    form = models.CharField("รูปแบบเอกสาร", max_length=16, choices=DocumentForm)
    analysed_year_offset = models.SmallIntegerField("ผลของปีที่วิเคราะห์ (นับจากปีเกณฑ์)")
    covered_year_offset = models.SmallIntegerField("ปีของมาตรการหรือรายงาน (นับจากปีเกณฑ์)")
    is_provisional = models.BooleanField("ยังไม่ยืนยัน", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "รายการที่ยื่นงานนี้"
        ordering = ["framework", "purpose"]
        constraints = [
            models.UniqueConstraint(
                name="filing_item_once_per_purpose",
                fields=["framework", "purpose"],
                violation_error_message="มีรายการสำหรับเรื่องนี้ในเกณฑ์ของปีนี้แล้ว",
            ),
        ]

    def __str__(self):
        return f"{self.question.code} ปี {to_thai_digits(str(self.framework.year))}"


class Topic(models.Model):
    """A topic the analysis must cover under a filing item (the seven of 2567–68)."""

    filing_item = models.ForeignKey(
        FilingItem, on_delete=models.CASCADE, related_name="topics", verbose_name="รายการ OIT"
    )  # CASCADE: part of the framework
    number = models.PositiveSmallIntegerField("ประเด็นที่")
    name = models.CharField("ประเด็น", max_length=300)
    indicators = models.ManyToManyField(Indicator, related_name="topics", verbose_name="ตัวชี้วัด", blank=True)
    questions = models.ManyToManyField(Question, related_name="topics", verbose_name="ข้อ", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "ประเด็นการวิเคราะห์"
        ordering = ["filing_item", "number"]
        constraints = [
            models.UniqueConstraint(
                name="topic_number_once",
                fields=["filing_item", "number"],
                violation_error_message="มีประเด็นเลขนี้แล้ว",
            ),
        ]

    def __str__(self):
        return f"({to_thai_digits(str(self.number))}) {self.name}"


class CalendarEventKind(models.TextChoices):
    ANNOUNCEMENT = "announcement", "ประกาศปฏิทิน"
    REGISTRATION = "registration", "ลงทะเบียนและนำเข้าข้อมูล"
    OIT_FILING = "oit_filing", "ส่งข้อมูล OIT"
    SURVEY = "survey", "ตอบแบบ IIT และ EIT"
    REVIEW = "review", "ตรวจ ชี้แจง และยืนยัน"
    RESULTS = "results", "ประกาศผล"


class CalendarEvent(models.Model):
    """A phase of the year's assessment; a single day when `ends_on` is empty."""

    framework = models.ForeignKey(
        Framework, on_delete=models.CASCADE, related_name="calendar", verbose_name="เกณฑ์"
    )  # CASCADE: part of the framework
    event = models.CharField("ขั้น", max_length=16, choices=CalendarEventKind)
    name = models.CharField("ชื่อ", max_length=200)
    starts_on = models.DateField("เริ่ม")
    ends_on = models.DateField("สิ้นสุด", null=True, blank=True)
    is_provisional = models.BooleanField("ยังไม่ยืนยัน", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "ปฏิทินการประเมิน"
        ordering = ["framework", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="calendar_dates_in_order",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="วันสิ้นสุดต้องไม่มาก่อนวันเริ่ม",
            ),
        ]

    def __str__(self):
        return self.name
