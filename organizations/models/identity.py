"""How a person shows who they are, beside the password; and attempts that failed."""

from django.conf import settings
from django.db import models


class SecondFactor(models.Model):
    """The authenticator app of a person. The secret is sealed (ita_portal/sealed.py): a copy of the database has none."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="second_factor", verbose_name="ผู้ใช้"
    )
    sealed_secret = models.CharField("กุญแจที่ผนึกไว้", max_length=400)
    confirmed_at = models.DateTimeField("เริ่มใช้เมื่อ")
    # The half minute (Unix time // 30) of the last code that was accepted: no code opens twice.
    last_step = models.BigIntegerField("รหัสล่าสุดที่ใช้แล้ว", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "การยืนยันตัวตนชั้นที่สอง"

    def __str__(self):
        return str(self.user)


class RecoveryCode(models.Model):
    """A code for the day on which the phone is lost; opens once. Only its keyed hash is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="recovery_codes",
        verbose_name="ผู้ใช้",
    )
    code_hash = models.CharField("ค่าแฮชของรหัสสำรอง", max_length=64)
    used_at = models.DateTimeField("ใช้เมื่อ", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "รหัสสำรอง"
        constraints = [
            models.UniqueConstraint(
                name="recovery_code_once",
                fields=["user", "code_hash"],
                violation_error_message="มีรหัสสำรองนี้แล้ว",
            )
        ]

    def __str__(self):
        return str(self.user)


class FailedAttempt(models.Model):
    """One try at a door (log in, second step, …) that did not succeed, or is under way. Kept for a day.

    The key is a keyed hash of who or what was tried and from where: the table names no account and no address.
    """

    door = models.CharField("ประตู", max_length=20)
    key_hash = models.CharField("ค่าแฮชของผู้ลอง", max_length=64)
    at = models.DateTimeField("เมื่อ")

    class Meta:
        verbose_name = verbose_name_plural = "การลองที่ไม่สำเร็จ"
        indexes = [
            models.Index(fields=["door", "key_hash", "at"], name="attempts_at_a_door"),
            models.Index(fields=["at"], name="attempts_by_age"),
        ]

    def __str__(self):
        return f"{self.door} {self.at:%Y-%m-%d %H:%M}"
