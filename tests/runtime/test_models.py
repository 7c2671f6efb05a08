"""Every model and enum of the spec: its example, optional, required and extra fields."""

from __future__ import annotations

import contextlib
import copy
import gc
import inspect
import json
import pickle
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
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


@pytest.mark.parametrize("name", OBJECTS)
def test_a_missing_required_field_is_named(name: str) -> None:
    for key in SCHEMAS[name].get("required", []):
        example = plain(EXAMPLES[name])
        del example[key]
        with pytest.raises(errors.ResponseDecodeError, match="required") as caught:
            model(name).from_dict(example)
        assert caught.value.path == f"$.{key}"


def expected_type(schema: dict[str, Any]) -> type | None:
    """What a member of a schema must be, if that is checked."""
    inner = split_null(resolve(schema))[0]
    return {"object": dict, "array": list}.get(inner.get("type", "union"))


@pytest.mark.parametrize("name", OBJECTS)
def test_a_wrong_type_is_an_error_for_objects_and_arrays_and_kept_elsewhere(name: str) -> None:
    for key, schema in SCHEMAS[name].get("properties", {}).items():
        expected = expected_type(schema)
        for strange in ("x", 3, True, [], [3], {"a": 1}, None):
            payload = {**plain(EXAMPLES[name]), key: strange}
            if expected is None or strange is None:
                assert same(payload, plain(model(name).from_dict(payload).to_dict()))
            elif not isinstance(strange, expected):
                with pytest.raises(errors.ResponseDecodeError) as caught:
                    model(name).from_dict(payload)
                assert caught.value.path == f"$.{key}"


@pytest.mark.parametrize("author", [{"content": "x"}, {"bot": True}, "x", [], None, 3])
def test_an_unknown_member_of_a_oneof_stays_as_it_is(author: Any) -> None:
    cell = models.TimelineCell.from_dict({"author": author})
    assert cell.author == author
    assert cell.to_dict() == {"author": author}
    assert decode_union_member(author, models.TimelineCellAuthorUser) is author


def test_a_known_member_of_a_oneof_is_its_model() -> None:
    for known in ({"type": "USER", "bot": True}, {}):
        assert isinstance(decode_union_member(known, models.TimelineCellAuthorUser), models.TimelineCellAuthorUser)
    known = {"type": "USER", "bot": True}
    assert isinstance(models.TimelineCell.from_dict({"author": known}).author, models.TimelineCellAuthorUser)


@pytest.mark.parametrize("name", OBJECTS)
def test_only_an_object_can_be_decoded(name: str) -> None:
    values: list[Any] = [[], "data", None, 3, b"x"]
    for value in values:
        expected = f"^expected an object, got {type(value).__name__}$"
        with pytest.raises(errors.ResponseDecodeError, match=expected) as caught:
            model(name).from_dict(value)
        assert caught.value.__cause__ is None


def test_an_error_raised_by_a_mapping_propagates_unchanged() -> None:
    class Odd(dict[str, Any]):
        def __getitem__(self, name: str) -> Any:
            raise TypeError("odd")

        def get(self, name: str, default: Any = None) -> Any:
            raise TypeError("odd")

    for name in (models.CaseInsight, models.TimelineCell):
        with pytest.raises(TypeError, match=r"^odd$"):
            name.from_dict(Odd())


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
    other.to_dict()["attributes"]["new"]["a"].append(2)
    case.to_dict()["attributes"]["new"]["a"].append(3)
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


def test_fields_are_given_by_keyword_so_that_their_order_in_the_spec_means_nothing() -> None:
    for name in OBJECTS:
        parameters = inspect.signature(model(name)).parameters.values()
        assert {parameter.kind for parameter in parameters} == {inspect.Parameter.KEYWORD_ONLY}, name


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


def test_decoding_creates_one_model_per_object_and_copies_nothing() -> None:
    """Guards the benchmark: the cost of decoding is what it creates."""
    cells = [plain(EXAMPLES["TimelineCellResource"]) for _ in range(100)]

    def alive() -> Counter[type]:
        gc.collect()
        return Counter(map(type, gc.get_objects()))

    models.TimelineResponse._from_json({"data": cells[:1]})  # loads the modules, whose dicts do not count
    before = alive()
    page = models.TimelineResponse._from_json({"data": cells})
    created = alive() - before
    assert created[dict] <= 1
    classes = [models.TimelineCell, models.TimelineCellAuthorUser, models.TimelineCellContentComment]
    assert [created[model_class] for model_class in classes] == [100, 100, 100]
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
