"""Where the cache is when only the broker's address is given."""

import pytest

from config.embedded.cache import cache_beside
from config.embedded.errors import EmbeddedError
from config.embedded.servers import with_cache


@pytest.mark.parametrize(
    ("broker", "cache"),
    [
        ("redis://localhost", "redis://localhost/1"),
        ("redis://:p%40ss@host:6380/4", "redis://:p%40ss@host:6380/5"),
        ("rediss://host/0?ssl_cert_reqs=required", "rediss://host/1?ssl_cert_reqs=required"),
        ("redis+socket:///run/broker.sock", "unix:///run/broker.sock?db=1"),
        ("redis+socket://:p@/run/b.sock?virtual_host=2", "unix://:p@/run/b.sock?db=3"),
    ],
)
def test_cache_lies_in_the_brokers_next_database(broker, cache):
    assert cache_beside(broker) == cache


@pytest.mark.parametrize("broker", ["amqp://host/1", "redis://host/first", "sentinel://host/0"])
def test_cache_beside_an_address_we_cannot_count_from_is_refused(broker):
    with pytest.raises(EmbeddedError):
        cache_beside(broker)


def test_cache_address_of_the_environment_counts(no_addresses, monkeypatch):
    monkeypatch.setenv("BROKER_URL", "redis://localhost/0")
    assert with_cache({}) == {"CACHE_URL": "redis://localhost/1"}
    monkeypatch.setenv("CACHE_URL", "redis://elsewhere/3")
    assert with_cache({}) == {}
