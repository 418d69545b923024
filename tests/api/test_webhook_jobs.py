"""Jobs of webhooks: their status is true, also after the process that ran them was killed."""

from __future__ import annotations

import time
from typing import Any

import httpx

from tests.conftest import RunProgram, StartApp
from tests.flow_drawing import Drawing
from tests.model_server.stand_in import Answer, Refusal, StandIn

AT_ONCE = 4
MOST_LOOKS = 600
LOOK_SECONDS = 0.1


def draw(client: httpx.Client, stand_in: StandIn) -> Drawing:
    """A flow that asks the model one and the same thing."""
    flow = Drawing(client)
    model = flow.node("OpenAIModel", openai_api_base=stand_in.base_url, api_key="k", input_value="hi")
    flow.edge(model, "text_output", flow.node("ChatOutput"), "input_value")
    flow.save()
    return flow


def call_webhook(client: httpx.Client, flow: Drawing) -> str:
    """Returns the address of the task."""
    answer = client.post(f"/api/v1/webhook/{flow.flow_id}", json={"any": "thing"})
    assert answer.status_code == 202
    return answer.headers["location"]


def task(client: httpx.Client, address: str) -> tuple[str, Any]:
    found = client.get(address).json()
    return found["status"], found["result"]


def wait_for(client: httpx.Client, address: str, *statuses: str) -> Any:
    """The task's result once it has one of these statuses."""
    for _ in range(MOST_LOOKS):
        status, result = task(client, address)
        if status in statuses:
            return result
        assert status in ("PENDING", "STARTED"), result
        time.sleep(LOOK_SECONDS)
    raise AssertionError(f"{address} stayed {status}")


def test_a_task_tells_how_its_run_went(start_app: StartApp, stand_in: StandIn) -> None:
    app = start_app()
    flow = draw(app.client, stand_in)
    result = wait_for(app.client, call_webhook(app.client, flow), "SUCCESS")
    assert result["outputs"][0]["outputs"][0]["results"]["message"]["text"] == "Hello there!"
    stand_in.script(*[Refusal(400, "stand-in says no")] * 5)
    assert "stand-in says no" in wait_for(app.client, call_webhook(app.client, flow), "FAILURE")


def test_after_a_kill_queued_jobs_run_and_begun_ones_do_not(run_program: RunProgram, stand_in: StandIn) -> None:
    program, client = run_program()
    flow = draw(client, stand_in)
    stand_in.script(*[Answer(stall_after=0)] * AT_ONCE)
    begun = [call_webhook(client, flow) for _ in range(AT_ONCE)]
    for address in begun:
        wait_for(client, address, "STARTED")
    queued = [call_webhook(client, flow) for _ in range(2)]
    assert [task(client, address)[0] for address in queued] == ["PENDING"] * 2
    while len(stand_in.chats) < AT_ONCE:
        time.sleep(LOOK_SECONDS)
    program.kill()
    program.wait()

    _, client = run_program()
    assert [task(client, address) for address in begun] == [("FAILURE", "interrupted")] * AT_ONCE
    for address in queued:
        wait_for(client, address, "SUCCESS")
    assert len(stand_in.chats) == AT_ONCE + len(queued)


def test_an_orderly_end_keeps_what_is_queued(start_app: StartApp, stand_in: StandIn) -> None:
    app = start_app()
    flow = draw(app.client, stand_in)
    stand_in.script(*[Answer(stall_after=0)] * AT_ONCE)
    begun = [call_webhook(app.client, flow) for _ in range(AT_ONCE)]
    for address in begun:
        wait_for(app.client, address, "STARTED")
    queued = call_webhook(app.client, flow)
    app.server.stop()
    again = start_app()
    assert [task(again.client, address)[0] for address in begun] == ["REVOKED"] * AT_ONCE
    wait_for(again.client, queued, "SUCCESS")


def test_a_queued_job_whose_flow_is_gone_fails(start_app: StartApp, stand_in: StandIn) -> None:
    app = start_app()
    flow = draw(app.client, stand_in)
    stand_in.script(*[Answer(stall_after=0)] * AT_ONCE)
    for _ in range(AT_ONCE):
        wait_for(app.client, call_webhook(app.client, flow), "STARTED")
    queued = call_webhook(app.client, flow)
    app.client.delete(f"/api/v1/flows/{flow.flow_id}")
    app.server.stop()
    again = start_app()
    assert "not found" in wait_for(again.client, queued, "FAILURE")
