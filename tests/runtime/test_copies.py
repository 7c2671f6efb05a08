"""A client that is pickled or copied."""

from __future__ import annotations

import copy
import pickle
import ssl
from typing import Any

import attrs
import httpx
import pytest
from datadog_case_management import UNSET, Client, models
from datadog_case_management._base import OWN_ATTRIBUTES
from datadog_case_management.types import Unset
from helpers import KEYS


@pytest.mark.parametrize(
    "settings",
    [
        {"access_token": "t0ken"},
        {
            **KEYS, "base_url": "http://h", "timeout": 3, "max_retries": 2, "headers": {"X-A": "b"}, "verify": False,
            "event_hooks": {"request": [print]}, "max_response_bytes": 9, "follow_redirects": True,
            "proxy": "http://p", "limits": httpx.Limits(max_connections=2),
        },
    ],
)  # fmt: skip
def test_pickling_keeps_every_setting(settings: dict[str, Any]) -> None:
    client = Client(**settings)
    other = pickle.loads(pickle.dumps(client))
    assert other._transport is not client._transport
    kept, default = attrs.asdict(other._config), attrs.asdict(Client(**KEYS)._config)
    assert {name: kept[name] for name in settings} == settings
    assert {name for name in default if kept[name] != default[name]} == {
        name for name in (settings.keys() | KEYS.keys()) if settings.get(name) != KEYS.get(name)
    }


class TeamClient(Client):
    """A subclass with arguments and attributes of its own."""

    def __init__(self, team: str, **settings: Any) -> None:
        self.team = [team]
        super().__init__(**KEYS, **settings)


@pytest.mark.parametrize("again", [lambda client: pickle.loads(pickle.dumps(client)), copy.copy, copy.deepcopy])
def test_a_subclass_with_arguments_of_its_own_can_be_copied(again: Any) -> None:
    with TeamClient("ops", timeout=7) as client, again(client) as other:
        assert type(other) is TeamClient
        assert (other.team, other._config) == (client.team, client._config)
        assert (other.team is client.team) == (other._transport is client._transport) == (again is copy.copy)


def test_a_client_with_an_ssl_context_can_be_copied_deeply() -> None:
    context = ssl.create_default_context()
    with Client(verify=context, **KEYS) as client, copy.deepcopy(client) as other:
        assert other._config.verify is context
        assert vars(other).keys() == OWN_ATTRIBUTES


def test_unset_stays_the_same_through_a_pickle() -> None:
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET
    assert isinstance(UNSET, Unset)
    assert not UNSET
    assert repr(UNSET) == "UNSET"
    cell = models.TimelineCell()
    assert pickle.loads(pickle.dumps(cell)) == cell
