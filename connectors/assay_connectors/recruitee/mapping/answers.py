"""Answers that applicants gave. Source: recruitee sheet 7.1 Applications (answer table), 2.5.

What does not fit its kind is handed on as it is, with type UNKNOWN.
"""

from collections.abc import Callable, Iterable, Mapping

from assay.unified.questions import Answer, AnsweredQuestion, AnswerType, ScreeningQuestionAnswer
from assay_connectors.payload import day_of
from assay_connectors.recruitee.mapping.payload import Payload
from assay_connectors.recruitee.mapping.questions import plain

_NOT_ASKED = "infobox"
_SPELT_OUT = {"true": True, "yes": True, "false": False, "no": False}

Fitting = tuple[AnswerType, Answer] | None
"""An answer that fits its kind, or None."""
QuestionIds = Mapping[str, str]
"""Plain text of a question -> its id; answers do not name their question otherwise (2.5 [C])."""


def answers(items: Iterable[Payload], question_ids: QuestionIds) -> list[ScreeningQuestionAnswer]:
    """All answers; texts that only inform are no questions."""
    return [answer(item, question_ids) for item in items if item.text("kind") != _NOT_ASKED]


def answer(item: Payload, question_ids: QuestionIds) -> ScreeningQuestionAnswer:
    """One answer."""
    read = _READERS.get(item.text("kind") or "")
    kind, given = (read(item) if read else None) or ("UNKNOWN", Answer(raw=item.raw))
    title = plain(item.text("question")) or ""
    return ScreeningQuestionAnswer(
        question=AnsweredQuestion(remote_id=question_ids.get(title), title=title, type=kind),
        answer=given,
    )


def _text(item: Payload) -> Fitting:
    return "TEXT", Answer(content=item.text("content"))


def _choice(item: Payload) -> Fitting:
    return "SINGLE_SELECT", Answer(choice=item.text("content"))


def _choices(item: Payload) -> Fitting:
    content = item.text("content")
    alone = [] if content is None else [content]
    is_list = item.raw.get("multi_content") is not None
    return "MULTI_SELECT", Answer(choices=item.texts("multi_content") if is_list else alone)


def _checked(item: Payload) -> Fitting:
    flag = item.flag("flag")
    if flag is None:
        flag = _SPELT_OUT.get((item.text("content") or "").strip().lower())
    return "BOOLEAN", Answer(checked=flag)


def _number(item: Payload) -> Fitting:
    content = item.raw.get("content")
    if content is None or content == "":
        return "NUMBER", Answer()
    number = item.amount("content")
    return None if number is None else ("NUMBER", Answer(number=number))


def _date(item: Payload) -> Fitting:
    content = item.text("content")
    if content is None:
        return "DATE", Answer()
    day = day_of(content)
    return None if day is None else ("DATE", Answer(date=day))


_READERS: dict[str, Callable[[Payload], Fitting]] = {
    "string": _text,
    "text": _text,
    "salary": _text,
    "single_choice": _choice,
    "multi_choice": _choices,
    "boolean": _checked,
    "legal": _checked,
    "number": _number,
    "date": _date,
}
