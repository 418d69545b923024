"""Where flows go that name no folder: the default folder of a user, and the hidden folder of the starter flows."""

from __future__ import annotations

from runnel.storage.tables import DEFAULT_FOLDER, Folder, new_id


def default_id(user_id: str | None) -> str:
    """The folder that takes what has no other: the user's oldest one of the default name, else their oldest."""
    if user_id is None:
        return starter_id()
    mine = (Folder.user_id == user_id) & Folder.deleted_at.is_null()
    row = (
        Folder.select(Folder.id).where(mine).order_by((Folder.name == DEFAULT_FOLDER).desc(), Folder.number).tuples()
    ).first()
    return str(row[0]) if row is not None else _make_default(user_id)


def starter_id() -> str:
    """The hidden folder of the starter flows."""
    return str(Folder.select(Folder.id).where(Folder.user_id.is_null()).tuples().first()[0])


def _make_default(user_id: str) -> str:
    folder_id = new_id()
    Folder.insert(id=folder_id, user_id=user_id, name=DEFAULT_FOLDER).execute()
    return folder_id


def exists(user_id: str, folder_id: str) -> bool:
    """Whether the user has such a folder."""
    mine = (Folder.user_id == user_id) & Folder.deleted_at.is_null()
    return bool(Folder.select().where(mine, Folder.id == folder_id).exists())
