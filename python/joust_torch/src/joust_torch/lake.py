# SPDX-License-Identifier: Apache-2.0
"""Opens tables of a lake, each at one version, with the official Lance reader."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lance

from joust_torch.errors import JoustError, NotFoundError
from joust_torch.names import first_line, nearest, quoted


@dataclass(frozen=True)
class Lake:
    """A folder or an object store's URI that holds ``<table>.lance``; a value that travels to workers."""

    uri: str
    storage_options: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of(uri: str | os.PathLike[str], storage_options: Mapping[str, str] | None = None) -> "Lake":
        """Name a lake; a folder must be there already, and its path becomes absolute."""
        text = os.fspath(uri)
        if "://" in text:
            return Lake(text.rstrip("/"), dict(storage_options or {}))
        folder = Path(text).expanduser().absolute()
        if not folder.is_dir():
            why = "it is a file; a lake is a folder of tables" if folder.exists() else "there is no such folder"
            what = "" if folder.exists() else "; give the folder that joust has as --lake"
            raise NotFoundError(f"Cannot open lake '{text}': {why}{what}")
        try:
            os.listdir(folder)
        except OSError as e:
            raise JoustError(
                f"Cannot open lake '{text}': it cannot be read ({e.strerror}); check the permissions of the folder"
            ) from e
        return Lake(str(folder))

    def open(self, table: str, version: int | None = None) -> Any:
        """Open a table at a version, or at its newest."""
        uri = f"{self.uri}/{table}.lance"
        self._require_table(table)
        try:
            return lance.dataset(uri, version=version, storage_options=dict(self.storage_options) or None)
        except Exception as e:
            raise self._explained(table, version, uri, e) from e

    def _require_table(self, table: str) -> None:
        if "://" not in self.uri and not Path(self.uri, f"{table}.lance").is_dir():
            names = sorted(p.stem for p in Path(self.uri).glob("*.lance") if not p.name.startswith("_"))
            raise NotFoundError(
                f"Cannot open table '{table}': there is none in lake '{self.uri}'; {nearest(table, names)}"
            )

    def _explained(self, table: str, version: int | None, uri: str, error: Exception) -> JoustError:
        if version is not None:
            try:
                newest = lance.dataset(uri, storage_options=dict(self.storage_options) or None)
                versions = [int(v["version"]) for v in newest.versions()]
            except Exception:
                versions = []
            if versions and version not in versions:
                return NotFoundError(
                    f"Cannot open version {version} of table '{table}': its versions are {_ranges(versions)};"
                    " choose one of these"
                )
        return NotFoundError(
            f"Cannot open table '{table}' of lake '{self.uri}': {first_line(error)}; check the name, the URI and"
            " storage_options"
        )


def require_columns(table: str, existing: list[str], wanted: list[str]) -> None:
    """Check that a table has columns."""
    for name in wanted:
        if name not in existing:
            raise NotFoundError(
                f"Cannot load table '{table}': there is no column '{name}'; the columns are {quoted(existing)}"
            )


def _ranges(versions: list[int]) -> str:
    parts: list[list[int]] = []
    for version in sorted(versions):
        if parts and version == parts[-1][1] + 1:
            parts[-1][1] = version
        else:
            parts.append([version, version])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)
