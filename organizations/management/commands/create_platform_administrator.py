from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from organizations.models import Membership, Role, User


class Command(BaseCommand):
    help = "Create the first account of a server: a platform administrator; asks for the password."

    def add_arguments(self, parser):
        parser.add_argument("username")

    @transaction.atomic
    def handle(self, *args, username, **options):
        if User.objects.filter(username=username).exists():
            raise CommandError(f"มีบัญชี {username} อยู่แล้ว")
        user = User(username=username)
        password = getpass("รหัสผ่าน: ")
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        user.set_password(password)
        user.save()
        Membership.objects.create(user=user, role=Role.PLATFORM_ADMINISTRATOR)
        self.stdout.write(f"สร้างบัญชีผู้ดูแลระบบส่วนกลาง {username} แล้ว")
