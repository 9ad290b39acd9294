"""Programs that use the generated Python client: the ministry's, and a coordinator's."""

import csv
import importlib
import io
import sys
from http import HTTPStatus
from uuid import UUID

import pytest
from django.core.management import call_command
from django.test import Client as Browser

from accounts.models import User
from config.demo.accounts import COORDINATOR
from tests.journeys.ministry import token
from tests.people import sign_in
from trajectories.enums import PathwayState
from trajectories.models import Pathway


@pytest.fixture(scope="session")
def wbl_client(tmp_path_factory):
    """The package, made as the documentation says."""
    folder = tmp_path_factory.mktemp("client")
    call_command("generate", client=folder / "wbl_client", verbosity=0)
    sys.path.insert(0, str(folder))
    yield importlib.import_module("wbl_client")
    sys.path.remove(str(folder))


def operation(name: str):
    """A module of the client, such as ``datasets.datasets_list``."""
    return importlib.import_module(f"wbl_client.api.{name}")


def test_ministry_fetches_trajectories_with_the_client(wbl_client, address):
    """B7: a token, the catalogue, filtered rows page by page, the whole export, a refusal."""
    with wbl_client.AuthenticatedClient(base_url=address, token=token(address)) as program:
        fetch(wbl_client, program)


def fetch(wbl_client, program) -> None:
    """As a program of the ministry would."""
    (dataset,) = operation("datasets.datasets_list").sync(client=program).items
    assert (dataset.code, dataset.formats) == ("trajectories", ["csv", "json"])

    rows = operation("datasets.datasets_data")
    code = rows.DatasetsDataCode.TRAJECTORIES
    found, cursor = [], wbl_client.types.UNSET
    while True:
        page = rows.sync(client=program, code=code, page_size=40, cursor=cursor).to_dict()
        found += page["items"]
        if page["next"] is None:
            break
        cursor = page["next"].split("cursor=")[1].split("&")[0]
    assert len({row["pseudonym"] for row in found}) == len(found) > 40

    first = found[0]["institution"]
    own = rows.sync(client=program, code=code, institution=[first]).to_dict()["items"]
    assert [row for row in found if row["institution"] == first] == own

    export = program.get_httpx_client().get(dataset.data_url, params={"format": "csv"})
    lines = list(csv.DictReader(io.StringIO(export.content.decode("utf-8-sig"))))
    assert {row["pseudonym"] for row in lines} == {row["pseudonym"] for row in found}

    refused = operation("hosts.hosts_list").sync_detailed(client=program, accept_language="en")
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert refused.parsed.type_ == "/api/v1/problems/refused/"


def test_coordinator_changes_a_pathway_with_the_client(wbl_client, address):
    """A person's session, the version that was read, and what comes of an old one."""
    browser = Browser()
    sign_in(browser, User.objects.get(email=COORDINATOR))
    proof = "a" * 32
    cookies = {"sessionid": browser.cookies["sessionid"].value, "csrftoken": proof}
    headers = {"X-CSRFToken": proof}
    with wbl_client.Client(base_url=address, cookies=cookies, headers=headers) as person:
        change(person)


def change(person) -> None:
    """As a program of the coordinator's own would."""
    listed = operation("pathways.pathways_list").sync(client=person, page_size=200).items
    open_ones = {one.id for one in listed if one.state == PathwayState.OPEN}
    pathway = Pathway.objects.filter(uuid__in=open_ones, coordinator__email=COORDINATOR).first()
    read = operation("pathways.pathways_get").sync_detailed(client=person, uuid=pathway.uuid)
    close = operation("pathways.pathways_close")
    version = read.headers["ETag"]
    done = close.sync_detailed(client=person, uuid=pathway.uuid, if_match=version)
    assert (done.status_code, done.parsed.state) == (HTTPStatus.OK, PathwayState.CLOSED)
    late = close.sync_detailed(client=person, uuid=pathway.uuid, if_match=version)
    assert (late.status_code, late.parsed.type_) == (412, "/api/v1/problems/stale/")
    nowhere = operation("pathways.pathways_get").sync_detailed(client=person, uuid=UUID(int=7))
    assert nowhere.parsed.type_ == "/api/v1/problems/not-found/"
