from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from organizations.models import Membership, Province, Role, User
from organizations.provinces import PROVINCES


class Command(BaseCommand):
    help = "Create the account of a province's overseer; asks for the password."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("province", help="the name without จังหวัด, e.g. หนองคาย")

    @transaction.atomic
    def handle(self, *args, username, province, **options):
        if province not in PROVINCES:
            raise CommandError(f"ไม่รู้จักจังหวัด {province}")
        if User.objects.filter(username=username).exists():
            raise CommandError(f"มีบัญชี {username} อยู่แล้ว")
        user, password = User(username=username), getpass("รหัสผ่าน: ")
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        user.set_password(password)
        user.save()
        place = Province.objects.get_or_create(name=province)[0]
        Membership.objects.create(user=user, role=Role.OVERSEER, province=place)
        self.stdout.write(f"สร้างบัญชีผู้กำกับดูแลจังหวัด{province} {username} แล้ว")
