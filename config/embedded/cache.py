"""The cache shares the broker's server; only the database in it is another."""

from urllib.parse import parse_qs, urlsplit

from config.embedded.errors import EmbeddedError


def cache_beside(broker: str) -> str:
    """Django's address of the database after the one Celery uses at `broker`.

    Raises EmbeddedError where that cannot be told: then CACHE_URL must be set.
    """
    address = urlsplit(broker)
    socket = address.scheme == "redis+socket"
    used = parse_qs(address.query).get("virtual_host", ["0"])[0] if socket else address.path
    number = used.strip("/") or "0"
    if not number.isdigit() or not (socket or address.scheme in ("redis", "rediss")):
        message = "BROKER_URL must be redis://host:port/number; for another form set CACHE_URL too."
        raise EmbeddedError(message)
    following = int(number) + 1
    if socket:
        return f"unix://{address.netloc}{address.path}?db={following}"
    return address._replace(path=f"/{following}").geturl()
