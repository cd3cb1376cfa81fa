"""Indexes for search on PostgreSQL: the trigrams of folded texts, where the server has the extension pg_trgm.

Without them search answers the same and reads more rows. They are made after every `migrate` and not by a migration: a
server may get the extension later.
"""

import logging

from django.db import DatabaseError, connections, transaction

from assessments.models import Analysis
from ita_portal.search_text import folded_column
from measures.models import Evidence, MeasureStep, MeasureTitle
from organizations.models import Organization
from reports.models import Document, Edition

logger = logging.getLogger(__name__)

INDEXED = (
    (Organization, "name"),
    (Organization, "place_name"),
    (MeasureTitle, "text"),
    (MeasureStep, "text"),
    (Evidence, "name"),
    (Analysis, "finding"),
    (Analysis, "recommendation"),
    (Document, "subject"),
    (Edition, "subject"),
)


def install_search_indexes(using="default", **kwargs):
    """Make the indexes that are missing. Does nothing on another database, or without the extension."""
    connection = connections[using]
    if connection.vendor != "postgresql" or not _has_trigrams(connection):
        return
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))  # some may have been migrated away
        cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")
        present = {name for (name,) in cursor.fetchall()}
        for model, name in INDEXED:
            table, column = model._meta.db_table, model._meta.get_field(name).column
            index = _name_of(model, name)
            if table not in tables or index in present:
                continue
            folded = folded_column(connection.ops.quote_name(column))
            cursor.execute(
                f"CREATE INDEX {connection.ops.quote_name(index)} "
                f"ON {connection.ops.quote_name(table)} USING gin (({folded}) gin_trgm_ops)"
            )


def remove_search_indexes(using="default"):
    """Drop them, before many rows are written at once; `install_search_indexes` makes them again."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model, name in INDEXED:
            cursor.execute(f"DROP INDEX IF EXISTS {connection.ops.quote_name(_name_of(model, name))}")


def _name_of(model, name):
    return f"search_{model._meta.db_table}_{model._meta.get_field(name).column}"


def _has_trigrams(connection):
    """True when pg_trgm is installed in this database, or could be now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT installed_version IS NOT NULL FROM pg_available_extensions WHERE name = 'pg_trgm'"
        )
        row = cursor.fetchone()
        if row is None or row[0]:
            return row is not None
        try:
            with transaction.atomic(using=connection.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except DatabaseError as reason:
            logger.warning("search works without indexes: pg_trgm could not be installed (%s)", reason)
            return False
    return True
