from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "เอกสารและรายงาน"

    def ready(self):
        from reports.search_indexes import install_search_indexes

        post_migrate.connect(install_search_indexes, sender=self)
