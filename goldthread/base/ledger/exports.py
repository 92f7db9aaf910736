"""The whole ledger as signed lines of JSON, which `verify_export.py` reads anywhere."""

from collections.abc import Iterator

from goldthread.base.ledger import chain, signing


def anchor() -> str:
    """The head of the chain now, signed: one line of JSON."""
    seq, hashed = chain.head()
    return signing.sign(signing.Head(seq, hashed, signing.now()))


def lines() -> Iterator[str]:
    """Each link with its line, in order; the signed head comes last."""
    seq, hashed = chain.head()
    for place, at, said, digest in chain.links(seq):
        yield f'{{"at":"{at}","hash":"{digest.hex()}","line":{said},"seq":{place}}}'
    yield signing.sign(signing.Head(seq, hashed, signing.now()))
