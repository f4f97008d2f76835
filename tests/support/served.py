"""A register served over HTTP, for tests: the server as a process of its own, and clients that keep cookies."""

import http.client
import json
import os
import pathlib
import re
import signal
import ssl
import subprocess
import threading

MUSTER = os.environ["MUSTER_BINARY"]
PASSWORD = "correct horse battery"
ROLES = ["custodian", "anthropologist", "odontologist", "DNA analyst", "historian", "family case manager",
         "medical examiner", "reviewer", "auditor", "administrator"]


def muster(*words, status=0, **environment):
    """Runs a command; its standard output, or, if it should fail, its standard error."""
    done = subprocess.run([MUSTER, *words], capture_output=True, text=True, env={**os.environ, **environment})
    if done.returncode != status:
        raise AssertionError(f"{words}: status {done.returncode}: {done.stderr}")
    return done.stdout if status == 0 else done.stderr


class Answer:
    def __init__(self, response, body):
        self.status = response.status
        self.headers = response.headers
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)


class Client:
    """A browser's part: cookies, and the token of the session."""

    def __init__(self, server):
        self.server = server
        self.cookie = None
        self.csrf = None

    def ask(self, method, path, body=None, headers=None, kind="application/json", token=True):
        sent = {"Host": self.server.host, **(headers or {})}
        if self.cookie and "Cookie" not in sent:
            sent["Cookie"] = self.cookie
        if self.csrf and token and method not in ("GET", "HEAD"):
            sent["X-CSRF-Token"] = self.csrf
        if body is not None:
            sent["Content-Type"] = kind
            body = json.dumps(body) if kind == "application/json" and not isinstance(body, (bytes, str)) else body
        connection = self.server.connect()
        try:
            connection.request(method, path, body=body, headers=sent)
            response = connection.getresponse()
            answer = Answer(response, response.read())
        finally:
            connection.close()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                self.cookie = value.split(";")[0] if "Max-Age=0" not in value else None
        return answer

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.ask("POST", path, body=body, **more)

    def open_session(self):
        session = self.get("/api/session").json
        self.csrf = session["csrf"]
        return session

    def log_in(self, name, password=PASSWORD, code=None):
        answer = self.post("/api/session", {"name": name, "password": password, **({"code": code} if code else {})})
        if answer.status == 200:
            self.csrf = answer.json["csrf"]
        return answer


class Server:
    """`muster serve` on a port that is free."""

    def __init__(self, store, *options, environment=None, log_is_read=True):
        self.process = subprocess.Popen([MUSTER, "serve", "--store", store, "--port", "0", *options],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                        env={**os.environ, **(environment or {})})
        self.log = []
        self.reader = threading.Thread(target=lambda: self.log.extend(self.process.stderr), daemon=True)
        if log_is_read:
            self.reader.start()
        line = self.process.stdout.readline()
        found = re.search(r"(https?)://([^/]+):(\d+)/", line)
        if not found:
            self.process.wait(10)
            raise AssertionError(f"the server did not start: {line}{''.join(self.log)}")
        self.secure = found.group(1) == "https"
        self.address, self.port = found.group(2), int(found.group(3))
        self.host = f"{self.address}:{self.port}"

    def connect(self, timeout=60):
        if self.secure:
            context = ssl.create_default_context()
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            return http.client.HTTPSConnection(self.address, self.port, timeout=timeout, context=context)
        return http.client.HTTPConnection(self.address, self.port, timeout=timeout)

    def client(self):
        return Client(self)

    def memory_kb(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1))

    def stop(self, how=signal.SIGTERM):
        """Ends it; the lines that it logged."""
        self.process.send_signal(how)
        self.process.wait(60)
        self.reader.join(60)
        self.process.stdout.close()
        self.process.stderr.close()
        return [line.rstrip("\n") for line in self.log]


def add_users(store):
    """A user of each role, all with the same password."""
    muster("user", "add", "administrator", "--roles", "administrator", "--store", store, MUSTER_NEW_PASSWORD=PASSWORD)
    for role in ROLES[:-1]:
        muster("user", "add", role, "--roles", role, "--store", store, MUSTER_NEW_PASSWORD=PASSWORD,
               MUSTER_USER="administrator", MUSTER_PASSWORD=PASSWORD)
