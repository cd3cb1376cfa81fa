from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.forms import Field


class OrganizationsConfig(AppConfig):
    name = "organizations"
    verbose_name = "หน่วยงานและผู้ใช้"

    def ready(self):
        from organizations import settings_checks  # noqa: F401 – registers its checks
        from organizations.database_guards import install_guards, remove_guards

        # Django says "ฟิลด์นี้จำเป็น", which no official says; a field that knows better has a sentence of its own.
        Field.default_error_messages["required"] = "โปรดกรอกหรือเลือกข้อมูลในช่องนี้"

        # SQLite rebuilds a table to alter it and cannot do so while triggers look at it: off before, on after.
        pre_migrate.connect(remove_guards, sender=self)
        post_migrate.connect(install_guards, sender=self)
