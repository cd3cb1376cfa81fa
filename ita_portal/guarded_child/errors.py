"""What callers of a guarded child catch. `str()` is one Thai sentence for the page; the rest is for the log."""


class GuardedChildError(Exception):
    """The function gave no result.

    type_name: what the child raised, as "module.Class" (builtins without module), empty when it died.
    reason: the message of that exception, or how the child died. Text of the child: show it escaped.
    details: its traceback or the end of its standard error.
    """

    sentence = ""

    def __init__(self, type_name="", reason="", details=""):
        super().__init__(self.sentence)
        self.type_name, self.reason, self.details = type_name, reason, details


class ChildFailed(GuardedChildError):
    """The function raised, the child crashed, or its answer is not one that may come back."""

    sentence = "ระบบประมวลผลรายการนี้ไม่สำเร็จ โปรดลองใหม่อีกครั้ง หากยังไม่สำเร็จโปรดแจ้งผู้ดูแลระบบ"


class ChildTimedOut(GuardedChildError):
    """The time was used up; the child and all it started were killed."""

    sentence = "การประมวลผลใช้เวลานานเกินกำหนด ระบบจึงหยุดรายการนี้ โปรดลดขนาดของข้อมูลแล้วลองใหม่อีกครั้ง"


class ChildOutOfMemory(GuardedChildError):
    """The memory was used up, or the machine had none left."""

    sentence = "การประมวลผลใช้หน่วยความจำเกินกำหนด ระบบจึงหยุดรายการนี้ โปรดลดขนาดของข้อมูลแล้วลองใหม่อีกครั้ง"


class PoolBusy(ChildTimedOut):
    """No worker of the pool became free in time; nothing was run."""

    sentence = "ขณะนี้มีผู้ใช้งานส่วนนี้เป็นจำนวนมาก โปรดรอสักครู่แล้วลองใหม่อีกครั้ง"
