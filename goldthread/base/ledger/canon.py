"""A line of the ledger as one text, the same in the database and outside of it.

JSON with its names in order and no blanks, in UTF-8: what `json.dumps(line,
sort_keys=True, separators=(",", ":"), ensure_ascii=False)` writes.
"""

from hashlib import sha256

BEGINNING = bytes(32)  # what the first link is chained to
MOMENT = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'

# Each line says which it is, so that neither can stand in for the other.
TABLES = {"entry": "ledger_entry", "trace": "ledger_trace"}
FIELDS = {
    "entry": {
        "at": "moment",
        "by": "number",
        "by_label": "text",
        "from_state": "text",
        "id": "number",
        "label": "text",
        "on_behalf_of": "text",
        "record": "number",
        "to_state": "text",
        "verb": "text",
        "words": "text",
    },
    "trace": {
        "at": "moment",
        "by": "number",
        "by_label": "text",
        "columns": "list",
        "how": "text",
        "id": "number",
        "keys": "list",
        "label": "text",
        "number": "number",
        "what": "text",
    },
}
WRITTEN = {  # with PostgreSQL's own functions alone: nobody can put others in their place
    "moment": "to_json({0})::text",
    "number": "coalesce({0}::text, 'null')",
    "text": "to_json({0})::text",
    "list": "coalesce(to_json({0})::text, 'null')",
}


def moment(column: str) -> str:
    return f"to_char({column} AT TIME ZONE 'UTC', '{MOMENT}')"


def said(kind: str, line: str = "line") -> str:
    """SQL for the text of a row that the statement calls `line`."""
    parts = {"line": f"'\"{kind}\"'"}
    for name, sort in FIELDS[kind].items():
        column = f'{line}."{name}"'
        if sort == "moment":
            column = moment(column)
        parts[name] = WRITTEN[sort].format(column)
    told = " || ',' || ".join(
        f"'\"{name}\":' || {parts[name]}" for name in sorted(parts)
    )
    return f"'{{' || {told} || '}}'"


def hashed(previous: str, seq: str, at: str, text: str) -> str:
    """SQL for the hash of a link: of what came before, its place, its time and its line."""
    words = rf"{seq}::text || E'\n' || {at} || E'\n' || {text}"
    return f"sha256({previous} || convert_to({words}, 'UTF8'))"


def link(previous: bytes, seq: int, at: str, text: str) -> bytes:
    """The same outside the database."""
    return sha256(previous + f"{seq}\n{at}\n{text}".encode()).digest()
