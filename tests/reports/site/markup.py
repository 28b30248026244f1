"""Pages as a browser's parser would see them: elements with attributes, and the text between them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

_WITHOUT_END = {"meta", "link", "input", "br", "path", "circle"}


@dataclass(eq=False)
class Element:
    name: str
    attributes: dict[str, str | None]
    children: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def all(self, name: str = "", **attributes: str) -> Iterator["Element"]:
        for child in self.children:
            if isinstance(child, Element):
                fits = all(child.attributes.get(key.strip("_")) == value for key, value in attributes.items())
                if fits and name in ("", child.name):
                    yield child
                yield from child.all(name, **attributes)

    def one(self, name: str = "", **attributes: str) -> "Element":
        [found] = self.all(name, **attributes)
        return found

    def holds(self, class_: str) -> list["Element"]:
        return [one for one in self.all() if class_ in (one.attributes.get("class") or "").split()]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute twice on {tag}"
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in _WITHOUT_END:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _WITHOUT_END:
            assert self.open[-1].name == tag, f"{tag} ends inside of {self.open[-1].name}"
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parsed(page: bytes) -> Element:
    """The page; fails when an element is not closed where it should be."""
    parser = _Parser()
    parser.feed(page.decode())
    parser.close()
    assert parser.open == [parser.root], f"{parser.open[-1].name} is not closed"
    return parser.root


def pages_of(files: Mapping[str, bytes]) -> dict[str, Element]:
    return {path: parsed(data) for path, data in files.items() if path.endswith(".html")}
