"""Asks the machine for what is missing: runs a command, and installs Debian's packages where it may."""

import os
import shutil
import subprocess
import sys


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
