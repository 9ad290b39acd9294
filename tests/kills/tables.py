"""The tables of the platform: migrated, or copied from a database that was migrated before."""

import os
import subprocess

from config.embedded.manage import manage
from config.embedded.paths import Paths
from config.embedded.postgres import programs
from config.embedded.provision import OWNER

ROLE = f"CREATE ROLE wbl_app NOLOGIN; GRANT wbl_app TO {OWNER};"


def prepare_tables(paths: Paths, template: str) -> None:
    """Migrate; or, much faster, copy the database that ``template`` (libpq's words) names."""
    if not template:
        owner = {**os.environ, "DATABASE_AS_OWNER": "1"}
        subprocess.run(manage("migrate", "--noinput", "-v0"), env=owner, check=True)
        return
    psql = [str(programs() / "psql"), "-qX", "-v", "ON_ERROR_STOP=1", "-o", os.devnull]
    psql += ["-h", str(paths.sockets), "-U", "postgres", "-d", OWNER]
    subprocess.run([*psql, "-c", ROLE], check=True)
    dump = [str(programs() / "pg_dump"), "--dbname", template]
    with subprocess.Popen(dump, stdout=subprocess.PIPE) as dumping:
        subprocess.run(psql, stdin=dumping.stdout, check=True)
    if dumping.returncode:
        message = "The template database could not be read."
        raise RuntimeError(message)
