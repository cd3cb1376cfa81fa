"""Leaf: addresses of web pages as people paste them; one rule for evidence and for what was filed."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

_is_address = URLValidator(
    schemes=["http", "https"], message="ไม่ใช่ที่อยู่เว็บไซต์ที่เปิดได้ โปรดคัดลอกมาทั้งบรรทัดจากช่องที่อยู่ของเบราว์เซอร์"
)
WITH_PASSWORD = "ลิงก์มีชื่อผู้ใช้หรือรหัสผ่านอยู่ด้วย โปรดใช้ลิงก์ที่ผู้อื่นเปิดได้โดยไม่ต้องใช้"


def completed(text):
    """The address with its scheme: people copy what the browser shows."""
    text = text.strip()
    return text if "://" in text else f"https://{text}"


def ensure_web_address(address):
    """Raises ValidationError with one Thai sentence for what is no web address that everybody can open."""
    _is_address(address)
    if "@" in urlsplit(address).netloc:
        raise ValidationError(WITH_PASSWORD)
