"""Many acts of one organisation at the same time, on connections of their own: the chain has no fork and no gap.

LONG=1 ./test tests/organizations/test_trail_concurrency.py records 2,000 acts of the 200.
"""

import os
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from django.db import DatabaseError, InterfaceError, connection, transaction

from organizations import trail
from organizations.models import TrailEntry
from organizations.trail_audit import audit, heads_hold
from tests.builders import an_organization
from tests.served import on_a_connection_of_its_own

ACTS = 2_000 if os.environ.get("LONG") else 200
PEOPLE = 8
SEED = 2569


def act(organization, luck):
    """One act, or two in one transaction; some are taken back and some die with their connection. Returns how it went."""
    ending = luck.choices(["stored", "taken back", "died"], [80, 15, 5])[0]
    acts = luck.choice([1, 1, 2])
    try:
        with transaction.atomic():
            for _ in range(acts):
                trail.record("test", organization, by=None, changes={"luck": (None, luck.random())})
            if ending == "died":
                connection.connection.close()  # as when the process is killed: nothing is said to the database
            transaction.set_rollback(ending == "taken back")
    except (DatabaseError, InterfaceError):
        if ending != "died":
            raise
        connection.close()
    return {ending: acts}


def person(portal, organization, number):
    luck, told = random.Random(SEED + number), Counter()
    with on_a_connection_of_its_own(portal):
        for _ in range(ACTS // PEOPLE):
            told.update(act(organization, luck))
    return told


def test_many_at_once_make_one_chain_without_fork_or_gap(served_portal, capsys):
    organization = an_organization()

    with ThreadPoolExecutor(PEOPLE) as pool:
        futures = [pool.submit(person, served_portal, organization, number) for number in range(PEOPLE)]
        told = sum((future.result() for future in futures), Counter())

    entries = TrailEntry.objects.filter(organization=organization).order_by("sequence")
    (report,) = audit([organization])
    with capsys.disabled():
        print(f"\n{ACTS} transactions by {PEOPLE} people, seed {SEED}: acts {dict(told)}, forks and gaps 0")
    assert report.breaks == ()
    assert [entry.sequence for entry in entries] == list(range(1, told["stored"] + 1))
    assert min(told["taken back"], told["died"]) > 0
    assert heads_hold()


def test_many_organisations_that_begin_at_once_get_a_chain_each(served_portal):
    organizations = [an_organization() for _ in range(PEOPLE)]

    def begin(number):
        with on_a_connection_of_its_own(served_portal):
            for place in range(PEOPLE):  # everybody meets every organisation, in another order
                trail.record("test", organizations[(number + place) % PEOPLE], by=None)

    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(begin, range(PEOPLE)))

    reports = list(audit(organizations))
    assert [(report.length, report.breaks) for report in reports] == [(PEOPLE, ())] * PEOPLE
    assert heads_hold()
