"""Recordings written down by AssemblyAI, against a stand-in that speaks its documented protocol."""

from __future__ import annotations

import pytest

from tests.components.flow_case import Case, Failed, Json, output_of
from tests.components.services import Service, Turns
from tests.conftest import RunningApp
from tests.flow_drawing import Drawing

DONE = {"id": "t1", "status": "completed", "text": "We met.", "utterances": None, "audio_duration": 3}


@pytest.fixture
def assembly(service: Service, monkeypatch: pytest.MonkeyPatch) -> Service:
    monkeypatch.setattr("runnel.components.assemblyai.transcription.ADDRESS", service.url)
    service.answers |= {
        "/v2/upload": {"upload_url": "https://cdn.test/upload/1"},
        "/v2/transcript": {"id": "t1", "status": "queued"},
        "/v2/transcript/t1": Turns([{"id": "t1", "status": "processing"}, DONE]),
        "/v2/transcript/t1/srt": "1\n00:00:00,000 --> 00:00:03,000\nWe met.\n",
        "/lemur/v3/generate/task": {"request_id": "r1", "response": " Two people met. ", "usage": None},
        "/lemur/v3/generate/question-answer": {"response": [{"question": "Who?", "answer": "Two people"}]},
    }
    return service


def test_from_a_file_to_subtitles_and_an_answer(shared_app: RunningApp, assembly: Service) -> None:
    drawing = Drawing(shared_app.client)
    flow_id = drawing.save("Recording")
    upload = shared_app.client.post(f"/api/v1/files/upload/{flow_id}", files={"file": ("talk.wav", b"RIFF sound")})
    started = drawing.node(
        "AssemblyAITranscriptionJobCreator", api_key="key", speaker_labels=True, speakers_expected="2"
    )
    drawing.nodes[-1]["data"]["node"]["template"]["audio_file"]["file_path"] = upload.json()["file_path"]
    done = drawing.node("AssemblyAITranscriptionJobPoller", api_key="key", polling_interval=0)
    subtitles = drawing.node("AssemblyAIGetSubtitles", api_key="key", chars_per_caption=20)
    answer = drawing.node("AssemblyAILeMUR", api_key="key", prompt="What happened?")
    drawing.edge(started, "transcript_id", done, "transcript_id")
    drawing.edge(done, "transcription_result", subtitles, "transcription_result")
    drawing.edge(done, "transcription_result", answer, "transcription_result")
    shared_app.client.patch(f"/api/v1/flows/{flow_id}", json={"data": drawing.data}).raise_for_status()
    made = output_of(drawing, subtitles, "subtitles")
    assert (made["format"], made["transcript_id"]) == ("srt", "t1")
    assert made["subtitles"].endswith("We met.\n")
    by_path = {asked["path"]: asked for asked in assembly.asked}
    assert by_path["/v2/upload"]["body"] == b"RIFF sound"
    assert by_path["/v2/transcript"]["body"] == {
        "audio_url": "https://cdn.test/upload/1",
        "speech_model": "best",
        "speaker_labels": True,
        "speakers_expected": 2,
        "punctuate": True,
        "format_text": True,
    }
    assert {asked["authorization"] for asked in assembly.asked} == {"key"}
    assert by_path["/v2/transcript/t1/srt"]["query"] == {"chars_per_caption": "20"}
    assert output_of(drawing, done, "transcription_result") == {
        name: value for name, value in DONE.items() if value is not None
    }
    assert output_of(drawing, answer, "lemur_response")["text"] == "Two people met."
    assert by_path["/lemur/v3/generate/task"]["body"] == {
        "transcript_ids": ["t1"],
        "final_model": "anthropic/claude-3-5-sonnet",
        "temperature": 0.0,
        "max_output_size": 2000,
        "prompt": "What happened?",
    }


def test_in_one_step(shared_app: RunningApp, assembly: Service) -> None:
    turns = [{"speaker": "A", "text": "Hello."}, {"speaker": "B", "text": "Hi."}]
    assembly.answers["/v2/transcript/t1"] = {**DONE, "utterances": turns}
    values = {"api_key": "key", "audio_url": "https://x.test/talk.mp3", "speaker_labels": True}
    said = Case("AssemblyAITranscriber", "transcript", values).run(shared_app)
    assert said == "Speaker A: Hello.\n\nSpeaker B: Hi."
    assert assembly.asked[0]["body"] == {
        "audio_url": "https://x.test/talk.mp3",
        "language_detection": True,
        "speaker_labels": True,
    }


def test_lists_and_questions(shared_app: RunningApp, assembly: Service) -> None:
    assembly.answers["/v2/transcript"] = {"transcripts": [{"id": "t1", "status": "completed", "error": None}]}
    values = {"api_key": "key", "limit": 5, "status_filter": "completed", "created_on": "2026-01-02"}
    listed = Case("AssemblyAIListTranscripts", "transcript_list", values).run(shared_app)
    assert listed == [{"id": "t1", "status": "completed"}]
    assert assembly.asked[-1]["query"] == {"limit": "5", "status": "completed", "created_on": "2026-01-02"}
    values = {"api_key": "key", "endpoint": "question-answer", "questions": "Who?\n", "transcript_ids": "t1, t2"}
    answer = Case("AssemblyAILeMUR", "lemur_response", values).run(shared_app)
    assert answer["text"] == "Who?\nTwo people"
    assert assembly.asked[-1]["body"]["transcript_ids"] == ["t1", "t2"]
    assert assembly.asked[-1]["body"]["questions"] == [{"question": "Who?"}]


def test_what_goes_wrong_is_said(shared_app: RunningApp, assembly: Service) -> None:
    def failing(type_key: str, output: str, **values: object) -> str:
        with pytest.raises(Failed) as raised:
            Case(type_key, output, {"api_key": "key", **values}).run(shared_app)
        return str(raised.value)

    started = ("AssemblyAITranscriptionJobCreator", "transcript_id")
    assert "no API key of AssemblyAI" in failing(*started, api_key="", audio_file_url="https://x.test/a.mp3")
    assert "No recording is given" in failing(*started)
    address = {"audio_file_url": "https://x.test/a.mp3", "speaker_labels": True}
    assert "no number of speakers" in failing(*started, speakers_expected="many", **address)
    polled = ("AssemblyAITranscriptionJobPoller", "transcription_result")
    assert "names no transcript" in failing(*polled, transcript_id=Json('{"a": 1}'))
    assembly.answers["/v2/transcript/t1"] = {"id": "t1", "status": "error", "error": "No speech was found"}
    assert "No speech was found" in failing(*polled, transcript_id=Json('{"transcript_id": "t1"}'))
    assembly.answers["/v2/transcript/t1"] = {"id": "t1", "status": "processing"}
    late = {"audio_url": "https://x.test/a.mp3", "poll_timeout": 1}
    assert "still not written" in failing("AssemblyAITranscriber", "transcript", **late)
    assert "There is no question" in failing(
        "AssemblyAILeMUR", "lemur_response", endpoint="question-answer", transcript_ids="t1"
    )
