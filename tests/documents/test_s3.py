"""S3-compatible storage, tried against a simulation of it (moto): no real S3 was seen."""

import logging

import boto3
import pytest
from django.core.files.storage import storages
from moto.server import ThreadedMotoServer

from config.storage import document_storage
from core.documents import service, store, upkeep
from tests import files
from tests.documents.test_services import add, lying

pytestmark = pytest.mark.django_db

BUCKET = "documents"
ENVIRONMENT = {
    "DOCUMENTS_S3_BUCKET": BUCKET,
    "DOCUMENTS_S3_REGION": "us-east-1",
    "DOCUMENTS_S3_KEY": "key",
    "DOCUMENTS_S3_SECRET": "secret",
}


@pytest.fixture(scope="module")
def simulation():
    """The address of a server that pretends to be S3."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(autouse=True)
def bucket(simulation, settings, monkeypatch, tmp_path, frozen_clock):
    """The settings of an operator, and an empty bucket."""
    for name, value in (ENVIRONMENT | {"DOCUMENTS_S3_ENDPOINT": simulation}).items():
        monkeypatch.setenv(name, value)
    settings.STORAGES = settings.STORAGES | {"documents": document_storage(tmp_path)}
    client = boto3.client(
        "s3",
        endpoint_url=simulation,
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )
    client.create_bucket(Bucket=BUCKET)
    yield client
    for place in storages["documents"].bucket.objects.all():
        place.delete()


def test_documents_live_in_a_bucket(log, bucket, django_capture_on_commit_callbacks):
    """Added, read, swept and removed, as in a folder."""
    document = add(log, log.student)
    place = document.current.place
    (found,) = bucket.list_objects_v2(Bucket=BUCKET)["Contents"]
    assert (found["Key"], lying()) == (place, {place})
    with service.open_version(document.current, actor=log.mentor) as file:
        assert file.read() == files.pdf()
    report = upkeep.look_after()
    assert (report.swept, report.missing) == (0, 0)
    with django_capture_on_commit_callbacks(execute=True):
        service.remove_document(document, actor=log.student)
    assert lying() == set()


def test_missing_object_is_missing(log, bucket):
    document = add(log, log.student)
    bucket.delete_object(Bucket=BUCKET, Key=document.current.place)
    with pytest.raises(service.NotNow, match="cannot be found"):
        service.open_version(document.current, actor=log.student)
    store.erase(document.current.place)
