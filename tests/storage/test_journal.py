"""What runs write down: messages at once, records soon after and before closing."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import pytest

from runnel.errors import AppError, Invalid
from runnel.schemas.flow import FlowCreate
from runnel.schemas.monitor import Transaction, VertexBuild
from runnel.schemas.run import JobRecord
from runnel.schemas.waiting import WaitingRun
from runnel.sdk import Message
from runnel.storage import (
    Cipher,
    Database,
    FileStore,
    Journal,
    flow_documents,
    flows,
    jobs,
    questions,
    records,
    variables,
)

FLOW = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


def _build(vertex_id: str, *, flow_id: str = FLOW, valid: bool = True) -> VertexBuild:
    return VertexBuild(
        id=vertex_id,
        flow_id=flow_id,
        build_id=str(uuid4()),
        timestamp=datetime.now(UTC),
        valid=valid,
        params=None,
        data=msgspec.Raw(b'{"results":{"text":"hi"}}'),
        artifacts=msgspec.Raw(b"{}"),
        run_id=str(uuid4()),
        is_listed=True,
    )


def _transaction(vertex_id: str) -> Transaction:
    return Transaction(
        transaction_id=str(uuid4()),
        flow_id=FLOW,
        vertex_id=vertex_id,
        target_id="b",
        timestamp=datetime.now(UTC),
        status="success",
        error=None,
        inputs=msgspec.Raw(b"{}"),
        outputs=msgspec.Raw(b"{}"),
    )


async def test_a_message_comes_back_as_it_went(journal: Journal) -> None:
    sent = Message(
        text="hi \N{ROCKET}",
        sender="User",
        sender_name="Ann",
        session_id="s",
        flow_id=FLOW,
        files=["a/b.png"],
        properties={"icon": "x"},
        content_blocks=[{"title": "t", "contents": []}],
        category="warning",
    )
    stored = await journal.add_message(sent)
    assert stored.id is not None
    assert await journal.list_messages(session_id="s") == [stored]
    assert stored == sent.copy(id=stored.id)


async def test_id_and_time_are_kept_when_set(journal: Journal) -> None:
    at = datetime(2024, 12, 23, 19, 20, 11, 5, tzinfo=UTC)
    message_id = str(uuid4())
    await journal.add_message(Message(text="a", id=message_id, timestamp=at))
    [message] = await journal.list_messages()
    assert (message.id, message.timestamp) == (message_id, at)


async def test_messages_under_way_at_once_are_all_kept_in_order(journal: Journal) -> None:
    await asyncio.gather(*(journal.add_message(Message(text=str(number), session_id="s")) for number in range(500)))
    texts = [message.text for message in await journal.list_messages(session_id="s")]
    assert texts == [str(number) for number in range(500)]
    newest = await journal.list_messages(session_id="s", limit=3)
    assert [message.text for message in newest] == ["497", "498", "499"]
    newest = await journal.list_messages(session_id="s", limit=2, order="DESC")
    assert [message.text for message in newest] == ["499", "498"]


async def test_a_cancelled_run_takes_no_others_message_along(journal: Journal) -> None:
    cancelled = asyncio.create_task(journal.add_message(Message(text="a", session_id="s")))
    kept = asyncio.create_task(journal.add_message(Message(text="b", session_id="s")))
    await asyncio.sleep(0)
    cancelled.cancel()
    await kept
    assert "b" in [message.text for message in await journal.list_messages(session_id="s")]


async def test_a_message_is_changed(journal: Journal) -> None:
    stored = await journal.add_message(Message(text="a", session_id="s"))
    await journal.update_message(stored.copy(text="b"))
    assert [message.text for message in await journal.list_messages()] == ["b"]


async def test_records_are_written_before_closing(tmp_path: Path) -> None:
    database = await Database.open(tmp_path)
    journal = Journal(database, FileStore(tmp_path), Cipher(tmp_path))
    journal.add_vertex_build(partial(_build, "a"))
    journal.add_vertex_build(partial(_build, "a", valid=False))
    journal.add_transactions(lambda: [_transaction("a")])
    await database.close()

    database = await Database.open(tmp_path)
    found = await database.run(records.list_builds, UUID(FLOW))
    assert [build.valid for build in found.vertex_builds["a"]] == [True, False]
    assert len(await database.run(records.list_transactions, UUID(FLOW))) == 1
    await database.close()


async def test_records_are_written_without_being_waited_for(database: Database, journal: Journal) -> None:
    journal.add_vertex_build(partial(_build, "a"))
    for _ in range(1000):
        await asyncio.sleep(0.01)
        if (await database.run(records.list_builds, UUID(FLOW))).vertex_builds:
            return
    pytest.fail("the record was never written")


async def test_the_quota_takes_the_oldest_records(
    database: Database, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "QUOTA", 5)
    for number in range(8):
        journal.add_vertex_build(partial(_build, str(number)))
        journal.add_vertex_build(partial(_build, "few", flow_id=str(uuid4())))
    await journal.flush()
    assert await database.run(records.list_flows_over_quota) == [FLOW]
    await database.run(records.thin, FLOW)
    assert list((await database.run(records.list_builds, UUID(FLOW))).vertex_builds) == ["3", "4", "5", "6", "7"]
    assert await database.run(records.list_flows_over_quota) == []


async def test_a_job_is_known_after_the_process_that_ran_it(database: Database, journal: Journal) -> None:
    record = JobRecord(job_id="j", flow_id=FLOW, session_id="s", status="running", started_at=datetime.now(UTC))
    journal.set_job(record)
    assert await journal.get_job("j") == record
    await database.run(jobs.fail_interrupted)
    found = await journal.get_job("j")
    assert found is not None
    assert (found.status, found.result) == ("failed", "interrupted")
    assert await journal.get_job("k") is None


async def test_credentials_are_encrypted_at_rest_and_read_by_runs(
    database: Database, journal: Journal, tmp_path: Path
) -> None:
    cipher = Cipher(tmp_path)
    secret = "sk-canary-\N{ROCKET}"
    for name, kind, value in (("key", "Credential", await cipher.encrypt(secret)), ("plain", "Generic", "v")):
        await database.run(
            variables.create, database.owner_id, name, kind, value, None, is_encrypted=kind == "Credential"
        )
    assert await journal.get_variable("key") == secret
    assert await journal.get_variable("plain") == "v"
    assert await journal.get_variable("none") is None
    assert "sk-canary" not in _all_bytes(tmp_path)
    assert _mode(tmp_path / "secrets.key") == 0o600


async def test_what_a_waiting_run_was_given_is_encrypted(journal: Journal, database: Database, tmp_path: Path) -> None:
    given = WaitingRun("r", FLOW, "j", "build", b"{}", b'{"overrides": "sk-canary"}')
    journal.set_job(JobRecord(job_id="j", flow_id=FLOW, session_id="s", status="waiting", started_at=datetime.now(UTC)))
    await journal.add_waiting_run(given, [])
    (kept,), _ = await database.run(questions.take_up)
    assert "sk-canary" not in _all_bytes(tmp_path)
    assert await journal.open_waiting_run(kept) == given
    # An earlier version kept it as it was.
    assert await journal.open_waiting_run(given) == given


def _all_bytes(folder: Path) -> str:
    return "".join(path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file())


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


async def test_a_lost_key_is_said_plainly(journal: Journal, tmp_path: Path) -> None:
    cipher = Cipher(tmp_path)
    sealed = await cipher.encrypt("secret")
    (tmp_path / "secrets.key").unlink()
    with pytest.raises(AppError, match=r"secrets\.key"):
        await cipher.decrypt(sealed)
    await cipher.encrypt("other")
    with pytest.raises(AppError, match=r"secrets\.key"):
        await cipher.decrypt(sealed)


async def test_a_flow_is_found_by_any_writing_of_its_id_and_by_its_endpoint_name(
    database: Database, journal: Journal
) -> None:
    data = b'{"nodes": [],  "edges":[]}'
    new = flows.NewFlow(FlowCreate("a", endpoint_name="my-flow"), flow_documents.read(data))
    flow = (await database.run(flows.create, database.owner_id, new)).flow
    for name in (flow.id, flow.id.upper(), flow.id.replace("-", ""), "my-flow"):
        found = await journal.get_flow(name)
        assert found is not None
        assert (found.id, found.data) == (flow.id, data)
    await database.run(flows.delete, database.owner_id, UUID(flow.id))
    assert await journal.get_flow("my-flow") is None
    assert await journal.get_flow("nothing") is None


@pytest.mark.parametrize("path", ["../a/b", "a", "/etc/passwd", "a/../b", "a/b/c", "a/..", "a/b\0", "C:\\a/b", ""])
def test_a_path_out_of_the_store_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(Invalid):
        FileStore(tmp_path).resolve(path)
