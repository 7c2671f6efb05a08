"""Every model and enum of the spec: its example, optional, required and extra fields."""

from __future__ import annotations

import contextlib
import copy
import gc
import importlib
import inspect
import json
import pickle
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import attrs
import pytest
from datadog_case_management import UNSET, Unset, errors, models
from datadog_case_management._codec import Model, decode_list, decode_union_member, encode, share_names
from helpers import SPEC_DOCUMENT, resolve, same, split_null
from schema_examples import schema_examples

SCHEMAS: dict[str, dict[str, Any]] = {
    name: schema for name, schema in SPEC_DOCUMENT["components"]["schemas"].items() if "oneOf" not in schema
}
EXAMPLES = schema_examples(SPEC_DOCUMENT)
OBJECTS = [name for name, schema in SCHEMAS.items() if schema.get("type") == "object"]
ENUMS = [name for name, schema in SCHEMAS.items() if "enum" in schema]


def model(name: str) -> Any:
    return getattr(models, name.replace("3rd", "Third"))


def plain(value: Any) -> Any:
    return json.loads(json.dumps(value))


@pytest.mark.parametrize("name", OBJECTS)
def test_the_example_is_encoded_unchanged(name: str) -> None:
    example = plain(EXAMPLES[name])
    read = model(name).from_dict(example)
    assert same(example, plain(read.to_dict()))
    assert read == copy.deepcopy(read)
    assert model(name).from_dict(read.to_dict()) == read


@pytest.mark.filterwarnings("ignore:CaseAttributes:DeprecationWarning")
@pytest.mark.parametrize("name", OBJECTS)
def test_extra_fields_are_kept_and_missing_ones_stay_missing(name: str) -> None:
    schema = SCHEMAS[name]
    extra: Any = {"unknown": {"a": [None]}} if not isinstance(schema.get("additionalProperties"), dict) else {}
    least = {key: plain(EXAMPLES[name])[key] for key in schema.get("required", [])} | extra
    read = model(name).from_dict(least)
    assert same(least, plain(read.to_dict()))
    assert read.additional_properties == extra
    for key in schema.get("properties", {}):
        assert (getattr(read, key) is UNSET) is (key not in schema.get("required", []))


@pytest.mark.parametrize(
    ("name", "key"), [(name, key) for name in OBJECTS for key in SCHEMAS[name].get("required", [])]
)
def test_a_missing_required_field_is_named(name: str, key: str) -> None:
    example = plain(EXAMPLES[name])
    del example[key]
    with pytest.raises(errors.ResponseDecodeError, match="required") as caught:
        model(name).from_dict(example)
    assert caught.value.path == f"$.{key}"


def kinds(name: str) -> dict[str, str]:
    """The kind of each member of a schema: object, array, union or scalar."""
    found = {}
    for key, inner in SCHEMAS[name].get("properties", {}).items():
        inner = split_null(resolve(inner))[0]
        found[key] = "union" if "oneOf" in inner or "anyOf" in inner else inner["type"]
    return found


@pytest.mark.parametrize(("name", "key", "kind"), [(n, k, kind) for n in OBJECTS for k, kind in kinds(n).items()])
def test_a_wrong_type_is_an_error_for_objects_and_arrays_and_kept_elsewhere(name: str, key: str, kind: str) -> None:
    for strange in ("x", 3, True, [], [3], {"a": 1}):
        payload = {**plain(EXAMPLES[name]), key: strange}
        if (kind == "object" and not isinstance(strange, dict)) or (kind == "array" and not isinstance(strange, list)):
            with pytest.raises(errors.ResponseDecodeError) as caught:
                model(name).from_dict(payload)
            assert caught.value.path == f"$.{key}"
        elif kind not in ("object", "array"):
            assert same(payload, plain(model(name).from_dict(payload).to_dict()))
    payload = {**plain(EXAMPLES[name]), key: None}
    assert same(payload, plain(model(name).from_dict(payload).to_dict()))


@pytest.mark.parametrize("author", [{"content": "x"}, {"bot": True}, "x", [], 3])
def test_an_unknown_member_of_a_oneof_stays_a_dict(author: Any) -> None:
    cell = models.TimelineCell.from_dict({"author": author})
    assert cell.author == author
    assert cell.to_dict() == {"author": author}
    known = models.TimelineCell.from_dict({"author": {"type": "USER", "bot": True}})
    assert isinstance(known.author, models.TimelineCellAuthorUser)


@pytest.mark.parametrize("author", [{"content": "x"}, {"bot": True}, "x", [], None])
def test_an_unknown_member_of_a_union_in_a_list_stays_a_dict(author: Any) -> None:
    assert decode_union_member(author, models.TimelineCellAuthorUser) is author
    for known in ({"type": "USER", "bot": True}, {}):
        assert isinstance(decode_union_member(known, models.TimelineCellAuthorUser), models.TimelineCellAuthorUser)


@pytest.mark.parametrize("name", OBJECTS)
def test_only_an_object_can_be_decoded(name: str) -> None:
    with pytest.raises(errors.ResponseDecodeError, match=r"^expected an object, got int$"):
        model(name).from_dict(3)


@pytest.mark.parametrize("name", ENUMS)
def test_an_enum_has_the_values_of_the_spec_in_order_and_accepts_others(name: str) -> None:
    assert [member.value for member in model(name)] == SCHEMAS[name]["enum"]
    (module,) = {model(name).__module__}
    names = vars(importlib.import_module(module))
    (converter,) = (names[name] for name in names if name.startswith(f"to_{module.rpartition('.')[2]}"))
    first = SCHEMAS[name]["enum"][0]
    assert converter(first) is model(name)(first)
    assert converter("unheard of") == "unheard of"
    assert type(converter("unheard of")) is model(name)
    assert converter(3) == 3
    assert converter(UNSET) is UNSET


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-10-01T12:46:40.526592Z", datetime.fromisoformat("2025-10-01T12:46:40.526592+00:00")),
        ("2025-12-30T13:49:46.968106806Z", datetime.fromisoformat("2025-12-30T13:49:46.968106+00:00")),
        ("2025-10-01T12:46:40+05:30", datetime.fromisoformat("2025-10-01T07:16:40+00:00")),
        ("2025-10-01T12:46:40", None),
        ("2025-10-01", None),
        ("yesterday", None),
    ],
)
def test_timestamps(text: str, instant: datetime | None) -> None:
    read = models.CaseAttributes.from_dict({"created_at": text}).created_at
    if instant is None:
        assert read == text
    else:
        assert read == instant
        assert isinstance(read, datetime)
        assert read.tzinfo is not None


UNLISTED = ["TUNKNOWN", "", "not a name", "ü", "\ud800", "None", "mro"]


@pytest.mark.parametrize("value", UNLISTED)
def test_an_unlisted_enum_value_is_its_string(value: str) -> None:
    before = list(models.CasePriority)
    kind = models.CaseAttributes.from_dict({"priority": value}).priority
    assert isinstance(kind, models.CasePriority)
    assert kind == kind.value == kind.name == value
    assert hash(kind) == hash(value)
    assert (str(kind), f"{kind}", f"{kind:>3}") == (value, value, f"{value:>3}")
    assert json.dumps({"type": kind}) == json.dumps({"type": value})
    if value.isprintable():
        assert pickle.loads(pickle.dumps(kind)) == value
    assert copy.deepcopy(kind) == copy.copy(kind) == value
    assert isinstance(copy.deepcopy(kind), models.CasePriority)
    assert kind in {value}
    assert list(models.CasePriority) == before
    assert value not in models.CasePriority.__members__


def test_a_listed_enum_value_is_the_member() -> None:
    assert models.CaseAttributes.from_dict({"priority": "P1"}).priority is models.CasePriority.P1
    assert models.CasePriority("P1") is models.CasePriority.P1
    with pytest.raises(ValueError, match="3"):
        models.CasePriority(3)


def test_undocumented_fields_are_in_additional_properties_and_nowhere_else() -> None:
    case = models.Case.from_dict({"id": "1", "type": "case", "attributes": {}, "new": 1})
    assert case.additional_properties == {"new": 1}
    case.additional_properties["newer"] = 2
    del case.additional_properties["new"]
    assert case.to_dict() == {"id": "1", "type": "case", "attributes": {}, "newer": 2}
    with pytest.raises(TypeError, match="not subscriptable"):
        case["newer"]  # type: ignore[index]
    with pytest.raises(AttributeError, match="'Case' object has no attribute 'newer'"):
        case.newer  # type: ignore[attr-defined] # noqa: B018


def test_iterating_over_a_model_raises_a_helpful_error() -> None:
    with pytest.raises(TypeError, match=r"^CaseWatchersResponse is not iterable: iterate over .* to_dict\(\)$"):
        list(models.CaseWatchersResponse(data=[]))  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="is not iterable"):
        dict(models.CaseInsight(ref="r", resource_id="1", type="MONITOR"))  # type: ignore[call-overload]


RECEIVED = {
    "zz": 1,
    "type": "case",
    "attributes": {"created_at": "2025-12-30T13:49:46.968106806Z", "priority": "P9", "new": {"a": [1]}},
    "id": "1",
}


@pytest.mark.parametrize(
    "copied",
    [attrs.evolve, copy.copy, copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))],
    ids=["evolve", "copy", "deepcopy", "pickle"],
)
def test_copies_keep_undocumented_fields_and_share_none(copied: Any) -> None:
    case = models.Case.from_dict(copy.deepcopy(RECEIVED))
    other = copied(case)
    assert other == case
    assert same(RECEIVED, other.to_dict())
    other.additional_properties["more"] = 2
    assert other != case
    assert "more" not in case.additional_properties
    assert same(RECEIVED, case.to_dict())
    assert other.to_dict()["more"] == 2
    with pytest.raises(TypeError, match="unhashable"):
        hash(case)


def test_evolve_changes_a_field_and_nothing_else() -> None:
    attributes = models.Case.from_dict(RECEIVED).attributes
    changed = attrs.evolve(attributes, priority="P1", title="new").to_dict()
    assert changed == {**RECEIVED["attributes"], "priority": "P1", "title": "new"}  # type: ignore[dict-item]
    assert list(changed) == ["created_at", "priority", "new", "title"]
    assert attrs.evolve(attributes, additional_properties={"x": 1}).additional_properties == {"x": 1}


TIMESTAMPS = [
    "2025-10-01T12:46:40.526592Z", "2025-10-01T12:46:40Z", "2019-09-19T10:00:00.000Z", "2025-10-01T12:46:40.5+05:30",
    "2025-12-30T13:49:46.968106806Z", "2025-12-30T13:49:45.40368576Z", "2025-10-01T12:46:40+00:00",
    "2025-10-01 12:46:40Z",
    "2025-10-01", "yesterday", "",
]  # fmt: skip


@pytest.mark.parametrize("text", TIMESTAMPS)
def test_an_unchanged_timestamp_encodes_as_it_was_received(text: str) -> None:
    assert models.CaseAttributes.from_dict({"created_at": text}).to_dict() == {"created_at": text}


@pytest.mark.parametrize("text", TIMESTAMPS)
def test_an_assigned_timestamp_encodes_as_rfc_3339(text: str) -> None:
    attributes = models.CaseAttributes.from_dict({"created_at": text})
    attributes.created_at = datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert attributes.to_dict() == {"created_at": "2025-01-02T03:04:05Z"}
    attributes.created_at = datetime(2025, 1, 2, 3, 4, 5, 6, tzinfo=timezone(timedelta(hours=-3)))
    assert attributes.to_dict() == {"created_at": "2025-01-02T03:04:05.000006-03:00"}


@pytest.mark.parametrize("name", OBJECTS)
def test_fields_are_given_by_keyword_so_that_their_order_in_the_spec_means_nothing(name: str) -> None:
    parameters = inspect.signature(model(name)).parameters.values()
    assert {parameter.kind for parameter in parameters} == {inspect.Parameter.KEYWORD_ONLY}


def test_a_constructed_model_encodes_all_of_its_fields() -> None:
    cell = models.TimelineCell(
        type="COMMENT",
        created_at=datetime(2025, 1, 2, tzinfo=UTC),
        additional_properties={"when": datetime(2025, 1, 3)},
    )
    assert cell.to_dict() == {"created_at": "2025-01-02T00:00:00Z", "type": "COMMENT", "when": "2025-01-03T00:00:00"}


@pytest.mark.parametrize("copied", [attrs.evolve, copy.copy, copy.deepcopy, lambda model: model])
def test_reading_undocumented_fields_keeps_order_and_timestamps(copied: Any) -> None:
    for received in (
        {"type": "COMMENT", "created_at": "2019-09-19T10:00:00.000Z"},
        {"type": "COMMENT", "new": 1, "created_at": "2019-09-19T10:00:00.000Z"},
    ):
        cell = models.TimelineCell.from_dict(received)
        assert len(cell.additional_properties) == len(received) - 2
        assert same(received, copied(cell).to_dict())


def test_names_are_shared_with_init() -> None:
    share_names(models.CaseInsight, {"a_name": 1})
    names = models.CaseInsight.__init__.__globals__
    assert names.pop("a_name") == 1
    assert names.pop("Unset") is Unset
    share_names(models.CaseInsight, {})
    assert names["Unset"] is Unset


def test_the_same_instant_in_another_zone_is_another_text() -> None:
    attributes = models.CaseAttributes.from_dict({"created_at": "2025-01-02T03:04:05.000Z"})
    attributes.created_at = datetime(2025, 1, 2, 4, 4, 5, tzinfo=timezone(timedelta(hours=1)))
    assert attributes.to_dict() == {"created_at": "2025-01-02T04:04:05+01:00"}


def test_repr_shows_what_is_present() -> None:
    cell = models.TimelineCell.from_dict({"type": "STATUS_CHANGE", "deleted_at": None, "new": 1})
    assert repr(cell) == (
        "TimelineCell(deleted_at=None, type=<TimelineCellType: 'STATUS_CHANGE', not in the spec>, "
        "additional_properties={'new': 1})"
    )
    assert repr(models.TimelineCell(type="COMMENT")) == "TimelineCell(type=<TimelineCellType.COMMENT: 'COMMENT'>)"
    assert repr(object.__new__(models.CaseInsight)) == "CaseInsight()"


def test_a_spec_with_other_field_types() -> None:
    """Arrays of other types than objects, for other operations."""
    assert decode_list(["a", "b"], str.upper) == ["A", "B"]
    assert decode_list(["a"]) == ["a"]
    assert type(encode(models.CaseType.STANDARD)) is str


def test_models_are_equal_if_all_of_their_fields_are() -> None:
    case = {"id": "1", "type": "case", "attributes": {}}
    touched, other = models.Case.from_dict(case), models.Case.from_dict({**case, "new": 1})
    assert touched.additional_properties == {}
    assert touched == models.Case.from_dict(case)
    assert touched != other
    assert other != models.Case.from_dict({**case, "new": 2})
    assert other == models.Case.from_dict({**case, "new": 1})
    assert touched != case
    assert models.CaseWatchersResponse(data=[]) != models.TimelineResponse(data=[])


def test_encoding_returns_plain_values() -> None:
    encoded = models.TimelineCell.from_dict({"type": "COMMENT"}).to_dict()
    assert type(encoded["type"]) is str


def test_decoding_creates_one_model_per_object_and_copies_nothing() -> None:
    """Guards the benchmark: the cost of decoding is what it creates."""
    cells = [plain(EXAMPLES["TimelineCellResource"]) for _ in range(100)]

    def alive() -> Counter[type]:
        gc.collect()
        return Counter(map(type, gc.get_objects()))

    models.TimelineResponse._from_json({"data": cells[:1]})  # loads the modules, whose dicts do not count
    before = alive()
    page = models.TimelineResponse._from_json({"data": cells})
    made = alive() - before
    assert made[dict] <= 1
    kinds = [models.TimelineCell, models.TimelineCellAuthorUser, models.TimelineCellContentComment]
    assert [made[kind] for kind in kinds] == [100, 100, 100]
    first = (page.data or [])[0]
    assert first.id is cells[0]["id"]
    assert first._extras == (cells[0],)


def test_the_base_class_documents_the_members_of_every_model() -> None:
    with pytest.raises(NotImplementedError):
        Model.from_dict({})
    with pytest.raises(NotImplementedError):
        Model().to_dict()
    assert str(inspect.getdoc(models.Case.from_dict)).startswith("Decode the JSON object")
    assert str(inspect.getdoc(models.Case.to_dict)).startswith("Encode a model")


def test_a_model_is_independent_of_the_dict_it_was_decoded_from() -> None:
    source = copy.deepcopy(RECEIVED)
    case = models.Case.from_dict(source)
    pending: list[Any] = [source]
    while pending:
        parent = pending.pop()
        pending += [
            child
            for child in (parent.values() if isinstance(parent, dict) else parent)
            if isinstance(child, (dict, list))
        ]
        parent.clear()
    assert case.to_dict() == RECEIVED
    assert case == models.Case.from_dict(RECEIVED)


class Printer:
    """The part of IPython's pretty printer that models use, which puts every breakable on a new line."""

    def __init__(self) -> None:
        self.written = ""

    @contextlib.contextmanager
    def group(self, _: int, begin: str, end: str) -> Iterator[None]:
        self.written += begin
        yield
        self.written += end

    def text(self, text: str) -> None:
        self.written += text

    def breakable(self, _: str) -> None:
        self.written += "\n"

    def pretty(self, value: object) -> None:
        self.written += repr(value)


def test_a_notebook_shows_a_field_on_each_line() -> None:
    insight = models.CaseInsight(type="MONITOR", ref="/m/1", resource_id="1", additional_properties={"a": 1})
    printer = Printer()
    insight._repr_pretty_(printer, False)
    assert printer.written == (
        "CaseInsight(\nref='/m/1',\nresource_id='1',\ntype=<CaseInsightType.MONITOR: 'MONITOR'>,\n"
        "additional_properties={'a': 1})"
    )
    assert dict(insight.__rich_repr__()) == {
        "ref": "/m/1", "resource_id": "1", "type": "MONITOR", "additional_properties": {"a": 1},
    }  # fmt: skip
    printer = Printer()
    insight._repr_pretty_(printer, True)
    assert printer.written == "CaseInsight()"


def test_unset_explains_itself_when_it_is_used_as_a_value() -> None:
    cell: Any = models.TimelineCell.from_dict({"type": "CASE_CREATED"})
    with pytest.raises(
        AttributeError, match=r"^UNSET has no content: the field was not sent; check it with `is not UNSET`$"
    ):
        cell.author.content  # noqa: B018
