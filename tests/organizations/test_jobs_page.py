"""The page of a long work: how far it is, stopped by a POST, opened only by who started it."""

import os
import time

import pytest
from django.test import Client
from django.urls import reverse

from ita_portal.jobs import JobCancelled
from organizations.started_jobs import MOST_KEPT, StartedJob, report_of, start_job, started_job
from tests import builders

pytestmark = pytest.mark.django_db

STARTED = StartedJob(title="การพิมพ์เอกสาร", back="/back/", after="/after/{key}.zip", after_words="ดาวน์โหลด")


@pytest.fixture(autouse=True)
def var_dir(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def starter():
    return logged_in()


@pytest.fixture
def job(starter):
    session = starter.session
    job = start_job(session, STARTED)
    session.save()
    return job


def logged_in():
    client = Client()
    client.force_login(builders.a_user())
    return client


def page_of(client, job):
    return client.get(reverse("organizations:job", args=[job.key]))


def test_the_page_says_how_far_the_work_is(starter, job):
    job.report(3, 12, "บันทึกข้อความ")

    page = page_of(starter, job).content.decode()

    assert '<progress class="progress-line__bar" value="3" max="12"' in page
    assert "กำลังทำ บันทึกข้อความ" in page
    assert '<noscript><meta http-equiv="refresh"' in page


def test_the_page_of_finished_work_leads_on_and_comes_no_more_by_itself(starter, job):
    with job.running():
        job.conclude("พิมพ์แล้ว 12 ฉบับ")

    page = page_of(starter, job).content.decode()

    assert "พิมพ์แล้ว ๑๒ ฉบับ" in page
    assert f'href="/after/{job.key}.zip"' in page
    assert "refresh" not in page


def test_only_who_started_a_work_opens_or_stops_it(job):
    somebody = logged_in()

    statuses = {
        page_of(somebody, job).status_code,
        somebody.post(reverse("organizations:cancel_job", args=[job.key])).status_code,
    }

    assert statuses == {404}
    assert not job.read().is_cancel_asked


def test_work_is_stopped_by_a_post_and_by_nothing_else(starter, job):
    address = reverse("organizations:cancel_job", args=[job.key])

    read, sent = starter.get(address), starter.post(address)

    assert (read.status_code, sent["Location"]) == (405, reverse("organizations:job", args=[job.key]))
    assert "รับคำสั่งหยุดแล้ว" in page_of(starter, job).content.decode()
    with pytest.raises(JobCancelled):
        job.report(1, 2)


def test_work_that_says_nothing_for_minutes_is_told(starter, job):
    long_ago = time.time() - 600
    os.utime(job._path, (long_ago, long_ago))

    page = page_of(starter, job).content.decode()

    assert "ไม่แจ้งความคืบหน้ามาเกินสองนาที" in page
    assert 'href="/back/"' in page


def test_a_session_keeps_its_latest_works():
    session = {}
    keys = [start_job(session, STARTED).key for _ in range(MOST_KEPT + 1)]

    assert started_job(session, keys[0]) is None
    assert started_job(session, keys[1]).after == f"/after/{keys[1]}.zip"
    assert report_of(keys[-1]).state == "waiting"
