"""Users. There is one who counts, the superuser; the others exist as the API keeps them."""

from __future__ import annotations

import uuid

import peewee
from msgspec import UNSET

from runnel.errors import Invalid, NotFound
from runnel.schemas.user import UserList, UserRead, UserUpdate
from runnel.storage import timestamps
from runnel.storage.tables import DEFAULT_FOLDER, ApiKey, Folder, User

_UNAVAILABLE = "This username is unavailable."


def find(user_id: str) -> UserRead | None:
    """The user of this id, if there is one."""
    row = User.get_or_none(User.id == user_id)
    return None if row is None else _read(row)


def get(user_id: str) -> UserRead:
    """The user of this id. Raises `NotFound`."""
    return _read(_row(user_id))


def get_by_name(username: str) -> tuple[UserRead, str | None] | None:
    """The user of this name with the password's hash, for a login."""
    row = User.get_or_none(User.username == username)
    return None if row is None else (_read(row), row.password_hash)


def get_password_hash(user_id: str) -> str | None:
    """The hash of a user's password; None when none is set. Raises `NotFound`."""
    kept: str | None = _row(user_id).password_hash
    return kept


def list_all(skip: int, limit: int) -> UserList:
    """A slice of the users in order of their making; a negative limit takes all, a negative skip none off."""
    rows = list(User.select().order_by(User.created_at))
    kept = rows[max(skip, 0) :]
    return UserList(len(rows), [_read(row) for row in (kept if limit < 0 else kept[:limit])])


def create(username: str, password_hash: str) -> UserRead:
    """Make an inactive user with a default folder. Raises `Invalid` when the name is taken."""
    try:
        row = User.create(id=str(uuid.uuid4()), username=username, password_hash=password_hash)
    except peewee.IntegrityError:
        raise Invalid(_UNAVAILABLE) from None
    Folder.create(id=str(uuid.uuid4()), user_id=row.id, name=DEFAULT_FOLDER, description="Your own flows.")
    return _read(row)


def update(user_id: str, change: UserUpdate, password_hash: str | None) -> UserRead:
    """Change what is sent and not null. Raises `NotFound`, and `Invalid` when the name is taken."""
    row = _row(user_id)
    for name in ("username", "profile_image", "is_active", "is_superuser", "last_login_at"):
        value = getattr(change, name)
        if value is not UNSET and value is not None:
            setattr(row, name, value)
    if password_hash is not None:
        row.password_hash = password_hash
    row.updated_at = timestamps.now()
    try:
        row.save()
    except peewee.IntegrityError:
        raise Invalid(_UNAVAILABLE) from None
    return _read(row)


def record_login(user_id: str) -> None:
    """Note that the user has just logged in."""
    User.update(last_login_at=timestamps.now()).where(User.id == user_id).execute()


def set_store_key(user_id: str, key: str | None) -> None:
    """Keep the start of the user's key for the component library (any text will do), or forget it."""
    User.update(store_key_hint=None if key is None else key[:4] + "…").where(User.id == user_id).execute()


def delete(user_id: str) -> None:
    """Remove a user with keys and folders; flows and messages stay. Raises `NotFound`."""
    row = _row(user_id)
    ApiKey.delete().where(ApiKey.user_id == user_id).execute()
    Folder.delete().where(Folder.user_id == user_id).execute()
    row.delete_instance()


def _row(user_id: str) -> User:
    row = User.get_or_none(User.id == user_id)
    if row is None:
        raise NotFound("User not found")
    return row


def _read(row: User) -> UserRead:
    return UserRead(
        id=uuid.UUID(row.id),
        username=row.username,
        profile_image=row.profile_image,
        store_api_key=row.store_key_hint,
        is_active=row.is_active,
        is_superuser=row.is_superuser,
        create_at=row.created_at,
        updated_at=row.updated_at,
        last_login_at=row.last_login_at,
    )
