#!/usr/bin/env python3
"""with_postgresql.py [OPTION…] COMMAND…: runs a command beside a PostgreSQL server of its own, which goes with it.

The command finds libpq's connection words for the server's administrator in MUSTER_TEST_POSTGRESQL, so that each test
can make a database of its own. The server listens on a socket in a temporary folder only; the folder is removed at the
end, after a failure and after a signal too. The exit status is the command's.
"""

import argparse
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "40",
    "shared_buffers": "32MB",
    "max_wal_size": "256MB",
    "min_wal_size": "32MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "jit": "off",
    "fsync": "off",  # the machine does not fail while tests run; killing the server loses nothing
    "log_min_messages": "error",
    "log_min_error_statement": "panic",
}
STARTS_WITHIN_SECONDS = 60


def say(message):
    print(f"with_postgresql: {message}", file=sys.stderr)


def programs():
    versions = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if not versions:
        sys.exit("with_postgresql: no PostgreSQL server is installed; install the package postgresql-15")
    return versions[-1].parent


def server_user():
    """PostgreSQL refuses to run as root."""
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else None


def as_server_user(*command):
    user = server_user()
    change = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--init-groups"] if user else []
    # Even if this script is killed outright, the server goes.
    return ["setpriv", "--pdeathsig=QUIT", *change, *map(str, command)]


def make_data(bin_folder, folder):
    made = subprocess.run(
        as_server_user(bin_folder / "initdb", "--pgdata", folder / "data", "--username=muster_test", "--auth=trust",
                       "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"),
        cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if made.returncode != 0:
        sys.exit(f"with_postgresql: initdb failed:\n{made.stdout}")


def share_disk(library, folder):
    """Copies the library to where the server's user can read it, and gives the server's environment with it."""
    shutil.copy(library, folder / "preload.so")
    shared = folder / "disk"
    shared.write_bytes(bytes(4096))
    for file in (folder / "preload.so", shared):
        os.chmod(file, 0o755)
        if user := server_user():
            os.chown(file, user.pw_uid, user.pw_gid)
    return {**os.environ, "LD_PRELOAD": str(folder / "preload.so"), "MUSTER_SERVER_DISK": str(shared)}


def start(bin_folder, folder, settings, environment):
    options = [word for setting in settings for word in ("-c", setting)]
    # Of its own process group: Ctrl-C is for the command, and then for us.
    with open(folder / "log", "a", encoding="utf-8") as log:
        return subprocess.Popen(as_server_user(bin_folder / "postgres", "-D", folder / "data", "-k", folder, *options),
                                cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                start_new_session=True)


def wait_until_ready(bin_folder, folder, server):
    end = time.monotonic() + STARTS_WITHIN_SECONDS
    ask = [bin_folder / "pg_isready", "--quiet", "--host", folder, "--username=muster_test", "--dbname=postgres"]
    while subprocess.run(ask).returncode != 0:
        if server.poll() is not None or time.monotonic() > end:
            sys.exit(f"with_postgresql: the server did not start:\n{(folder / 'log').read_text()}")
        time.sleep(0.05)


def stop(server):
    if server.poll() is None:
        server.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def run(command, environment, look_after_server):
    child = subprocess.Popen(command, env=environment)
    try:
        while True:
            try:
                return child.wait(timeout=0.02 if look_after_server else None)
            except subprocess.TimeoutExpired:
                look_after_server()
    except BaseException:
        child.terminate()
        try:
            child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        raise


def arguments():
    parser = argparse.ArgumentParser(description="Runs a command beside a PostgreSQL server of its own.")
    parser.add_argument("--restart", action="store_true",
                        help="start the server again whenever it ends, for a command that kills it")
    parser.add_argument("--preload", metavar="LIBRARY",
                        help="load this into the server; MUSTER_SERVER_DISK names a file to share with it, which the "
                             "command finds as \"disk\" beside the socket")
    parser.add_argument("--set", metavar="NAME=VALUE", action="append", default=[], help="a setting of the server")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    if not given.command:
        parser.error("the command is missing")
    return given


def main():
    given = arguments()
    settings = [f"{name}={value}" for name, value in SETTINGS.items()] + given.set
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, lambda number, frame: sys.exit(128 + number))
    bin_folder = programs()
    # Not under TMPDIR: the path of a socket must be shorter than 108 bytes.
    folder = pathlib.Path(tempfile.mkdtemp(prefix="muster-pg-", dir="/tmp"))
    server = None
    try:
        if user := server_user():
            os.chown(folder, user.pw_uid, user.pw_gid)
        make_data(bin_folder, folder)
        environment = share_disk(given.preload, folder) if given.preload else None
        server = start(bin_folder, folder, settings, environment)
        wait_until_ready(bin_folder, folder, server)

        def start_again():
            nonlocal server
            if server.poll() is not None:
                server = start(bin_folder, folder, settings, environment)

        words = f"host={folder} user=muster_test dbname=postgres"
        status = run(given.command, {**os.environ, "MUSTER_TEST_POSTGRESQL": words},
                     start_again if given.restart else None)
    except FileNotFoundError as missing:
        sys.exit(f"with_postgresql: {missing.filename} is not there")
    finally:
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        if server:
            stop(server)
        shutil.rmtree(folder, ignore_errors=True)
    if status < 0:
        say(f"{given.command[0]} was ended by signal {-status}")
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(main())
