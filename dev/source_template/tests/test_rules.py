from goldthread.sources.source_template import rules


def test_an_answer_that_is_too_short_is_refused_with_a_sentence():
    assert rules.too_short(" Fine. ") == (
        "Say more: at least 20 characters, so that others can use it."
    )
    assert rules.too_short("Plans are vague, and visits late.") == ""
