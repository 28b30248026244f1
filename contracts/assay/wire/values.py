"""Values and texts: where a secret or something personal is found, and what replaces it there.

A value is known by the name it stands under or by its look (:mod:`assay.wire.patterns`), or because the
same value was met before under a name that gave it away.
"""

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote, quote_plus, unquote, unquote_plus, urlsplit, urlunsplit

import orjson

from assay.wire import bodies, placeholders, pseudonyms
from assay.wire.patterns import SECRETS, ByLook, ByName, Pattern, Treatment, folded

_PASSWORD = "redacted-password"  # noqa: S105 -- it is what stands where a password stood
_SHORTEST_LOOK = 8
_SHORTEST_SECRET = 10
_CERTAINLY_SECRET = 20
_TOKEN = re.compile(r"[\w~+/%=.:!-]{10,}")
_INNER_TOKEN = re.compile(r"[\w~+/-]{10,}={0,2}")
_PAIR = re.compile(r"(?P<before>[?&;])(?P<amp>amp;)?(?P<name>[\w.%\[\]-]+)=(?P<value>[^&#\s\"'<>;]+)")
_ELEMENT = re.compile(r"<(?P<name>[\w:.-]+)>(?P<value>[^<>]+)</(?P=name)>")
_NAMING_KEYS = ("name", "key", "field", "fieldname", "path", "id")


class Values:
    """Redacts values and texts, and remembers what it saw.

    Args:
        people: whether people are real, so that they are replaced too.
        salt: key of every replacement.
        secrets: credentials by name.
        patterns: the table, in order of precedence.
    """

    def __init__(
        self, *, people: bool, salt: str, secrets: Mapping[str, str], patterns: Sequence[Pattern]
    ) -> None:
        table = [entry for entry in patterns if people or entry.treatment in SECRETS]
        self._people = people
        self._salt = salt
        self._by_name = [(entry, re.compile(entry.names)) for entry in table if isinstance(entry, ByName)]
        self._by_look = [(entry, re.compile(entry.look)) for entry in table if isinstance(entry, ByLook)]
        self._named = {value: placeholders.for_name(name) for name, value in secrets.items() if value}
        self._named_literals = _literals(self._named)
        self._known: dict[str, str] = {}
        self._persons: dict[tuple[str, ...], re.Pattern[str]] = {}
        self._applying: dict[str, tuple[ByName, ...]] = {}

    def credential(self, text: str) -> str:
        """What stands for a text that is one of the secrets with a name; any other text as it is."""
        return self._named.get(text, text)

    def url(self, url: str) -> str:
        """Credentials, path segments and query of a URL."""
        split = urlsplit(url)
        path = "/".join(self._quoted(part) for part in split.path.split("/"))
        query = self._pairs_in("?" + split.query)[1:] if split.query else ""
        netloc = split.netloc
        if "@" in netloc:
            netloc = self._looks(f"://{netloc}").removeprefix("://")
        if (netloc, path, query) == (split.netloc, split.path, split.query):
            return self._literal(url)
        return self._literal(urlunsplit(split._replace(netloc=netloc, path=path, query=query)))

    def text(self, text: str) -> str:
        """Whatever a text shows by its look."""
        if len(text) < _SHORTEST_LOOK:
            return self._literal(text) if self._named_literals else text
        text = self._literal(text)
        if text[0] in "{[":
            embedded = self._embedded(text)
            if embedded is not None:
                return embedded
        if "=" in text:
            text = self._pairs_in(text)
        if "</" in text:
            text = _ELEMENT.sub(self._element, text)
        return self._looks(text)

    def value(self, value: Any, name: str = "", siblings: frozenset[str] = frozenset()) -> Any:
        """JSON under a (folded) name; the very same object comes back when nothing had to change."""
        if isinstance(value, str):
            return self.string(name, value, siblings)
        if isinstance(value, dict):
            return self._object(value, name)
        if isinstance(value, list):
            new = [self.value(item, name, siblings) for item in value]
            return value if all(a is b for a, b in zip(new, value, strict=True)) else new
        if isinstance(value, int | float) and not isinstance(value, bool) and value:
            entry = self._entry(name, siblings, str(value))
            return value if entry is None else 0
        return value

    def _object(self, value: dict[str, Any], name: str) -> dict[str, Any]:
        names = {key: folded(key) for key in value}
        siblings = frozenset(names.values())
        named = self._named_by(value, names) or name
        new: dict[str, Any] = {}
        changed = False
        for key, item in value.items():
            under = named if names[key] == "value" else names[key]
            new_key, new_item = self.text(key), self.value(item, under, siblings)
            changed = changed or new_key != key or new_item is not item
            new[new_key] = new_item
        if self._people:
            self._remember_person(value, names)
        return new if changed else value

    def _named_by(self, value: dict[str, Any], names: dict[str, str]) -> str:
        """What ``value`` stands for in ``{"name": "password", "value": "..."}``."""
        if "value" not in names.values():
            return ""
        for key, item in value.items():
            if names[key] in _NAMING_KEYS and isinstance(item, str) and self._applicable(folded(item)):
                return folded(item)
        return ""

    def string(self, name: str, text: str, siblings: frozenset[str] = frozenset()) -> str:
        """A text under a (folded) name, beside others."""
        entry = self._entry(name, siblings, text)
        if entry is None:
            new = self.text(text)
        elif entry.treatment in {"secret", "password"}:
            new = self.treated(entry.treatment, text)
        else:
            new = self.treated(entry.treatment, self._literal(text))
        return text if new == text else new

    def _entry(self, name: str, siblings: frozenset[str], text: str) -> ByName | None:
        for entry in self._applicable(name):
            if entry.beside and not any(re.fullmatch(entry.beside, other) for other in siblings):
                continue
            if entry.value and not re.fullmatch(entry.value, text):
                continue
            return entry
        return None

    def _applicable(self, name: str) -> tuple[ByName, ...]:
        found = self._applying.get(name)
        if found is None:
            found = tuple(entry for entry, names in self._by_name if name and names.fullmatch(name))
            self._applying[name] = found
        return found

    def treated(self, treatment: Treatment, text: str) -> str:
        """What stands in for a text that is known to need this treatment."""
        if not text:
            return text
        if text in self._named:
            return self._named[text]
        if treatment == "password":
            return text if placeholders.is_placeholder(text) else _PASSWORD
        if treatment == "secret":
            new = placeholders.for_value(text, self._salt)
            self._remember(text, new)
            return new
        return pseudonyms.TREATMENTS[treatment](text, self._salt)

    def _literal(self, text: str) -> str:
        """Replace known secrets and people wherever they stand."""
        if self._named_literals is not None:
            pattern, stand_ins = self._named_literals
            text = pattern.sub(lambda found: stand_ins[found.group()], text)
        if self._known and len(text) >= _SHORTEST_SECRET:
            text = self._known.get(text) or _TOKEN.sub(self._known_token, text)
        if self._persons:
            text = self._known_persons(text)
        return text

    def _known_token(self, found: re.Match[str]) -> str:
        token = found.group()
        known = self._known.get(token)
        if known is not None:
            return known
        return _INNER_TOKEN.sub(self._known_inner_token, token)

    def _known_inner_token(self, found: re.Match[str]) -> str:
        token = found.group()
        bare = token.rstrip("=")
        return self._known.get(token) or self._known.get(bare, bare) + token[len(bare) :]

    def _known_persons(self, text: str) -> str:
        lower = text.lower()
        for words, pattern in self._persons.items():
            if words[0].lower() in lower:
                text = pattern.sub(lambda found: pseudonyms.name(found.group(), self._salt), text)
        return text

    def _embedded(self, text: str) -> str | None:
        try:
            value = orjson.loads(text)
        except (orjson.JSONDecodeError, UnicodeEncodeError):
            return None
        new = self.value(value)
        if new is value:
            return text
        style = bodies.style_of(text.encode(), value)
        return bodies.STYLES[style or "compact"](new).decode()

    def _pairs_in(self, text: str) -> str:
        """Redact ``name=value`` in whatever looks like the query of an address."""
        found = list(_PAIR.finditer(text))
        if not found:
            return text
        siblings = frozenset(folded(unquote_plus(pair["name"])) for pair in found)

        def redacted(pair: re.Match[str]) -> str:
            plain = unquote_plus(pair["value"])
            new = self.string(folded(unquote_plus(pair["name"])), plain, siblings)
            value = pair["value"] if new == plain else quote_plus(new)
            return f"{pair['before']}{pair['amp'] or ''}{pair['name']}={value}"

        return _PAIR.sub(redacted, text)

    def _element(self, found: re.Match[str]) -> str:
        name, value = found["name"], found["value"]
        return f"<{name}>{self.string(folded(name.rpartition(':')[2]), value)}</{name}>"

    def _looks(self, text: str) -> str:
        for entry, look in self._by_look:
            if look.search(text):
                text = look.sub(partial(self._seen, entry.treatment), text)
        return text

    def _seen(self, treatment: Treatment, found: re.Match[str]) -> str:
        whole = found.group()
        if "value" not in found.re.groupindex:
            return self.treated(treatment, whole)
        start = found.start("value") - found.start()
        value = found["value"]
        return whole[:start] + self.treated(treatment, value) + whole[start + len(value) :]

    def _quoted(self, segment: str) -> str:
        plain = unquote(segment)
        new = self.text(plain)
        return segment if new == plain else quote(new, safe="@:+,;=!$&'()*~")

    def _remember(self, secret: str, stand_in: str) -> None:
        telling = len(secret) >= _CERTAINLY_SECRET or any(letter.isdigit() for letter in secret)
        if secret == stand_in or len(secret) < _SHORTEST_SECRET or not telling or " " in secret:
            return
        for form in _forms(secret):
            self._known[form] = stand_in

    def _remember_person(self, value: dict[str, Any], names: dict[str, str]) -> None:
        by_name = {names[key]: item for key, item in value.items() if isinstance(item, str)}
        full = f"{by_name.get('firstname', '')} {by_name.get('lastname', '')}"
        for candidate in (full, by_name.get("fullname", ""), by_name.get("displayname", "")):
            words = candidate.split()
            if len(words) > 1 and pseudonyms.name(candidate, self._salt) != candidate:
                pattern = r"[\s_.+-]+".join(re.escape(word) for word in words)
                self._persons[tuple(words)] = re.compile(pattern, re.IGNORECASE)


def _forms(secret: str) -> Iterable[str]:
    """A secret as it may stand in a text: plain, percent-encoded, in base64."""
    encoded = secret.encode(errors="surrogatepass")
    yield from {secret, quote(encoded, safe=""), base64.b64encode(encoded).decode()}


def _literals(named: Mapping[str, str]) -> tuple[re.Pattern[str], dict[str, str]] | None:
    stand_ins = {
        form: stand_in
        for secret, stand_in in named.items()
        if len(secret) > _SHORTEST_LOOK // 2
        for form in _forms(secret)
    }
    if not stand_ins:
        return None
    longest_first = sorted(stand_ins, key=len, reverse=True)
    return re.compile("|".join(re.escape(form) for form in longest_first)), stand_ins
