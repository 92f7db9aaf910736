"""The table of permissions and the states, printed for people to read and agree."""

from collections import defaultdict
from collections.abc import Iterator

from django.apps import apps

from goldthread.base.access.table import TABLE
from goldthread.base.govuk.rules import colour
from goldthread.base.people.rules import ROLE_WORDS, Role
from goldthread.base.states import STEPS

PERMISSIONS = """# The rules of the program: who may do what

Printed from the policy rows by `goldthread print_docs`; a test compares. What is not
listed is refused, and a refusal looks exactly like a page that does not exist. What was
promised to boards is in [permissions.md](permissions.md), which is written by hand.
"""

STATES = """# States and the steps between them

Printed from the workflows by `goldthread print_docs`; a test compares. A state has one
word and one colour wherever it appears.
"""


def _name(label: str) -> str:
    return str(apps.get_model(label)._meta.verbose_name).capitalize()


def _rights(role: str) -> Iterator[tuple[str, str, str]]:
    """(record, relation, actions) of one role, in the order of the table."""
    for label in sorted(TABLE):
        allowed: dict[str, list[str]] = defaultdict(list)
        for rule in TABLE[label]:
            if role in rule.roles and rule.action not in allowed[rule.relation.words]:
                allowed[rule.relation.words].append(rule.action)
        for relation, actions in allowed.items():
            if actions:
                yield (
                    _name(label),
                    relation,
                    ", ".join(a.replace("_", " ") for a in actions),
                )


def permissions() -> str:
    """docs/rules.md: one table for each role."""
    parts = [PERMISSIONS]
    for role in Role:
        title, purpose = ROLE_WORDS[role]
        parts.append(
            f"\n## {title}\n\n{purpose}\n\n| What | Which | May |\n|---|---|---|\n"
        )
        parts += [
            f"| {what} | {which} | {may} |\n" for what, which, may in _rights(role)
        ]
    return "".join(parts)


def states() -> str:
    """docs/states.md: one table of states and one of steps for each record."""
    parts = [STATES]
    for label in sorted(STEPS):
        model = apps.get_model(label)
        parts.append(f"\n## {_name(label)}\n")
        has_state = any(field.name == "state" for field in model._meta.get_fields())
        words = dict(model._meta.get_field("state").flatchoices) if has_state else {}
        if words:
            parts.append("\n| State | Colour |\n|---|---|\n")
            parts += [
                f"| {word} | {colour(state)} |\n" for state, word in words.items()
            ]
        parts.append("\n| Step | From | To |\n|---|---|---|\n")
        for step in STEPS[label].values():
            sources = ", ".join(words[state] for state in step.sources) or "any"
            parts.append(
                f"| {step.words} | {sources} | {words.get(step.to or '', '')} |\n"
            )
    return "".join(parts)
