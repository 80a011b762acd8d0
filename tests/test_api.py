"""What the JSON API answers, and what it keeps."""

import json
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from starlette.testclient import TestClient

from tests.toy_chat import EURONEWS, EVIL, MIDDLE_EAST, T2000, T2030
from tests.toy_serve import TROOPS, TROOPS_AR, Toy, client, make


@pytest.fixture
def toy(tmp_path: Path) -> Toy:
    return make(tmp_path)


@pytest.fixture
def api(toy: Toy) -> Iterator[TestClient]:
    with client(toy) as found:
        yield found


def test_ask_gives_the_whole_answer_with_its_permalink(api: TestClient) -> None:
    reply = api.post("/api/ask", json={"question": TROOPS})
    body = reply.json()
    assert reply.status_code == 200
    assert reply.headers["cache-control"] == "no-store"
    assert body["permalink"] == f"http://127.0.0.1/a/{body['id']}"
    assert body["generation"] == "000001"
    assert body["timings"] == {"retrieve": 0.25, "read": 0.5}
    answer = body["answer"]
    assert answer["verdict"] == "disputed"
    assert [s["markers"] for s in answer["statements"]] == [[1], [2], [3]]
    assert [c["article"]["outlet"] for c in answer["citations"]] == [
        "Middle East Online",
        "Euronews",
        "Euronews",
    ]
    first = answer["citations"][0]
    assert first["text"] == T2000.text
    assert [h["text"] for h in first["highlights"]] == ["2000 عنصر"]


def test_a_refusal_is_an_answer(api: TestClient) -> None:
    reply = api.post("/api/ask", json={"question": "Who won the cup?"})
    assert reply.status_code == 200
    assert reply.json()["answer"]["verdict"] == "not found"
    assert reply.json()["answer"]["text"] == "Not found in the archive."


def test_steps_arrive_as_events_before_the_answer(api: TestClient) -> None:
    headers = {"Accept": "text/event-stream"}
    reply = api.post("/api/ask", json={"question": TROOPS_AR}, headers=headers)
    assert reply.headers["content-type"].startswith("text/event-stream")
    events = [block.split("\n") for block in reply.text.strip().split("\n\n")]
    assert [event[0] for event in events] == ["event: step", "event: step", "event: answer"]
    assert events[0][1] == 'data: {"step": "retrieve", "seconds": 0.25}'
    answer = json.loads(events[2][1].removeprefix("data: "))
    assert answer["answer"]["language"] == "ar"
    assert answer["permalink"] == f"http://127.0.0.1/a/{answer['id']}"


def test_a_streamed_question_that_is_too_long_is_a_plain_problem(api: TestClient) -> None:
    headers = {"Accept": "text/event-stream"}
    reply = api.post("/api/ask", json={"question": "a" * 1001}, headers=headers)
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({}, "body.question: Field required"),
        ({"question": 7}, "body.question: Input should be a valid string"),
        ({"question": TROOPS, "secret": 1}, "body.secret: Extra inputs are not permitted"),
        (
            {"question": "a" * 1001},
            "the question has 1001 characters: ask with at most 1000",
        ),
    ],
    ids=["missing", "number", "unknown-name", "too-long"],
)
def test_what_cannot_be_asked_is_named(api: TestClient, body: object, detail: str) -> None:
    reply = api.post("/api/ask", json=body)
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"
    assert set(reply.json()) == {"type", "title", "status", "detail"}
    assert (reply.json()["status"], reply.json()["detail"]) == (422, detail)


def test_a_passage_comes_with_its_context(api: TestClient) -> None:
    passage = T2030.passage
    reply = api.get(f"/api/passages/{passage.id}")
    body = reply.json()
    assert body["text"] == passage.text
    text = EURONEWS.text
    around = text.index(body["before"] + body["text"] + body["after"])
    assert text[around + len(body["before"]) :].startswith(passage.text)
    assert 380 < len(body["after"]) <= 400
    assert body["more"] is True
    assert body["article"]["published"] == "2022-01-10"
    assert reply.headers["cache-control"] == "private, max-age=60"


def test_an_article_comes_as_published(api: TestClient) -> None:
    body = api.get(f"/api/articles/{MIDDLE_EAST.id}").json()
    assert body["text"] == MIDDLE_EAST.text
    assert body["url"] == "https://example.org/001"


@pytest.mark.parametrize(
    "path", ["/api/passages/1", "/api/articles/none", f"/api/answers/{'0' * 20}", f"/a/{'0' * 20}"]
)
def test_what_is_not_there_is_a_problem(api: TestClient, path: str) -> None:
    reply = api.get(path)
    assert reply.status_code == 404
    assert reply.headers["content-type"] == "application/problem+json"


def test_a_permalink_stays_readable_when_the_index_moved_on(toy: Toy, api: TestClient) -> None:
    asked = api.post("/api/ask", json={"question": TROOPS}).json()
    before = api.get(f"/api/answers/{asked['id']}").json()
    assert before["current"] is True
    assert before["answer"] == asked["answer"]
    assert before["settings"]["encoder"] == "embedded"
    assert len(before["settings"]["fingerprint"]) == 12
    page = api.get(f"/a/{asked['id']}")
    assert "<strong>2000 عنصر</strong>" in page.text
    assert "The archive has changed since" not in page.text

    toy.source.name = "000002"
    deadline = monotonic() + 10
    while api.get(f"/api/answers/{asked['id']}").json()["current"]:
        assert monotonic() < deadline
        sleep(0.02)
    assert "The archive has changed since" in api.get(f"/a/{asked['id']}").text
    assert api.get(f"/api/answers/{asked['id']}").json()["answer"] == asked["answer"]


def test_an_editor_signs_and_the_page_says_so(api: TestClient) -> None:
    answer_id = api.post("/api/ask", json={"question": TROOPS_AR}).json()["id"]
    unsigned = api.post(f"/api/answers/{answer_id}/checked", json={})
    assert unsigned.status_code == 422
    reply = api.post(
        f"/api/answers/{answer_id}/checked", json={"editor": " أمينة ", "note": "راجعت <b>"}
    )
    assert reply.status_code == 201
    assert reply.json()["editor"] == "أمينة"
    (check,) = api.get(f"/api/answers/{answer_id}").json()["checked"]
    assert (check["editor"], check["note"]) == ("أمينة", "راجعت <b>")
    page = api.get(f"/a/{answer_id}").text
    assert "<bdi>أمينة</bdi>" in page
    assert "راجعت &lt;b&gt;" in page


def test_feedback_and_signed_answers_are_exported(api: TestClient) -> None:
    first = api.post("/api/ask", json={"question": TROOPS}).json()["id"]
    second = api.post("/api/ask", json={"question": "Who won the cup?"}).json()["id"]
    feedback = {"answer": first, "rating": "bad", "comment": "الرقم قديم"}
    reply = api.post("/api/feedback", json=feedback)
    assert reply.status_code == 201
    api.post(f"/api/answers/{first}/checked", json={"editor": "Amina"})

    answers = [json.loads(line) for line in api.get("/api/export/answers.jsonl").text.splitlines()]
    assert [answer["id"] for answer in answers] == [first, second]
    (said,) = [json.loads(li) for li in api.get("/api/export/feedback.jsonl").text.splitlines()]
    assert (said["answer"], said["rating"], said["comment"]) == (first, "bad", "الرقم قديم")
    (gold,) = [json.loads(line) for line in api.get("/api/export/gold.jsonl").text.splitlines()]
    assert gold["question"] == TROOPS
    assert gold["answerable"] is True
    assert gold["answers"]["ar"] == ["2000 عنصر", "2030 جنديًا", "أكثر من ألفي عسكري"]
    assert gold["evidence"][0] == {"article": "001", "quote": "2000 عنصر"}


def test_feedback_to_an_unknown_answer_is_refused(api: TestClient) -> None:
    reply = api.post("/api/feedback", json={"answer": "0" * 20, "rating": "good"})
    assert reply.status_code == 404


def test_health_readiness_and_counts(toy: Toy, api: TestClient) -> None:
    api.post("/api/ask", json={"question": TROOPS})
    api.get("/api/passages/1")
    assert api.get("/healthz").text == "ok\n"
    assert api.get("/readyz").text == "ready\n"
    counts = api.get("/metrics").text
    assert 'dalil_answers_total{language="en",verdict="disputed"} 1.0' in counts
    assert 'dalil_index{generation="000001"} 1.0' in counts
    assert (
        'dalil_requests_total{method="GET",route="/api/passages/{passage_id}",status="404"} 1.0'
        in counts
    )
    toy.running.stop()
    stopping = api.get("/readyz")
    assert (stopping.status_code, stopping.text) == (503, "stopping\n")


def test_the_schema_describes_every_route_with_examples(api: TestClient) -> None:
    schema = api.get("/openapi.json").json()
    assert {"/api/ask", "/api/feedback", "/api/passages/{passage_id}"} <= set(schema["paths"])
    ask = schema["components"]["schemas"]["Ask"]["properties"]["question"]
    assert ask["examples"][0] == "How many people were evacuated?"
    assert (
        "application/problem+json"
        in schema["paths"]["/api/ask"]["post"]["responses"]["429"]["content"]
    )


@pytest.mark.parametrize(
    ("question", "note"),
    [
        (TROOPS, "Searched only: outlet Euronews, from 1 January 2022, to 31 January 2022."),
        (TROOPS_AR, "اقتصر البحث على: جهة النشر Euronews، من 1 يناير 2022، إلى 31 يناير 2022."),
    ],
    ids=["english", "arabic"],
)
def test_a_question_to_some_articles_says_so(api: TestClient, question: str, note: str) -> None:
    body = {"question": question, "outlet": "Euronews", "from": "2022-01-01", "to": "2022-01-31"}
    answer = api.post("/api/ask", json=body).json()["answer"]
    assert answer["notes"] == [note]


def test_an_outlet_that_the_archive_lacks_is_said(api: TestClient) -> None:
    reply = api.post("/api/ask", json={"question": TROOPS, "outlet": "Nobody"})
    assert reply.status_code == 422
    assert reply.json()["detail"] == "no article of that outlet: its outlets are Euronews"
    wrong = api.post("/api/ask", json={"question": TROOPS, "from": "2022-13-01"})
    assert wrong.status_code == 422
    assert wrong.json()["detail"].startswith("body.from: ")


def test_mcp_lists_and_calls_its_tools(api: TestClient) -> None:
    def call(method: str, **params: object) -> dict[str, object]:
        message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        result: dict[str, object] = api.post("/mcp", json=message).json()
        return result

    hello = call("initialize", protocolVersion="2025-06-18")["result"]
    assert isinstance(hello, dict) and hello["protocolVersion"] == "2025-06-18"
    tools = call("tools/list")["result"]
    assert isinstance(tools, dict)
    assert [tool["name"] for tool in tools["tools"]] == ["ask", "find_passages"]
    asked = call("tools/call", name="ask", arguments={"question": TROOPS})["result"]
    assert isinstance(asked, dict)
    assert asked["structuredContent"]["verdict"] == "disputed"
    found = call("tools/call", name="find_passages", arguments={"query": "x", "limit": 2})
    result = found["result"]
    assert isinstance(result, dict)
    passages = result["structuredContent"]["passages"]
    assert [p["id"] for p in passages] == [str(T2030.passage.id), str(T2000.passage.id)]
    wrong = call("tools/call", name="rm", arguments={})
    assert wrong["error"] == {"code": -32602, "message": "no such tool, or not what it takes"}
    too_long = call("tools/call", name="ask", arguments={"question": "a" * 1001})["result"]
    assert isinstance(too_long, dict) and too_long["isError"] is True
    notice = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    assert api.post("/mcp", json=notice).status_code == 202


def test_no_link_but_http_leaves_the_server(api: TestClient) -> None:
    asked = api.post("/api/ask", json={"question": "hostile"}).json()
    assert asked["answer"]["citations"][0]["article"]["url"] == ""
    assert api.get(f"/api/passages/{EVIL.passage.id}").json()["article"]["url"] == ""
    assert api.get("/api/articles/666").json()["url"] == ""
    assert "javascript:" not in api.get(f"/a/{asked['id']}").text
