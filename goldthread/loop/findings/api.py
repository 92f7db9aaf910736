"""Findings, as programs read them."""

from datetime import date
from typing import Any

from ninja import Query, Router, Schema

from goldthread.base.tokens.api import (
    PROBLEMS,
    Page,
    Reads,
    TokenRequest,
    Window,
    page,
)
from goldthread.loop.findings import queries
from goldthread.loop.findings.models import Finding

router = Router(tags=["Findings"])


class FindingTold(Schema):
    """One thing learned. Codes are those that a register of findings can be read by."""

    key: int
    reference: str
    kind: str
    state: str
    way: str
    text: str
    meaning: str
    about: list[str]
    about_everyone: bool
    method: str
    number: int | None
    written: str
    earliest: date | None
    latest: date | None
    published: str
    characteristics: list[str]
    help_stage: str


PLAIN = [name for name in FindingTold.model_fields if name not in {"key", "about"}]


def _told(finding: Finding) -> dict[str, Any]:
    about = [each.name for each in finding.about.all()]
    plain = {name: getattr(finding, name) for name in PLAIN}
    return {"key": finding.pk, "about": about, **plain}


@router.get(
    "findings",
    auth=Reads("findings"),
    response={200: Page[FindingTold], **PROBLEMS},
    summary="The board’s findings",
)
def findings(request: TokenRequest, window: Query[Window]) -> dict[str, Any]:
    """None of a restricted activity, whatever the holder may see, and none withdrawn."""
    found = queries.unrestricted(request.token.board, request.user)
    return page(request, window, found, _told, what="findings")
