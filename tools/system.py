"""Asks the machine for what is missing: runs a command, installs packages of Debian and npm."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

DEBIAN_PACKAGES = {"npm": "npm", "node": "nodejs", "java": "default-jre-headless"}


def output_of(*command: str) -> str:
    """The command's output, empty if it fails: another way may still work, so failing is no news."""
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    return done.stdout if done.returncode == 0 else ""


def install_with_apt(*packages: str) -> None:
    """Install packages on a Debian, where this is root or `sudo` asks for no password."""
    if sys.platform != "linux" or not shutil.which("apt-get"):
        return
    sudo = ("sudo", "--non-interactive", "--preserve-env=DEBIAN_FRONTEND")
    as_root = sudo if os.geteuid() and shutil.which("sudo") else ()
    output_of(*as_root, "apt-get", "update")
    output_of(*as_root, "apt-get", "install", "--yes", "--no-install-recommends", *packages)


def program(name: str) -> str:
    """The path of npm, Node or Java, installed where it may be; FileNotFoundError if there is none."""
    if not shutil.which(name):
        install_with_apt(DEBIAN_PACKAGES[name])
    if found := shutil.which(name):
        return found
    raise FileNotFoundError(f"no {name}: install it (Debian: apt-get install {DEBIAN_PACKAGES[name]})")


def is_installed_with_npm(lists: Path, folder: Path) -> bool:
    """Whether a folder has exactly the packages that `package-lock.json` in `lists` names."""
    installed = folder / "installed.json"
    return installed.is_file() and installed.read_bytes() == (lists / "package-lock.json").read_bytes()


def install_with_npm(lists: Path, folder: Path, *needed: Path) -> None:
    """Let npm install what is locked in `lists`; FileNotFoundError if a file that is needed did not come.

    The list is laid beside it last, so that half is not whole.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(lists, folder)
    output_of(program("npm"), "ci", "--prefix", str(folder))
    if not all(file.is_file() for file in needed):
        raise FileNotFoundError(f"npm cannot get {lists.name}; it says why to `npm ci --prefix {folder}`")
    shutil.copy(folder / "package-lock.json", folder / "installed.json")
