"""Promises the database itself keeps, on SQLite and PostgreSQL alike, by triggers made from the models:

- a row and every row it points to belong to the same organisation (what a composite foreign key would say); shared
  rows, which have none, may be pointed to by all;
- a row never moves to another organisation;
- the trail only grows;
- what a model keeps (`kept_while`) is not deleted;
- what a model freezes (`frozen_fields`) is neither changed nor deleted.

They are installed after every `migrate`; `missing_guards()` tells which are absent.
"""

import re

from django.apps import apps
from django.db import connections

from organizations.scope import OrganizationOwned

PREFIX = "guard_"
CREATED_TRIGGER = re.compile(r'^CREATE TRIGGER "(\w+)"')


def guarded_models():
    """Every concrete model whose rows belong to an organisation."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, OrganizationOwned) and not model._meta.proxy and model._meta.managed
    ]


def guarded_keys(model):
    """Columns of the model that point to rows of an organisation: [(column, target table, may the target be shared?)]."""
    return [
        (field.column, field.related_model._meta.db_table, field.related_model.has_shared_rows)
        for field in model._meta.concrete_fields
        if field.is_relation and issubclass(field.related_model, OrganizationOwned)
    ]


def kept_while(model):
    """(column, target table, column of the target, value) that keep a row of the model from being deleted, or None."""
    if model.kept_while is None:
        return None
    key, name, value = model.kept_while
    field = model._meta.get_field(key)
    target = field.related_model._meta
    return field.column, target.db_table, target.get_field(name).column, str(value)


def frozen_columns(model):
    """{column or None: columns that never change once it is filled, or once the row is written}; {} where nothing is."""

    def column(name):
        return model._meta.get_field(name).column if name else None

    return {column(once): [*map(column, names)] for once, names in model.frozen_fields.items()}


def append_only_tables():
    return [model._meta.db_table for model in guarded_models() if getattr(model, "is_append_only", False)]


def install_guards(using="default", **_):
    """Create every guard that the models call for (post_migrate)."""
    connection = connections[using]
    remove_guards(using=using)
    statements = _postgresql_statements if connection.vendor == "postgresql" else _sqlite_statements
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in guarded_models():
            if model._meta.db_table in tables and all(table in tables for _, table, _ in guarded_keys(model)):
                for statement in statements(model):
                    cursor.execute(statement)


def remove_guards(using="default", **_):
    """Drop every guard (pre_migrate); absent ones are no error."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, table in _installed(connection, cursor):
            on_table = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on_table}')


def missing_guards(using="default"):
    """Tables that lack one of the guards their models call for, sorted."""
    connection = connections[using]
    with connection.cursor() as cursor:
        present = {name for name, _ in _installed(connection, cursor)}
    statements = _postgresql_statements if connection.vendor == "postgresql" else _sqlite_statements
    return sorted(
        model._meta.db_table
        for model in guarded_models()
        if not {name for text in statements(model) for name in CREATED_TRIGGER.findall(text)} <= present
    )


def _installed(connection, cursor):
    if connection.vendor == "postgresql":
        cursor.execute(
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND starts_with(tgname, %s)",
            [PREFIX],
        )
    else:
        cursor.execute(
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name GLOB %s", [f"{PREFIX}*"]
        )
    return cursor.fetchall()


def _sqlite_statements(model):
    table = model._meta.db_table
    for column, target, may_be_shared in guarded_keys(model):
        owner = f'(SELECT organization_id FROM "{target}" WHERE id = NEW."{column}")'
        differs = f'NEW."{column}" IS NOT NULL AND {owner} IS NOT NEW.organization_id'
        if may_be_shared:
            differs += f" AND {owner} IS NOT NULL"
        refuse = f"SELECT RAISE(ABORT, 'another organization: {table}.{column}');"
        yield f'CREATE TRIGGER "{PREFIX}{table}_{column}_insert" BEFORE INSERT ON "{table}" WHEN {differs} BEGIN {refuse} END'
        yield (
            f'CREATE TRIGGER "{PREFIX}{table}_{column}_update" BEFORE UPDATE OF "{column}" ON "{table}" '
            f"WHEN {differs} BEGIN {refuse} END"
        )
    yield (
        f'CREATE TRIGGER "{PREFIX}{table}_owner" BEFORE UPDATE OF organization_id ON "{table}" '
        f"WHEN NEW.organization_id IS NOT OLD.organization_id "
        f"BEGIN SELECT RAISE(ABORT, 'a row keeps its organization: {table}'); END"
    )
    if kept := kept_while(model):
        yield (
            f'CREATE TRIGGER "{PREFIX}{table}_kept" BEFORE DELETE ON "{table}" WHEN {_keeping(kept)} '
            f"BEGIN SELECT RAISE(ABORT, 'a row is kept: {table}'); END"
        )
    if condition := _frozen(model, "IS NOT"):
        refuse = f"BEGIN SELECT RAISE(ABORT, 'a row is frozen: {table}'); END"
        yield f'CREATE TRIGGER "{PREFIX}{table}_frozen" BEFORE UPDATE ON "{table}" WHEN {condition} {refuse}'
        yield f'CREATE TRIGGER "{PREFIX}{table}_stays" BEFORE DELETE ON "{table}" WHEN {_stays(model)} {refuse}'
    if table in append_only_tables():
        for event in ("UPDATE", "DELETE"):
            yield (
                f'CREATE TRIGGER "{PREFIX}{table}_{event.lower()}" BEFORE {event} ON "{table}" '
                f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
            )


def _postgresql_statements(model):
    table = model._meta.db_table
    checks = "".join(
        f'IF NEW."{column}" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "{target}" WHERE id = NEW."{column}" '
        f"AND (organization_id IS NOT DISTINCT FROM NEW.organization_id"
        f"{' OR organization_id IS NULL' if may_be_shared else ''})) THEN "
        f"RAISE EXCEPTION 'another organization: {table}.{column}' USING ERRCODE = '23000'; END IF; "
        for column, target, may_be_shared in guarded_keys(model)
    )
    yield (
        f'CREATE OR REPLACE FUNCTION "{PREFIX}{table}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {checks}'
        f"IF TG_OP = 'UPDATE' AND NEW.organization_id IS DISTINCT FROM OLD.organization_id THEN "
        f"RAISE EXCEPTION 'a row keeps its organization: {table}' USING ERRCODE = '23000'; END IF; RETURN NEW; END $$"
    )
    yield (
        f'CREATE TRIGGER "{PREFIX}{table}" BEFORE INSERT OR UPDATE ON "{table}" '
        f'FOR EACH ROW EXECUTE FUNCTION "{PREFIX}{table}"()'
    )
    if kept := kept_while(model):
        yield (
            f'CREATE OR REPLACE FUNCTION "{PREFIX}{table}_kept"() RETURNS trigger LANGUAGE plpgsql AS $$ '
            f"BEGIN IF {_keeping(kept)} THEN "
            f"RAISE EXCEPTION 'a row is kept: {table}' USING ERRCODE = '23000'; END IF; RETURN OLD; END $$"
        )
        yield (
            f'CREATE TRIGGER "{PREFIX}{table}_kept" BEFORE DELETE ON "{table}" '
            f'FOR EACH ROW EXECUTE FUNCTION "{PREFIX}{table}_kept"()'
        )
    if condition := _frozen(model, "IS DISTINCT FROM"):
        yield (
            f'CREATE OR REPLACE FUNCTION "{PREFIX}{table}_frozen"() RETURNS trigger LANGUAGE plpgsql AS $$ '
            f"BEGIN RAISE EXCEPTION 'a row is frozen: {table}' USING ERRCODE = '23000'; END $$"
        )
        for event, when in (("UPDATE", condition), ("DELETE", _stays(model))):
            yield (
                f'CREATE TRIGGER "{PREFIX}{table}_{event.lower()}_frozen" BEFORE {event} ON "{table}" '
                f'FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION "{PREFIX}{table}_frozen"()'
            )
    if table in append_only_tables():
        yield (
            f'CREATE OR REPLACE FUNCTION "{PREFIX}{table}_grows"() RETURNS trigger LANGUAGE plpgsql AS $$ '
            f"BEGIN RAISE EXCEPTION '{table} only grows' USING ERRCODE = '23000'; END $$"
        )
        yield (
            f'CREATE TRIGGER "{PREFIX}{table}_grows" BEFORE UPDATE OR DELETE ON "{table}" '
            f'FOR EACH ROW EXECUTE FUNCTION "{PREFIX}{table}_grows"()'
        )
        # TRUNCATE passes by the triggers of rows. An empty table has nothing to lose.
        yield (
            f'CREATE OR REPLACE FUNCTION "{PREFIX}{table}_stays"() RETURNS trigger LANGUAGE plpgsql AS $$ '
            f'BEGIN IF EXISTS (SELECT 1 FROM "{table}") THEN '
            f"RAISE EXCEPTION '{table} only grows' USING ERRCODE = '23000'; END IF; RETURN NULL; END $$"
        )
        yield (
            f'CREATE TRIGGER "{PREFIX}{table}_stays" BEFORE TRUNCATE ON "{table}" '
            f'FOR EACH STATEMENT EXECUTE FUNCTION "{PREFIX}{table}_stays"()'
        )


def _frozen(model, differs):
    """The condition under which an update touches what is frozen; "" where the model freezes nothing."""
    return " OR ".join(
        f"({_filled(once)} AND ({' OR '.join(f'NEW.{name} {differs} OLD.{name}' for name in map(_quoted, columns))}))"
        for once, columns in frozen_columns(model).items()
    )


def _stays(model):
    """The condition under which the old row has something frozen and is not deleted."""
    return " OR ".join(map(_filled, frozen_columns(model)))


def _filled(once):
    """The condition under which what is frozen once a column is filled is frozen in the old row."""
    return f"OLD.{_quoted(once)} IS NOT NULL" if once else "TRUE"


def _quoted(name):
    return f'"{name}"'


def _keeping(kept):
    """The condition, in a trigger of either database, under which the old row is kept."""
    column, target, name, value = kept
    return f"""EXISTS (SELECT 1 FROM "{target}" WHERE id = OLD."{column}" AND "{name}" = '{value}')"""
