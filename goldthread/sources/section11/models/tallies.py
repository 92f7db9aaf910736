"""How many organisations stand where, kept by the database when a grade changes."""

from django.db import models

from goldthread.base.access.models import Records
from goldthread.sources.section11.models.cycles import Cycle


class Tally(models.Model):
    """The organisations in one band of one standard, in a whole cycle.

    A trigger on the grades writes it, so that a page about thousands of returns reads as
    many rows as the set has standards and bands. The band is the board's where it gave
    one, otherwise the organisation's own.
    """

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="tallies")
    standard = models.CharField(max_length=100)
    band = models.CharField(max_length=40)
    organisations = models.IntegerField()

    objects = Records.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["cycle", "standard", "band"], name="section11_one_band_each"
            ),
        )

    def __str__(self) -> str:
        return f"{self.standard}, {self.band}: {self.organisations}"
