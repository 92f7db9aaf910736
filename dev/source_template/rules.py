"""What is decided without a database: pure functions, each with a sentence."""

from goldthread.loop.activities.rules import Way

WAY = Way.OTHER  # choose the way of learning that it belongs to
SHORTEST = 20  # characters


def too_short(answer: str) -> str:
    """Why an answer cannot be sent, if it cannot."""
    if len(answer.strip()) >= SHORTEST:
        return ""
    return f"Say more: at least {SHORTEST} characters, so that others can use it."
