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
    """Install packages, if this is root on a Debian."""
    if sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get"):
        output_of("apt-get", "update")
        output_of("apt-get", "install", "--yes", "--no-install-recommends", *packages)
