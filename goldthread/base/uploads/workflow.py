"""Keeping what was checked, and having it scanned: now, or when the scanner answers."""

from collections.abc import Iterable

from goldthread.base.access.acting import trusted
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import Appointment, Board, User
from goldthread.base.people.rules import Role
from goldthread.base.post import workflow as post
from goldthread.base.uploads import scanning
from goldthread.base.uploads.checking import Checked
from goldthread.base.uploads.models import Content, Upload

State = Upload.State


def keep(files: Iterable[Checked], *, by: User, board: Board | None) -> list[Upload]:
    """Seal each of them, and have it scanned. In the caller's own transaction."""
    return [_keep(each, by=by, board=board) for each in files]


def _keep(file: Checked, *, by: User, board: Board | None) -> Upload:
    upload = Upload(
        name=file.name,
        kind=file.kind,
        size=len(file.data),
        board=board,
        uploaded_by=by,
    )
    _judge(upload, scanning.scan(file.data))
    upload.save()
    Content.objects.create(upload=upload, data=file.data)
    ledger.write(upload, by=by, verb="upload", words=f"Uploaded: {upload.state}")
    if upload.state == State.BLOCKED:
        _warn(upload)
    return upload


def _judge(upload: Upload, verdict: scanning.Verdict) -> None:
    upload.scanned_by, upload.found = verdict.by, verdict.found
    if verdict.found:
        upload.state = State.BLOCKED
    elif verdict.clean:
        upload.state = State.CLEAN


def _warn(upload: Upload) -> None:
    """Whoever sent it and the administrators hear of it, without its name."""
    now = Appointment.objects.current().filter(role=Role.ADMINISTRATOR)
    people = {
        upload.uploaded_by,
        *(each.person for each in now.select_related("person")),
    }
    for person in sorted(people, key=lambda person: person.pk):
        post.write_to(
            person,
            subject="A file was blocked: malware was found in it",
            body=f"The scanner found {upload.found} in a file that "
            f"{upload.uploaded_by} uploaded. Nobody can open it. Have the computer it "
            "came from looked at:",
            link=upload.get_absolute_url(),
            why="you uploaded it, or you look after Goldthread",
            key=f"upload-blocked-{upload.pk}-{person.pk}",
        )


# --- What `goldthread tick` does -----------------------------------------------------------


def scan_waiting() -> str:
    """Ask the scanner again about everything in quarantine."""
    waiting = _waiting()
    done = sum(_scan(pk) for pk in waiting)
    left = len(waiting) - done
    return f"Uploads: {done} scanned, {left} in quarantine." if done or left else ""


@trusted()
def _waiting() -> list[int]:
    waiting = Upload.objects.filter(state=State.QUARANTINED)
    return list(waiting.values_list("pk", flat=True))


@trusted()
def _scan(pk: int) -> bool:
    """In a transaction of its own: one that cannot be scanned stops no other."""
    upload = (
        Upload.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=pk, state=State.QUARANTINED)
        .first()
    )
    if upload is None:
        return False
    _judge(upload, scanning.scan(upload.content.data))
    if upload.state == State.QUARANTINED:
        return False
    upload.save()
    ledger.write(upload, by=None, verb="scan", words=f"Scanned: {upload.state}")
    if upload.state == State.BLOCKED:
        _warn(upload)
    return True
