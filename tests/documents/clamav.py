"""A scanner that speaks ClamAV's protocol, and a real clamd where the machine has one."""

import shutil
import socketserver
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VIRUS = b"dit is het proefvirus van werkplekleren"
NAME = "Werkplekleren.Proef"
VERSION = "ClamAV 1.4.3/1/Mon Sep 14 09:00:00 2026"
CONFIGURATION = """
LocalSocket {folder}/clamd.ctl
DatabaseDirectory {folder}/signatures
Foreground yes
MaxThreads 1
StreamMaxLength 30M
"""


class Handler(socketserver.BaseRequestHandler):
    """One question: the stream or the version, each ended by a zero byte."""

    def handle(self) -> None:
        command = self.read_until_zero()
        if command == b"zVERSION":
            self.request.sendall(self.server.version.encode() + b"\0")
        elif command == b"zINSTREAM":
            self.request.sendall(self.server.answer(self.stream()).encode() + b"\0")

    def read_until_zero(self) -> bytes:
        read = b""
        while (byte := self.request.recv(1)) not in (b"\0", b""):
            read += byte
        return read

    def stream(self) -> bytes:
        content = b""
        while size := int.from_bytes(self.exactly(4), "big"):
            content += self.exactly(size)
        return content

    def exactly(self, size: int) -> bytes:
        read = b""
        while len(read) < size:
            read += self.request.recv(size - len(read))
        return read


class Scanner(socketserver.ThreadingTCPServer):
    """Finds our own virus, until ``knows`` is empty."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.knows, self.version, self.seen = {VIRUS: NAME}, VERSION, []

    def answer(self, content: bytes) -> str:
        self.seen.append(content)
        found = [name for virus, name in self.knows.items() if virus in content]
        return f"stream: {found[0]} FOUND" if found else "stream: OK"


@contextmanager
def scanner(settings) -> Iterator[Scanner]:
    """A scanner that answers while the block runs."""
    with Scanner() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.CLAMAV_ADDRESS = f"tcp://127.0.0.1:{server.server_address[1]}"
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def clamd(settings, folder: Path) -> Iterator[None]:
    """A real clamd with one signature of our own: no signatures are fetched from anywhere."""
    (folder / "signatures").mkdir()
    signature = f"{NAME}:0:*:{VIRUS.hex()}\n"
    (folder / "signatures" / "own.ndb").write_text(signature, encoding="ascii")
    written = folder / "clamd.conf"
    written.write_text(CONFIGURATION.format(folder=folder), encoding="utf-8")
    program = shutil.which("clamd") or "clamd"
    process = subprocess.Popen(
        [program, f"--config-file={written}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(folder / "clamd.ctl", process)
        settings.CLAMAV_ADDRESS = f"unix:{folder}/clamd.ctl"
        yield
    finally:
        process.kill()
        process.wait()


def wait_for(path: Path, process: subprocess.Popen) -> None:
    for _second in range(300):
        if path.exists():
            return
        assert process.poll() is None, "clamd ended by itself"
        time.sleep(0.1)
    message = "clamd did not begin to listen"
    raise TimeoutError(message)
