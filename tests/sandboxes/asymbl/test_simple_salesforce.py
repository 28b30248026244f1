"""A real client, which knows nothing of this sandbox, is served by it over a loopback port."""

# ruff: noqa: S608 -- queries made of names that the test itself chose

import base64
import datetime as dt
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from requests.adapters import HTTPAdapter
from simple_salesforce import Salesforce, format_soql
from simple_salesforce.exceptions import (
    SalesforceAuthenticationFailed,
    SalesforceExpiredSession,
    SalesforceGeneralError,
    SalesforceMalformedRequest,
    SalesforceMoreThanOneRecord,
    SalesforceRefusedRequest,
    SalesforceResourceNotFound,
)

from assay_sandboxes.asymbl import create_app
from assay_sandboxes.asymbl.login.sessions import DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET
from assay_sandboxes.core.serving import running

pytestmark = pytest.mark.loopback

APPLICANT = "bpats__ATS_Applicant__c"
PEOPLE = "SELECT Id, Email FROM Contact WHERE RecordType.DeveloperName = 'Candidate' ORDER BY Id"


class _ToLoopback(HTTPAdapter):
    """Sends what is meant for Salesforce to the sandbox; the host stays in the header."""

    def __init__(self, origin: str) -> None:
        super().__init__()
        self._netloc = urlsplit(origin).netloc

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        target = urlsplit(str(request.url))
        request.headers["Host"] = target.netloc
        request.url = urlunsplit(("http", self._netloc, target.path, target.query, ""))
        return super().send(request, *args, **options)


class Office:
    """The sandbox, and connections to it."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self._sessions: list[requests.Session] = []

    def session(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        session.mount("https://", _ToLoopback(self.origin))
        self._sessions.append(session)
        return session

    def client(self, **login: Any) -> Any:
        """The client, logged in by client credentials unless told otherwise."""
        by_default = {
            "consumer_key": DEFAULT_CLIENT_ID,
            "consumer_secret": DEFAULT_CLIENT_SECRET,
            "domain": "acme.my",
        }
        return Salesforce(session=self.session(), version="63.0", **(login or by_default))

    def control(self, path: str, body: Any) -> Any:
        answer = requests.Session().post(f"{self.origin}/_sandbox/{path}", json=body, timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def close(self) -> None:
        for session in self._sessions:
            session.close()


@pytest.fixture
def office() -> Iterator[Office]:
    with running(create_app("https://acme.my.salesforce.com")) as origin:
        office = Office(origin)
        yield office
        office.close()


@pytest.fixture
def client(office: Office) -> Any:
    return office.client()


def test_it_logs_in_by_client_credentials(client: Any) -> None:
    assert client.sf_instance == "acme.my.salesforce.com"
    assert client.is_sandbox() is False
    person = client.oauth2("userinfo")
    assert person["email"] == "ines.okafor@acme.example"


def test_it_uses_a_session_it_was_given(office: Office, client: Any) -> None:
    other = office.client(session_id=client.session_id, instance_url="https://acme.my.salesforce.com")
    assert other.query("SELECT COUNT() FROM User")["totalSize"] == 14


def test_it_logs_in_with_a_password_by_oauth_and_by_soap(office: Office) -> None:
    person = {"username": "kenji@prod.acme.example", "password": "geheim"}
    values = {**person, "security_token": "TOKEN"}
    office.control("credentials", {"values": values})
    app = {"consumer_key": DEFAULT_CLIENT_ID, "consumer_secret": DEFAULT_CLIENT_SECRET}
    by_oauth = office.client(username=person["username"], password="geheimTOKEN", **app)
    assert by_oauth.oauth2("userinfo")["given_name"] == "Kenji"
    by_soap = office.client(**values)
    assert by_soap.oauth2("userinfo")["given_name"] == "Kenji"
    with pytest.raises(SalesforceAuthenticationFailed, match="INVALID_LOGIN"):
        office.client(**{**values, "password": "wrong"})
    with pytest.raises(SalesforceAuthenticationFailed, match="authentication failure"):
        office.client(username=person["username"], password="wrong", **app)


def test_it_logs_in_by_a_signed_assertion(office: Office) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    numbers = key.public_key().public_numbers()
    public = {"n": _coded(numbers.n), "e": _coded(numbers.e)}
    values = {"client_id": "signer", "client_secret": "none"}
    office.control("credentials", {"values": values, "grants": {"public_key": public}})
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    client = office.client(username="amara@prod.acme.example", consumer_key="signer", privatekey=pem)
    assert client.oauth2("userinfo")["given_name"] == "Amara"


def _coded(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"consumer_secret": "wrong"}, "invalid client credentials"),
        ({"consumer_key": "wrong"}, "client identifier invalid"),
    ],
)
def test_it_is_told_what_is_wrong_with_its_credentials(office: Office, change: Any, error: str) -> None:
    login = {"consumer_key": DEFAULT_CLIENT_ID, "consumer_secret": DEFAULT_CLIENT_SECRET, "domain": "acme.my"}
    with pytest.raises(SalesforceAuthenticationFailed, match=error):
        office.client(**{**login, **change})


def test_it_logs_in_again_when_its_session_is_over(office: Office, client: Any) -> None:
    first = client.session_id
    office.control("events/end_sessions", {})
    assert client.query("SELECT COUNT() FROM User")["totalSize"] == 14
    assert client.session_id != first


def test_a_session_it_was_given_cannot_be_renewed(office: Office, client: Any) -> None:
    given = office.client(session_id=client.session_id, instance_url="https://acme.my.salesforce.com")
    office.control("events/end_sessions", {})
    with pytest.raises(SalesforceExpiredSession) as raised:
        given.query("SELECT Id FROM User")
    assert raised.value.content[0]["errorCode"] == "INVALID_SESSION_ID"


def test_it_queries_page_by_page(office: Office, client: Any) -> None:
    office.control("faults", {"batch_cap": 100})
    first = client.query(PEOPLE)
    assert (first["totalSize"], first["done"], len(first["records"])) == (230, False, 100)
    second = client.query_more(first["nextRecordsUrl"], identifier_is_url=True)
    third = client.query_more(second["nextRecordsUrl"].rpartition("/")[2])
    assert (len(second["records"]), len(third["records"]), third["done"]) == (100, 30, True)
    pages = [*first["records"], *second["records"], *third["records"]]
    everybody = client.query_all(PEOPLE)
    assert everybody["records"] == pages
    assert [row["Id"] for row in client.query_all_iter(PEOPLE)] == [row["Id"] for row in pages]


def test_deleted_rows_are_in_the_other_query_alone(client: Any) -> None:
    contact = client.Contact.create({"LastName": "Brief"})["id"]
    client.Contact.delete(contact)
    soql = f"SELECT Id, IsDeleted FROM Contact WHERE Id = '{contact}'"
    assert client.query(soql)["totalSize"] == 0
    assert client.query_all(soql, include_deleted=True)["records"][0]["IsDeleted"] is True


def test_values_are_quoted_by_its_own_rules(client: Any) -> None:
    for nasty in (
        "o'brien@x.example",
        "x' OR Name != 'y@x.example",
        "back\\slash@x.example",
        "tab\t@x.example",
    ):
        client.Contact.create({"LastName": nasty[:40]})
        soql = format_soql("SELECT Id, LastName FROM Contact WHERE LastName = {}", nasty[:40])
        assert [row["LastName"] for row in client.query(soql)["records"]] == [nasty[:40]]
    soql = format_soql(
        "SELECT Id FROM Contact WHERE Email IN {}", ["marta.reis@mail.example", "oemer@mail.example"]
    )
    assert client.query(soql)["totalSize"] == 2
    soql = format_soql("SELECT Id FROM Contact WHERE LastName LIKE '{:like}%'", "back\\sl")
    assert client.query(soql)["totalSize"] == 1
    since = dt.datetime(2026, 6, 15, tzinfo=dt.UTC)
    assert (
        client.query(format_soql("SELECT Id FROM Contact WHERE CreatedDate >= {}", since))["totalSize"] == 4
    )


def test_it_describes_the_org_and_its_objects(client: Any) -> None:
    listed = {one["name"]: one for one in client.describe()["sobjects"]}
    assert listed[APPLICANT]["createable"]
    described = getattr(client, APPLICANT).describe()
    fields = {field["name"]: field for field in described["fields"]}
    assert fields["bpats__ATS_Applicant__c"]["referenceTo"] == ["Contact"]
    assert fields["bpats__Stage__c"]["nillable"] is False
    assert described["urls"]["uiDetailTemplate"] == "https://acme.my.salesforce.com/{ID}"
    assert client.Contact.metadata()["objectDescribe"]["label"] == "Contact"


def test_it_makes_changes_and_deletes_records(client: Any) -> None:
    made = client.Contact.create({"FirstName": "Mara", "LastName": "Lind", "Email": "mara@x.example"})
    assert made["success"] is True
    contact = made["id"]
    assert client.Contact.update(contact, {"Title": "Lead"}) == 204
    assert client.Contact.get(contact)["Title"] == "Lead"
    assert client.Contact.get_by_custom_id("Email", "mara@x.example")["Id"] == contact
    assert client.Contact.upsert("Email/mara@x.example", {"Title": "Head"}) == 200
    assert client.Contact.upsert("Email/new@x.example", {"LastName": "New"}) == 201
    assert client.Contact.delete(contact) == 204
    with pytest.raises(SalesforceResourceNotFound) as raised:
        client.Contact.get(contact)
    assert raised.value.content[0]["errorCode"] == "ENTITY_IS_DELETED"


def test_it_reads_what_was_deleted_and_changed(client: Any) -> None:
    contact = client.Contact.create({"LastName": "Brief"})["id"]
    other = client.Contact.create({"LastName": "Long"})["id"]
    client.Contact.delete(contact)
    day = dt.datetime(2026, 6, 15, tzinfo=dt.UTC)
    span = (day, day + dt.timedelta(days=1))
    assert [one["id"] for one in client.Contact.deleted(*span)["deletedRecords"]] == [contact]
    assert client.Contact.updated(*span)["ids"] == [other]


def test_it_sends_files_up_and_gets_them_back(client: Any, tmp_path: Any) -> None:
    contact = client.Contact.create({"LastName": "Brief"})["id"]
    content = bytes(range(256)) * 5
    coded = base64.b64encode(content).decode()
    fields = {"PathOnClient": "cv.pdf", "VersionData": coded, "FirstPublishLocationId": contact}
    version = client.ContentVersion.create(fields)["id"]
    assert client.ContentVersion.get_base64(version, "VersionData") == content
    path = tmp_path / "old.txt"
    path.write_bytes(b"old")
    with pytest.raises(SalesforceMalformedRequest, match="REQUIRED_FIELD_MISSING"):
        client.Attachment.upload_base64(str(path), "Body")
    links = client.query(
        f"SELECT ContentDocument.Title FROM ContentDocumentLink WHERE LinkedEntityId = '{contact}'"
    )
    assert [row["ContentDocument"]["Title"] for row in links["records"]] == ["cv"]


def test_it_calls_composites_and_limits_by_path(client: Any) -> None:
    body = {
        "compositeRequest": [
            {
                "method": "POST",
                "url": "/services/data/v63.0/sobjects/Contact",
                "referenceId": "made",
                "body": {"LastName": "Both"},
            },
            {
                "method": "GET",
                "url": "/services/data/v63.0/sobjects/Contact/@{made.id}?fields=LastName",
                "referenceId": "read",
            },
        ]
    }
    answers = client.restful("composite", method="POST", json=body)["compositeResponse"]
    assert answers[1]["body"]["LastName"] == "Both"
    limits = client.limits()
    used = client.api_usage["api-usage"].used
    assert limits["DailyApiRequests"] == {"Max": 15000, "Remaining": 15000 - used}


def test_each_refusal_is_an_error_of_its_kind(office: Office, client: Any) -> None:
    with pytest.raises(SalesforceMalformedRequest, match="MALFORMED_QUERY"):
        client.query("SELECT Id FORM Contact")
    with pytest.raises(SalesforceMalformedRequest, match="REQUIRED_FIELD_MISSING"):
        client.Contact.create({"FirstName": "Only"})
    with pytest.raises(SalesforceResourceNotFound, match="NOT_FOUND"):
        client.Nothing__c.describe()
    for _ in range(2):
        client.Contact.create({"LastName": "Twin", "Email": "twin@x.example"})
    with pytest.raises(SalesforceMoreThanOneRecord):
        client.Contact.get_by_custom_id("Email", "twin@x.example")
    office.control("events/spend_requests", {})
    with pytest.raises(SalesforceRefusedRequest, match="REQUEST_LIMIT_EXCEEDED"):
        client.query("SELECT Id FROM User")
    office.control("faults", {"server_error": True})
    with pytest.raises(SalesforceGeneralError, match="500"):
        client.query("SELECT Id FROM User")
