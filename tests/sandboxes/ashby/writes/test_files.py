from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest

from assay_sandboxes.ashby.access import DEFAULT_KEY
from assay_sandboxes.ashby.effects.files import said_by
from assay_sandboxes.core.serving import running

pytestmark = pytest.mark.loopback

CV = (
    b"%PDF-1.4\nPosition: Engineer\nCompany: Oldco\nSchool: Example University\n"
    b"Email: a@b.example\nPhone: +351 1\n"
)
ANNOUNCEMENT: dict[str, Any] = {
    "fileUploadContext": "CandidateResume",
    "filename": "cv.pdf",
    "contentType": "application/pdf",
    "contentLength": len(CV),
}


def _error(response: httpx.Response) -> tuple[int, str]:
    assert response.headers["content-type"].startswith("application/xml")
    return response.status_code, str(ET.fromstring(response.text).findtext("Code"))  # noqa: S314 -- ours


@pytest.mark.parametrize("missing", sorted(ANNOUNCEMENT))
def test_all_four_parameters_of_an_announcement_are_required(ashby: Any, missing: str) -> None:
    some = {key: value for key, value in ANNOUNCEMENT.items() if key != missing}

    assert ashby.refused("/file.createFileUploadHandle", **some) == "invalid_input"


@pytest.mark.parametrize(
    "wrong",
    [
        {"fileUploadContext": "CoverLetter"},
        {"contentLength": 0},
        {"contentLength": 50 * 1024 * 1024 + 1},
        {"filename": ""},
    ],
)
def test_an_announcement_must_be_sound(ashby: Any, wrong: dict[str, Any]) -> None:
    assert ashby.refused("/file.createFileUploadHandle", **(ANNOUNCEMENT | wrong)) == "invalid_input"


def test_an_upload_in_three_steps_over_a_socket(ashby: Any) -> None:
    candidate_id = ashby.candidate()["id"]
    with running(ashby.app) as origin, httpx.Client(base_url=origin, auth=(DEFAULT_KEY, "")) as client:
        announced = client.post("/file.createFileUploadHandle", json=ANNOUNCEMENT).json()["results"]
        assert announced["url"] == f"{origin}/_storage/upload"

        stored = httpx.post(announced["url"], data=announced["fields"], files={"file": ("cv.pdf", CV)})
        assert (stored.status_code, stored.content) == (204, b"")

        body = {"candidateId": candidate_id, "resumeHandle": announced["handle"]}
        candidate = client.post("/candidate.uploadResume", json=body).json()["results"]
        assert candidate["resumeFileHandle"]["name"] == "cv.pdf"

        file = {"fileHandle": candidate["resumeFileHandle"]["handle"]}
        url = client.post("/file.info", json=file).json()["results"]["url"]
        assert httpx.get(url).content == CV


def test_uploads_go_to_the_storage_origin_when_there_is_one(
    ashby: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ashby.sandbox, "storage_url", "https://storage.ashby.test")

    announced = ashby.ok("/file.createFileUploadHandle", **ANNOUNCEMENT)

    assert announced["url"] == "https://storage.ashby.test/_storage/upload"


def test_the_storage_refuses_a_second_kind_of_authorization(ashby: Any) -> None:
    announced = ashby.ok("/file.createFileUploadHandle", **ANNOUNCEMENT)

    response = ashby.store(announced, CV, headers={"Authorization": "Basic eDo="})

    assert _error(response) == (400, "InvalidArgument")
    assert ashby.store(announced, CV).status_code == 204


def test_a_presigned_url_works_once(ashby: Any) -> None:
    announced = ashby.ok("/file.createFileUploadHandle", **ANNOUNCEMENT)
    ashby.store(announced, CV)

    assert _error(ashby.store(announced, CV)) == (403, "AccessDenied")


def test_a_presigned_url_lives_for_ten_minutes(ashby: Any) -> None:
    early = ashby.ok("/file.createFileUploadHandle", **ANNOUNCEMENT)
    late = ashby.ok("/file.createFileUploadHandle", **ANNOUNCEMENT)

    ashby.advance(599)
    assert ashby.store(early, CV).status_code == 204
    ashby.advance(2)
    assert _error(ashby.store(late, CV)) == (403, "AccessDenied")


@pytest.mark.parametrize(("content", "code"), [(CV + b"x", "EntityTooLarge"), (CV[:-1], "EntityTooSmall")])
def test_the_size_must_be_the_announced_one(ashby: Any, content: bytes, code: str) -> None:
    announced = ashby.ok("/file.createFileUploadHandle", **ANNOUNCEMENT)

    assert _error(ashby.store(announced, content)) == (400, code)


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"x-amz-signature": "0" * 64}, 403, "SignatureDoesNotMatch"),
        ({"key": "uploads/other"}, 403, "SignatureDoesNotMatch"),
        ({"Content-Type": "text/html"}, 403, "AccessDenied"),
        ({"policy": None}, 403, "AccessDenied"),
        ({"key": None}, 400, "InvalidArgument"),
    ],
)
def test_every_signed_field_must_come_unchanged(
    ashby: Any, changed: dict[str, str | None], status: int, code: str
) -> None:
    announced = ashby.ok("/file.createFileUploadHandle", **ANNOUNCEMENT)
    fields = {**announced["fields"], **changed}
    announced["fields"] = {name: value for name, value in fields.items() if value is not None}

    assert _error(ashby.store(announced, CV)) == (status, code)


def _multipart(*parts: tuple[str, str, bytes]) -> dict[str, Any]:
    lines = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
        % (name.encode(), more.encode(), value)
        for name, more, value in parts
    )
    return {"content": lines + b"--x--\r\n", "headers": {"Content-Type": "multipart/form-data; boundary=x"}}


def test_the_file_must_be_the_last_part(ashby: Any) -> None:
    announced = ashby.ok("/file.createFileUploadHandle", **ANNOUNCEMENT)
    fields = [(name, "", value.encode()) for name, value in announced["fields"].items()]
    file = ("file", '; filename="cv.pdf"', CV)

    wrong = ashby.client.post("/_storage/upload", auth=None, **_multipart(file, *fields))
    assert _error(wrong) == (400, "InvalidArgument")
    right = ashby.client.post("/_storage/upload", auth=None, **_multipart(*fields, file))
    assert right.status_code == 204


def test_the_storage_wants_exactly_one_file_in_a_form(ashby: Any) -> None:
    announced = ashby.ok("/file.createFileUploadHandle", **ANNOUNCEMENT)
    client = ashby.client

    none = client.post("/_storage/upload", auth=None, **_multipart(("key", "", b"x")))
    assert _error(none) == (400, "InvalidArgument")
    json = client.post("/_storage/upload", auth=None, json=announced["fields"])
    assert _error(json) == (412, "PreconditionFailed")
    headers = {"Content-Type": "multipart/form-data"}
    broken = client.post("/_storage/upload", auth=None, content=b"nonsense", headers=headers)
    assert _error(broken) == (400, "MalformedPOSTRequest")


def test_the_storage_can_fail(ashby: Any) -> None:
    announced = ashby.ok("/file.createFileUploadHandle", **ANNOUNCEMENT)
    ashby.setting(server_error={"path": "/_storage/upload", "times": 1})

    assert _error(ashby.store(announced, CV)) == (503, "SlowDown")
    assert ashby.store(announced, CV).status_code == 204


@pytest.mark.parametrize(("fault", "stored"), [("timeout", False), ("drop_after_commit", True)])
def test_the_storage_can_fall_silent_before_or_after_storing(ashby: Any, fault: str, stored: bool) -> None:  # noqa: FBT001
    announced = ashby.ok("/file.createFileUploadHandle", **ANNOUNCEMENT)
    ashby.setting(**{fault: {"path": "/_storage/upload", "times": 1}})

    with running(ashby.app) as origin, pytest.raises(httpx.TransportError):
        httpx.post(f"{origin}/_storage/upload", data=announced["fields"], files={"file": ("cv.pdf", CV)})

    assert (ashby.org.uploads[announced["handle"]].content == CV) is stored


def test_a_handle_attaches_once_in_its_own_context_after_its_upload(ashby: Any) -> None:
    candidate_id = ashby.candidate()["id"]
    unstored = ashby.ok("/file.createFileUploadHandle", **ANNOUNCEMENT)["handle"]
    other = ashby.upload("CandidateFiles", CV)
    good = ashby.upload("CandidateResume", CV)

    def refused(handle: str) -> str:
        return str(ashby.refused("/candidate.uploadResume", candidateId=candidate_id, resumeHandle=handle))

    assert refused("hndl_unknown") == refused(unstored) == refused(other) == "invalid_input"
    ashby.ok("/candidate.uploadResume", candidateId=candidate_id, resumeHandle=good)
    assert refused(good) == "invalid_input"
    assert len(ashby.ok("/candidate.info", id=candidate_id)["fileHandles"]) == 1


def test_attaching_needs_a_candidate(ashby: Any) -> None:
    handle = ashby.upload("CandidateFiles", CV)
    body = {"candidateId": ashby.unknown, "fileHandle": handle}

    assert ashby.refused("/candidate.uploadFile", **body) == "candidate_not_found"
    assert ashby.ok("/candidate.uploadFile", **(body | {"candidateId": ashby.candidate()["id"]}))


def test_a_file_never_touches_the_resume(ashby: Any) -> None:
    candidate = ashby.candidate()
    handle = ashby.upload("CandidateFiles", CV, "letter.pdf")

    changed = ashby.ok("/candidate.uploadFile", candidateId=candidate["id"], fileHandle=handle)

    assert [file["name"] for file in changed["fileHandles"]] == ["letter.pdf"]
    assert "resumeFileHandle" not in changed
    assert changed["updatedAt"] > candidate["updatedAt"]


def test_a_new_resume_replaces_the_old_one_which_stays_a_file(ashby: Any) -> None:
    candidate_id = ashby.candidate()["id"]
    for name in ("old.pdf", "new.pdf"):
        handle = ashby.upload("CandidateResume", CV, name)
        changed = ashby.ok("/candidate.uploadResume", candidateId=candidate_id, resumeHandle=handle)

    assert changed["resumeFileHandle"]["name"] == "new.pdf"
    assert [file["name"] for file in changed["fileHandles"]] == ["old.pdf", "new.pdf"]
    assert changed["resumeFileHandle"] in changed["fileHandles"]


def test_the_resume_of_an_application_is_the_one_sent_with_it(ashby: Any) -> None:
    made = ashby.happen(
        "apply",
        job_posting_id=ashby.posting().id,
        name="Marta",
        email="marta@example.org",
        resume_name="sent.txt",
    )
    handle = ashby.upload("CandidateResume", CV, "later.pdf")
    ashby.ok("/candidate.uploadResume", candidateId=made["candidate_id"], resumeHandle=handle)

    application = ashby.ok("/application.info", applicationId=made["application_id"])
    candidate = ashby.ok("/candidate.info", id=made["candidate_id"])

    assert application["resumeFileHandle"]["name"] == "sent.txt"
    assert candidate["resumeFileHandle"]["name"] == "later.pdf"


def test_a_resume_is_parsed_later_and_fills_what_is_missing(ashby: Any) -> None:
    candidate_id = ashby.candidate(email="marta@example.org")["id"]
    ashby.happen("edit_candidate", candidate_id=candidate_id, company="Newco")
    handle = ashby.upload("CandidateResume", CV)

    at_once = ashby.ok("/candidate.uploadResume", candidateId=candidate_id, resumeHandle=handle)
    token = ashby.post("/candidate.list").json()["syncToken"]
    assert "position" not in at_once
    ashby.advance(5)
    later = ashby.ok("/candidate.info", id=candidate_id)

    assert (later["position"], later["school"]) == ("Engineer", "Example University")
    assert later["primaryPhoneNumber"]["value"] == "+351 1"
    assert later["company"] == "Newco"
    assert later["primaryEmailAddress"]["value"] == "marta@example.org"
    assert later["updatedAt"] > at_once["updatedAt"]
    delta = ashby.post("/candidate.list", {"syncToken": token}).json()["results"]
    assert [candidate["id"] for candidate in delta] == [candidate_id]


def test_parsing_a_resume_of_a_vanished_candidate_does_nothing(ashby: Any) -> None:
    candidate_id = ashby.candidate()["id"]
    ashby.happen("attach_file", candidate_id=candidate_id, name="cv.txt", text="Company: X", is_resume=True)
    ashby.happen("delete_candidate", candidate_id=candidate_id)
    ashby.advance(60)

    assert ashby.refused("/candidate.info", id=candidate_id) == "candidate_not_found"
    assert ashby.org.parsings == []


def test_an_opaque_resume_says_nothing() -> None:
    assert said_by(b"\x00\xff\xfeCompany\x00:") == {}
    assert said_by(b"Company:   \nPosition: Cook") == {"position": "Cook"}


@pytest.mark.parametrize(
    ("path", "part"), [("/candidate.uploadResume", "resume"), ("/candidate.uploadFile", "file")]
)
def test_the_deprecated_single_request_works_too(ashby: Any, path: str, part: str) -> None:
    candidate_id = ashby.candidate()["id"]

    def send(name: str, content: bytes) -> Any:
        files = {part: (name, content, "application/pdf")}
        return ashby.client.post(path, data={"candidateId": candidate_id}, files=files).json()

    made = send("cv.pdf", CV)["results"]
    assert [file["name"] for file in made["fileHandles"]] == ["cv.pdf"]
    assert ("resumeFileHandle" in made) is (part == "resume")
    assert send("empty.pdf", b"")["errorInfo"]["code"] == "invalid_input"
    assert send(" ", CV)["errorInfo"]["code"] == "invalid_input"
    none = ashby.client.post(path, data={"candidateId": candidate_id}, files={"other": ("x", b"x")}).json()
    assert none["errorInfo"]["message"] == f"{part} must be a file"
