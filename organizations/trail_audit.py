"""Is the trail whole? Reads every chain of the database in order and tells each place where it does not hold.

Memory does not grow with the trail: entries are read by a few hundred, also while others write.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q, Subquery

from organizations.models import Organization, TrailEntry, TrailHead
from organizations.trail import key_ring, sealed_values
from organizations.trail_chain import HEAD, Break, Damage, Head, Link, breaks_of

AT_ONCE = 500  # entries
REASON = "the trail is checked as a whole"
# What Django raises on reading a date, a number or JSON that is none; only SQLite lets such values in.
UNREADABLE = (ValueError, TypeError)


@dataclass(frozen=True)
class ChainReport:
    """What was found in one chain. `organization` None: the acts on what all share."""

    organization: Organization | None
    length: int
    breaks: tuple[Break, ...]


def heads_hold():
    """True when every head is as it was sealed and no chain is gone; quick, whatever the length of the trail."""
    ring, heads = key_ring(), list(TrailHead.objects.unscoped(REASON))
    return all(_fits(head, ring) for head in heads) and not chains_gone()


def chains_gone():
    """The numbers of the chains that are gone with their heads; whose they were cannot be known any more."""
    heads = list(TrailHead.objects.unscoped(REASON))
    counts = [head.chain_count or 0 for head in heads if head.organization_id is None]
    # The head of what all share is the first that was made, and counts the others.
    expected = range(1, max(counts, default=1) + 1) if heads else ()
    return sorted({*expected} - {head.number for head in heads})


def _fits(head, ring):
    return ring.fits(HEAD, sealed_values(head), head.key_id, head.seal)


def audit(organizations=None):
    """A ChainReport of every chain, one after the other: what all share first. `organizations` keeps those alone."""
    if organizations is not None:
        keys = [organization.pk for organization in organizations]
    else:
        heads = TrailHead.objects.unscoped(REASON).values_list("organization_id", flat=True)
        entries = TrailEntry.objects.unscoped(REASON).order_by().values_list("organization_id", flat=True)
        keys = sorted({*heads, *entries.distinct()}, key=lambda key: key or 0)
    named = Organization.objects.unscoped(REASON).in_bulk([key for key in keys if key is not None])
    for key in keys:
        yield _report(key, named.get(key))


def place_of(anchor, organization=None):
    """The entry whose seal begins with `anchor` (what a document prints), or None."""
    entries = TrailEntry.objects.unscoped(REASON).filter(seal__startswith=anchor)
    if organization is not None:
        entries = entries.filter(organization=organization)
    return entries.select_related("organization").first()


def _report(key, organization):
    stored = TrailHead.objects.unscoped(REASON).filter(organization_id=key).first()
    if stored is None:
        count = _entries(key).count()
        return ChainReport(organization, count, (Break(Damage.HEAD_MISSING),) if count else ())
    head = Head(stored.length, stored.last_seal)
    ring = key_ring()
    breaks = [] if _fits(stored, ring) else [Break(Damage.HEAD_CHANGED)]
    breaks += breaks_of(links_of(key, head.length), head, ring)
    # In one statement: what others write meanwhile is in the head as well.
    length = TrailHead.objects.unscoped(REASON).filter(pk=stored.pk).values("length")
    beyond = _entries(key).filter(sequence__gt=Subquery(length)).values_list("sequence", flat=True).first()
    if beyond is not None:
        breaks.append(Break(Damage.BEYOND_HEAD, beyond))
    return ChainReport(organization, head.length, tuple(breaks))


def links_of(key, length):
    """The Links of a chain up to a length, in order; what cannot be read at all is a Link without values."""
    last = None
    while True:
        rows = _entries(key).filter(sequence__lte=length)
        if last is not None:
            rows = rows.filter(Q(sequence__gt=last[0]) | Q(sequence=last[0], pk__gt=last[1]))
        places = list(rows.values_list("sequence", "pk")[:AT_ONCE])
        if not places:
            return
        yield from _links_at(places)
        last = places[-1]


def _links_at(places):
    """The links at some places: read together, and one by one where that fails."""
    rows = TrailEntry.objects.unscoped(REASON)
    try:
        found = rows.in_bulk([pk for _, pk in places])
    except UNREADABLE:
        found = {pk: row for _, pk in places if (row := _readable(rows.filter(pk=pk)))}
    for sequence, pk in places:
        row = found.get(pk)
        yield Link(sequence) if row is None else link_of(row)


def link_of(entry):
    """A stored entry as a Link."""
    return Link(entry.sequence, entry.previous, entry.key_id, entry.seal, values=_values_of(entry), at=entry.at)


def _values_of(entry):
    """What the seal covers; None where a value is not even of its kind."""
    try:
        return sealed_values(entry)
    except ValidationError:
        return None


def _readable(rows):
    try:
        return rows.first()
    except UNREADABLE:
        return None


def _entries(key):
    return TrailEntry.objects.unscoped(REASON).filter(organization_id=key).order_by("sequence", "pk")
