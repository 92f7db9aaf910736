"""The bytes of a file are seen with it. Who sees it stands with what it belongs to."""

from goldthread.base.access.table import part_of

part_of("upload", "uploads.content")
