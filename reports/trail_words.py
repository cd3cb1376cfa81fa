"""The acts on documents in words."""

from organizations.history import TrailWords

WORDS = TrailWords(
    verbs={
        "write_document": "เขียนถ้อยคำของเอกสาร",
        "check_document": "ตรวจแล้วว่าเอกสารยังใช้ได้",
    },
    hidden=frozenset({"written_at"}),
)
