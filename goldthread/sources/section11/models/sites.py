"""A trust answers once for several sites, and says where one of them differs."""

from django.db import models
from django.db.models import Q

from goldthread.base.access.models import Records
from goldthread.base.people.models import Organisation
from goldthread.sources.section11.models.returns import SelfAssessment


class SiteDifference(models.Model):
    """What is otherwise at one site than the answer says of all of them."""

    assessment = models.ForeignKey(
        SelfAssessment, models.CASCADE, related_name="site_differences"
    )
    key = models.CharField(max_length=100)
    site = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    words = models.TextField("what is different there")

    comes_with = ("site",)
    objects = Records.as_manager()

    class Meta:
        ordering = ("key", "site__name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["assessment", "key", "site"],
                name="section11_site_differs_once",
                violation_error_message="This site’s difference is written down already. "
                "Remove it first to say it anew.",
            ),
            models.CheckConstraint(
                name="section11_site_differs_in_words", condition=~Q(words="")
            ),
        )

    def __str__(self) -> str:
        return f"At {self.site}: {self.words}"
