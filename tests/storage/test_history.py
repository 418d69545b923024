"""Revisions: kept for every save, thinned with age, packed, and given back."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from runnel.schemas.flow import FlowCreate, FlowRead, FlowUpdate, RevisionRead
from runnel.storage import Database, Upkeep, backups, flow_documents, flows, history, tables, timestamps, trash


async def _flow(database: Database, name: str = "f") -> FlowRead:
    new = flows.NewFlow(FlowCreate(name), flow_documents.read(b'{"nodes":[],"edges":[]}'))
    return (await database.run(flows.create, database.owner_id, new)).flow


async def _save(database: Database, flow: FlowRead, data: bytes) -> None:
    document = flow_documents.read(data)
    await database.run(flows.update, database.owner_id, UUID(flow.id), FlowUpdate(), document)


async def test_data_that_did_not_change_is_kept_once(database: Database) -> None:
    flow = await _flow(database)
    for name in ("a", "b", "c"):
        await database.run(flows.update, database.owner_id, UUID(flow.id), FlowUpdate(name=name))
    assert await database.run(lambda: tables.Document.select().count()) == 1
    assert [revision.name for revision in await database.run(history.list_revisions, flow.id)] == ["c", "b", "a", "f"]


async def test_upkeep_thins_old_revisions_and_packs_what_stays(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow = await _flow(database)
    start = timestamps.moment(timestamps.now())
    # A save a minute for three hours, the last one now.
    minutes = 180
    for number in range(minutes):
        await _save(database, flow, b'{"nodes":[],"edges":[],"number":%d}' % number)

    def age() -> None:
        rows = list(tables.Revision.select().order_by(tables.Revision.id))
        for index, row in enumerate(rows):
            at = timestamps.of(start - timedelta(minutes=len(rows) - index))
            tables.Revision.update(created_at=at).where(tables.Revision.id == row.id).execute()

    await database.run(age)
    before = await database.run(history.list_revisions, flow.id)
    await Upkeep(database).run_once()
    after = await database.run(history.list_revisions, flow.id)

    def younger(revisions: list[RevisionRead], than: timedelta) -> list[RevisionRead]:
        return [one for one in revisions if _age(one, start) < than]

    assert younger(after, timedelta(minutes=15)) == younger(before, timedelta(minutes=15))
    # Older than two hours: one in ten minutes.
    old = [one for one in after if _age(one, start) > timedelta(hours=2)]
    assert 6 <= len(old) <= 8
    assert len([one for one in before if _age(one, start) > timedelta(hours=2)]) >= 60
    # All that was kept can still be read, although it is packed.
    packed = await database.run(lambda: tables.Document.select().where(tables.Document.packed.is_null(False)).count())
    assert packed == await database.run(lambda: tables.Document.select().count()) - 1
    for revision in after:
        read = await database.run(flows.get_at_revision, database.owner_id, UUID(flow.id), revision.id)
        assert msgspec.json.decode(read.data)["nodes"] == []
    restored = await database.run(flows.restore_revision, database.owner_id, UUID(flow.id), after[-1].id)
    assert restored.flow.id == flow.id
    # And a verified backup was made.
    [backup] = backups.list_backups(database.path)
    assert backups.is_whole(backup)
    await Upkeep(database).run_once()
    assert backups.list_backups(database.path) == [backup]


def _age(revision: RevisionRead, now: datetime) -> timedelta:
    return now - timestamps.moment(revision.created_at.removesuffix("Z"))


async def test_the_newest_revisions_stay_however_old(database: Database) -> None:
    flow = await _flow(database)
    for number in range(10):
        await _save(database, flow, b'{"nodes":[],"edges":[],"number":%d}' % number)
    await database.run(lambda: tables.Revision.update(created_at="2001-01-01T00:00:00.000000").execute())
    await Upkeep(database).run_once()
    assert len(await database.run(history.list_revisions, flow.id)) == 11


async def test_a_large_history_gives_way(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MAX_BYTES", 10_000)
    monkeypatch.setattr(history, "KEEP_NEWEST", 2)
    flow = await _flow(database)
    for number in range(10):
        await _save(database, flow, b'{"nodes":[],"edges":[],"text":"%s"}' % (str(number).encode() * 3000))
    await Upkeep(database).run_once()
    kept = await database.run(history.list_revisions, flow.id)
    assert sum(revision.size_bytes for revision in kept) <= 10_000
    assert [revision.id for revision in kept[:3]] == [11, 10, 9]
    newest = await database.run(flows.get_at_revision, database.owner_id, UUID(flow.id), kept[0].id)
    assert b"999" in bytes(newest.data)


async def test_the_trash_forgets_after_its_time(database: Database) -> None:
    old, young = await _flow(database, "old"), await _flow(database, "young")
    for flow in (old, young):
        await database.run(flows.delete, database.owner_id, UUID(flow.id))
    long_ago = timestamps.of(timestamps.moment(timestamps.now()) - trash.KEEP - timedelta(minutes=1))
    await database.run(lambda: tables.Flow.update(deleted_at=long_ago).where(tables.Flow.id == old.id).execute())
    await Upkeep(database).run_once()
    assert [item.name for item in await database.run(trash.list_all, database.owner_id)] == ["young"]
    assert await database.run(lambda: {row.flow_id for row in tables.Document.select()}) == {young.id}
    assert await database.run(lambda: {row.flow_id for row in tables.Revision.select()}) == {young.id}


async def test_room_of_what_was_removed_is_given_back(database: Database) -> None:
    flow = await _flow(database)
    for number in range(40):
        await _save(database, flow, b'{"nodes":[],"edges":[],"text":"%s"}' % (str(number % 10).encode() * 100_000))
    before = await database.run(_pages)
    await database.run(flows.delete, database.owner_id, UUID(flow.id))
    await database.run(trash.delete_all, database.owner_id, with_messages=False)
    await Upkeep(database).run_once()
    assert await database.run(_pages) < before / 2


def _pages() -> int:
    count: int = tables.connection().execute("PRAGMA page_count").fetchone()[0]
    return count
