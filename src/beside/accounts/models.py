"""The one who signs in, and what they were given. The public is nobody at all."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from beside.accounts.core import invitations, roles
from beside.accounts.core.devices import Device
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
        AUTO = "auto", _("As the device")
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
    theme = models.CharField(max_length=8, choices=Theme, default=Theme.AUTO)
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
        """Whether a role held now allows it. Read once: an instance lives for one request."""
        if self._permissions is None:
            held = RoleHeld.objects.current(clock.now()).filter(user=self)
            slugs = held.values_list("role", flat=True)
            self._permissions = roles.permissions(slugs) if self.is_active else frozenset()
        return name in self._permissions

    def has_just(self, permissions: frozenset[roles.Permission]) -> None:
        """What a door has just read: it is not asked for again."""
        self._permissions = permissions


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

    def __str__(self) -> str:
        return str(self.pk)


class Invitation(models.Model):
    """A single-use way in, for one address, with the roles it gives.

    The link is not kept: it is made from the id and `turn` (accounts.links), so
    that a copy of the database lets nobody in. Raising `turn` ends every older link.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, default="en")
    roles = ArrayField(models.CharField(max_length=40), default=list)
    state = models.CharField(max_length=10, default=invitations.State.OPEN)
    turn = models.PositiveSmallIntegerField(default=1)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    invited_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="invitations_sent"
    )
    user = models.OneToOneField(
        User, on_delete=models.CASCADE, null=True, related_name="invitation"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["expires_at"], condition=Q(state="open"), name="open_invitations_by_end"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=Q(state="open"), name="one_open_invitation_per_address"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in invitations.State]),
                name="invitation_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None)
                | Q(~Q(state="open"), settled_at__isnull=False),
                name="an_invitation_is_open_or_settled",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(user__isnull=False),
                name="an_accepted_invitation_has_its_person",
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="invited_email_in_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Sitting(models.Model):
    """One browser, signed in. A coarse word for the device; no address, no browser's name."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sittings")
    device = models.CharField(max_length=10)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(device__in=[word.value for word in Device]),
                name="device_is_a_coarse_word",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")),
                name="sitting_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Salt(models.Model):
    """What the counters of slips are keyed with for a while. Gone, they name nobody."""

    value = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class Slips(models.Model):
    """Wrong passwords in a row for one name, known only as a keyed digest under a salt."""

    salt = models.ForeignKey(Salt, on_delete=models.CASCADE, related_name="slips")
    digest = models.BinaryField(max_length=32)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    wait_until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["salt", "digest"], name="one_counter_per_name"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
