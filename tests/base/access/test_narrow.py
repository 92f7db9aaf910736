from goldthread.base.access.relations import anywhere, when
from goldthread.base.access.table import TABLE, Rule, narrow


def test_only_the_actions_named_are_narrowed(monkeypatch):
    read, write = Rule("view", "chair", anywhere), Rule("edit", "chair", anywhere)
    monkeypatch.setitem(TABLE, "a.b", [read, write])

    narrow("a.b", ("edit",), when("that is no return", a_return__isnull=True))

    same, narrowed = TABLE["a.b"]
    assert same == read
    assert (narrowed.action, narrowed.roles) == ("edit", frozenset({"chair"}))
    assert narrowed.relation.words == "everywhere, that is no return"
