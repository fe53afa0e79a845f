"""Conditions of segments: what they mean, and that nothing unknown passes for something known."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtui.model.moment import DAY, HOUR
from mailtui.query.segments.evaluating import evaluate
from mailtui.query.segments.fields import FIELDS, OPERATORS, FieldType, Op
from mailtui.query.segments.reading import read, tree_of
from mailtui.query.segments.tree import All, Condition, Day, Fault, Not, OneOf

NEW_YEAR_2024 = 1_704_067_200_000_000
ANN = {
    "email": "Ann@Example.org",
    "first_name": "Ann",
    "last_name": None,
    "status": "SUBSCRIBED",
    "email_verified": True,
    "gdpr_consent": False,
    "bounce_count": 3,
    "created_at": NEW_YEAR_2024 + 10 * HOUR,
    "unsubscribed_at": None,
    "tags": ["vip", "Beta", "7"],
    "custom_fields": {
        "location": "New York",
        "age": "42",
        "score": 7.5,
        "zip": "01234",
        "birthday": "1990-05-15",
        "seen": "2026-11-20T10:00:00",
        "interests": ["tech", "ai"],
        "pro": "true",
    },
}


def _matches(conditions: object, contact: dict[str, Any] = ANN) -> bool:
    tree = tree_of(conditions)
    assert not isinstance(tree, Fault), tree
    return evaluate(tree, contact)


def test_the_example_of_the_schema() -> None:
    text = """{
      "operator": "AND",
      "rules": [
        {"field": "tags", "operator": "contains", "value": "vip"},
        {"field": "custom_fields.location", "operator": "equals", "value": "New York"},
        {"field": "created_at", "operator": "greater_than", "value": "2024-01-01"}
      ]
    }"""
    tree = read(text)
    assert tree == All(
        (
            Condition("tags", Op.CONTAINS, ("vip",)),
            Condition("custom_fields.location", Op.EQUALS, ("New York",)),
            Condition("created_at", Op.GREATER, (Day(NEW_YEAR_2024, NEW_YEAR_2024 + DAY),)),
        )
    )
    assert evaluate(tree, ANN)
    assert not evaluate(tree, ANN | {"tags": ["vipers"]})
    assert not evaluate(tree, ANN | {"created_at": NEW_YEAR_2024})


@pytest.mark.parametrize(
    ("field", "op", "value", "expected"),
    [
        ("email", "equals", "ann@example.ORG", True),
        ("email", "not_equals", "ann@example.org", False),
        ("email", "contains", "@EXAMPLE", True),
        ("email", "not_contains", "@other", True),
        ("email", "starts_with", "ann", True),
        ("email", "ends_with", ".org", True),
        ("status", "in", ["PENDING", "subscribed"], True),
        ("status", "not_in", ["PENDING"], True),
        ("status", "in", [], False),
        ("first_name", "greater_than", "aaa", True),
        ("last_name", "equals", None, True),
        ("last_name", "equals", "x", False),
        ("last_name", "not_equals", "x", True),
        ("last_name", "contains", "", False),
        ("last_name", "is_null", ..., True),
        ("last_name", "not_null", ..., False),
        ("last_name", "less_than", "zzz", False),
        ("bounce_count", "greater_than", 2, True),
        ("bounce_count", "gte", "3", True),
        ("bounce_count", "less_than_or_equal", 2.5, False),
        ("bounce_count", "equals", "3.0", True),
        ("email_verified", "is_true", ..., True),
        ("gdpr_consent", "is_false", ..., True),
        ("email_verified", "equals", "true", True),
        ("email_verified", "not_equals", False, True),
        ("created_at", "equals", "2024-01-01", True),
        ("created_at", "equals", "2024-01-01T10:00:00Z", True),
        ("created_at", "equals", "2024-01-01T11:00:00+01:00", True),
        ("created_at", "equals", "2024-01-01T11:00:00", False),
        ("created_at", "before", "2024-01-02", True),
        ("created_at", "after", "2024-01-01", True),
        ("created_at", "less_than", "2024-01-01", False),
        ("created_at", "in", ["2023-01-01", "2024-01-01"], True),
        ("unsubscribed_at", "before", "2030-01-01", False),
        ("unsubscribed_at", "is_null", ..., True),
        ("tags", "contains", "beta", True),
        ("tags", "contains", "be", False),
        ("tags", "equals", "vip", True),
        ("tags", "not_contains", "vip", False),
        ("tags", "in", ["x", "vip"], True),
        ("tags", "contains", "7.0", False),
        ("custom_fields.location", "contains", "york", True),
        ("custom_fields.age", "greater_than", 41, True),
        ("custom_fields.age", "equals", 42, True),
        ("custom_fields.score", "less_than", "8", True),
        ("custom_fields.birthday", "before", "1991-01-01", True),
        ("custom_fields.birthday", "equals", "1990-05-15", True),
        ("custom_fields.seen", "equals", "2026-11-20", True),
        ("custom_fields.seen", "after", "2026-11-20T09:59:59Z", True),
        ("custom_fields.interests", "contains", "AI", True),
        ("custom_fields.interests", "starts_with", "te", False),
        ("custom_fields.pro", "is_true", ..., True),
        ("custom_fields.none", "is_null", ..., True),
        ("custom_fields.none", "not_equals", "x", True),
        ("custom_fields.location", "greater_than", 5, False),
        ("firstName", "Equals", "ann", True),
        ("createdAt", "greater than or equal", "2024-01-01", True),
        ("customFields.age", "less-than", 43, True),
    ],
)
def test_every_operator(field: str, op: str, value: object, expected: bool) -> None:
    rule = {"field": field, "operator": op} | ({} if value is ... else {"value": value})
    assert _matches(rule) is expected


def test_a_text_field_is_text_even_where_it_looks_like_a_number() -> None:
    assert not _matches({"field": "first_name", "operator": "equals", "value": "7"}, {"first_name": "7.0"})
    assert _matches({"field": "custom_fields.zip", "operator": "equals", "value": "1234"})


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"rules": []}, True),
        ({"operator": "OR", "rules": []}, True),
        ({"or": [{"status": "PENDING"}, {"status": "SUBSCRIBED"}]}, True),
        ({"and": [{"status": "PENDING"}, {"status": "SUBSCRIBED"}]}, False),
        ({"not": {"status": "PENDING"}}, True),
        ({"status": "SUBSCRIBED", "bounce_count": 3}, True),
        ({"status": "SUBSCRIBED", "bounce_count": 4}, False),
        ({"rules": [{"status": "SUBSCRIBED"}, {"operator": "or", "rules": [{"email": "x"}]}]}, False),
    ],
)
def test_groups(conditions: object, expected: bool) -> None:
    assert _matches(conditions) is expected


@pytest.mark.parametrize(
    ("conditions", "path", "reason"),
    [
        ({"field": "email", "operator": "equal", "value": "x"}, "operator", "there is no operator 'equal'"),
        ({"field": "email", "operator": "regex", "value": "x"}, "operator", "there is no operator 'regex'"),
        ({"field": "emial", "value": "x"}, "field", "a contact has no field 'emial'"),
        ({"field": "custom_fields.", "value": "x"}, "field", "a contact has no field 'custom_fields.'"),
        ({"field": 7, "value": "x"}, "field", "a contact has no field 7"),
        ({"nme": "x"}, "nme", "a contact has no field 'nme'"),
        ({"operator": "AND"}, "operator", "a contact has no field 'operator'"),
        ({"operator": "XOR", "rules": []}, "operator", "a group is joined with AND or OR, not 'XOR'"),
        ({"operator": "AND", "rules": {}}, "rules", "the rules of a group are a list"),
        ({"rules": [], "limit": 5}, "limit", "'limit' does not belong here"),
        ({"field": "email", "operator": "in", "value": ["a"], "not": 1}, "not", "'not' does not belong here"),
        ({"field": "email", "operator": "equals"}, "value", "equals needs a value"),
        ({"field": "email", "operator": "contains", "value": None}, "value", "contains needs a value"),
        ({"field": "email", "value": ["a"]}, "value", "equals takes one value, not a list"),
        (
            {"field": "tags", "operator": "before", "value": "2024-01-01"},
            "operator",
            "before does not fit tags",
        ),
        (
            {"field": "email_verified", "operator": "contains", "value": "t"},
            "operator",
            "contains does not fit",
        ),
        ({"field": "bounce_count", "operator": "less_than", "value": "few"}, "value", "'few' is no number"),
        ({"field": "created_at", "operator": "after", "value": "soon"}, "value", "'soon' is no date"),
        (
            {"field": "created_at", "operator": "after", "value": "2024-02-30"},
            "value",
            "'2024-02-30' is no date",
        ),
        (
            {"rules": [{"email": "a"}, {"not": {"field": "x"}}]},
            "rules[1].not.field",
            "a contact has no field 'x'",
        ),
        ({"rules": [5]}, "rules[0]", "a condition is an object"),
        ([], "", "a condition is an object"),
    ],
)
def test_what_is_unknown_is_a_fault_with_its_place(conditions: object, path: str, reason: str) -> None:
    fault = tree_of(conditions)
    assert isinstance(fault, Fault)
    assert fault.path == path
    assert fault.reason.startswith(reason)


def test_a_fault_says_what_to_write() -> None:
    assert tree_of({"field": "emial", "value": 1}).hint == "did you mean email?"
    assert (
        tree_of({"field": "email", "operator": "start_with", "value": 1}).hint == "did you mean starts_with?"
    )
    assert tree_of({"field": "tags", "operator": "is_true"}).hint.startswith("known for it: equals")


def test_size_and_depth_have_limits() -> None:
    deep: object = {"status": "x"}
    for _ in range(40):
        deep = {"not": deep}
    assert "deeper than" in tree_of(deep).reason
    assert "more than" in tree_of({"or": [{"status": "x"}] * 2000}).reason
    assert read("[" * 100_000).reason.startswith("this is no JSON")
    assert read(b"\xff").reason.startswith("this is no JSON")


def test_every_type_has_operators_and_every_operator_is_for_some_type() -> None:
    assert set(OPERATORS) == set(FieldType)
    assert set().union(*(OPERATORS[kind] for kind in FieldType if kind is not FieldType.ANY)) == set(Op)


# properties

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.floats(allow_nan=False),
    st.text(max_size=4),
    st.sampled_from(["2024-01-01", "2024-01-01T10:00:00Z", "true", "7"]),
)
RULES = st.fixed_dictionaries(
    {"field": st.sampled_from([*FIELDS, "custom_fields.a"]), "operator": st.sampled_from(list(map(str, Op)))},
    optional={"value": VALUES | st.lists(VALUES, max_size=3)},
)
CONTACTS = st.fixed_dictionaries(
    {},
    optional={
        name: st.none()
        | {
            FieldType.TEXT: st.text(max_size=4),
            FieldType.NUMBER: st.integers(0, 9),
            FieldType.FLAG: st.booleans(),
            FieldType.DATE: st.integers(NEW_YEAR_2024, NEW_YEAR_2024 + DAY),
            FieldType.LIST: st.lists(st.text(max_size=3), max_size=3),
        }[kind]
        for name, kind in FIELDS.items()
    }
    | {"custom_fields": st.dictionaries(st.just("a"), VALUES | st.lists(VALUES, max_size=2))},
)


@given(RULES, CONTACTS)
def test_an_operator_and_its_opposite_never_agree(rule: dict[str, Any], contact: dict[str, Any]) -> None:
    tree = tree_of(rule)
    if not isinstance(tree, Fault):
        assert evaluate(tree, contact) is not evaluate(Not(tree), contact)
        opposite = tree_of(rule | {"operator": f"not_{rule['operator']}"})
        if rule["operator"] in ("equals", "contains", "in"):
            assert evaluate(opposite, contact) is not evaluate(tree, contact)


@given(st.lists(RULES, max_size=4), CONTACTS)
def test_de_morgan(rules: list[Any], contact: dict[str, Any]) -> None:
    trees = [tree for tree in map(tree_of, rules) if not isinstance(tree, Fault)]
    if trees:
        nots = tuple(map(Not, trees))
        assert evaluate(Not(All(tuple(trees))), contact) is evaluate(OneOf(nots), contact)


JSON = st.recursive(
    VALUES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["field", "operator", "value", "rules", "and", "or", "not", "email", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON, CONTACTS)
def test_any_json_is_a_tree_or_a_fault(value: object, contact: dict[str, Any]) -> None:
    tree = read(json.dumps(value))
    if isinstance(tree, Fault):
        assert tree.reason
    else:
        assert evaluate(tree, contact) in (True, False)


@pytest.mark.parametrize("conditions", [{}, None])
def test_no_conditions_are_not_everybody(conditions: object) -> None:
    """A file that was cut short, a column that is empty: nobody meant everybody."""
    found = tree_of(conditions)
    assert isinstance(found, Fault)
    assert "no conditions" in found.reason
