"""Where people's files lie: a private folder by default, S3-compatible storage by setting."""

from pathlib import Path
from typing import Any

from config import env


def document_storage(default: Path) -> dict[str, Any]:
    """The entry of STORAGES. With ``DOCUMENTS_S3_BUCKET`` the files go there (extra ``s3``)."""
    if bucket := env.text("DOCUMENTS_S3_BUCKET", ""):
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": s3_options(bucket)}
    folder = env.text("DOCUMENTS_FOLDER", str(default))
    # No address leads to a file: the platform hands it out after asking who it is.
    options = {"location": folder, "base_url": None}
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}


def s3_options(bucket: str) -> dict[str, Any]:
    """What django-storages needs; keys from the environment, none of them in the settings' text."""
    return {
        "bucket_name": bucket,
        "endpoint_url": env.text("DOCUMENTS_S3_ENDPOINT", "") or None,
        "region_name": env.text("DOCUMENTS_S3_REGION", "") or None,
        "access_key": env.text("DOCUMENTS_S3_KEY", "") or None,
        "secret_key": env.text("DOCUMENTS_S3_SECRET", "") or None,
        "signature_version": "s3v4",
        "addressing_style": "path",
        # None: the bucket's own rule. Servers without access lists refuse any other word.
        "default_acl": None,
        "file_overwrite": False,
        "querystring_auth": True,
    }
