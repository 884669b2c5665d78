# SPDX-License-Identifier: Apache-2.0
"""The process that decodes, and the files through which it hands batches over."""

import contextlib
import json
import mmap
import os
import shutil
import signal
import subprocess
import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from joust_torch.errors import FeederError, InvalidRequestError, JoustError, NotFoundError

_PATIENCE_SECONDS = 10
_KINDS: dict[int, type[JoustError]] = {2: InvalidRequestError, 3: NotFoundError}


class FeedProcess:
    """Starts ``joust feed``; requests go to its standard input, events come from its standard output.

    It ends when its input does, so that it cannot outlive this process. Nothing is left on disk either: the names of
    the files are removed as soon as both sides have opened them.
    """

    def __init__(self, table: str, command: Sequence[str], slots: int, memory: str | os.PathLike[str] | None) -> None:
        """Start it and wait until it has opened the slots."""
        self._table = table
        self._held: set[int] = set()
        self._maps: list[mmap.mmap | None] = [None] * slots
        folder = Path(tempfile.mkdtemp(prefix="joust-feed-", dir=_memory_folder(memory)))
        with contextlib.ExitStack() as opened:
            opened.callback(shutil.rmtree, folder, ignore_errors=True)
            files = opened.enter_context(contextlib.ExitStack())
            self._files = [files.enter_context(open(folder / f"slot-{slot}", "w+b")) for slot in range(slots)]
            self._stderr = files.enter_context(tempfile.TemporaryFile())
            self._process = self._start([*command, "--slots", str(folder)])
            assert self._process.stdin is not None and self._process.stdout is not None
            self._input = self._process.stdin
            self._lines = files.enter_context(open(self._process.stdout.fileno(), "rb", closefd=False))
            self._end = weakref.finalize(self, _end, self._process, self._input)
            self._closing = contextlib.ExitStack()
            self.event()
            # Only a process that is ready keeps its files; their names go in any case.
            self._closing = files.pop_all()

    def _start(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._stderr,
                bufsize=0,
                # Interrupts from the keyboard are for the training; it ends the feeder.
                start_new_session=True,
            )
        except OSError as e:
            raise FeederError(
                f"Cannot start the feeder of table '{self._table}': '{command[0]}' does not run ({e.strerror}); give"
                " joust= the path of the launcher"
            ) from e

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def request(self, line: str) -> None:
        """Send a request; that the process is gone shows when its next event is read."""
        if self._end.alive:
            with contextlib.suppress(OSError):
                os.write(self._input.fileno(), f"{line}\n".encode())

    def event(self) -> dict[str, Any]:
        """Wait for the next event."""
        if not self._end.alive:
            raise FeederError(f"Cannot read from the feeder of table '{self._table}': it was closed; open another one")
        line = self._lines.readline()
        if not line.startswith(b'{"event"'):
            raise self._failure(line)
        event: dict[str, Any] = json.loads(line)
        return event

    def require_a_slot(self) -> None:
        """Check that there can be another batch."""
        if len(self._held) == len(self._files):
            raise FeederError(
                f"Cannot deliver another batch of table '{self._table}': all {len(self._files)} slots hold batches that"
                " are in use; let earlier ones go, clone() what you keep, or give more slots"
            )

    def batch(self, slot: int, size: int) -> npt.NDArray[np.uint8]:
        """Return the memory of a slot; it is given back once nothing refers to the array any more."""
        mapped = self._maps[slot]
        if mapped is None or len(mapped) < size:
            mapped = self._maps[slot] = mmap.mmap(self._files[slot].fileno(), 0)
        memory = np.frombuffer(mapped, dtype=np.uint8, count=size)
        self._held.add(slot)
        weakref.finalize(memory, self._free, slot).atexit = False
        return memory

    def give_back(self, slot: int) -> None:
        """Give a slot back that was not looked at."""
        self.request(f"free {slot}")

    def _free(self, slot: int) -> None:
        self._held.discard(slot)
        self.request(f"free {slot}")

    def close(self) -> None:
        """End the process; batches that are held stay what they are."""
        self._end()
        self._closing.close()

    def _failure(self, line: bytes) -> JoustError:
        rest = line + self._lines.read()
        self._end()
        code = self._process.returncode
        self._stderr.seek(0)
        said = self._stderr.read().decode(errors="replace").strip().splitlines()
        self.close()
        try:
            return _KINDS.get(code, FeederError)(str(json.loads(rest)["error"]["message"]))
        except (ValueError, KeyError):
            how = f"by {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"
            return FeederError(
                f"Cannot read on from the feeder of table '{self._table}': its process ended {how}"
                + (f" ({said[-1]})" if said else "")
                + "; open another one, and go on by load_state_dict"
            )


def _end(process: subprocess.Popen[bytes], its_input: Any) -> None:
    its_input.close()
    try:
        process.wait(_PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _memory_folder(memory: str | os.PathLike[str] | None) -> str:
    if memory is not None:
        if not os.path.isdir(memory):
            raise NotFoundError(f"Cannot use memory '{os.fspath(memory)}': there is no such folder; give another one")
        return os.fspath(memory)
    shared = "/dev/shm"
    return shared if os.path.isdir(shared) and os.access(shared, os.W_OK) else tempfile.gettempdir()
