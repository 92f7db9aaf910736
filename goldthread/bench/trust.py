"""`goldthread bench trust`: what it costs that nothing gets out and nothing is lost."""

from collections.abc import Iterator

from goldthread.bench import knowing, ledger, policies, walk

COMMANDS = ("rewrap", "search-sealed")  # measured as commands are


def sentences(bench: str) -> Iterator[str]:
    """What is no page and no command, in words."""
    for each in policies.added(bench):
        yield (
            f"Row-level security, {each.what}: {each.without:.1f} ms without, "
            f"{each.with_policies:.1f} ms with."
        )
    chain = ledger.costs(bench)
    yield (
        f"The chain: {chain.by_eight:,.0f} entries a second by eight writers, "
        f"{chain.by_one:,.0f} by one ({chain.unlinked:,.0f} rows of one writer in a table "
        "that nothing links)."
    )
    yield (
        f"{chain.entries:,} entries verified in {chain.verify_seconds:.2f} s "
        f"(≤ 2 s); linked in one transaction in {chain.link_seconds:.1f} s."
    )
    yield from knowing.sentences()
    yield walk.sentence()
