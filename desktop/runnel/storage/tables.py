"""The tables, and nothing else: columns, keys and indexes. ``migrations/`` leads an older file here.

Ids are lower-case UUIDs with dashes, as text; points in time are text as in `runnel.storage.timestamps`; JSON is text
that is stored and sent without being decoded. ``number`` is the order of creation. ``flow_id``, ``folder_id`` and
``user_id`` are plain columns without foreign keys: messages outlive their flow, builds exist for graphs that were never
saved, and unknown folder ids are taken as sent.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterable
from typing import Any

import msgspec
import peewee

from runnel.storage import timestamps

_bound = threading.local()

OWNER_NAME = "langflow"
"""The superuser's name, as the API has it."""
DEFAULT_FOLDER = "My Projects"
STARTER_FOLDER = "Starter Projects"


class ThreadDatabase(peewee.DatabaseProxy):
    """Stands for the database of the storage thread it is used on, so several may be open in one process."""

    @property
    def obj(self) -> Any:
        """The database bound to this thread; None on all other threads."""
        return getattr(_bound, "database", None)

    @obj.setter
    def obj(self, value: Any) -> None:
        """Proxies set themselves to None when made; `bind_thread` is the way to bind."""


def bind_thread(database: peewee.SqliteDatabase) -> None:
    """Make the calling thread the storage thread of this database."""
    _bound.database = database


def new_id() -> str:
    """A random id for a row."""
    return str(uuid.uuid4())


def among(values: Iterable[str | int]) -> peewee.SQL:
    """What stands after ``.in_``: any number of values in one parameter, of which SQLite takes only so many."""
    return peewee.SQL("(SELECT value FROM json_each(?))", [msgspec.json.encode(list(values)).decode()])


def connection() -> Any:
    """The sqlite3 connection of this storage thread, for statements that peewee would only slow down."""
    return _bound.database.connection()


class Table(peewee.Model):
    """What all tables share. Rows are read as tuples or dicts, which peewee's types do not know: hence the Any."""

    class Meta:
        database = ThreadDatabase()
        legacy_table_names = False

    @classmethod
    def select(cls, *fields: Any) -> Any:
        """A query over rows."""
        return super().select(*fields)

    @classmethod
    def insert(cls, data: Any = None, /, **values: Any) -> Any:
        """A new row; ``execute`` gives its key."""
        return super().insert(data, **values)

    @classmethod
    def replace(cls, data: Any = None, /, **values: Any) -> Any:
        """A row in place of the one of the same key."""
        return super().insert(data, **values).on_conflict_replace()

    @classmethod
    def update(cls, data: Any = None, /, **values: Any) -> Any:
        """A change of rows; ``execute`` gives how many."""
        return super().update(data, **values)

    @classmethod
    def delete(cls) -> Any:
        """A removal of rows; ``execute`` gives how many."""
        return super().delete()


class User(Table):
    """A user as the API keeps them; the window is the superuser."""

    id = peewee.TextField(primary_key=True)
    username = peewee.TextField(unique=True)
    password_hash = peewee.TextField(null=True)
    """Salted; null: no password is set, so none fits."""
    profile_image = peewee.TextField(null=True)
    store_key_hint = peewee.TextField(null=True)
    """The first characters of the saved store key; null: none is saved."""
    is_active = peewee.BooleanField(default=False)
    is_superuser = peewee.BooleanField(default=False)
    created_at = peewee.TextField(default=timestamps.now)
    updated_at = peewee.TextField(default=timestamps.now)
    last_login_at = peewee.TextField(null=True)


class ApiKey(Table):
    """An API key: its hash and its first characters."""

    id = peewee.TextField(primary_key=True)
    user_id = peewee.TextField(index=True)
    name = peewee.TextField(null=True)
    key_hash = peewee.TextField(unique=True)
    """SHA-256 of the key in hexadecimal digits."""
    key_start = peewee.TextField()
    """The first 8 characters, for lists."""
    is_active = peewee.BooleanField(default=True)
    total_uses = peewee.IntegerField(default=0)
    last_used_at = peewee.TextField(null=True)
    created_at = peewee.TextField(default=timestamps.now)


class Folder(Table):
    """A folder of flows. A null ``user_id`` marks the hidden folder of the starter flows."""

    number = peewee.AutoField()
    id = peewee.TextField(unique=True)
    user_id = peewee.TextField(null=True, index=True)
    name = peewee.TextField()
    description = peewee.TextField(null=True)
    parent_id = peewee.TextField(null=True)
    deleted_at = peewee.TextField(null=True)
    """When it was moved to the trash, together with the flows that were in it then; null: it is not there."""


class Flow(Table):
    """A flow's header as it is now; its data lies in `Document`. A null ``user_id`` marks a starter flow."""

    number = peewee.AutoField()
    id = peewee.TextField(unique=True)
    user_id = peewee.TextField(null=True, index=True)
    folder_id = peewee.TextField(null=True, index=True)
    name = peewee.TextField()
    description = peewee.TextField(null=True)
    icon = peewee.TextField(null=True)
    icon_bg_color = peewee.TextField(null=True)
    gradient = peewee.TextField(null=True)
    endpoint_name = peewee.TextField(null=True, index=True)
    tags = peewee.TextField(null=True)
    """JSON list of texts."""
    is_component = peewee.BooleanField(null=True, default=False)
    webhook = peewee.BooleanField(null=True, default=False)
    locked = peewee.BooleanField(default=False)
    extra = peewee.TextField(null=True)
    """JSON object: keys of an imported file that mean nothing here and go back out with an export."""
    document_id = peewee.IntegerField()
    revision_id = peewee.IntegerField()
    """The newest revision, which says the same as this row; also the flow's ETag."""
    created_at = peewee.TextField()
    updated_at = peewee.TextField()
    deleted_at = peewee.TextField(null=True, index=True)
    """When it was moved to the trash; null: it is not there."""


class Document(Table):
    """A flow's ``data`` as JSON, shared by all revisions that did not change it."""

    id = peewee.AutoField()
    flow_id = peewee.TextField(index=True)
    text = peewee.TextField(null=True)
    """As it was sent; null once it is packed."""
    packed = peewee.BlobField(null=True)
    """The same, compressed by zlib, when only history needs it."""
    size_bytes = peewee.IntegerField()
    checksum = peewee.IntegerField()
    """CRC-32 of the JSON, so that equal data is found without being read."""


JSON_BYTES = Document.text.cast("BLOB")
"""A document's JSON as the bytes that lie in the file: megabytes are not turned into text and back."""


class Revision(Table):
    """A flow as one answered save left it."""

    id = peewee.AutoField()
    flow_id = peewee.TextField(index=True)
    document_id = peewee.IntegerField(index=True)
    name = peewee.TextField()
    header = peewee.TextField()
    """JSON object of the header fields that a restore brings back."""
    created_at = peewee.TextField()
    label = peewee.TextField(null=True)
    """The name of a restore point; such a revision is never thinned out."""


class FlowSummary(Table):
    """What lists show of a flow's data, worked out anew when its document is another one."""

    flow_id = peewee.TextField(primary_key=True)
    document_id = peewee.IntegerField()
    summary = peewee.TextField()
    """JSON object."""
    words = peewee.TextField()
    """The texts in which a search looks, in lower case."""


class Message(Table):
    """A chat message."""

    number = peewee.AutoField()
    id = peewee.TextField(unique=True)
    flow_id = peewee.TextField(null=True)
    session_id = peewee.TextField()
    timestamp = peewee.TextField()
    sender = peewee.TextField()
    sender_name = peewee.TextField()
    text = peewee.TextField()
    files = peewee.TextField()
    """JSON list of paths in the file store."""
    error = peewee.BooleanField()
    edit = peewee.BooleanField()
    category = peewee.TextField()
    properties = peewee.TextField()
    """JSON object, only what differs from the defaults."""
    content_blocks = peewee.TextField()
    """JSON list."""

    class Meta:
        indexes = (
            (("session_id", "timestamp"), False),
            (("flow_id", "timestamp"), False),
            # Tells the sessions of a flow without touching the rows.
            (("flow_id", "session_id", "timestamp"), False),
        )


class Run(Table):
    """One run of a flow."""

    number = peewee.AutoField()
    id = peewee.TextField(unique=True)
    flow_id = peewee.TextField(index=True)
    session_id = peewee.TextField()
    trigger = peewee.TextField()
    status = peewee.TextField(index=True)
    """``running``, ``waiting``, ``ok``, ``failed``, ``stopped`` or ``interrupted``."""
    started_at = peewee.TextField()
    duration_ms = peewee.IntegerField(null=True)
    input_tokens = peewee.IntegerField(null=True)
    output_tokens = peewee.IntegerField(null=True)
    price_usd = peewee.FloatField(null=True)
    error = peewee.TextField(null=True)
    input_value = peewee.TextField()
    inputs = peewee.TextField(null=True)
    """JSON object: all that it was given, save secrets; null: too much to be kept."""
    usage = peewee.TextField()
    """JSON object: what its vertices' models cost, by vertex id."""
    inactive = peewee.TextField()
    """JSON list of the vertices on branches that were not taken."""


class VertexBuild(Table):
    """What one vertex gave in one build."""

    number = peewee.AutoField()
    build_id = peewee.TextField()
    flow_id = peewee.TextField(index=True)
    vertex_id = peewee.TextField()
    timestamp = peewee.TextField()
    valid = peewee.BooleanField()
    params = peewee.TextField(null=True)
    data = peewee.TextField()
    """JSON object."""
    artifacts = peewee.TextField()
    """JSON object."""
    run_id = peewee.TextField(null=True, index=True)
    """The run that it was part of; null: it is older than the records of runs."""
    is_listed = peewee.BooleanField(default=True, constraints=[peewee.SQL("DEFAULT 1")])
    """Whether it is among the flow's builds; those of programs' runs are only read through their run."""


class Transaction(Table):
    """A result that travelled along one edge."""

    number = peewee.AutoField()
    transaction_id = peewee.TextField()
    flow_id = peewee.TextField(index=True)
    vertex_id = peewee.TextField()
    target_id = peewee.TextField(null=True)
    timestamp = peewee.TextField()
    inputs = peewee.TextField()
    outputs = peewee.TextField()
    status = peewee.TextField()
    error = peewee.TextField(null=True)


class Variable(Table):
    """A global variable. The value of a credential is encrypted."""

    number = peewee.AutoField()
    id = peewee.TextField(unique=True)
    user_id = peewee.TextField()
    name = peewee.TextField()
    type = peewee.TextField()
    value = peewee.TextField()
    is_encrypted = peewee.BooleanField(default=False)
    default_fields = peewee.TextField()
    """JSON list of texts."""
    created_at = peewee.TextField(default=timestamps.now)
    updated_at = peewee.TextField(default=timestamps.now)

    class Meta:
        indexes = ((("user_id", "name"), False),)


class Setting(Table):
    """A setting that is changed while the app runs."""

    key = peewee.TextField(primary_key=True)
    value = peewee.TextField()
    """JSON."""


class Job(Table):
    """A run in the background: a webhook's, or a build by job. Its id is also a task's."""

    number = peewee.AutoField()
    id = peewee.TextField(unique=True)
    kind = peewee.TextField()
    """``build`` or ``webhook``."""
    flow_id = peewee.TextField(index=True)
    session_id = peewee.TextField()
    status = peewee.TextField(index=True)
    """``queued``, ``running``, ``finished``, ``failed`` or ``cancelled``."""
    payload = peewee.TextField(null=True)
    """JSON: what is needed to start it."""
    result = peewee.TextField(null=True)
    """JSON: what came out, or why it failed."""
    started_at = peewee.TextField()
    updated_at = peewee.TextField(default=timestamps.now)


class Question(Table):
    """A question that a run asks a person."""

    number = peewee.AutoField()
    id = peewee.TextField(unique=True)
    run_id = peewee.TextField(index=True)
    """The outermost run."""
    flow_id = peewee.TextField(index=True)
    session_id = peewee.TextField()
    state = peewee.TextField(index=True)
    """``open``, ``answered`` or ``cancelled``."""
    content = peewee.TextField()
    """JSON: the question as the API shows it."""


class WaitingRun(Table):
    """A run that has asked a person, as far as it must be known to go on with it after a restart."""

    id = peewee.TextField(primary_key=True)
    flow_id = peewee.TextField()
    job_id = peewee.TextField()
    data = peewee.BlobField()
    """JSON: the flow as it runs."""
    options = peewee.BlobField()
    """JSON, encrypted."""


class FinishedBuild(Table):
    """A vertex build of a waiting run, or of a run within it, that need not be done again."""

    number = peewee.AutoField()
    waiting_run_id = peewee.TextField(index=True)
    content = peewee.BlobField()
    """JSON."""


class KeptResult(Table):
    """The last good result of a vertex, for when it is frozen or nothing that goes into it has changed."""

    flow_id = peewee.TextField()
    vertex_id = peewee.TextField()
    number = peewee.IntegerField(index=True)
    """Grows with each result that is kept."""
    size_bytes = peewee.IntegerField()
    content = peewee.BlobField()
    """JSON."""

    class Meta:
        primary_key = peewee.CompositeKey("flow_id", "vertex_id")


class CacheEntry(Table):
    """A value that a Cache node keeps under a key."""

    flow_id = peewee.TextField()
    vertex_id = peewee.TextField()
    key = peewee.TextField()
    number = peewee.IntegerField(index=True)
    """Grows with each value that is kept."""
    expires_at = peewee.TextField(null=True)
    size_bytes = peewee.IntegerField()
    content = peewee.BlobField()
    """JSON."""

    class Meta:
        primary_key = peewee.CompositeKey("flow_id", "vertex_id", "key")


class UserFile(Table):
    """A file of a user, outside any flow (``/api/v2/files``)."""

    number = peewee.AutoField()
    id = peewee.TextField(unique=True)
    user_id = peewee.TextField(index=True)
    name = peewee.TextField()
    path = peewee.TextField()
    size_bytes = peewee.IntegerField()
    created_at = peewee.TextField(default=timestamps.now)
    updated_at = peewee.TextField(default=timestamps.now)


class StoreComponent(Table):
    """A component or flow in the local library that answers as the API's store."""

    number = peewee.AutoField()
    id = peewee.TextField(unique=True)
    user_id = peewee.TextField(index=True)
    name = peewee.TextField()
    description = peewee.TextField(null=True)
    data = peewee.TextField()
    """JSON object."""
    tags = peewee.TextField()
    """JSON list."""
    parent_id = peewee.TextField(null=True)
    is_component = peewee.BooleanField(default=False)
    is_private = peewee.BooleanField(default=False)
    version = peewee.TextField(null=True)
    downloads_count = peewee.IntegerField(default=0)
    likes_count = peewee.IntegerField(default=0)
    created_at = peewee.TextField(default=timestamps.now)
    updated_at = peewee.TextField(default=timestamps.now)


class StoreLike(Table):
    """A user likes a component of the library."""

    user_id = peewee.TextField()
    component_id = peewee.TextField()

    class Meta:
        primary_key = peewee.CompositeKey("user_id", "component_id")


class Trust(Table):
    """A source, or the command of a tool server, that the user has seen and trusts."""

    digest = peewee.TextField(primary_key=True)
    """SHA-256 of the text in hexadecimal digits."""
    kind = peewee.TextField()
    text = peewee.TextField()
    name = peewee.TextField()
    """What it was called where the user saw it, such as a node's name."""
    flow_id = peewee.TextField(null=True)
    node_id = peewee.TextField(null=True, index=True)
    """The node that carried it when it was trusted: what it carries later is compared with it."""
    granted_at = peewee.TextField(default=timestamps.now)


ALL: tuple[type[Table], ...] = (
    User,
    ApiKey,
    Folder,
    Flow,
    Document,
    Revision,
    FlowSummary,
    Message,
    Run,
    VertexBuild,
    Transaction,
    Variable,
    Setting,
    Job,
    Question,
    WaitingRun,
    FinishedBuild,
    KeptResult,
    CacheEntry,
    UserFile,
    StoreComponent,
    StoreLike,
    Trust,
)


def ground() -> str:
    """Make what every database has: superuser, default folder, starter folder. Returns the superuser's id."""
    owner = User.get_or_none(User.is_superuser)
    if owner is None:
        owner = User.create(id=new_id(), username=OWNER_NAME, is_active=True, is_superuser=True)
    if not Folder.select().where(Folder.user_id == owner.id).exists():
        Folder.create(
            id=new_id(),
            user_id=owner.id,
            name=DEFAULT_FOLDER,
            description="Manage your own projects. Download and upload folders.",
        )
    if not Folder.select().where(Folder.user_id.is_null()).exists():
        Folder.create(id=new_id(), name=STARTER_FOLDER, description="Flows to begin with.")
    return str(owner.id)
