"""Hostile and broken spreadsheets: one sentence, nothing stored, the server unharmed.

The handcrafted files go the whole way, over HTTP into a child with the limits of a server. The sound file goes into a
fresh one; the hostile ones and the random mutations share a warm one, because six hundred fresh ones take minutes.
"""

import json
from decimal import Decimal
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments import score_sheets
from assessments.models import ScoreImport
from assessments.score_sheets import SheetRefused, understood
from assessments.score_sheets.understood import sheet_from_plain
from ita_portal.guarded_child import ChildFailed, ChildOutOfMemory, ChildTimedOut, GuardedPool
from organizations.models import Role, TrailEntry
from tests import builders
from tests.assessments import malformed_sheets, mutated_sheets
from tests.assessments.malformed_sheets import HOSTILE
from tests.assessments.sheet_files import with_shared_strings, without_part

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

MUTATIONS = 500
SEED = 2568


@pytest.fixture(scope="module")
def office(module_rows):
    """An organisation with its auditor and an assessment of nine figures."""
    with module_rows():
        framework = builders.a_framework(2568)
        organization = builders.an_organization("office", place_name="ทดสอบ")
        builders.an_assessment(organization, framework, builders.FULL_SCORES)
        return organization, framework, builders.a_user(organization, Role.AUDITOR)


@pytest.fixture(scope="module")
def form(office, module_rows):
    organization, framework, _ = office
    with module_rows():
        return score_sheets.sheet_form_of(framework, organization)


@pytest.fixture(scope="module")
def sound(form):
    """A workbook with a score for every question, its texts where Excel puts them."""
    figures = {key: Decimal(text) for key, text in builders.FULL_SCORES.items()}
    content = with_shared_strings(score_sheets.write_sheet(form, figures))
    return without_part(content, "docProps/core.xml")  # it tells the time: mutations are the same in every run


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture(scope="module")
def reader():
    """A child that reads one file after the other, with the limits that a fresh one has."""
    pool = GuardedPool(
        "assessments.score_sheets.reading.read_sheet",
        seconds=understood.SECONDS,
        megabytes=understood.MEGABYTES,
        raises=(SheetRefused,),
    )
    yield pool
    pool.close()


@pytest.fixture
def warm_reader(reader, monkeypatch):
    """Uploads are read by the warm child."""
    monkeypatch.setattr(understood, "run_guarded", lambda function, *job, **limits: reader.run(*job))


def upload(office, content, name="คะแนน.xlsx"):
    organization, framework, auditor = office
    client = Client(raise_request_exception=False)
    client.force_login(auditor)
    address = reverse("assessments:upload_scores", args=[organization.slug, framework.year])
    return client.post(address, {"file": SimpleUploadedFile(name, content)})


def stored_files(media):
    return [path for path in media.rglob("*") if path.is_file()]


def sentences_of(response):
    errors = response.context["form"].errors
    return [sentence for field in errors.values() for sentence in field]


# -- The whole way ---------------------------------------------------------------------------------


def test_a_sound_file_becomes_an_import_that_waits(office, sound, media):
    response = upload(office, sound)

    waiting = ScoreImport.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/office/2568/scores/imports/{waiting.pk}/"
    assert [path.relative_to(media).as_posix() for path in stored_files(media)] == [waiting.stored_file]
    assert (waiting.figures, waiting.file_name, waiting.status) == (
        builders.FULL_SCORES,
        "คะแนน.xlsx",
        "waiting",
    )


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.usefixtures("warm_reader")
def test_a_hostile_file_is_refused_in_one_sentence_and_leaves_nothing(office, sound, media, name):
    builder, sentence = HOSTILE[name]

    response = upload(office, builder(sound))

    assert response.status_code == 200
    assert [said[: len(sentence)] for said in sentences_of(response)] == [sentence]
    assert not ScoreImport.objects.exists()
    assert not TrailEntry.objects.exclude(verb="record_scores").exists()
    assert stored_files(media) == []


def test_there_are_at_least_sixty_hostile_files():
    assert len(HOSTILE) >= 60


def test_a_file_named_for_macros_is_refused_unread(office, sound, media):
    response = upload(office, sound, name="คะแนน.XLSM")

    assert sentences_of(response) == [malformed_sheets.refusals.MACRO]
    assert stored_files(media) == []


def test_wrong_cells_are_all_told_and_nothing_is_stored(office, sound, media):
    response = upload(office, malformed_sheets.with_every_kind_of_wrong_cell(sound))

    told = {problem.name: problem for problem in response.context["wrong"].problems}
    assert list(told) == ["ประกาศเมื่อ", "ระดับ", "ลำดับ", "i1", "i2", "e1", "O1"]
    assert (told["i1"].reference, told["i1"].text) == ("D14", "เก้าสิบ")
    assert "ช่อง D14" in response.content.decode()
    assert not ScoreImport.objects.exists()
    assert stored_files(media) == []


@pytest.mark.parametrize("error", [ChildTimedOut, ChildOutOfMemory, ChildFailed])
def test_a_child_that_ends_without_an_answer_is_a_sentence_too(office, sound, media, monkeypatch, error):
    def end(*args, **kwargs):
        raise error("builtins.KeyError", "a secret of the child")

    monkeypatch.setattr(understood, "run_guarded", end)
    response = upload(office, sound)

    assert sentences_of(response) == [error.sentence]
    assert "a secret of the child" not in response.content.decode()
    assert stored_files(media) == []


def test_a_confirmed_year_takes_no_file(office, sound, media, django_capture_on_commit_callbacks):
    office[0].assessments.update(status="confirmed")

    with django_capture_on_commit_callbacks(execute=True):
        response = upload(office, sound)

    assert len(sentences_of(response)) == 1
    assert not ScoreImport.objects.exists()
    assert stored_files(media) == []


# -- What a child may answer -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        ["D9", "90", "i1", "190.00"],
        ["D9", "90", "i1", "90"],
        ["D9", "90", "unknown", "90.00"],
        ["D9", "90", "announced_on", "yesterday"],
        ["D9", "90", "official_rank", "first"],
        ["<b>", "90", "i1", "90.00"],
        ["D9", "x" * 1000, "i1", "90.00"],
        ["D9", "90", "i1", 90],
        ["D9", "90", "i1"],
        "D9",
        None,
    ],
    ids=json.dumps,
)
def test_an_answer_that_no_reader_gives_is_refused(form, cell):
    answer = {"title": "คะแนน", "cells": [cell], "problems": [], "problem_count": 0}

    with pytest.raises(SheetRefused):
        sheet_from_plain(answer, form)


# -- Five hundred mutations ------------------------------------------------------------------------


def test_no_mutation_brings_the_reader_down(form, sound, reader):
    outcomes = {"read": 0, "wrong cells": 0, "refused": 0}

    for number in range(MUTATIONS):
        outcomes[outcome_of(reader, form, sound, f"{SEED}-{number}")] += 1

    assert min(outcomes.values()) > MUTATIONS // 100, outcomes  # each of the ways is walked often


def outcome_of(reader, form, sound, seed):
    """What became of one mutation; fails, with its seed, for all but a clean answer or a refusal in one sentence."""
    content = mutated_sheets.mutated(sound, Random(seed))
    try:
        sheet = sheet_from_plain(reader.run(content, form), form)
    except SheetRefused as refusal:
        return "refused" if is_a_sentence(str(refusal)) else pytest.fail(f"seed {seed}: {refusal!r}")
    except Exception as error:
        pytest.fail(f"seed {seed}: {error!r} {getattr(error, 'type_name', '')} {getattr(error, 'reason', '')}")
    return "wrong cells" if sheet.problems else "read"


def is_a_sentence(text):
    return 20 < len(text) < 400 and "\n" not in text
