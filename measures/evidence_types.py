"""The kinds of files that are kept as evidence: by the end of their name, and in words for people."""

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

TYPES = {".pdf": PDF, ".jpg": JPEG, ".jpeg": JPEG, ".png": PNG, ".docx": DOCX, ".xlsx": XLSX}
NAMES = {PDF: "PDF", JPEG: "ภาพ", PNG: "ภาพ", DOCX: "Word", XLSX: "Excel"}
