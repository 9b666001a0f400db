"""Bytes ↔ files under the seal of this user, so that nothing from elsewhere is taken for our own.

Rule: the key lies outside of the project, for this user alone, and is made once; without one nothing is kept.
Rule: trouble with a file or a folder is not told: what cannot be read or kept is as good as absent.
"""

import hashlib
import hmac
import os
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_state_path

KEY = "seal.key"
LARGEST = 256 * 1024 * 1024  # bytes of a file; forty times what a site of a thousand pages needs
_LENGTH = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True, kw_only=True)
class Vault:
    """A folder of sealed files. With an empty `key` it keeps nothing."""

    folder: Path = Path()
    key: bytes = b""

    def read(self, name: str) -> bytes:
        """Give what was written under a name; nothing if it is not there, or not as it was written."""
        sealed = _own(self.folder / name) if self.key and _are_own_folders(self.folder) else b""
        seal, data = sealed[:_LENGTH], sealed[_LENGTH:]
        return data if hmac.compare_digest(seal, self._seal(name, data)) else b""

    def write(self, name: str, data: bytes) -> None:
        """Keep bytes under a name. Of those who write at once, one wins, or what comes of it has no seal."""
        if not self.key or len(data) > LARGEST - _LENGTH:
            return
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            if _are_own_folders(self.folder):
                new = self.folder / f"{name}.new"
                new.unlink(missing_ok=True)
                with new.open("xb") as stream:
                    stream.write(self._seal(name, data) + data)
                new.replace(self.folder / name)

    def _seal(self, name: str, data: bytes) -> bytes:
        return hmac.digest(self.key, name.encode() + b"\0" + data, "sha256")


def vault(root: Path) -> Vault:
    """Open the files that builds of a project keep for one another."""
    try:
        state = user_state_path("icpr-build", appauthor=False)
    except RuntimeError:  # a user without a home
        return Vault()
    return Vault(folder=root / ".icpr-cache" / "memory", key=_key(state, root))


def _key(folder: Path, root: Path) -> bytes:
    """Give this user's key, made at the first time; nothing if it cannot be kept where no project reaches."""
    if not folder.is_absolute() or folder.resolve().is_relative_to(root.resolve()):
        return b""
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (folder / KEY).exists() and _is_own(folder):
            _make(folder / KEY)
        key = _own(folder / KEY, private=True)
        return key if len(key) == _LENGTH else b""
    return b""


def _make(file: Path) -> None:
    """Make a key, whole from the first moment, unless another build has made it meanwhile."""
    new = file.with_name(f".{secrets.token_hex(8)}")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(secrets.token_bytes(_LENGTH))
        with suppress(FileExistsError):
            os.link(new, file)
    finally:
        new.unlink()


def _are_own_folders(folder: Path) -> bool:
    """Tell whether a folder, and the one it is in, are this user's own, and no links to elsewhere."""
    with suppress(OSError):
        return all(path.is_dir() and _is_own(path) for path in (folder.parent, folder))
    return False


def _own(file: Path, *, private: bool = False) -> bytes:
    """Read an ordinary file of this user's own; if `private`, one that nobody else may read."""
    try:
        status = file.lstat()
        is_shared = private and os.name == "posix" and bool(status.st_mode & 0o077)
        fits = stat.S_ISREG(status.st_mode) and status.st_size <= LARGEST and not is_shared
        return file.read_bytes() if fits and _is_own(file) else b""
    except OSError:
        return b""


def _is_own(path: Path) -> bool:
    """Tell whether a path is this user's, itself and not by a link. Where there are no users, all are."""
    user = getattr(os, "geteuid", None)
    status = path.lstat()
    return not stat.S_ISLNK(status.st_mode) and (user is None or status.st_uid == user())
