"""People in a recording from a real tenant, replaced so that the same person stays the same person.

Every function maps equal values to equal pseudonyms (keyed by the salt of the cassette), keeps format
and length class, and recognises its own results, so that replacing twice changes nothing. Whoever
has the salt can test a guess; it hides people from readers, not from an investigation of one address.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from assay.wire.placeholders import digits, letters, number

DOMAIN = "pseudonym.example"
"""Domain under which every replaced e-mail address and personal site lies."""

_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_LENGTH_CLASSES = ((4, 1), (8, 2))
_MOST_SYLLABLES = 3
_CHECK_KEY = "pseudonym"
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESSEE = re.compile(r"[^\s,;<>]+")
_TAG = re.compile(r"<[a-zA-Z/][^>]*>")
_SHORTEST_PHONE = 7
_PHONE_MARK = "555"
_FILLER = ("lorem", "ipsum", "dolor", "sit", "amet", "consectetur", "adipiscing", "elit", "sed", "do")
_FREE_TEXT = "Replaced text"
_STREET = "Replaced Street"
_LONGEST_TEXT = 400


def name(text: str, salt: str) -> str:
    """A person's name, word by word, so that first, last and full names still fit together."""
    return _WORD.sub(lambda word: _name_word(word.group(), salt), text)


def email(text: str, salt: str) -> str:
    """An address, or several; equality survives, whatever names a person or an organisation does not."""
    return _ADDRESSEE.sub(lambda found: _addressee(found.group(), salt), text)


def phone(text: str, salt: str) -> str:
    """A telephone number of the same shape: same punctuation, same number of digits, same first two."""
    plain = re.sub(r"\D", "", text)
    if len(plain) < _SHORTEST_PHONE:
        return re.sub(r"\d", "5", text)
    if _is_phone(plain):
        return text
    keep = _kept_digits(plain)
    middle = len(plain) - keep - len(_PHONE_MARK) - 2
    start = plain[:keep] + _PHONE_MARK + f"{number(plain, salt) % 10**middle:0{middle}d}"
    fresh = iter(start + _check_digits(start))
    return re.sub(r"\d", lambda _: next(fresh), text)


def street(text: str, salt: str) -> str:
    """A street address; its words and numbers are gone, equality stays."""
    if text.startswith(_STREET) or not text.strip():
        return text
    return f"{_STREET} {digits(_folded(text), salt, 6)}"


def postal_code(text: str, salt: str) -> str:  # noqa: ARG001 -- one signature for all
    """A postal code's shape: zeros for digits, X for letters."""
    return re.sub(r"[^\W\d_]", "X", re.sub(r"\d", "0", text))


def free_text(text: str, salt: str) -> str:
    """Text somebody wrote; filler of about the same length, within a paragraph if it was HTML."""
    inner = text.removeprefix("<p>")
    if inner.startswith(_FREE_TEXT) or not text.strip():
        return text
    mark = f"{_FREE_TEXT} {digits(text, salt, 8)}."
    words, length = [mark], len(mark)
    while length < min(len(text), _LONGEST_TEXT):
        words.append(_FILLER[len(words) % len(_FILLER)])
        length += len(words[-1]) + 1
    filled = " ".join(words)
    return f"<p>{filled}</p>" if _TAG.search(text) else filled


def profile(text: str, salt: str) -> str:
    """Address of a profile: a known network keeps its host, a site of one's own does not."""
    split = urlsplit(text)
    if not split.netloc:
        return text if text.startswith("profile-") else f"profile-{letters(text, salt, 10)}" if text else text
    last = split.path.rstrip("/").rpartition("/")[2]
    host = split.netloc.lower()
    if last.startswith("profile-") or host.endswith(DOMAIN):
        return text
    tail = letters(text, salt, 10)
    if host.removeprefix("www.") in NETWORKS:
        folder = split.path.rstrip("/").rpartition("/")[0]
        return f"{split.scheme}://{split.netloc}{folder}/profile-{tail}"
    return f"{split.scheme}://{tail}.{DOMAIN}/"


NETWORKS = frozenset(
    {
        "behance.net",
        "codepen.io",
        "dribbble.com",
        "facebook.com",
        "github.com",
        "gitlab.com",
        "instagram.com",
        "linkedin.com",
        "medium.com",
        "stackoverflow.com",
        "twitter.com",
        "x.com",
        "xing.com",
        "youtube.com",
    }
)
"""Hosts of networks on which people have profiles."""


def birth_date(text: str, salt: str) -> str:  # noqa: ARG001 -- one signature for all
    """A date of birth: the first of January 1990, written the same way as far as it is a date."""
    dated = re.sub(r"\d{4}", "1990", text)
    return re.sub(r"(?<!\d)\d{2}(?!\d)", "01", dated)


def ip_address(text: str, salt: str) -> str:
    """A network address: one of those reserved for documentation."""
    if ":" in text:
        return text if text.startswith("2001:db8::") else f"2001:db8::{digits(text, salt, 4)}"
    return text if text.startswith("192.0.2.") else f"192.0.2.{number(text, salt) % 254 + 1}"


def file_name(text: str, salt: str) -> str:
    """A file's name; its extension stays."""
    stem, dot, extension = text.rpartition(".")
    if not dot or not extension.isalnum():
        stem, dot, extension = text, "", ""
    if re.fullmatch(r"document-[a-z2-7]{10}", stem) or not stem:
        return text
    return f"document-{letters(text, salt, 10)}{dot}{extension}"


TREATMENTS: Mapping[str, Callable[[str, str], str]] = {
    "nothing": lambda text, _salt: text,
    "name": name,
    "email": email,
    "phone": phone,
    "street": street,
    "postal code": postal_code,
    "free text": free_text,
    "profile": profile,
    "birth date": birth_date,
    "ip address": ip_address,
    "file name": file_name,
}
"""Kind of personal data -> how it is replaced (value, salt)."""


def _addressee(text: str, salt: str) -> str:
    local, at, domain = text.rpartition("@")
    if not at:
        return name(text, salt)
    if domain.lower() == DOMAIN or domain.lower().endswith("." + DOMAIN):
        return text
    host = letters(domain.lower(), salt, 6)
    tail = digits(text.lower(), salt, 10)
    person = name(re.sub(r"[^\w.-]|[\d_]", "", local.partition("+")[0].lower()), salt)
    new = f"{person}.{tail}@{host}.{DOMAIN}"
    return new.upper() if text.isupper() else new.capitalize() if local[:1].isupper() else new


def _name_word(word: str, salt: str) -> str:
    folded = _folded(word)
    if (len(word) == 1 and word.isascii()) or _is_name(folded):
        return word
    middle = next((count for most, count in _LENGTH_CLASSES if len(word) <= most), _MOST_SYLLABLES)
    seed = number(folded, salt)
    new = _pick(seed, _CONSONANTS) + _pick(seed >> 8, _VOWELS) + _pick(seed >> 16, _CONSONANTS)
    for place in range(middle):
        new += _syllable(seed >> (24 + 16 * place))
    new += _check_syllable(new)
    if not word.isascii():
        new = new[:-1] + unicodedata.normalize("NFC", new[-1] + "\u0301")
    if word.isupper():
        return new.upper()
    return new if word.islower() else new.capitalize()


def _pick(seed: int, letters_: str) -> str:
    return letters_[seed % len(letters_)]


def _syllable(seed: int) -> str:
    return _pick(seed, _CONSONANTS) + _pick(seed >> 8, _VOWELS)


def _check_syllable(start: str) -> str:
    return _syllable(number(start, _CHECK_KEY))


def _is_name(folded: str) -> bool:
    shape = r"[bdfgklmnprstvz][aeiou][bdfgklmnprstvz](?:[bdfgklmnprstvz][aeiou]){2,4}"
    return re.fullmatch(shape, folded) is not None and folded.endswith(_check_syllable(folded[:-2]))


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.strip())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return bare.casefold()


def _kept_digits(plain: str) -> int:
    return 2 if len(plain) > _SHORTEST_PHONE else 0


def _check_digits(start: str) -> str:
    return f"{int(start) % 97:02d}"


def _is_phone(plain: str) -> bool:
    keep = _kept_digits(plain)
    return plain[keep : keep + 3] == _PHONE_MARK and plain.endswith(_check_digits(plain[:-2]))
