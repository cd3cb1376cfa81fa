"""The assessment framework of a year as data: instruments, indicators, questions, levels, revisions."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from assessments.scoring import Aggregation
from ita_portal.thai_dates import EARLIEST_YEAR, LATEST_YEAR
from ita_portal.thai_text import to_thai_digits


def weight_field(verbose_name):
    """Percent of the total, 0–100."""
    return models.DecimalField(
        verbose_name,
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )


class Framework(models.Model):
    """The rules of one year. Shared by all organisations; kept by the platform administrator.

    Codes are unique only within a year: O27 of 2568 and O27 of 2567 are different things. What continues what is said
    by `Question.continues`.
    """

    year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)", unique=True)
    title = models.CharField("ชื่อ", max_length=300)
    is_provisional = models.BooleanField("ยังไม่ยืนยัน", default=False)
    note = models.TextField("หมายเหตุเรื่องความแน่นอน", blank=True)
    is_rating_provisional = models.BooleanField("เกณฑ์ระดับยังไม่ยืนยัน", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "เกณฑ์การประเมิน"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                name="framework_year_is_buddhist",
                condition=Q(year__gte=EARLIEST_YEAR, year__lte=LATEST_YEAR),
                violation_error_message=f"ปีต้องเป็น พ.ศ. ระหว่าง {EARLIEST_YEAR}–{LATEST_YEAR}",
            ),
        ]

    def __str__(self):
        return f"เกณฑ์ ITA ปี {to_thai_digits(str(self.year))}"

    def get_absolute_url(self):
        return reverse("assessments:framework", args=[self.year])

    @property
    def revision_number(self):
        """0 as first loaded, then one more for each correction."""
        return self.revisions.count()

    def measures_item(self):
        """The OIT item under which measures are filed in this year, or None."""
        return self.filing_items.filter(purpose="measures").first()

    def following(self):
        """The framework of the year after, under which this year's results are analysed; None if unknown."""
        return Framework.objects.filter(year=self.year + 1).first()


class Instrument(models.Model):
    """IIT, EIT or OIT of a year, with its share of the total."""

    framework = models.ForeignKey(
        Framework, on_delete=models.CASCADE, related_name="instruments", verbose_name="เกณฑ์"
    )  # CASCADE: a framework nobody uses may go with its parts; scores protect one in use
    code = models.CharField("รหัส", max_length=8)
    name = models.CharField("ชื่อ", max_length=200)
    english_name = models.CharField("ชื่อภาษาอังกฤษ", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("ลำดับ")
    weight = weight_field("น้ำหนัก (ร้อยละ)")
    aggregation = models.CharField("วิธีรวมคะแนน", max_length=20, choices=Aggregation)
    is_provisional = models.BooleanField("ยังไม่ยืนยัน", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "เครื่องมือ"
        ordering = ["framework", "order"]
        constraints = [
            models.UniqueConstraint(
                name="instrument_code_once",
                fields=["framework", "code"],
                violation_error_message="มีเครื่องมือรหัสนี้ในเกณฑ์ของปีนี้แล้ว",
            ),
            models.CheckConstraint(
                name="instrument_aggregation_known",
                condition=Q(aggregation__in=[Aggregation.MEAN_OF_INDICATORS, Aggregation.MEAN_OF_PARTS]),
                violation_error_message="เครื่องมือรวมจากตัวชี้วัดหรือจากส่วนเท่านั้น",
            ),
            models.CheckConstraint(
                name="instrument_weight_in_percent",
                condition=Q(weight__gte=0, weight__lte=100),
                violation_error_message="น้ำหนักต้องอยู่ระหว่าง 0 ถึง 100",
            ),
        ]

    def __str__(self):
        return self.code

    @property
    def full_name(self):
        """แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT)."""
        return f"{self.name} ({self.code})"


class InstrumentPart(models.Model):
    """A separately reported part of an instrument (EIT ส่วนที่ ๑, ๒)."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.CASCADE, related_name="parts", verbose_name="เครื่องมือ"
    )  # CASCADE: see Instrument.framework
    number = models.PositiveSmallIntegerField("ส่วนที่")
    name = models.CharField("ชื่อ", max_length=120)
    weight = weight_field("น้ำหนัก (ร้อยละ)")

    class Meta:
        verbose_name = verbose_name_plural = "ส่วนของเครื่องมือ"
        ordering = ["instrument", "number"]
        constraints = [
            models.UniqueConstraint(
                name="part_number_once",
                fields=["instrument", "number"],
                violation_error_message="มีส่วนเลขนี้แล้ว",
            ),
        ]

    def __str__(self):
        return f"{self.instrument.code} {self.name}"

    @property
    def full_name(self):
        return f"{self.instrument.full_name} {self.name}"


class Indicator(models.Model):
    """One of the ten indicators. Match by name, never by a number typed in a document."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.CASCADE, related_name="indicators", verbose_name="เครื่องมือ"
    )  # CASCADE: see Instrument.framework
    framework = models.ForeignKey(
        Framework, on_delete=models.CASCADE, related_name="indicators", verbose_name="เกณฑ์"
    )  # CASCADE: see Instrument.framework
    number = models.PositiveSmallIntegerField("ตัวชี้วัดที่")
    name = models.CharField("ชื่อ", max_length=200)
    aliases = models.JSONField("ชื่ออื่นที่พบในเอกสาร", default=list, blank=True)
    aggregation = models.CharField("วิธีรวมคะแนน", max_length=20, choices=Aggregation)
    is_provisional = models.BooleanField("ยังไม่ยืนยัน", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "ตัวชี้วัด"
        ordering = ["framework", "number"]
        constraints = [
            models.UniqueConstraint(
                name="indicator_number_once",
                fields=["framework", "number"],
                violation_error_message="มีตัวชี้วัดเลขนี้ในเกณฑ์ของปีนี้แล้ว",
            ),
            models.CheckConstraint(
                name="indicator_aggregation_known",
                condition=Q(
                    aggregation__in=[
                        Aggregation.MEAN_OF_ITEMS,
                        Aggregation.MEAN_OF_GROUPS,
                        Aggregation.MEAN_OF_PARTS,
                    ]
                ),
                violation_error_message="ตัวชี้วัดรวมจากข้อ จากหัวข้อย่อย หรือจากส่วนเท่านั้น",
            ),
        ]

    def __str__(self):
        return f"ตัวชี้วัดที่ {to_thai_digits(str(self.number))} {self.name}"


class QuestionGroup(models.Model):
    """A heading over questions of an indicator; in 2564–65 a sub-indicator that is averaged first."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="groups", verbose_name="ตัวชี้วัด"
    )  # CASCADE: see Instrument.framework
    code = models.CharField("รหัส", max_length=8)
    name = models.CharField("ชื่อ", max_length=200)
    order = models.PositiveSmallIntegerField("ลำดับ")

    class Meta:
        verbose_name = verbose_name_plural = "หัวข้อย่อย"
        ordering = ["indicator", "order"]
        constraints = [
            models.UniqueConstraint(
                name="group_code_once",
                fields=["indicator", "code"],
                violation_error_message="มีหัวข้อย่อยรหัสนี้แล้ว",
            ),
        ]

    def __str__(self):
        return self.name


class Question(models.Model):
    """A question of IIT or EIT, or an item of OIT. The published score is already turned: 100 is good."""

    framework = models.ForeignKey(
        Framework, on_delete=models.CASCADE, related_name="questions", verbose_name="เกณฑ์"
    )  # CASCADE: see Instrument.framework
    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="questions", verbose_name="ตัวชี้วัด"
    )  # CASCADE: see Instrument.framework
    group = models.ForeignKey(
        QuestionGroup,
        on_delete=models.PROTECT,
        related_name="questions",
        verbose_name="หัวข้อย่อย",
        null=True,
        blank=True,
    )
    code = models.CharField("รหัส", max_length=8)
    order = models.PositiveSmallIntegerField("ลำดับ")
    wording = models.TextField("ข้อความเต็ม", blank=True)
    summary = models.CharField("สาระโดยย่อ", max_length=300, blank=True)
    is_reversed = models.BooleanField("คำถามเชิงลบ", default=False)
    allowed_values = models.JSONField("ค่าที่คำตอบหนึ่งให้ได้", default=list, blank=True)
    is_provisional = models.BooleanField("ยังไม่ยืนยัน", default=False)
    continues = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,  # a removed question of an old year only ends the comparison
        related_name="continued_by",
        verbose_name="สืบเนื่องจากข้อของปีก่อน",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = verbose_name_plural = "ข้อคำถาม"
        ordering = ["framework", "order"]
        constraints = [
            models.UniqueConstraint(
                name="question_code_once",
                fields=["framework", "code"],
                violation_error_message="มีข้อรหัสนี้ในเกณฑ์ของปีนี้แล้ว",
            ),
            models.CheckConstraint(
                name="question_does_not_continue_itself",
                condition=Q(continues__isnull=True) | ~Q(continues=F("pk")),
                violation_error_message="ข้อคำถามสืบเนื่องจากตัวเองไม่ได้",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.text}".strip()

    @property
    def text(self):
        """The official wording, or the short description while the wording is not known."""
        return self.wording or self.summary


class RatingLevel(models.Model):
    """A level of the year's scheme, best first."""

    framework = models.ForeignKey(
        Framework, on_delete=models.CASCADE, related_name="rating_levels", verbose_name="เกณฑ์"
    )  # CASCADE: see Instrument.framework
    name = models.CharField("ระดับ", max_length=60)
    order = models.PositiveSmallIntegerField("ลำดับ")
    minimum_total = weight_field("คะแนนรวมอย่างน้อย")
    minimum_instrument = models.DecimalField(
        "ทุกเครื่องมืออย่างน้อย",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    class Meta:
        verbose_name = verbose_name_plural = "ระดับผลการประเมิน"
        ordering = ["framework", "order"]
        constraints = [
            models.UniqueConstraint(
                name="rating_name_once",
                fields=["framework", "name"],
                violation_error_message="มีระดับชื่อนี้แล้ว",
            ),
        ]

    def __str__(self):
        return self.name


class FrameworkRevision(models.Model):
    """A correction to a framework: what was changed, why, by whom, and which totals it moved."""

    framework = models.ForeignKey(
        Framework, on_delete=models.PROTECT, related_name="revisions", verbose_name="เกณฑ์"
    )
    number = models.PositiveSmallIntegerField("ครั้งที่")
    at = models.DateTimeField("เมื่อ", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="framework_revisions",
        verbose_name="โดย",
        null=True,  # null: a file loaded by a command
        blank=True,
    )
    reason = models.TextField("เหตุผล")
    changes = models.JSONField("รายการที่แก้")  # [{"place", "field", "old", "new"}]
    affected = models.JSONField("ผลรวมที่เปลี่ยน")  # [{"organization", "assessment", "figure", "old", "new"}]

    class Meta:
        verbose_name = verbose_name_plural = "การแก้ไขเกณฑ์"
        ordering = ["framework", "number"]
        constraints = [
            models.UniqueConstraint(
                name="framework_revision_number_once",
                fields=["framework", "number"],
                violation_error_message="มีการแก้ไขครั้งนี้แล้ว โปรดลองอีกครั้ง",
            ),
        ]

    def __str__(self):
        return f"{self.framework} แก้ไขครั้งที่ {to_thai_digits(str(self.number))}"
