"""The one door to pydantic: things that people type, declared once and read strictly.

Every value arrives as text (see `load.yaml_tree`), as a list, or as a mapping, so a type
here is a function from text that raises `ValueError` with the remedy.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date, datetime, timedelta
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

from postmortem_archive import times
from postmortem_archive.model.nearest import nearest, respelled, suggestion

Key = str | int
Path = tuple[Key, ...]
Model = TypeVar("Model", bound="Declared")


class Declared(BaseModel):
    """A mapping whose keys are declared: nothing unknown is accepted, nothing is changed."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


@dataclass(frozen=True, slots=True)
class Form:
    """How a type is written: its name, an example, and what an editor sees, as JSON Schema.

    An editor reads YAML by itself, so `~15000` is a string to it and `15000` a number.
    """

    name: str
    example: str
    typed: Mapping[str, Any] = attribute(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Defect:
    """A value that cannot be used: where in the tree, and what would be right.

    `right` is the value in its right form, where it is only misspelt.
    """

    path: Path
    message: str
    unknown: bool = False
    right: str = ""


def declare(
    meaning: str, *, example: str = "", default: Any = None, alias: str | None = None
) -> Any:
    """A declared key: its meaning and an example; absent keys take the default."""
    examples = [example] if example else None
    return Field(default, description=meaning, examples=examples, alias=alias)


def from_text(read: Callable[[str], object]) -> BeforeValidator:
    """Marks a type as read from one text by `read`, which raises ValueError with the remedy."""

    def check(value: object) -> object:
        if isinstance(value, str):
            return read(value)
        if value is None or isinstance(value, list | dict):
            raise ValueError(f"takes one value, not {_shape(value)}")
        return value  # already read: the default, or a value made by a program

    return BeforeValidator(check)


def _shape(value: object) -> str:
    return "a list" if isinstance(value, list) else "a mapping" if value else "nothing"


def _text(value: str) -> str:
    if not value.strip():
        raise ValueError("is empty")
    if "\n" in value.strip():
        value = " ".join(value.split())
    return value.strip()


def _reason(value: str) -> str:
    if value.casefold() in ("true", "yes", "on", "false", "no", "off"):
        raise ValueError(f'"{value}" is no reason; say in a few words why')
    return _text(value)


def _flag(value: str) -> bool:
    if value not in ("true", "false"):
        raise ValueError(f'"{value}" is neither true nor false')
    return value == "true"


def _count(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise ValueError(f'"{value}" is not a whole number such as 5')
    return int(value)


def _percent(value: str) -> float:
    digits = value.removesuffix("%").strip()
    try:
        number = float(digits)
    except ValueError:
        number = -1.0
    if not value.endswith("%") or not 0 <= number <= 100:
        raise ValueError(f'"{value}" is not a percentage such as 99.9%')
    return number


def written(pattern: str) -> dict[str, Any]:
    """The JSON Schema of a string that must match; what fits may still be refused in reading."""
    return {"type": "string", "pattern": f"^\\s*(?:{pattern})\\s*$"}


_WORDS = {"type": ["string", "number"], "pattern": "\\S"}
_SENTENCE = {"type": "string", "pattern": "\\S"}
_COUNT = {"type": "integer", "minimum": 0, "maximum": 999_999_999}
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = "[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?"
_OFFSET = "Z| UTC|[+-][0-9]{2}:?[0-9]{2}"
_SPAN = "[0-9].*[A-Za-z]\\.?"

Text = Annotated[str, from_text(_text), Form("text", "Orders stuck in the queue", _WORDS)]
Reason = Annotated[str, from_text(_reason), Form("reason", "We are still deciding.", _SENTENCE)]
Flag = Annotated[bool, from_text(_flag), Form("true or false", "true", {"type": "boolean"})]
Count = Annotated[int, from_text(_count), Form("whole number", "5", _COUNT)]
Percent = Annotated[
    float, from_text(_percent), Form("percentage", "99.9%", written("[0-9][0-9.]*\\s*%"))
]
Moment = Annotated[
    datetime,
    from_text(times.parse_moment),
    Form("moment", "2026-02-15T14:23Z", written(f"{_DAY}[T ]{_CLOCK}(?:{_OFFSET})")),
]
Day = Annotated[date, from_text(times.parse_day), Form("date", "2026-02-18", written(_DAY))]
Span = Annotated[timedelta, from_text(times.parse_span), Form("span", "1 h 33 min", written(_SPAN))]


def _as_list(value: object) -> object:
    if value is None or isinstance(value, str):
        raise ValueError(f"is a list, also for one: write [{value or ''}]")
    return value


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


_LIST = {"type": "array", "items": _WORDS}
Texts = Annotated[
    tuple[Text, ...],
    BeforeValidator(_one_or_more),
    Form("text or list", "one", {"anyOf": [_WORDS, _LIST]}),
]
Names = Annotated[
    tuple[Text, ...], BeforeValidator(_as_list), Form("list", "[first, second]", _LIST)
]


def read(model: type[Model], data: dict[str, Any]) -> tuple[Model, list[Defect]]:
    """Whatever of `data` can be read as `model`, and a defect for each thing that cannot.

    A defective value is left out and the rest read again, so one mistake hides no other.
    """
    defects: list[Defect] = []
    data = {key: value for key, value in data.items() if value is not None}
    while True:
        try:
            return model.model_validate(data), defects
        except ValidationError as error:
            problems = error.errors(include_url=False)
        found = [_defect(model, _existing(data, p["loc"]), dict(p)) for p in problems]
        defects.extend(found)
        for path in sorted({defect.path for defect in found}, key=_deepest_first):
            _remove(data, path)


def _deepest_first(path: Path) -> tuple[int, tuple[str, ...]]:
    # Later list items go first, so that earlier indices stay valid.
    return (
        -len(path),
        tuple(f"{999999 - key:06}" if isinstance(key, int) else key for key in path),
    )


def _existing(data: Any, loc: tuple[Key, ...]) -> Path:
    """The part of pydantic's location that stands in the data (the rest names validators)."""
    path: list[Key] = []
    for key in loc:
        inside = isinstance(data, dict) and key in data
        inside = inside or (isinstance(data, list) and isinstance(key, int) and key < len(data))
        if not inside:
            break
        data = data[key]
        path.append(key)
    return tuple(path)


def _remove(data: Any, path: Path) -> None:
    if not path:
        data.clear()  # nothing of it can be kept; every key at the top has a default
        return
    for key in path[:-1]:
        if isinstance(data, dict) and key not in data:
            return  # went with a part of the path that was removed before
        data = data[key]
    if isinstance(data, dict):
        data.pop(path[-1], None)
    elif isinstance(path[-1], int) and path[-1] < len(data):
        del data[path[-1]]


def _defect(model: type[Declared], path: Path, problem: dict[str, Any]) -> Defect:
    kind, value = problem["type"], problem["input"]
    name = next((key for key in reversed(path) if isinstance(key, str)), "")
    field = field_at(model, path)
    if kind == "extra_forbidden":
        siblings = _keys(_nested(field_at(model, path[:-1])) or model)
        return Defect(path, f'"{name}" is not a field; {suggestion(name, siblings)}', unknown=True)
    if kind == "missing":
        return Defect(path, f'"{problem["loc"][-1]}" is missing here')
    if kind == "value_error":
        error = problem["ctx"]["error"]
        return Defect(path, f"{name}: {error}", right=getattr(error, "right", ""))
    if kind == "literal_error":
        choices = problem["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        shown = f'"{value}"' if isinstance(value, str) else _shape(value)
        near = nearest(str(value), choices)
        hint = f'; did you mean "{near}"?' if near else ""
        right = respelled(value, choices) if isinstance(value, str) else ""
        return Defect(path, f"{name}: {shown} is none of {', '.join(choices)}{hint}", right=right)
    expected = {"tuple_type": "a list", "dict_type": "a mapping", "model_type": "a mapping"}
    wanted = expected.get(kind, "something else")
    example = field.examples[0] if field is not None and field.examples else ""
    right = f"; write {name}: {example}" if example else ""
    return Defect(path, f"{name}: takes {wanted}, not {_shape_or_text(value)}{right}")


def _shape_or_text(value: object) -> str:
    return f'the text "{value[:40]}"' if isinstance(value, str) else _shape(value)


def _keys(owner: type[Declared]) -> list[str]:
    return [field.alias or name for name, field in owner.model_fields.items()]


def _nested(field: FieldInfo | None) -> type[Declared] | None:
    """The declared mapping that a field holds, itself or as the values of a plain mapping."""
    todo: list[Any] = [getattr(field, "annotation", None)]
    while todo:
        kind = todo.pop()
        if isinstance(kind, type) and issubclass(kind, Declared):
            return kind
        todo.extend(getattr(kind, "__args__", ()))
    return None


def field_at(model: type[Declared], path: Path) -> FieldInfo | None:
    """The declaration that the value at `path` belongs to, or None at the top."""
    field: FieldInfo | None = None
    owner: type[Declared] | None = model
    for key in path:
        found = _field(owner, key) if owner else None
        if found is not None:
            field, owner = found, _nested(found)
    return field


def _field(owner: type[Declared], key: Key) -> FieldInfo | None:
    for name, field in owner.model_fields.items():
        if key in (name, field.alias):
            return field
    return None


@dataclass(frozen=True, slots=True)
class Entry:
    """One declared key as the reference page and the skeleton show it."""

    name: str
    form: str
    meaning: str
    example: str


def entries(model: type[Declared]) -> Iterator[Entry]:
    """The declared keys of a mapping, in their order."""
    for name, field in model.model_fields.items():
        form = next(_forms(field.annotation, field.metadata), Form("mapping", ""))
        example = str(field.examples[0]) if field.examples else form.example
        yield Entry(field.alias or name, form.name, field.description or "", example)


def _forms(annotation: Any, metadata: list[Any]) -> Iterator[Form]:
    """How a key's type is written; the first of several is the one to show."""
    yield from (item for item in metadata if isinstance(item, Form))
    origin = get_origin(annotation)
    if origin is dict or (isinstance(annotation, type) and issubclass(annotation, Declared)):
        yield Form("mapping", "")
    if origin is Literal:
        choices = get_args(annotation)
        yield Form(f"one of {', '.join(choices)}", choices[0])
    if origin is tuple:
        yield Form("list", "")
    for argument in get_args(annotation):
        yield from _forms(argument, list(getattr(argument, "__metadata__", ())))


def typed(model: type[Declared]) -> dict[str, Any]:
    """The JSON Schema of what people type as this mapping, before it is read."""
    properties: dict[str, Any] = {}
    for (name, field), entry in zip(model.model_fields.items(), entries(model), strict=True):
        properties[field.alias or name] = {
            "description": entry.meaning,
            **_typed(field.annotation, field.metadata),
            "examples": [entry.example],
        }
    fields = model.model_fields.items()
    required = [field.alias or name for name, field in fields if field.is_required()]
    schema = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**schema, "required": required} if required else schema


def _typed(annotation: Any, metadata: Iterable[Any] = ()) -> dict[str, Any]:
    for item in metadata:
        if isinstance(item, Form) and item.typed:
            return _with_remedy(item)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _typed(arguments[0], annotation.__metadata__)
    if origin in (Union, UnionType):
        (kind,) = (argument for argument in arguments if argument is not NoneType)
        return or_nothing(_typed(kind))
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _typed(arguments[1])}
    if origin is tuple:
        return {"type": "array", "items": _typed(arguments[0])}
    return typed(annotation)


def _with_remedy(form: Form) -> dict[str, Any]:
    """A form's schema; of itself an editor would show the pattern, which helps nobody."""
    schema = deepcopy(dict(form.typed))
    if schema.get("pattern", "\\S") != "\\S":
        schema["patternErrorMessage"] = f"is no {form.name}; write it as {form.example}"
    return schema


def or_nothing(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema, which also takes a key with nothing behind its colon."""
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    more: dict[str, Any] = {}
    if kinds and "null" not in kinds:
        more["type"] = [*kinds, "null"]
    if "enum" in schema and None not in schema["enum"]:
        more["enum"] = [*schema["enum"], None]
    if "anyOf" in schema and {"type": "null"} not in schema["anyOf"]:
        more["anyOf"] = [*schema["anyOf"], {"type": "null"}]
    return {**schema, **more}
