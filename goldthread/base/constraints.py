"""Constraints that several tables share."""

from django.db import models
from django.db.models import Q


def together(*fields: str, name: str) -> models.CheckConstraint:
    """All of these are set, or none: who and when never part."""
    none = Q(**{f"{field}__isnull": True for field in fields})
    every = Q(**{f"{field}__isnull": False for field in fields})
    return models.CheckConstraint(name=name, condition=none | every)
