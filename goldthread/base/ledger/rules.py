"""The words for what the ledger notes by itself."""

OPENED = {
    "page": "Opened its page",
    "list": "Saw it in a list, or on another page",
    "search": "Saw it among what a search found",
    "export": "Exported it in a spreadsheet",
    "download": "Downloaded it",
    "calendar": "Fetched it with a calendar",
}
CHANGED = {
    "insert": "Added",
    "update": "Changed",
    "delete": "Deleted",
    "truncate": "Emptied",
}


def opened(how: str) -> str:
    return OPENED.get(how, how)


def changed(how: str, columns: list[str] | None) -> str:
    """What a statement did, with the names of the columns that it changed."""
    names = ", ".join(
        name.removesuffix("_id").replace("_", " ") for name in columns or ()
    )
    word = CHANGED.get(how, how)
    return f"{word}: {names}" if names else word
