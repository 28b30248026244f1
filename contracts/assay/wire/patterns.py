"""What must not reach a recording: the table that redaction walks, with one example for each entry.

There are two ways to know a thing: by the name it stands under (JSON key, form field, query parameter,
multipart part, XML element, header), or by its look, wherever it stands. Names are compared without
case and punctuation, so ``client_secret``, ``clientSecret`` and ``Client-Secret`` are one.

A vendor's own names are added per contract; see :class:`~assay.wire.redact.Redactor`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

Treatment = Literal[
    "secret",
    "password",
    "name",
    "email",
    "phone",
    "street",
    "postal code",
    "free text",
    "profile",
    "birth date",
    "ip address",
    "file name",
    "nothing",
]
"""How a value is replaced. ``password``: by a constant, since people choose guessable ones.

``nothing``: not at all, for a vendor's own key that only looks like one of those of people.
"""

SECRETS: frozenset[Treatment] = frozenset({"secret", "password"})
"""Treatments that are applied even when all people in the recording are invented."""


@dataclass(frozen=True, kw_only=True)
class ByName:
    """A value known by the name it stands under."""

    title: str
    names: str
    """Regular expression for the whole name, in lower case letters and digits only."""
    treatment: Treatment
    example: Any
    """A JSON object that holds such a value."""
    leaks: str
    """Text of the example that must be gone afterwards."""
    beside: str = ""
    """If given, the value counts only when a sibling's name matches this too."""
    value: str = ""
    """If given, the value counts only when it matches this as a whole."""


@dataclass(frozen=True, kw_only=True)
class ByLook:
    """A value known by its look, anywhere in a text; group ``value`` (or the whole match) is replaced."""

    title: str
    look: str
    treatment: Treatment
    example: str
    leaks: str


Pattern = ByName | ByLook

_OPAQUE = r"[\w+/=.~:-]{12,}"
_PERSONAL = (
    r"emails?|emailaddress|emailaddresses|primaryemailaddress|primaryemail|personalemail|phone|phonenumber|"
    r"phonenumbers|phones|primaryphonenumber|firstname|lastname|surname|mobile"
)

SECRET_NAMES: tuple[Pattern, ...] = (
    ByName(
        title="token",
        names=r"(x)?(access|refresh|id|auth|session|security|secret|bearer|csrf|xsrf|api|personal|bot|device|"
        r"private|oauth|xamzsecurity|verification|webhook)*token(secret|value)?",
        treatment="secret",
        example={"access_token": "00D8c0000012abC!AQ4AQF1invented"},
        leaks="AQ4AQF1",
    ),
    ByName(
        title="secret",
        names=r"(client|app|application|consumer|webhook|shared|signing|hmac|oauth|api)*secret(key|value|accesskey)?",
        treatment="secret",
        example={"clientSecret": "b3BlbiBzZXNhbWU-0001"},
        leaks="b3BlbiBzZXNhbWU",
    ),
    ByName(
        title="API key",
        names=r"(x)?(api|access|private|account|subscription|ocpapimsubscription|auth|integration)key(id|value)?",
        treatment="secret",
        example={"X-API-Key": "4f1d0c7a9be24d3382aa11c0de55f00d"},
        leaks="4f1d0c7a9be2",
    ),
    ByName(
        title="password",
        names=r"(user|current|new|old|login|account)?(password|passwd|pwd|passphrase|passcode)(confirmation)?",
        treatment="password",
        example={"password": "correct horse battery staple"},
        leaks="horse",
    ),
    ByName(
        title="authorization",
        names=r"(proxy|x)?authorization|xauth|credential|credentials",
        treatment="secret",
        example={"authorization": "ApiKey 0a1b2c3d4e5f60718293"},
        leaks="0a1b2c3d4e5f",
    ),
    ByName(
        title="cookie or session",
        names=r"(set)?cookies?|sessionid|phpsessid|jsessionid|sid",
        treatment="secret",
        example={"sessionId": "s-9f8e7d6c5b4a39281706"},
        leaks="9f8e7d6c5b4a",
    ),
    ByName(
        title="signature of a signed address or form",
        names=r"(xamz|xgoog|xms|awsaccesskeyid)?(signature|credential|sig|hmac|awsaccesskeyid|googleaccessid)",
        treatment="secret",
        example={"X-Amz-Signature": "d0d0c4feba5eba11d0d0c4feba5eba11"},
        leaks="c4feba5eba11",
    ),
    ByName(
        title="policy of a presigned form",
        names=r"(xamz)?policy",
        beside=r"(xamz|xgoog)?(signature|algorithm|credential)|awsaccesskeyid",
        treatment="secret",
        example={"policy": "eyJjb25kaXRpb25zIjpbXX0=", "x-amz-signature": "5ec2e70000000000"},
        leaks="eyJjb25kaXRpb25z",
    ),
    ByName(
        title="signed file handle",
        names=r"(file|resume|upload|attachment|cv|document)?handle",
        value=_OPAQUE,
        treatment="secret",
        example={"handle": "eyJpbnZlbnRlZCI6dHJ1ZX0.c2lnbmVk"},
        leaks="eyJpbnZlbnRl",
    ),
    ByName(
        title="assertion of an OAuth grant",
        names=r"(client)?assertion|samlresponse|codeverifier",
        treatment="secret",
        example={"assertion": "invented-assertion-0001"},
        leaks="invented-assertion",
    ),
    ByName(
        title="authorization code of an OAuth grant",
        names=r"code",
        beside=r"granttype|redirecturi",
        treatment="secret",
        example={"grant_type": "authorization_code", "code": "aPrx4sgoM2Nd1zWeFVlOWveD"},
        leaks="aPrx4sgoM2Nd",
    ),
)

SECRET_LOOKS: tuple[Pattern, ...] = (
    ByLook(
        title="bearer token in a text",
        look=r"(?i:\b(?:bearer|token)\s+)(?P<value>(?=[\w.~+/-]*\d)[\w.~+/-]{20,}=*)",
        treatment="secret",
        example="called with Authorization: Bearer 8f14e45fceea167a5a36dedd4bea2543",
        leaks="8f14e45fceea",
    ),
    ByLook(
        title="basic credential in a text",
        look=r"\bBasic\s+(?P<value>(?=[A-Za-z0-9+/]*\d)[A-Za-z0-9+/]{12,}={0,2})",
        treatment="secret",
        example="called with Authorization: Basic c2stMTIzNDU2Nzg5MDo=",
        leaks="c2stMTIzNDU2",
    ),
    ByLook(
        title="JSON web token",
        look=r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*",
        treatment="secret",
        example="jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJpbnZlbnRlZCJ9.c2lnbmF0dXJl",
        leaks="eyJzdWIiOiJpbnZlbnRlZCJ9",
    ),
    ByLook(
        title="AWS access key id",
        look=r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
        treatment="secret",
        example="key AKIAINVENTED00000001 was used",
        leaks="AKIAINVENTED",
    ),
    ByLook(
        title="prefixed key of a well-known service",
        look=r"\b(?:(?:sk|pk|rk)_(?:live|test)_\w{12,}|whsec_\w{16,}|gh[pousr]_\w{30,}|xox[abeprs]-[\w-]{10,}|"
        r"AIza[\w-]{35}|glpat-[\w-]{16,})",
        treatment="secret",
        example="sk_live_invented0000000000001",
        leaks="invented0000",
    ),
    ByLook(
        title="Salesforce session id",
        look=r"\b00D\w{12,15}![\w.]{16,}",
        treatment="secret",
        example="sid=00D8c0000012abCEAU!AQ4AQF1inventedinvented",
        leaks="AQ4AQF1",
    ),
    ByLook(
        title="private key",
        look=r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?P<value>[\s\S]+?)-----END",
        treatment="secret",
        example="-----BEGIN PRIVATE KEY-----\nMIIinvented\n-----END PRIVATE KEY-----",
        leaks="MIIinvented",
    ),
    ByLook(
        title="credentials inside an address",
        look=r"(?<=://)(?P<value>[^\s/@:\"'<>]+:[^\s/@\"'<>]+)(?=@)",
        treatment="secret",
        example="https://robot:open-sesame@api.vendor.example/v1",
        leaks="open-sesame",
    ),
    ByLook(
        title="incoming webhook address",
        look=r"(?<=hooks\.slack\.com/services/)(?P<value>[\w/]{20,})",
        treatment="secret",
        example="https://hooks.slack.com/services/T0000INVENTED/B0000INVENTED/abcdefabcdef",
        leaks="INVENTED",
    ),
)

PERSON_NAMES: tuple[Pattern, ...] = (
    ByName(
        title="name of a person",
        names=r"(first|last|middle|given|family|full|preferred|maiden|legal|nick|display|candidate|contact|user|"
        r"author|interviewer|recruiter|referrer)name|surname",
        treatment="name",
        example={"firstName": "Marta", "last_name": "Reis Lima"},
        leaks="Marta",
    ),
    ByName(
        title="name beside other things about a person",
        names=r"name",
        beside=_PERSONAL,
        treatment="name",
        example={"name": "Joaquim Brandão", "primaryEmailAddress": None},
        leaks="Brand",
    ),
    ByName(
        title="name of a file somebody sent",
        names=r"(original)?filename",
        treatment="file name",
        example={"filename": "Marta_Reis_CV.pdf"},
        leaks="Reis",
    ),
    ByName(
        title="name beside a file handle",
        names=r"name",
        beside=r"(file|resume|upload|attachment|cv|document)?handle",
        treatment="file name",
        example={"name": "Marta_Reis_CV.pdf", "handle": "eyJpbnZlbnRlZCI6dHJ1ZX0.c2lnbmVk"},
        leaks="Reis",
    ),
    ByName(
        title="telephone number",
        names=r"(work|home|mobile|cell|primary|other|personal)?(phone|telephone|mobile|fax|cell)s?(number|numbers)?",
        treatment="phone",
        example={"phoneNumbers": [{"value": "+351 912 345 678", "type": "Work"}]},
        leaks="345 678",
    ),
    ByName(
        title="e-mail address under its name",
        names=r"(work|home|primary|secondary|personal|other|candidate)?emails?(address|addresses)?",
        treatment="email",
        example={"email": "marta.reis@mail.vendor.example"},
        leaks="marta",
    ),
    ByName(
        title="street",
        names=r"(street|home|mailing|address)(address|line)?[123]?|streetandnumber",
        treatment="street",
        example={"streetAddress": "Rua das Flores 12"},
        leaks="Flores",
    ),
    ByName(
        title="postal code",
        names=r"(postal|zip|post)(code)?",
        treatment="postal code",
        example={"postalCode": "1200-192"},
        leaks="192",
    ),
    ByName(
        title="something written about a person",
        names=r"notes?|comments?|content|coverletter|feedback|bio|biography|about|aboutme|remarks?|messagebody|"
        r"resumetext|reason(note|text)",
        treatment="free text",
        example={"notes": "Marta moves to Porto in May."},
        leaks="Porto",
    ),
    ByName(
        title="profile or personal site",
        names=r"(linkedin|github|twitter|facebook|instagram|xing|personal|profile|portfolio|social)(url|link|links|"
        r"website|profile)?|website|websites|sociallinks",
        treatment="profile",
        example={"website": "https://marta-reis.vendor.example/me"},
        leaks="marta-reis",
    ),
    ByName(
        title="date of birth",
        names=r"dob|dateofbirth|birth(date|day)",
        treatment="birth date",
        example={"dateOfBirth": "1984-07-23"},
        leaks="1984",
    ),
    ByName(
        title="number of an identity document",
        names=r"ssn|socialsecuritynumber|nationalid|taxid|passportnumber|nif",
        treatment="secret",
        example={"ssn": "078-05-1120"},
        leaks="05-1120",
    ),
    ByName(
        title="network address of a person",
        names=r"(submitter|client|remote|user)?(client)?ip(address)?",
        treatment="ip address",
        example={"submitterClientIp": "198.51.100.23"},
        leaks="198.51",
    ),
)

PERSON_LOOKS: tuple[Pattern, ...] = (
    ByLook(
        title="e-mail address in a text",
        look=r"[\w.+'%-]+@[\w-]+(?:\.[\w-]+)+",
        treatment="email",
        example="write to marta.reis@mail.vendor.example today",
        leaks="marta",
    ),
    ByLook(
        title="profile in a text",
        look=r"https?://(?:www\.)?(?:linkedin\.com/in|github\.com|xing\.com/profile)/[\w%-]+",
        treatment="profile",
        example="see https://www.linkedin.com/in/marta-reis please",
        leaks="marta-reis",
    ),
)

PATTERNS: tuple[Pattern, ...] = (*SECRET_NAMES, *SECRET_LOOKS, *PERSON_NAMES, *PERSON_LOOKS)
"""The whole table; the first entry that applies decides."""

REQUEST_HEADERS: tuple[str, ...] = (
    r"accept|accept-language|authorization|content-type|content-disposition|content-md5|idempotency-key",
    r"if-[a-z-]+|prefer|range|sforce-[a-z-]+|x-on-behalf-of|x-http-method-override",
    r"([a-z]+-)*(api-)?version|x-api-key|(front-?office-?)?tenant(-?id)?",
)
"""Request headers that may be recorded, as regular expressions; all others are left out."""

RESPONSE_HEADERS: tuple[str, ...] = (
    r"content-type|content-disposition|content-range|accept-ranges|etag|last-modified|location|link|allow",
    r"retry-after|(x-)?rate-?limit(-[a-z-]+)?|www-authenticate|deprecation|sunset|warning",
    r"([a-z]+-)*version(-status)?|(x-)?([a-z]+-)*request-id|sforce-[a-z-]+|x-total(-count|-pages)?|x-assay-error",
)
"""Response headers that may be recorded, as regular expressions; all others are left out."""


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A name as patterns compare it: lower case letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", name.lower())
