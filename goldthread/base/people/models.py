"""Who answers together: areas, boards, organisations, groups, people, appointments."""

from datetime import date
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now, TruncDate
from django.urls import reverse
from django.utils import timezone

from goldthread.base.people import rules
from goldthread.base.people.rules import Role


class Area(models.Model):
    """A place that boards and organisations serve, such as a London borough."""

    name = models.CharField(max_length=100, unique=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A body that works with children; it belongs to no board and may owe to several."""

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(
        "type",
        max_length=30,
        choices=list(rules.ORGANISATION_TYPES.items()),
        default="other",
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts"
    )
    areas = models.ManyToManyField(Area, blank=True, related_name="organisations")
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    replaced_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                name="organisation_replaced_by_and_on",
                condition=Q(replaced_by=None, replaced_on=None)
                | Q(replaced_by__isnull=False, replaced_on__isnull=False),
                violation_error_message="Say both who replaced it and when.",
            ),
        )
        indexes = (
            GinIndex(
                name="organisation_name_trgm",
                fields=["name"],
                opclasses=["gin_trgm_ops"],
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisations:show", args=[self.pk])


class Board(models.Model):
    """A Local Safeguarding Children Board, or the partnership that followed it."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(unique=True)
    areas = models.ManyToManyField(Area, blank=True, related_name="boards")
    partners = models.ManyToManyField(Organisation, blank=True, related_name="boards")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("boards:show", args=[self.slug])


class Group(models.Model):
    """A group of the board, such as its Case Review Group; boards may share one."""

    name = models.CharField(max_length=200)
    kind = models.CharField(
        max_length=20, choices=list(rules.GROUP_KINDS.items()), default="other"
    )
    boards = models.ManyToManyField(Board, related_name="groups")
    purpose = models.TextField(blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("groups:show", args=[self.pk])


class People(BaseUserManager["User"]):
    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person. What she may do comes from her appointments, and only from them."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True, editable=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    left_on = models.DateField(null=True, blank=True)
    seen_at = models.DateTimeField(
        null=True, editable=False, help_text="when she last opened her home page"
    )

    objects = People()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    is_staff = is_superuser = False  # nobody is above the table

    class Meta:
        ordering = ("name",)
        verbose_name = "person"
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:show", args=[self.pk])


Place = Board | Group | Organisation


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def standing(self) -> Self:
        """Begun and not ended, by the database's own day."""
        today = TruncDate(Now())
        return self.filter(
            Q(until__isnull=True) | Q(until__gte=today), since__lte=today
        )

    def current(self) -> Self:
        """In force: standing, and in a group confirmed for this quarter."""
        confirmed = Q(confirmed_until__gte=TruncDate(Now()))
        return self.standing().filter(Q(group__isnull=True) | confirmed)

    def suspended(self) -> Self:
        """Standing, and of no force until somebody confirms it."""
        lapsed = Q(confirmed_until=None) | Q(confirmed_until__lt=TruncDate(Now()))
        return self.standing().filter(lapsed, group__isnull=False)

    def held_at(self, person: User, place: Place) -> Self:
        """Hers in this place; who is on a board is in its groups, and the other way."""
        where = {
            Board: Q(board=place.pk) | Q(group__boards=place.pk),
            Group: Q(group=place.pk) | Q(board__groups=place.pk),
            Organisation: Q(organisation=place.pk),
        }
        return self.filter(where[type(place)], person=person)


class Appointment(models.Model):
    """One role a person holds, where, and until when."""

    person = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    role = models.CharField(
        max_length=20, choices=[(role, rules.ROLE_WORDS[role][0]) for role in Role]
    )
    board = models.ForeignKey(
        Board, models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    since = models.DateField(default=date.today)
    until = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    confirmed_until = models.DateField(
        null=True,
        editable=False,
        help_text="of a membership of a group: it is confirmed each quarter",
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ("role", "pk")
        constraints = (
            models.CheckConstraint(
                name="appointment_held_somewhere",
                condition=Q(role__in=rules.AT_BOARD, board__isnull=False)
                | Q(role__in=rules.AT_ORGANISATION, organisation__isnull=False)
                | Q(role=Role.GROUP_MEMBER, group__isnull=False)
                | Q(role=Role.ADMINISTRATOR),
                violation_error_message="Say which board, organisation or group "
                "this role is held in.",
            ),
            models.CheckConstraint(
                name="appointment_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                violation_error_message="The last day cannot be before the first.",
            ),
        )

    def __str__(self) -> str:
        place = self.place
        return f"{self.get_role_display()}, {place}" if place else "Administrator"

    def get_absolute_url(self) -> str:
        return reverse("people:appointment", args=[self.pk])

    @property
    def place(self) -> Place | None:
        return self.board or self.group or self.organisation

    @property
    def is_suspended(self) -> bool:
        """Whether it waits to be confirmed, and opens nothing until then."""
        if self.group_id is None:
            return False
        return (
            self.confirmed_until is None or self.confirmed_until < timezone.localdate()
        )
