"""The two addresses a server's watchers ask."""

import shutil
from types import SimpleNamespace

import pytest
from django.db import DatabaseError

from ita_portal import health
from organizations.database_guards import install_guards, remove_guards

pytestmark = pytest.mark.django_db


def test_livez_answers_without_login_and_without_a_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/livez")

    assert (response.status_code, response.content) == (200, b"ok")


def test_healthz_is_ok_when_all_checks_pass(client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "failed": []}


def test_healthz_asks_the_database_each_time(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(10) as first:
        client.get("/healthz")
    with django_assert_max_num_queries(10) as second:
        client.get("/healthz")

    assert len(first) == len(second) > 0


def test_healthz_names_the_guards_when_they_are_missing(client):
    remove_guards()

    response = client.get("/healthz")

    assert (response.status_code, response.json()["failed"]) == (503, ["guards"])
    install_guards()


def test_healthz_names_the_disk_when_less_than_a_tenth_is_free(client, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(total=1000, free=99))

    response = client.get("/healthz")

    assert (response.status_code, response.json()["failed"]) == (503, ["disk"])


def test_a_tenth_free_is_enough(client, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(total=1000, free=100))

    assert client.get("/healthz").status_code == 200


def test_a_check_that_breaks_has_failed_and_keeps_its_reason_from_the_public(client, monkeypatch):
    def broken():
        raise DatabaseError("password of the database")

    monkeypatch.setitem(health.CHECKS, "database", broken)

    response = client.get("/healthz")

    assert (response.status_code, response.json()["failed"]) == (503, ["database"])
    assert b"password" not in response.content


def test_health_answers_are_not_kept_by_caches(client):
    assert "no-store" in client.get("/healthz")["Cache-Control"]
