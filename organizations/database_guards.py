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

    def trigger(name, event, sentence, when=""):
        refuse = f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        return f'CREATE TRIGGER "{PREFIX}{table}_{name}" BEFORE {event} ON "{table}" {when and f"WHEN {when} "}{refuse}'

    for column, target, may_be_shared in guarded_keys(model):
        owner = f'(SELECT organization_id FROM "{target}" WHERE id = NEW."{column}")'
        differs = f'NEW."{column}" IS NOT NULL AND {owner} IS NOT NEW.organization_id'
        if may_be_shared:
            differs += f" AND {owner} IS NOT NULL"
        sentence = f"another organization: {table}.{column}"
        yield trigger(f"{column}_insert", "INSERT", sentence, differs)
        yield trigger(f"{column}_update", f'UPDATE OF "{column}"', sentence, differs)
    moves = "NEW.organization_id IS NOT OLD.organization_id"
    yield trigger("owner", "UPDATE OF organization_id", f"a row keeps its organization: {table}", moves)
    if kept := kept_while(model):
        yield trigger("kept", "DELETE", f"a row is kept: {table}", _keeping(kept))
    if condition := _frozen(model, "IS NOT"):
        yield trigger("frozen", "UPDATE", f"a row is frozen: {table}", condition)
        yield trigger("stays", "DELETE", f"a row is frozen: {table}", _stays(model))
    if table in append_only_tables():
        yield trigger("update", "UPDATE", f"{table} only grows")
        yield trigger("delete", "DELETE", f"{table} only grows")


def _postgresql_statements(model):
    table = model._meta.db_table
    yield from _postgresql_guard(table, "", "INSERT OR UPDATE", f"{''.join(_belonging(model))}RETURN NEW;")
    if kept := kept_while(model):
        refuse = f"IF {_keeping(kept)} THEN {_refusal(f'a row is kept: {table}')} END IF; RETURN OLD;"
        yield from _postgresql_guard(table, "_kept", "DELETE", refuse)
    if condition := _frozen(model, "IS DISTINCT FROM"):
        refuse = _refusal(f"a row is frozen: {table}")
        yield from _postgresql_guard(table, "_update_frozen", "UPDATE", refuse, f"ROW WHEN ({condition})")
        yield from _postgresql_guard(table, "_delete_frozen", "DELETE", refuse, f"ROW WHEN ({_stays(model)})")
    if table in append_only_tables():
        refuse = _refusal(f"{table} only grows")
        yield from _postgresql_guard(table, "_grows", "UPDATE OR DELETE", refuse)
        # TRUNCATE passes by the triggers of rows. An empty table has nothing to lose.
        refuse = f'IF EXISTS (SELECT 1 FROM "{table}") THEN {refuse} END IF; RETURN NULL;'
        yield from _postgresql_guard(table, "_stays", "TRUNCATE", refuse, "STATEMENT")


def _postgresql_guard(table, name, event, body, each="ROW"):
    """The statements of a function and of the trigger that calls it, both named for the table and `name`."""
    function = f'"{PREFIX}{table}{name}"'
    yield f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
    yield f'CREATE TRIGGER {function} BEFORE {event} ON "{table}" FOR EACH {each} EXECUTE FUNCTION {function}()'


def _belonging(model):
    """What a PostgreSQL function says of the row it is given: it and its targets are of one organisation, for ever."""
    table = model._meta.db_table
    for column, target, may_be_shared in guarded_keys(model):
        shared = " OR organization_id IS NULL" if may_be_shared else ""
        yield (
            f'IF NEW."{column}" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "{target}" WHERE id = NEW."{column}" '
            f"AND (organization_id IS NOT DISTINCT FROM NEW.organization_id{shared})) THEN "
            f"{_refusal(f'another organization: {table}.{column}')} END IF; "
        )
    yield (
        "IF TG_OP = 'UPDATE' AND NEW.organization_id IS DISTINCT FROM OLD.organization_id THEN "
        f"{_refusal(f'a row keeps its organization: {table}')} END IF; "
    )


def _refusal(sentence):
    return f"RAISE EXCEPTION '{sentence}' USING ERRCODE = '23000';"


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
