"""goldthread check-figures FILE [--json]"""

from typing import Any

from goldthread.base.measures.command import Answers
from goldthread.base.measures.rules.figures import read_figures
from goldthread.base.measures.rules.wholes import check_all, in_answer, in_words


class Command(Answers):
    help = "Say which printed percentages, rates and sums cannot be right, and why."

    def answer(self, text: str, **options: Any) -> Any:
        return in_answer(*check_all(read_figures(text)))

    def in_lines(self, text: str, **options: Any) -> list[str]:
        return list(in_words(*check_all(read_figures(text))))
