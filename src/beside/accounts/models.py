"""The one who signs in. The public is nobody at all."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from beside.kernel import clock, ids


class Users(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **facts: object) -> "User":
        user = self.model(email=email.strip().lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A member of staff, of a partner or of the coalition. No phone, no address, no picture."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=clock.now)

    objects = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return str(self.id)
