"""The places of measures in their plan: 1, 2, 3 … each taken once."""

from django.db.models import F

from measures.models import Measure

ASIDE = 10_000  # more than any plan has measures


def set_aside(measures):
    """Move these measures to places nobody uses, so that each can then take its new one."""
    measures.update(order=F("order") + ASIDE)


def arrange(plan, keys):
    """Give the measures of the plan the order of these primary keys; returns {pk: (old place, new place)} of what moved."""
    measures = Measure.objects.unscoped("measures of the plan in hand").filter(plan=plan)
    places = {key: place for place, key in enumerate(keys, start=1)}
    moving = [row for row in measures.only("pk", "order") if row.order != places[row.pk]]
    moved = {row.pk: (row.order, places[row.pk]) for row in moving}
    set_aside(measures.filter(pk__in=moved))
    for row in moving:
        row.order = places[row.pk]
    measures.bulk_update(moving, ["order"])
    return moved
