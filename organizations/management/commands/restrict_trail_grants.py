from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from organizations.database_guards import append_only_tables
from organizations.models import TrailHead

KEPT = ("DELETE", "TRUNCATE")  # what nobody but the owner may do to a table that only grows
HEADS = TrailHead._meta.db_table


class Command(BaseCommand):
    help = (
        "PostgreSQL, as the owner of the tables, after each migrate: let the role of the web process work on all tables, "
        "and never change or delete what only grows (the trail), whatever happens to the triggers."
    )

    def add_arguments(self, parser):
        parser.add_argument("--role", required=True, help="the role in the DATABASE_URL of web and worker")

    @transaction.atomic
    def handle(self, *args, role, **options):
        if connection.vendor != "postgresql":
            raise CommandError("คำสั่งนี้ใช้กับ PostgreSQL เท่านั้น SQLite ไม่มีสิทธิ์แยกตามผู้ใช้")
        with connection.cursor() as cursor:
            _refuse_the_mighty(cursor, role)
            _grant(cursor, role)
            if left := _left_over(cursor, role):
                raise CommandError(f"บทบาท {role} ยังมีสิทธิ์ {', '.join(left)} จากทางอื่น โปรดถอนสิทธิ์นั้นก่อน")
        tables = ", ".join(append_only_tables())
        self.stdout.write(f"บทบาท {role} ใช้งานระบบได้ทุกตาราง แต่แก้ไขหรือลบข้อมูลใน {tables} ไม่ได้")


def _refuse_the_mighty(cursor, role):
    """A superuser, or who may act as the owner, is held by no grant."""
    cursor.execute(
        "SELECT rolsuper, pg_has_role(rolname, current_user, 'MEMBER') FROM pg_roles WHERE rolname = %s", [role]
    )
    found = cursor.fetchone()
    if found is None:
        raise CommandError(f"ไม่พบบทบาท {role} ในฐานข้อมูล โปรดสร้างก่อนด้วย CREATE ROLE … LOGIN PASSWORD …")
    if any(found):
        raise CommandError(f"บทบาท {role} เป็นผู้ดูแลฐานข้อมูลหรือเจ้าของตาราง จึงจำกัดสิทธิ์ไม่ได้ โปรดใช้บทบาทอื่นสำหรับเว็บ")


def _grant(cursor, role):
    name = connection.ops.quote_name(role)
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
    cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
    for table in append_only_tables():
        cursor.execute(f'REVOKE UPDATE, DELETE, TRUNCATE, TRIGGER ON "{table}" FROM {name}, PUBLIC')
    # The head of a chain moves on with every act, and never goes.
    cursor.execute(f'REVOKE DELETE, TRUNCATE, TRIGGER ON "{HEADS}" FROM {name}, PUBLIC')


def _left_over(cursor, role):
    """What the role may still do that it must not: through another role, or a grant on columns."""
    wanted = [(table, right) for table in append_only_tables() for right in ("UPDATE", *KEPT)]
    left = []
    for table, right in [*wanted, *((HEADS, right) for right in KEPT)]:
        cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [role, table, right])
        if cursor.fetchone()[0]:
            left.append(f"{right} {table}")
    return left
