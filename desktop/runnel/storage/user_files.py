"""The records of a user's files; the bytes lie in the file store under the record's ``path``."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import PurePosixPath

from runnel.errors import NotFound
from runnel.schemas.user_file import UserFileCreated, UserFileRead
from runnel.storage import timestamps
from runnel.storage.names import number_name
from runnel.storage.tables import UserFile


def create(user_id: str, file_name: str, size_bytes: int) -> UserFileCreated:
    """Record a file; a taken name is numbered: ``doc (1)``."""
    given = PurePosixPath(file_name)
    taken = UserFile.select(UserFile.name, UserFile.path).where(UserFile.user_id == user_id).tuples()
    names = {text for name, path in taken for text in (name, PurePosixPath(path).stem)}
    name = number_name(given.stem, names)
    path = f"{user_id}/{name}{given.suffix}"
    row = UserFile.create(id=str(uuid.uuid4()), user_id=user_id, name=name, path=path, size_bytes=size_bytes)
    return UserFileCreated(uuid.UUID(row.id), name, path, size_bytes)


def list_all(user_id: str) -> list[UserFileRead]:
    """A user's files, oldest first."""
    return [_read(row) for row in UserFile.select().where(UserFile.user_id == user_id).order_by(UserFile.number)]


def list_some(user_id: str, file_ids: Sequence[uuid.UUID]) -> list[UserFileRead]:
    """Those of these files that there are, oldest first."""
    wanted = {str(file_id) for file_id in file_ids}
    return [file for file in list_all(user_id) if str(file.id) in wanted]


def get(user_id: str, file_id: uuid.UUID) -> UserFileRead:
    """A file's record. Raises `NotFound`."""
    return _read(_row(user_id, file_id))


def rename(user_id: str, file_id: uuid.UUID, name: str) -> UserFileRead:
    """Give a file another name; its path stays. Raises `NotFound`."""
    row = _row(user_id, file_id)
    row.name = name
    row.updated_at = timestamps.now()
    row.save()
    return _read(row)


def delete(user_id: str, file_ids: Sequence[uuid.UUID]) -> None:
    """Forget these files."""
    keys = [str(file_id) for file_id in file_ids]
    UserFile.delete().where((UserFile.user_id == user_id) & UserFile.id.in_(keys)).execute()


def _row(user_id: str, file_id: uuid.UUID) -> UserFile:
    row = UserFile.get_or_none((UserFile.id == str(file_id)) & (UserFile.user_id == user_id))
    if row is None:
        raise NotFound("File not found")
    return row


def _read(row: UserFile) -> UserFileRead:
    return UserFileRead(
        user_id=uuid.UUID(row.user_id),
        id=uuid.UUID(row.id),
        size=row.size_bytes,
        created_at=row.created_at,
        updated_at=row.updated_at,
        name=row.name,
        path=row.path,
    )
