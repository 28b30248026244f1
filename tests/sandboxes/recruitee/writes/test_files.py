from typing import Any

CV = b"%PDF-1.4 of Lena"
FILE = {"attachment[file]": ("lena.pdf", CV, "application/pdf")}


def _cv_name(candidate: Any) -> str:
    return str(candidate["cv_original_url"]).partition("?")[0].rpartition("/")[2]


def _with_cv(recruitee: Any, name: str = "old.pdf", content: bytes = CV) -> Any:
    made = recruitee.candidate()
    attachment = recruitee.upload(made["id"], name, content)
    return recruitee.ok("PATCH", f"/candidates/{made['id']}/set_as_cv/{attachment['id']}")["candidate"]


def test_a_file_sent_as_a_form_hangs_on_the_person_with_its_name_and_bytes(recruitee: Any) -> None:
    made = recruitee.candidate()
    answer = recruitee.made("/attachments", files=FILE, data={"attachment[candidate_id]": str(made["id"])})
    attachment = answer["attachment"]
    assert (attachment["filename"], attachment["extension"]) == ("lena.pdf", "pdf")
    assert (attachment["file_size"], attachment["candidate_id"]) == (len(CV), made["id"])
    assert [(one["type"], one["id"]) for one in answer["references"]] == [("Candidate", made["id"])]
    assert recruitee.attachments(made["id"]) == ["lena.pdf"]
    assert recruitee.content(attachment["file_url"]) == CV


def test_a_file_behind_a_link_is_named_after_it(recruitee: Any) -> None:
    made = recruitee.candidate()
    body = {
        "attachment": {
            "remote_file_url": "https://files.assay.test/certificate.pdf",
            "candidate_id": made["id"],
        }
    }
    attachment = recruitee.made("/attachments", body)["attachment"]
    assert attachment["filename"] == "certificate.pdf"
    body["attachment"]["remote_file_url"] = "https://files.example/"
    invented = recruitee.made("/attachments", body)["attachment"]
    assert (invented["filename"], invented["extension"]) == ("file", "")
    assert b"files.example" in recruitee.content(invented["file_url"])


def test_a_file_may_hang_on_a_job_instead(recruitee: Any) -> None:
    offer = recruitee.offer()
    answer = recruitee.made("/attachments", files=FILE, data={"attachment[offer_id]": str(offer.id)})
    assert (answer["attachment"]["offer_id"], answer["attachment"]["candidate_id"]) == (offer.id, None)
    assert answer["references"] == []


def test_a_file_is_of_a_person_or_of_a_job(recruitee: Any) -> None:
    made, url = recruitee.candidate(), "https://files.assay.test/cv.pdf"
    body = {"remote_file_url": url, "candidate_id": made["id"], "offer_id": recruitee.offer().id}
    assert recruitee.errors("POST", "/attachments", {"attachment": body}) == ["Candidate is invalid"]


def test_another_part_name_breaks_the_server(recruitee: Any) -> None:
    made = recruitee.candidate()
    data = {"attachment[candidate_id]": str(made["id"])}
    refused = recruitee.refused("POST", "/attachments", files={"file": FILE["attachment[file]"]}, data=data)
    assert refused == (500, {"error": ["Server internal error"]})


def test_a_file_whose_owner_is_named_in_the_query_alone_is_an_orphan(recruitee: Any) -> None:
    made = recruitee.candidate()
    answer = recruitee.made(f"/attachments?candidate_id={made['id']}", files=FILE)
    assert answer["attachment"]["candidate_id"] is None
    assert recruitee.attachments(made["id"]) == []


def test_a_form_without_a_file_or_with_an_empty_one_is_refused(recruitee: Any) -> None:
    body = {"attachment[candidate_id]": (None, "1")}
    assert recruitee.errors("POST", "/attachments", files=body) == ["File can't be blank"]
    empty = {"attachment[file]": ("a.pdf", b"", "application/pdf")}
    assert recruitee.errors("POST", "/attachments", files=empty) == ["File can't be blank"]
    assert recruitee.errors("POST", "/attachments", {"attachment": {}}) == ["Remote file url can't be blank"]


def test_too_big_files_are_refused(recruitee: Any) -> None:
    recruitee.setting(upload_limit_bytes=len(CV) - 1)
    assert recruitee.errors("POST", "/attachments", files=FILE) == ["File is too big"]


def test_uploads_can_be_refused_altogether(recruitee: Any) -> None:
    recruitee.setting(refused_uploads=True)
    assert recruitee.errors("POST", "/attachments", files=FILE) == ["File could not be processed"]
    body = {"attachment": {"remote_file_url": "https://files.assay.test/cv.pdf"}}
    assert recruitee.errors("POST", "/attachments", body) == ["File could not be processed"]


def test_a_promoted_file_leaves_the_list_and_is_renamed(recruitee: Any) -> None:
    made = recruitee.candidate()
    attachment = recruitee.upload(made["id"], "lena.pdf", CV)
    path = f"/candidates/{made['id']}/set_as_cv/{attachment['id']}"
    after = recruitee.ok("PATCH", path)["candidate"]
    assert _cv_name(after).startswith("orig_")
    assert _cv_name(after).endswith(".pdf")
    assert recruitee.content(after["cv_original_url"]) == CV
    assert recruitee.attachments(made["id"]) == []
    assert after["updated_at"] > made["updated_at"]
    assert recruitee.refused("PATCH", path)[0] == 404


def test_a_new_cv_makes_the_old_one_a_plain_file(recruitee: Any) -> None:
    person = _with_cv(recruitee, "old.pdf")
    new = recruitee.upload(person["id"], "new", b"new")
    after = recruitee.ok("PATCH", f"/candidates/{person['id']}/set_as_cv/{new['id']}")["candidate"]
    assert recruitee.content(after["cv_original_url"]) == b"new"
    assert recruitee.attachments(person["id"]) == [_cv_name(person)]


def test_only_an_own_file_becomes_the_cv(recruitee: Any) -> None:
    other = recruitee.upload(recruitee.candidate()["id"])
    path = f"/candidates/{recruitee.candidate()['id']}/set_as_cv/{other['id']}"
    assert recruitee.refused("PATCH", path)[0] == 404


def test_a_cv_is_replaced_by_a_form_or_by_a_link(recruitee: Any) -> None:
    person = _with_cv(recruitee)
    path = f"/candidates/{person['id']}/update_cv"
    by_form = recruitee.ok("PATCH", path, files={"candidate[cv]": ("x.docx", b"docx", "application/x")})
    assert recruitee.content(by_form["candidate"]["cv_original_url"]) == b"docx"
    url = "https://files.assay.test/cv.pdf"
    by_link = recruitee.ok("PATCH", path, {"candidate": {"remote_cv_url": url}})["candidate"]
    assert by_link["cv_processing_status"] == "pending"
    assert recruitee.attachments(person["id"]) == []


def test_a_cv_cannot_be_replaced_by_nothing(recruitee: Any) -> None:
    path = f"/candidates/{recruitee.candidate()['id']}/update_cv"
    assert recruitee.errors("PATCH", path, {"candidate": {}}) == ["Cv can't be blank"]
    assert recruitee.errors("PATCH", path, files={"x": (None, "y")}) == ["Cv can't be blank"]


def test_a_cv_is_deleted_once(recruitee: Any) -> None:
    person = _with_cv(recruitee)
    after = recruitee.ok("DELETE", f"/candidates/{person['id']}/delete_cv")["candidate"]
    assert after["cv_original_url"] is None
    again = recruitee.ok("DELETE", f"/candidates/{person['id']}/delete_cv")["candidate"]
    assert again["updated_at"] == after["updated_at"]


def test_parsing_a_cv_starts_and_is_done_later(recruitee: Any) -> None:
    person = _with_cv(recruitee)
    path = f"/candidates/{person['id']}/parse_cv"
    assert recruitee.ok("POST", path)["candidate"]["cv_parse_status"] == "in_progress"
    assert recruitee.read(person["id"])["cv_parse_status"] == "ok"
    path = f"/candidates/{recruitee.candidate()['id']}/parse_cv"
    assert recruitee.errors("POST", path) == ["Cv can't be blank"]


def test_recruiters_add_second_cvs_and_delete_them(recruitee: Any) -> None:
    person = _with_cv(recruitee, "old.pdf")
    assert recruitee.happen(
        "attach_file", candidate_id=person["id"], name="second.txt", text="two", is_cv=True
    ) == {"attachment_id": None}
    after = recruitee.read(person["id"])
    assert recruitee.content(after["cv_original_url"]) == b"two"
    assert recruitee.attachments(person["id"]) == [_cv_name(person)]
    recruitee.happen("attach_file", candidate_id=person["id"], name="note.txt")
    assert recruitee.attachments(person["id"])[1:] == ["note.txt"]
    recruitee.happen("delete_cv", candidate_id=person["id"])
    assert "has no CV" in recruitee.wrong("delete_cv", candidate_id=person["id"])
