"""What people keep and take away from the workbench: views of their own, and sheets."""

from django.core.exceptions import ValidationError
from django.db import transaction

from measures.models import SavedView
from organizations import trail

MOST_VIEWS = 50  # of one person in one organisation
LONGEST_QUERY = SavedView._meta.get_field("query").max_length


@transaction.atomic
def save_view(organization, *, name, query, by):
    """Keep a view under a name for the person alone; saving the same again changes nothing. Returns the SavedView.

    It is a convenience of the person and nothing of the organisation's, so the trail does not tell of it. Raises
    ValidationError when the name stands for another view, when there are too many, or for a filter that is too long to keep.
    """
    own = SavedView.objects.of(by).filter(organization=organization)
    if own.count() >= MOST_VIEWS:
        raise ValidationError("ท่านบันทึกมุมมองไว้ครบ ๕๐ มุมมองแล้ว โปรดลบมุมมองที่ไม่ใช้ก่อน")
    if len(query) > LONGEST_QUERY:  # a Thai letter takes nine in an address
        raise ValidationError("ตัวกรองนี้ยาวเกินกว่าจะบันทึกได้ โปรดใช้คำที่ค้นให้สั้นลง")
    view = SavedView(organization=organization, user=by, name=name, query=query)
    view.clean_fields()
    kept, is_new = own.get_or_create(
        organization=organization, user=by, name=view.name, defaults={"query": view.query}
    )
    if not is_new and kept.query != query:
        raise ValidationError({"name": "ท่านมีมุมมองชื่อนี้แล้ว โปรดตั้งชื่ออื่น หรือลบมุมมองเดิมก่อน"})
    return kept


@transaction.atomic
def delete_view(view, *, by):
    """Forget a view of the person's own. Raises ValueError for a view of somebody else."""
    if view.user_id != by.pk:
        raise ValueError("a view is deleted by the person who saved it")
    SavedView.objects.of(by).filter(pk=view.pk).delete()


@transaction.atomic
def record_export(plan, *, filter_words, count, by):
    """Tell the trail that the measures of a plan left the portal as a sheet: which, and how many."""
    filters = {"filters": (None, " ".join(filter_words) or None), "count": (None, count)}
    return trail.record("export_plan", plan, by=by, changes=filters)
