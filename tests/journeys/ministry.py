"""The ministry's program: asks a token with its secret, then fetches the rows."""

import csv
import io
import json
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from config.demo.accounts import CLIENT_ID, CLIENT_SECRET


def token(address: str) -> str:
    """An access token for the client credentials of the demonstration."""
    form = {
        "grant_type": "client_credentials",
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "scope": "datasets:trajectories",
    }
    request = Request(f"{address}/identity/o/api/token", urlencode(form).encode())
    with urlopen(request) as answer:
        return json.load(answer)["access_token"]


def fetch(address: str, file_format: str) -> bytes:
    """The dataset of trajectories, as CSV or JSON."""
    place = f"{address}/api/v1/datasets/trajectories/data/?format={file_format}&page_size=200"
    request = Request(place, headers={"Authorization": f"Bearer {token(address)}"})
    with urlopen(request) as answer:
        return answer.read()


def fetch_rows(address: str) -> list[dict[str, str]]:
    """Every row of the CSV; the JSON has the same columns and as many rows."""
    rows = list(csv.DictReader(io.StringIO(fetch(address, "csv").decode("utf-8-sig"))))
    items = json.loads(fetch(address, "json"))["items"]
    assert [list(item) for item in items[:1]] == [list(row) for row in rows[:1]]
    assert len(items) == min(len(rows), 200)
    return rows
