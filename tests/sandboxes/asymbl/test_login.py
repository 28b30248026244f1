import base64
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from assay_sandboxes.asymbl.login.assertions import AssertionInvalid, read_assertion
from assay_sandboxes.asymbl.login.sessions import DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET

LOGIN = "https://login.salesforce.com"
APP = {"client_id": DEFAULT_CLIENT_ID, "client_secret": DEFAULT_CLIENT_SECRET}
DATA = "/services/data/v63.0"


def error(response: Any) -> tuple[int, str, str]:
    body = response.json()
    return response.status_code, body["error"], body["error_description"]


def test_a_token_answer_says_who_and_where_and_when(asymbl: Any) -> None:
    answer = asymbl.login()
    assert answer["instance_url"] == "https://acme.my.salesforce.com"
    assert answer["issued_at"] == "1781510400001"
    assert answer["id"].startswith("https://login.salesforce.com/id/00D")
    assert "refresh_token" not in answer
    assert "expires_in" not in answer
    signed = f"{answer['id']}{answer['issued_at']}".encode()
    expected = hmac.new(DEFAULT_CLIENT_SECRET.encode(), signed, hashlib.sha256).digest()
    assert base64.b64decode(answer["signature"]) == expected


def test_client_credentials_come_in_the_header_too(asymbl: Any) -> None:
    coded = base64.b64encode(f"{DEFAULT_CLIENT_ID}:{DEFAULT_CLIENT_SECRET}".encode()).decode()
    url = "/services/oauth2/token"
    headers = {"Authorization": f"Basic {coded}"}
    form = {"grant_type": "client_credentials"}
    assert asymbl.send("POST", url, token=None, headers=headers, data=form).status_code == 200
    headers = {"Authorization": "Basic ???"}
    refused = error(asymbl.send("POST", url, token=None, headers=headers, data=form))
    assert refused == (400, "invalid_client_id", "client identifier invalid")


def test_each_mistake_has_its_own_answer(asymbl: Any) -> None:
    def mint(host: str = "https://acme.my.salesforce.com", **form: str) -> tuple[int, str, str]:
        return error(asymbl.grant(host, **{"grant_type": "client_credentials", **APP, **form}))

    assert mint(client_id="nobody") == (400, "invalid_client_id", "client identifier invalid")
    assert mint(client_secret="wrong") == (400, "invalid_client", "invalid client credentials")
    assert mint(grant_type="magic") == (400, "unsupported_grant_type", "grant type not supported")
    other_host = (400, "invalid_grant", "request not supported on this domain")
    assert mint(LOGIN) == other_host
    assert mint("https://test.salesforce.com") == other_host
    assert mint("https://acme.my.salesforce.com/login") == other_host
    asymbl.app_with("no-user", run_as=False)
    no_user = mint(client_id="no-user", client_secret="shh")
    assert no_user == (400, "invalid_grant", "no client credentials user enabled")
    asymbl.app_with("strange", profile="nonsense")
    assert mint(client_id="strange", client_secret="shh")[1] == "invalid_client_id"


@pytest.mark.parametrize(
    "url", ["https://other.my.salesforce.com", "/nowhere", f"{LOGIN}{DATA}", "/elsewhere"]
)
def test_a_wrong_subdomain_leads_to_a_page(asymbl: Any, url: str) -> None:
    response = asymbl.send("GET", url)
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")


def test_sessions_end_when_they_are_not_used(asymbl: Any) -> None:
    assert asymbl.get("/limits")
    asymbl.pass_time(7199)
    assert asymbl.get("/limits")
    asymbl.pass_time(7201)
    assert asymbl.refusal("GET", "/limits") == (401, "INVALID_SESSION_ID", "Session expired or invalid")


def test_sessions_end_with_their_user(asymbl: Any) -> None:
    token = asymbl.token_with(profile="narrow_sharing")
    assert asymbl.get("/limits", token=token)
    user = asymbl.one("SELECT Id FROM User WHERE Username = 'jurgen@prod.acme.example'")["Id"]
    asymbl.happen("set_user_active", id=user)
    assert asymbl.refusal("GET", "/limits", token=token)[0] == 401


def test_a_call_without_token_is_refused(asymbl: Any) -> None:
    assert asymbl.refusal("GET", "/limits", token=None)[:2] == (401, "INVALID_SESSION_ID")
    asymbl.switch(missing_header_code="INVALID_AUTH_HEADER")
    assert asymbl.refusal("GET", "/limits", token=None)[:2] == (401, "INVALID_AUTH_HEADER")


def test_a_token_without_the_api_scope_is_no_good_for_rest(asymbl: Any) -> None:
    token = asymbl.token_with(scopes=["id"])
    status, code, message = asymbl.refusal("GET", "/limits", token=token)
    assert (status, code) == (403, "INVALID_SESSION_ID")
    assert message == "This session is not valid for use with the REST API"
    assert asymbl.send("GET", "/services/oauth2/userinfo", token=token).status_code == 200


def test_refresh_tokens_open_new_sessions(asymbl: Any) -> None:
    refresh = asymbl.happen("approve_app", client_id=DEFAULT_CLIENT_ID)["refresh_token"]
    form = {"grant_type": "refresh_token", "refresh_token": refresh, **APP}
    for host in (LOGIN, "https://acme.my.salesforce.com"):
        answer = asymbl.grant(host, **form).json()
        assert "refresh_token" not in answer
        assert asymbl.get("/limits", token=answer["access_token"])
    asymbl.happen("revoke_app", client_id=DEFAULT_CLIENT_ID)
    assert error(asymbl.grant(**form)) == (400, "invalid_grant", "expired access/refresh token")
    assert asymbl.refusal("GET", "/limits", token=answer["access_token"])[0] == 401


def test_a_refresh_token_may_be_given_as_a_credential(asymbl: Any) -> None:
    values = {"client_id": "web", "client_secret": "shh", "refresh_token": "granted-before"}
    asymbl.control("credentials", {"values": values})
    form = {"grant_type": "refresh_token", **values}
    assert asymbl.grant(**form).status_code == 200
    asymbl.happen("revoke_app", client_id="web")
    assert asymbl.grant(**form).status_code == 400


def test_refresh_tokens_may_rotate(asymbl: Any) -> None:
    asymbl.switch(rotate_refresh_tokens=True)
    first = asymbl.happen("approve_app", client_id=DEFAULT_CLIENT_ID)["refresh_token"]
    form = {"grant_type": "refresh_token", **APP}
    second = asymbl.grant(**form, refresh_token=first).json()["refresh_token"]
    assert asymbl.grant(**form, refresh_token=first).status_code == 400
    assert asymbl.grant(**form, refresh_token=second).status_code == 200


def _code(asymbl: Any, **query: str) -> str:
    asked = {
        "response_type": "code",
        "client_id": DEFAULT_CLIENT_ID,
        "redirect_uri": "https://us.example/back",
    }
    url = "/services/oauth2/authorize"
    response = asymbl.send("GET", url, token=None, params={**asked, "state": "s1", **query})
    assert response.status_code == 302
    back = parse_qs(urlsplit(response.headers["location"]).query)
    assert back["state"] == ["s1"]
    return str(back["code"][0])


def test_a_person_can_approve_an_app_in_the_browser(asymbl: Any) -> None:
    code = _code(asymbl, scope="api refresh_token")
    form = {"grant_type": "authorization_code", "redirect_uri": "https://us.example/back", **APP}
    answer = asymbl.grant(LOGIN, **form, code=code).json()
    assert answer["refresh_token"].startswith("5Aep861")
    again = error(asymbl.grant(LOGIN, **form, code=code))
    assert again == (400, "invalid_grant", "expired authorization code")
    late = _code(asymbl)
    asymbl.pass_time(901)
    assert asymbl.grant(LOGIN, **form, code=late).status_code == 400
    assert "refresh_token" not in asymbl.grant(LOGIN, **form, code=_code(asymbl)).json()


def test_a_code_belongs_to_who_began(asymbl: Any) -> None:
    verifier = "v" * 43
    digest = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    form = {"grant_type": "authorization_code", "redirect_uri": "https://us.example/back"}
    wrong = _code(asymbl, code_challenge=challenge)
    assert asymbl.grant(**form, **APP, code=wrong, code_verifier="other").status_code == 400
    right = _code(asymbl, code_challenge=challenge)
    form["client_id"] = DEFAULT_CLIENT_ID
    assert asymbl.grant(**form, code=right, code_verifier=verifier).status_code == 200
    elsewhere = {**form, **APP, "redirect_uri": "https://other.example"}
    assert asymbl.grant(**elsewhere, code=_code(asymbl)).status_code == 400


def test_nobody_approves_an_unknown_app(asymbl: Any) -> None:
    query = {"client_id": "nobody", "redirect_uri": "https://us.example"}
    response = asymbl.send("GET", "/services/oauth2/authorize", token=None, params=query)
    assert response.status_code == 400
    assert "no app" in asymbl.refuses("approve_app", client_id="nobody")


def test_the_password_flow_can_be_switched_off(asymbl: Any) -> None:
    person = {"username": "someone@acme.example", "password": "geheim"}
    asymbl.control("credentials", {"values": person})
    form = {"grant_type": "password", **APP, **person}
    assert asymbl.grant(LOGIN, **form).status_code == 200
    failed = (400, "invalid_grant", "authentication failure")
    assert error(asymbl.grant(LOGIN, **{**form, "username": "nobody"})) == failed
    asymbl.switch(password_flow=False)
    assert error(asymbl.grant(LOGIN, **form)) == failed


def test_who_is_logged_in_is_told(asymbl: Any) -> None:
    shown = asymbl.send("GET", "/services/oauth2/userinfo").json()
    assert shown["email"] == "ines.okafor@acme.example"
    assert shown["urls"]["rest"] == "https://acme.my.salesforce.com/services/data/v{version}/"
    refused = asymbl.send("GET", "/services/oauth2/userinfo", token="wrong")
    assert (refused.status_code, refused.text) == (403, "Bad_OAuth_Token")


def test_tokens_can_be_looked_into_and_revoked(asymbl: Any) -> None:
    def ask(path: str, token: str) -> Any:
        return asymbl.send("POST", f"/services/oauth2/{path}", token=None, data={"token": token})

    assert ask("introspect", asymbl.token).json()["active"] is True
    assert ask("introspect", "nothing").json() == {"active": False}
    assert ask("revoke", asymbl.token).status_code == 200
    assert ask("introspect", asymbl.token).json() == {"active": False}
    assert asymbl.refusal("GET", "/limits")[0] == 401
    refresh = asymbl.happen("approve_app", client_id=DEFAULT_CLIENT_ID)["refresh_token"]
    assert ask("revoke", refresh).status_code == 200
    assert error(ask("revoke", "nothing"))[1] == "unsupported_token_type"
    assert asymbl.send("GET", "/services/oauth2/nothing").status_code == 404


def _assertion(**claims: Any) -> str:
    parts = [{"alg": "RS256"}, {"iss": "app", "sub": "x", "aud": LOGIN, "exp": 1, **claims}]
    coded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join([*coded, "AAAA"])


def test_assertions_need_a_known_app_and_its_signature(asymbl: Any) -> None:
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer"}
    assert error(asymbl.grant(**form, assertion=_assertion()))[1] == "invalid_client_id"
    invalid = (400, "invalid_grant", "invalid assertion")
    assert error(asymbl.grant(**form, assertion=_assertion(iss=DEFAULT_CLIENT_ID))) == invalid
    key = {"n": base64.urlsafe_b64encode(b"\xff" * 256).decode(), "e": "AQAB"}
    asymbl.app_with("signer", public_key=key)
    assert error(asymbl.grant(**form, assertion=_assertion(iss="signer"))) == invalid
    long_enough = _assertion(iss="signer").removesuffix("AAAA") + "A" * 342
    assert error(asymbl.grant(**form, assertion=long_enough)) == invalid


@pytest.mark.parametrize(
    "text",
    ["", "a.b", "a.b.c", "W10.W10.AA", _assertion(exp="soon"), _assertion().replace("eyJ", "{{{", 1)],
)
def test_what_is_no_assertion_is_refused(text: str) -> None:
    with pytest.raises(AssertionInvalid):
        read_assertion(text)


def test_only_one_way_of_signing_is_known() -> None:
    head = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    with pytest.raises(AssertionInvalid, match="RS256"):
        read_assertion(".".join([head, *_assertion().split(".")[1:]]))


SOAP = "/services/Soap/u/63.0"


@pytest.mark.parametrize("body", ["", "<a>", "<a/>", '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'])
def test_what_is_no_soap_login_is_a_fault(asymbl: Any, body: str) -> None:
    response = asymbl.send("POST", SOAP, token=None, content=body)
    assert response.status_code == 500
    assert "UNKNOWN_EXCEPTION" in response.text


def test_soap_gives_a_session_for_rest(asymbl: Any) -> None:
    asymbl.control(
        "credentials", {"values": {"username": "soap@x", "password": "a<b", "security_token": "T"}}
    )
    call = "<e:E xmlns:e='e'><e:username>soap@x</e:username><e:password>a&lt;bT</e:password></e:E>"
    response = asymbl.send("POST", SOAP, token=None, content=call)
    token = response.text.partition("<sessionId>")[2].partition("</sessionId>")[0]
    assert asymbl.get("/limits", token=token)
    assert "https://acme.my.salesforce.com/services/Soap/u/63.0/00D" in response.text


def _signed(key: Any, **claims: Any) -> str:
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 -- slow, and only here
    from cryptography.hazmat.primitives.asymmetric import padding  # noqa: PLC0415

    body = _assertion(**claims).rpartition(".")[0]
    signature = key.sign(body.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{body}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def test_a_signed_assertion_must_fit_audience_user_and_time(asymbl: Any) -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    modulus = key.public_key().public_numbers().n.to_bytes(256)
    public = {"n": base64.urlsafe_b64encode(modulus).decode(), "e": "AQAB"}
    asymbl.app_with("signer", public_key=public)
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer"}
    good = {"iss": "signer", "sub": "ines@prod.acme.example"}
    answer = asymbl.grant(**form, assertion=_signed(key, **good))
    assert answer.status_code == 200, answer.text
    wrong = _signed(key, **good, aud="https://evil.example")
    assert error(asymbl.grant(**form, assertion=wrong))[2] == "audience is invalid"
    nobody = _signed(key, **{**good, "sub": "nobody"})
    assert error(asymbl.grant(**form, assertion=nobody))[2] == "user hasn't approved this consumer"
    asymbl.switch(strict_assertion_times=True)
    assert error(asymbl.grant(**form, assertion=_signed(key, **good)))[2] == "expired assertion"
    asymbl.app_with("signer", public_key=public, approved=False)
    asymbl.switch(strict_assertion_times=False)
    assert error(asymbl.grant(**form, assertion=_signed(key, **good)))[1] == "invalid_grant"


def test_loopback_stands_for_the_org(asymbl: Any) -> None:
    assert asymbl.send("GET", "http://127.0.0.1:8000/services/data/v63.0/limits").status_code == 200
