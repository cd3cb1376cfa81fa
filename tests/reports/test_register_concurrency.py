"""Many people take memo numbers at the same moment, on connections of their own: no number twice, none lost.

LONG=1 ./test tests/reports/test_register_concurrency.py makes ten times as many tries.
"""

import os
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from django.core.exceptions import ValidationError

from organizations.models import Organization
from reports import workflow
from reports.models import Document, RegisterNumber
from tests import builders
from tests.served import on_a_connection_of_its_own

PEOPLE, ROUNDS = 8, 7  # an organisation has one memo a year, of 60 years
TIMES = 10 if os.environ.get("LONG") else 1


def all_at_once(portal, work):
    """Call work(person) for every person at the same moment; returns what they got."""
    start = threading.Barrier(PEOPLE)

    def run(person):
        with on_a_connection_of_its_own(portal):
            start.wait()
            return work(person)

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(run, range(PEOPLE)))


def an_office(memo_count):
    """An organisation that draws its numbers here, and its memos of one calendar year."""
    organization = builders.an_organization()
    Organization.objects.filter(pk=organization.pk).update(draws_memo_numbers=True)
    dated_on = date(2025, 1, 16)
    return organization, [
        builders.a_document(organization, "memo", fiscal_year=2541 + place, dated_on=dated_on).pk
        for place in range(memo_count)
    ]


def draw(pk):
    memo = Document.objects.get(pk=pk)
    return workflow.draw_number(memo, version=memo.version, by=None).register_number.number


def test_of_many_who_draw_at_once_each_gets_a_number_of_their_own(served_portal, capsys):
    for _ in range(TIMES):
        organization, memos = an_office(PEOPLE * ROUNDS)

        drawn = all_at_once(
            served_portal, lambda person, memos=memos: [draw(pk) for pk in memos[person::PEOPLE]]
        )

        numbers = sorted(number for own in drawn for number in own)
        assert numbers == list(range(1, PEOPLE * ROUNDS + 1))
        assert RegisterNumber.objects.filter(organization=organization).count() == len(numbers)
    with capsys.disabled():
        print(f"\n{TIMES * PEOPLE * ROUNDS} numbers drawn by {PEOPLE} people at once: 0 doubles, 0 gaps")


def take(pk, text):
    """True when the memo got the number."""
    memo = Document.objects.get(pk=pk)
    try:
        workflow.take_number(memo, text, version=memo.version, by=None)
    except ValidationError:
        return False
    return True


def test_of_many_who_type_the_same_number_at_once_one_gets_it(served_portal, capsys):
    organization, memos = an_office(PEOPLE)
    tries = Counter()

    for number in range(1, ROUNDS * TIMES + 1):
        told = all_at_once(served_portal, lambda person, number=number: take(memos[person], str(number)))
        tries.update(told)
        assert sum(told) == 1

    with capsys.disabled():
        print(f"\n{sum(tries.values())} tries for {ROUNDS * TIMES} numbers: {tries[True]} given, 0 doubles")
    rows = RegisterNumber.objects.filter(organization=organization)
    held = dict(Document.objects.filter(pk__in=memos).exclude(number="").values_list("pk", "number"))
    assert {row.document_id: row.printed for row in rows} == held
