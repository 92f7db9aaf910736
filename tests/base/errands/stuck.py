"""A worker of its own process that stops half way through, for the test that kills it.

It says "half way" and waits, its transaction open, until its input closes.
"""

import sys

import django

django.setup()

from goldthread.base.access.acting import trusted  # noqa: E402
from goldthread.base.errands import workflow  # noqa: E402


@workflow.errand("findings.finding", "agree", saying="-", done="-")
def read(finding, *, by, tell):
    finding.text = "Half"
    with trusted(by):
        finding.save()
    tell("Reading", 1, 2)
    sys.stdout.write("half way\n")
    sys.stdout.flush()
    sys.stdin.read()
    return finding


workflow.work(once=True)
