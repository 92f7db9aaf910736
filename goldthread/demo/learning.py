"""Chapter 3: what the Kingston board did to learn, whom it asked, and what came."""

from goldthread.demo import finished, under_way
from goldthread.demo.story import Story
from goldthread.loop.activities.models import Activity


def learn(story: Story) -> dict[str, Activity]:
    """The activities by name, as far as each has come; findings are the next chapter."""
    return {
        "audit": finished.audit(story),
        "section 11": under_way.section_11(story),
        "views": finished.views(story),
        "deaths": finished.deaths(story),
        "dataset": finished.dataset(story),
        "good practice": finished.good_practice(story),
        "observation": under_way.observation(story),
        "review": under_way.review(story),
        "training": under_way.training(story),
    }
