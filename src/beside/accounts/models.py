"""The one who signs in, and what they were given. The public is nobody at all."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from beside.accounts.core import roles
from beside.kernel import clock, ids


class Users(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **facts: object) -> "User":
        user = self.model(email=email.strip().lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A member of staff, of a partner or of the coalition. No phone, no address, no picture."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Font(models.TextChoices):
        HOUSE = "house", _("Beside’s own")
        SYSTEM = "system", _("The device’s own")
        SPACED = "spaced", _("Wider spaced, easier for some readers")

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=8, default="en")
    theme = models.CharField(max_length=8, choices=Theme, default=Theme.SYSTEM)
    font = models.CharField(max_length=8, choices=Font, default=Font.HOUSE)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=clock.now)

    objects = Users()
    _permissions: frozenset[roles.Permission] | None = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="email_in_lower_case"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def has_permission(self, name: str) -> bool:
        """Whether a role held now allows it. Read once per instance, which lives for one request."""
        if self._permissions is None:
            held = RoleHeld.objects.current(clock.now()).filter(user=self)
            slugs = held.values_list("role", flat=True)
            self._permissions = roles.permissions(slugs) if self.is_active else frozenset()
        return name in self._permissions


class RolesHeld(models.QuerySet["RoleHeld"]):
    def current(self, at: datetime) -> "RolesHeld":
        """Those that hold at `at`."""
        return self.filter(Q(until_at=None) | Q(until_at__gt=at), since_at__lte=at)


class RoleHeld(models.Model):
    """One person holds one house-wide role for a while. Ended, never deleted."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles_held")
    role = models.CharField(max_length=40)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="roles_given"
    )

    objects = RolesHeld.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(until_at=None), name="role_held_once"
            ),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gte=F("since_at")),
                name="role_ends_after_it_begins",
            ),
        ]
