#!/usr/bin/env python3
"""The server from outside: its contract, sessions, roles, uploads, and what it does with requests that mean harm."""

import base64
import hashlib
import hmac
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/support"))
from served import PASSWORD, ROLES, Server, add_users, muster  # noqa: E402

CONTRACT = yaml.safe_load((ROOT / "schema/openapi.yaml").read_text(encoding="utf-8"))
METHODS = ("get", "post", "put", "delete")


def operations():
    for path, item in CONTRACT["paths"].items():
        for method in METHODS:
            if method in item:
                yield method.upper(), path, item[method]


def filled(path):
    for name, value in (("{kind}", "case"), ("{key}", "none"), ("{item}", "case:none"), ("{id}", "F1"), ("{seq}", "1"),
                        ("{sha256}", "0" * 64), ("{of}", "turnover:none")):
        path = path.replace(name, value)
    return path


def check_against_contract(method, path, answer):
    """Is it an answer that the contract has for this operation?"""
    responses = CONTRACT["paths"][path][method.lower()]["responses"]
    found = responses.get(str(answer.status), responses.get("default"))
    while "$ref" in found:
        found = CONTRACT["components"]["responses"][found["$ref"].rsplit("/", 1)[1]]
    kind = answer.headers["Content-Type"].split(";")[0]
    content = found.get("content", {})
    if answer.status in (204,) or not content:
        return
    media = content.get(kind)
    if media is None:
        raise AssertionError(f"{method} {path}: {answer.status} has the type {kind}, the contract {list(content)}")
    if "json" in kind and "schema" in media:
        schema = {**media["schema"], "components": CONTRACT["components"]}
        jsonschema.Draft202012Validator(schema).validate(answer.json)


def one_time_code(secret, ahead=0):
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + ahead), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at:at + 4])[0] & 0x7FFFFFFF) % 1000000:06d}"


class Served(unittest.TestCase):
    """A small register, served anew for each test."""
    users = False
    options = ()

    @classmethod
    def setUpClass(cls):
        """A register to copy: passwords take their time."""
        made = tempfile.TemporaryDirectory()
        cls.addClassCleanup(made.cleanup)
        cls.made = pathlib.Path(made.name)
        store = f"sqlite:{cls.made}/served.db"
        muster("init", "--store", store, "--title", "a register of the tests", "--simulated")
        for words in (("party", "add", "SIM-A", "--name", "SIM agency", "--type", "Military"),
                      ("turnover", "add", "SIM-T", "--from", "SIM-A", "--to", "SIM-A", "--on", "2018-07-27", "--place", "SIM", "--claimed", "3")):
            muster(*words, "--store", store)
        if cls.users:
            add_users(store)

    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = pathlib.Path(held.name)
        shutil.copytree(self.made, self.folder, dirs_exist_ok=True)
        self.store = f"sqlite:{self.folder}/served.db"
        self.start()

    def start(self):
        self.server = Server(self.store, *self.options)
        self.addCleanup(lambda server=self.server: server.process.poll() is None and server.stop())
        self.client = self.server.client()

    def receive(self, client, number, **more):
        return client.post("/api/records/case", {"fields": {"turnover": "SIM-T", "number": str(number), **more}})


class WithoutUsers(Served):
    def test_the_contract_and_the_server_have_the_same_operations(self):
        source = "".join(file.read_text() for file in (ROOT / "apps/server").glob("routes_*.cpp"))
        served = set(re.findall(r'\{"(GET|POST|PUT|DELETE)", "([^"]+)"', source))
        self.assertEqual(served, {(method, path) for method, path, _ in operations()})

    def test_every_operation_answers_as_the_contract_says(self):
        self.client.open_session()
        self.assertEqual(self.receive(self.client, 1).status, 200)
        for method, path, operation in operations():
            if method == "GET" and "events" not in path:
                query = "?q=SIM" if path == "/api/persons" else ""
                check_against_contract(method, path, self.client.get(filled(path) + query))
            elif operation["operationId"] not in ("logOut", "startJob"):
                body = None if "requestBody" not in operation else {"nonsense": True}
                answer = self.client.ask(method, filled(path), body=body)
                self.assertGreaterEqual(answer.status, 400, (method, path))
                check_against_contract(method, path, answer)

    def test_whoever_is_at_the_machine_has_a_session_and_records(self):
        session = self.client.open_session()
        self.assertEqual((session["open"], session["simulated"], session["title"]),
                         (True, True, "a register of the tests"))
        recorded = self.receive(self.client, 1)
        check_against_contract("POST", "/api/records/{kind}", recorded)
        self.assertEqual(recorded.json["refs"], ["case:SIM-T/1"])
        page = self.client.get("/api/records/case?limit=1").json
        self.assertEqual(page["total"], 1)
        self.assertTrue(page["rows"][0]["simulated"])

    def test_what_changes_something_needs_the_sessions_token(self):
        self.client.open_session()
        body = {"fields": {"turnover": "SIM-T", "number": "1"}}
        for headers in ({}, {"X-CSRF-Token": "0" * 64}):
            answer = self.client.post("/api/records/case", body, token=False, headers=headers)
            self.assertEqual(answer.status, 403)
        right = {"X-CSRF-Token": self.client.csrf}
        for headers in ({"Origin": "http://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
            self.assertEqual(self.client.post("/api/records/case", body, headers={**right, **headers}).status, 403, headers)
        self.assertEqual(self.client.post("/api/records/case", json.dumps(body), kind="text/plain").status, 415)
        self.assertEqual(self.client.get("/api/records/case").json["total"], 0, "nothing of it was recorded")
        self.assertEqual(self.client.post("/api/records/case", body, headers={"Origin": f"http://{self.server.host}"}).status, 200)

    def test_a_page_cannot_reach_it_under_a_name_of_its_own(self):
        for host in ("evil.example", f"evil.example:{self.server.port}", "127.0.0.1.evil.example"):
            self.assertEqual(self.client.get("/api/session", headers={"Host": host}).status, 421)
        self.assertEqual(self.client.get("/api/session", headers={"Host": f"localhost:{self.server.port}"}).status, 200)

    def test_paths_that_lead_elsewhere_are_refused(self):
        self.client.open_session()
        for path in ("/../etc/passwd", "/%2e%2e/etc/passwd", "/assets/..%2f..%2fetc%2fpasswd", "/%00", "/a//b", "/%zz",
                     "/api/records/case/..%2F..", "//etc/passwd", "/assets/%2e%2e%2fx"):
            self.assertIn(self.client.get(path).status, (400, 404), path)

    def test_texts_that_look_like_code_are_kept_as_texts(self):
        self.client.open_session()
        for number, text in enumerate(("<script>alert(1)</script>", "'; DROP TABLE entry; --", '"><img src=x onerror=alert(1)>',
                                       "%_!\\", "{{7*7}}", "\u202eevil", "한국전쟁")):
            answer = self.receive(self.client, number, remarks=text)
            self.assertEqual(answer.status, 200, (text, answer.body))
            kind, key = answer.json["refs"][0].split(":", 1)
            shown = self.client.get(f"/api/records/{kind}/" + key.replace("/", "%2F").replace(" ", "%20"))
            self.assertEqual(shown.json["fields"]["remarks"], text)
            self.assertEqual(shown.headers["Content-Type"], "application/json")
            self.assertEqual(shown.headers["X-Content-Type-Options"], "nosniff")
        for wanted in ("DROP", "%25_!%5C", "'"):
            self.assertEqual(self.client.get(f"/api/records/case?q={wanted}").json["total"], 1, wanted)
        self.assertEqual(self.client.get("/api/records/case?q=%25").json["total"], 1, "a percent sign is not any text")
        self.assertEqual(self.client.get("/api/records/case").json["total"], 7)

    def test_what_names_a_record_is_listed_page_by_page(self):
        self.client.open_session()
        for number in range(1, 4):
            self.receive(self.client, number)
        self.assertEqual(self.client.ask("POST", "/api/records/case/SIM-T%2F2/withdrawal", body={"reason": "SIM"}).status, 200)
        asked = "/api/records/case?naming=turnover:SIM-T"
        page = self.client.get(asked + "&limit=1")
        check_against_contract("GET", "/api/records/{kind}", page)
        self.assertEqual((page.json["total"], [row["key"] for row in page.json["rows"]]), (2, ["SIM-T/1"]))
        self.assertEqual([row["key"] for row in self.client.get(asked + "&offset=1").json["rows"]], ["SIM-T/3"])
        self.assertEqual(self.client.get("/api/records/case?naming=turnover:SIM").json["total"], 0, "not its beginning")
        self.assertEqual(self.client.get("/api/records/receipt?naming=turnover:SIM-T").json["total"], 0)

    def test_where_an_item_is_is_told_in_fields_for_other_languages(self):
        self.client.open_session()
        self.receive(self.client, 1)

        def now():
            answer = self.client.get("/api/custody/case:SIM-T%2F1")
            check_against_contract("GET", "/api/custody/{item}", answer)
            return answer.json["now"]

        self.assertEqual(now(), {"state": "turned over", "who": "SIM-A", "on": "2018-07-27", "ref": "turnover:SIM-T"})
        leg = {"key": "SIM-L", "items": "case:SIM-T/1", "from": "SIM-A", "to": "SIM-A", "to_place": "SIM hill", "departed": "2018-08-01"}
        self.assertEqual(self.client.post("/api/records/transfer", {"fields": leg}).status, 200)
        self.assertEqual(now(), {"state": "under way", "from": "SIM-A", "who": "SIM-A", "place": "SIM hill", "on": "2018-08-01", "ref": "transfer:SIM-L"})
        arrived = {"transfer": "SIM-L", "items": "case:SIM-T/1", "received": "2018-08-02", "by": "SIM", "seal_condition": "Intact"}
        self.assertEqual(self.client.post("/api/records/confirmation", {"fields": arrived}).status, 200)
        self.assertEqual({**now(), "ref": ""}, {"state": "received", "who": "SIM-A", "place": "SIM hill", "on": "2018-08-02", "ref": ""})

    def test_lists_of_decisions_say_who_signed_them_and_which_wait(self):
        self.client.open_session()

        def add(kind, **fields):
            answer = self.client.post(f"/api/records/{kind}", {"fields": fields})
            self.assertEqual(answer.status, 200, (kind, answer.body))

        def waiting(waits):
            answer = self.client.get(f"/api/records/identification?waits={waits}&limit=1")
            check_against_contract("GET", "/api/records/{kind}", answer)
            return answer.json["total"], [row["key"] for row in answer.json["rows"]]

        add("accession", key="SIM-C", lab="SIM-A", on="2018-08-01")
        add("individual", accession="SIM-C", number="1")
        add("person", key="SIM-P", role="Missing", sex="Male", name="SIM person")
        for n in (1, 2):
            key = f"SIM-ID-{n}"
            add("identification", key=key, individual="SIM-C-I-1", person="SIM-P", on="2019-01-01", author="SIM author")
            add("evidence", identification=key, type="anthropology", direction="Supports", by="SIM author", text="SIM")
            add("hypothesis", identification=key, text="SIM", answer="SIM")
            add("review", identification=key, type="Technical", outcome="Accepted", on="2019-01-02", by="SIM one")
            add("review", identification=key, type="Administrative", outcome="Accepted", on="2019-01-02", by="SIM two")
        self.assertEqual(waiting("signature"), (2, ["SIM-ID-1"]))
        signed = self.client.post("/api/records/identification/SIM-ID-1/signature", {"on": "2019-01-03"})
        self.assertEqual(signed.status, 200, signed.body)
        self.assertEqual(waiting("signature"), (1, ["SIM-ID-2"]))
        self.assertEqual(waiting("family"), (1, ["SIM-ID-1"]))
        states = [row["decision"] for row in self.client.get("/api/records/identification").json["rows"]]
        self.assertEqual({**states[0], "signed_by": ""}, {"signed_by": "", "signed_on": "2019-01-03", "accepted": 2, "returned": 0})
        self.assertEqual(states[1], {"accepted": 2, "returned": 0})
        self.assertEqual(self.client.get("/api/records/case?waits=signature").status, 400)
        self.assertEqual(self.client.get("/api/records/examination?waits=family").status, 400)

    def test_wrong_requests_are_told(self):
        self.client.open_session()
        for body, what in (({"fields": {"turnover": "SIM-T"}, "more": 1}, "'more' is not expected"),
                           ({"fields": ["a"]}, "'fields' should be an object of texts"), ({}, "'fields' is missing"),
                           ("[" * 100_000, "expected a JSON object"), ("nonsense", "expected a JSON object")):
            answer = self.client.post("/api/records/case", body)
            self.assertEqual(answer.status, 400)
            self.assertIn(what, answer.json["detail"])
        unknown = self.client.post("/api/records/case", {"fields": {"turnover": "NONE", "number": "1"}})
        self.assertEqual(unknown.status, 422)
        self.assertTrue(unknown.json["problems"])
        self.assertEqual(self.client.get("/api/records/case/none").status, 404)
        self.assertEqual(self.client.get("/api/records/nonsense").status, 400)
        self.assertEqual(self.client.get("/api/records/case?limit=100000").status, 400)
        self.assertEqual(self.client.ask("PUT", "/api/account").status, 405)
        self.assertEqual(self.client.get("/api/nothing").status, 404)

    def test_what_is_too_large_is_refused_and_the_server_stays(self):
        self.client.open_session()
        self.assertEqual(self.client.post("/api/records/case", b"x" * ((1 << 20) + 1), kind="application/json").status, 413)
        with socket.create_connection((self.server.address, self.server.port)) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Large: " + b"x" * 20_000 + b"\r\n\r\n")
            self.assertIn(b" 431 ", line.recv(1000))
        for wrong in (b"nonsense\r\n\r\n", b"GET  HTTP/1.1\r\n\r\n", b"\x16\x03\x01" + b"\0" * 100):
            with socket.create_connection((self.server.address, self.server.port), timeout=5) as line:
                line.sendall(wrong)
                self.assertIn(line.recv(1000)[:12], (b"HTTP/1.1 400", b""))
        self.assertEqual(self.client.get("/healthz").json, {"status": "ok"})

    def test_many_idle_connections_do_not_delay_the_next(self):
        idle = [socket.create_connection((self.server.address, self.server.port)) for _ in range(500)]
        for line in idle[::2]:
            line.sendall(b"GET / HT")
        begun = time.monotonic()
        self.assertEqual(self.client.get("/healthz").status, 200)
        self.assertLess(time.monotonic() - begun, 5, "hangs behind idle connections")
        self.assertLess(self.server.memory_kb(), 400_000)
        for line in idle:
            line.close()

    def test_a_photograph_is_hashed_as_it_arrives_and_comes_back_as_it_was(self):
        self.client.open_session()
        case = self.receive(self.client, 1).json["refs"][0].replace(" ", "%20")
        image = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20_000
        sha = hashlib.sha256(image).hexdigest()
        added = self.client.post(f"/api/photographs?of={case}&name=SIM.jpg", image, kind="image/jpeg",
                                 headers={"X-Content-SHA256": sha})
        self.assertEqual(added.status, 200, added.body)
        check_against_contract("POST", "/api/photographs", added)
        back = self.client.get(f"/api/photographs/{sha}")
        self.assertEqual((back.status, back.headers["Content-Type"], back.body), (200, "image/jpeg", image))
        record = self.client.get("/api/records/photograph").json["rows"][0]["fields"]
        self.assertEqual((record["file"], record["sha256"]), ("SIM.jpg", sha))
        wrong = self.client.post(f"/api/photographs?of={case}&name=SIM.jpg", image + b"x", kind="image/jpeg",
                                 headers={"X-Content-SHA256": sha})
        self.assertEqual(wrong.status, 422)
        page = self.client.post(f"/api/photographs?of={case}&name=x.html", b"<script>", kind="text/html")
        self.assertEqual(page.status, 422)
        self.assertNotIn("muster-serve", page.json["detail"], "where the server keeps it is nobody's business")

    def test_labels_are_printed_for_the_cases_of_a_turnover(self):
        self.client.open_session()
        self.assertEqual(self.client.get("/api/labels/turnover%3ASIM-T").status, 404, "it has no cases yet")
        self.receive(self.client, 7, seal="0042")
        sheet = self.client.get("/api/labels/turnover%3ASIM-T?used=3")
        self.assertEqual((sheet.status, sheet.headers["Content-Type"]), (200, "application/pdf"))
        check_against_contract("GET", "/api/labels/{of}", sheet)
        text = subprocess.run(["pdftotext", "-", "-"], input=sheet.body, capture_output=True, check=True).stdout.decode()
        for part in ("SIM-T/7", "seal 0042", "SIMULATED"):
            self.assertIn(part, text)
        (self.folder / "sheet.pdf").write_bytes(sheet.body)
        subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", "sheet.pdf", "sheet"], cwd=self.folder, check=True)
        codes = subprocess.run(["zbarimg", "--nodbus", "--raw", "-q", "sheet.png"], cwd=self.folder, capture_output=True, text=True, check=True)
        self.assertEqual(codes.stdout, "case:SIM-T/7\n")
        self.assertEqual(self.client.get("/api/labels/turnover%3ASIM-T?used=14").status, 400)
        self.assertIn("no parts to label", self.client.get("/api/labels/party%3ASIM-A").json["detail"])
        out = self.folder / "labels.pdf"
        self.assertIn("SIMULATED: 1 label", muster("labels", "SIM-T", "--out", str(out), "--store", self.store))
        self.assertEqual(out.read_bytes()[:5], b"%PDF-")

    def test_a_table_is_imported_or_its_rows_named(self):
        self.client.open_session()
        answer = self.client.post("/api/imports/case?name=cases.csv", "turnover,number\nSIM-T,1\nSIM-T,2\n", kind="text/csv")
        self.assertEqual(answer.status, 200, answer.body)
        wrong = self.client.post("/api/imports/case?name=cases.csv", "turnover,number\nSIM-T,3\nNONE,4\n", kind="text/csv")
        self.assertEqual((wrong.status, wrong.json["problems"][0]["line"], wrong.json["problems"][0]["file"]), (422, 3, "cases.csv"))
        self.assertEqual(self.client.get("/api/records/case").json["total"], 2)
        self.assertEqual(self.client.post("/api/imports/photograph", "of,file\ncase:1,/etc/passwd\n", kind="text/csv").status, 400)
        self.assertIn("turnover", self.client.get("/api/templates/case").body.decode())

    def test_corrections_withdrawals_and_reinstatements(self):
        self.client.open_session()
        ref = self.receive(self.client, 1).json["refs"][0]
        path = "/api/records/case/" + ref.split(":", 1)[1].replace(" ", "%20").replace("/", "%2F")
        self.assertEqual(self.client.post(path + "/corrections", {"set": {"remarks": "seen"}, "reason": "a test"}).status, 200)
        self.assertEqual(self.client.get(path).json["fields"]["remarks"], "seen")
        self.assertEqual(self.client.post(path + "/withdrawal", {"reason": "a test"}).status, 200)
        self.assertEqual(self.client.get("/api/records/case").json["total"], 0)
        self.assertEqual(self.client.ask("DELETE", path + "/withdrawal", {"reason": "a test"}).status, 200)
        self.assertEqual(self.client.get("/api/records/case").json["total"], 1)

    def test_figures_follow_from_a_signed_head(self):
        public = self.server.client()
        figures = public.get("/api/public/account?by=service")
        check_against_contract("GET", "/api/public/account", figures)
        self.assertEqual(public.get("/api/public/ledger/head").json, figures.json["head"])
        self.assertEqual(public.get("/api/public/account?by=person").status, 400)
        self.client.open_session()
        proof = self.client.get("/api/ledger/entries/1/proof")
        (self.folder / "proof").write_bytes(proof.body)
        self.assertIn("holds", muster("ledger", "check", str(self.folder / "proof"), "--key", figures.json["head"]["key"]))

    def test_a_job_tells_its_progress_and_its_answer(self):
        self.client.open_session()
        job = self.client.post("/api/jobs", {"job": "verify"})
        self.assertEqual(job.status, 202)
        events = self.client.get(job.headers["Location"] + "/events")
        self.assertEqual(events.headers["Content-Type"], "text/event-stream")
        last = json.loads(re.findall(r"data: (.*)\n", events.body.decode())[-1])
        self.assertEqual((last["state"], last["answer"]["whole"]), ("done", True))
        check_against_contract("GET", "/api/jobs/{id}", self.client.get(job.headers["Location"]))
        self.assertEqual(self.server.client().get(job.headers["Location"]).status, 401)

    def test_a_job_that_is_cancelled_says_so(self):
        self.client.open_session()
        rows = "".join(f"SIM-T,{number}\n" for number in range(6000))
        self.assertEqual(self.client.post("/api/imports/case?name=cases.csv", "turnover,number\n" + rows, kind="text/csv").status, 200)
        job = self.client.post("/api/jobs", {"job": "verify"}).headers["Location"]
        self.assertEqual(self.client.ask("DELETE", job).status, 204)
        self.client.get(job + "/events")
        answer = self.client.get(job)
        check_against_contract("GET", "/api/jobs/{id}", answer)
        self.assertEqual(answer.json["state"], "cancelled")

    def test_what_a_killed_server_left_behind_goes_with_the_next(self):
        with tempfile.TemporaryDirectory() as temporary:
            environment = {"TMPDIR": temporary}
            Server(self.store, environment=environment).stop(signal.SIGKILL)
            self.assertEqual(len(os.listdir(temporary)), 1)
            Server(self.store, environment=environment).stop()
            self.assertEqual(os.listdir(temporary), [])

    def test_it_is_not_served_beyond_its_machine(self):
        self.assertIn("has no users", muster("serve", "--store", self.store, "--listen", "0.0.0.0", "--port", "0", status=4))

    def test_logs_name_nobody(self):
        self.client.open_session()
        self.receive(self.client, 1, remarks="SECRET WORD")
        self.client.get("/api/persons?q=SECRETNAME")
        log = self.server.stop()
        for line in log:
            self.assertNotIn("SECRET", line)
            self.assertIn("time", json.loads(line))
        self.assertTrue(any('"route":"GET /api/persons"' in line for line in log))

    def test_a_log_that_nobody_reads_holds_up_no_answer_and_says_how_much_of_it_is_lost(self):
        server = Server(self.store, log_is_read=False)
        self.addCleanup(lambda: server.process.poll() is None and server.process.kill())
        asked, client = 4000, server.client()  # the pipe holds 64 KB, the server 256 KB, a line has more than 100 bytes
        for _ in range(asked):
            self.assertEqual(client.get("/healthz").status, 200)
        dropped = int(float(re.search(r"^muster_log_lines_dropped (\S+)$", client.get("/metrics").body.decode(), re.M).group(1)))
        self.assertGreater(dropped, 0)
        server.reader.start()
        while not any("log lines dropped" in line for line in server.log):
            client.get("/healthz")
        log = [json.loads(line) for line in server.stop()]
        told = sum(int(line["detail"]) for line in log if line["event"] == "log lines dropped")
        requests = sum(line["event"] == "request" for line in log)
        self.assertGreaterEqual(told, dropped)
        self.assertGreater(requests + told, asked)
        self.assertEqual(log[-1]["event"], "stopped")

    def test_a_server_stops_although_nobody_reads_its_log(self):
        server = Server(self.store, log_is_read=False)
        for _ in range(1000):
            server.client().get("/healthz")
        server.process.send_signal(signal.SIGTERM)
        self.assertEqual(server.process.wait(60), 0)
        server.reader.start()
        server.reader.join(60)
        server.process.stdout.close()
        server.process.stderr.close()

    def test_what_was_acknowledged_is_there_after_a_kill(self):
        for attempt in range(3):
            self.client.open_session()
            acknowledged = []

            def write(client=self.client, number=attempt * 1000):
                while True:
                    number += 1
                    try:
                        if self.receive(client, number).status == 200:
                            acknowledged.append(str(number))
                    except OSError:
                        return

            writer = threading.Thread(target=write)
            writer.start()
            time.sleep(0.7)
            self.server.stop(signal.SIGKILL)
            writer.join()
            self.start()
            self.client.open_session()
            rows = []
            while len(rows) < self.client.get("/api/records/case").json["total"]:
                rows += self.client.get(f"/api/records/case?limit=500&offset={len(rows)}").json["rows"]
            self.assertTrue(acknowledged)
            self.assertLessEqual(set(acknowledged), {row["fields"]["number"] for row in rows})
        self.assertIn("whole", muster("ledger", "verify", "--store", self.store))

    def test_a_stop_answers_what_was_begun(self):
        self.client.open_session()
        case = self.receive(self.client, 1).json["refs"][0].replace(" ", "%20")
        connection = self.server.connect()
        image = b"\xff\xd8\xff\xe0" + b"\0" * 1_000_000
        connection.putrequest("POST", f"/api/photographs?of={case}&name=SIM.jpg")
        for name, value in (("Cookie", self.client.cookie), ("X-CSRF-Token", self.client.csrf),
                            ("Content-Type", "image/jpeg"), ("Content-Length", str(len(image)))):
            connection.putheader(name, value)
        connection.endheaders(image[:500_000])
        time.sleep(0.3)
        self.server.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        connection.send(image[500_000:])
        self.assertEqual(connection.getresponse().status, 200)
        self.assertEqual(self.server.process.wait(30), 0)
        self.assertIn("SIM.jpg", muster("list", "photograph", "--store", self.store))


class TheExample(unittest.TestCase):
    """What analysts ask, of the example: the same numbers as on the command line."""

    @classmethod
    def setUpClass(cls):
        held = tempfile.TemporaryDirectory()
        cls.addClassCleanup(held.cleanup)
        cls.folder = pathlib.Path(held.name)
        cls.store = f"sqlite:{held.name}/example.db"
        muster("example", "wonsan-2018", "--small", "--store", cls.store)
        cls.server = Server(cls.store)
        cls.addClassCleanup(cls.server.stop)
        cls.client = cls.server.client()
        cls.client.open_session()

    def get(self, route, path):
        answer = self.client.get(path)
        self.assertEqual(answer.status, 200, (path, answer.body[:300]))
        check_against_contract("GET", route, answer)
        return answer

    def test_bones_and_inventories(self):
        self.assertIn("Femur", [bone["bone"] for bone in self.get("/api/bones", "/api/bones").json])
        inventory = self.get("/api/inventory/{of}", "/api/inventory/turnover%3AWONSAN-2018").json
        self.assertEqual(len(inventory["specimens"]), 45)
        self.assertEqual(inventory, json.loads(muster("inventory", "turnover:WONSAN-2018", "--json", "--store", self.store)))
        self.assertEqual(self.client.get("/api/inventory/party%3ADPAA").status, 404)

    def test_samples_and_their_typing(self):
        page = self.get("/api/samples", "/api/samples?limit=2&state=typed").json
        self.assertEqual((page["total"], len(page["rows"])), (45, 2))
        self.assertEqual(self.client.get("/api/samples?state=nonsense").status, 400)
        key = page["rows"][0]["key"]
        typing = self.get("/api/samples/{key}", "/api/samples/" + urllib.parse.quote(key, safe="")).json
        self.assertEqual(len(typing["consensus"]), 21)
        self.assertEqual(self.client.get("/api/samples/none").status, 404)

    def test_a_profile_is_searched_while_it_is_typed(self):
        sample = self.client.get("/api/samples").json["rows"][0]["key"]
        loci = self.client.get("/api/samples/" + urllib.parse.quote(sample, safe="")).json["results"][0]["loci"]
        typed = "\n".join(f"{locus} {','.join(alleles)}" for locus, alleles in loci.items())
        answer = self.client.post("/api/search", {"profile": typed + "\nD3", "person": "SIM-F0001-missing"})
        self.assertEqual(answer.status, 200, answer.body)
        check_against_contract("POST", "/api/search", answer)
        found = answer.json
        self.assertEqual((found["candidates"][0]["person"], len(found["not_read"])), ("SIM-F0001-missing", 1))
        explained = self.get("/api/explain", f"/api/explain?sample={urllib.parse.quote(sample)}&person=SIM-F0001-missing")
        said = re.search(r"In all: log10 LR ([-0-9.]+)", explained.json["text"]).group(1)
        self.assertEqual(f"{found['candidates'][0]['log10_lr']:.3f}", said)
        self.assertAlmostEqual(sum(row["log10_lr"] for row in found["opened"]), found["candidates"][0]["log10_lr"], 9)
        self.assertEqual(self.client.post("/api/search", {"profile": "TH01 6,7", "dropout": "much"}).status, 400)
        self.assertEqual(self.client.get("/api/explain?sample=none&person=none").status, 404)

    def test_an_analysis_runs_as_a_job_and_is_shown(self):
        job = self.client.post("/api/jobs", {"job": "identify", "joint": "none", "dropout": "0.02"})
        self.assertEqual(job.status, 202, job.body)
        self.client.get(job.headers["Location"] + "/events")
        done = self.client.get(job.headers["Location"]).json
        self.assertEqual(done["state"], "done", done)
        joint = self.get("/api/joint", "/api/joint").json
        self.assertEqual(joint["analysis"], done["answer"]["analysis"])
        self.assertEqual(len(joint["samples"]), 45)
        recorded = [line.split(" | ") for line in self.client.get(
            "/api/records/analysis/" + urllib.parse.quote(joint["analysis"].split(":")[1])).json["fields"]["results"]]
        best = {row["sample"]: row["candidates"][0]["person"] for row in joint["samples"] if row["candidates"]}
        self.assertEqual(best[recorded[0][0]], recorded[0][1])
        wrong = self.client.post("/api/jobs", {"job": "identify", "present": "much"}).headers["Location"]
        self.client.get(wrong + "/events")
        self.assertIn("a probability is expected", self.client.get(wrong).json["problem"]["detail"])

    def test_a_joint_analysis_stops_between_sweeps_when_it_is_cancelled(self):
        # So many individuals with so many samples each do not converge soon.
        endless = {"job": "identify", "joint": "top=10", "present": "0.5", "unknown": "40", "samples_each": "poisson:3", "dropout": "0.3"}
        job = self.client.post("/api/jobs", endless).headers["Location"]
        while (now := self.client.get(job).json)["state"] == "running" and now["step"] != "sweeps":
            time.sleep(0.1)
        self.assertEqual(now["step"], "sweeps")
        if self.client.get(job).json["state"] == "running":
            self.assertEqual(self.client.ask("DELETE", job).status, 204)
        self.client.get(job + "/events")
        self.assertIn(self.client.get(job).json["state"], ("cancelled", "done"))

    def test_what_a_family_can_still_tell(self):
        reach = self.get("/api/families/{key}/reach", "/api/families/SIM-F0003/reach").json
        self.assertGreater(len(reach["relatives"]), 0)
        self.assertGreaterEqual(reach["relatives"][0]["probability"], reach["relatives"][-1]["probability"])
        self.assertEqual(self.client.get("/api/families/none/reach").status, 404)

    def test_the_packet_says_what_the_command_line_says_and_its_code_is_the_head(self):
        packet = self.get("/api/identifications/{key}/packet", "/api/identifications/SIM-ID-01/packet")
        (self.folder / "packet.pdf").write_bytes(packet.body)
        text = subprocess.run(["pdftotext", self.folder / "packet.pdf", "-"], capture_output=True, text=True, check=True).stdout
        shown = json.loads(muster("identification", "packet", "SIM-ID-01", "--json", "--store", self.store))
        words = re.sub(r"\s+", "", text)
        for part in ("SIMULATED", shown["signature"][0]["fields"]["digest"], shown["signature"][0]["fields"]["by"],
                     *(review["fields"]["by"] for review in shown["reviews"]), *(one["fields"]["text"] for one in shown["evidence"])):
            self.assertIn(re.sub(r"\s+", "", part)[:40], words)
        subprocess.run(["pdftoppm", "-r", "200", "-png", "packet.pdf", "page"], cwd=self.folder, check=True)
        codes = subprocess.run(["zbarimg", "--nodbus", "--raw", "-q", *sorted(self.folder.glob("page*.png"))], capture_output=True, text=True)
        (self.folder / "head.json").write_text(codes.stdout)
        head = json.loads(codes.stdout)
        self.assertIn(head["root"][:16], text)
        self.assertIn("holds: the signature", muster("ledger", "check", str(self.folder / "head.json"), "--key", head["key"]))
        muster("ledger", "check", str(self.folder / "head.json"), "--key", "0" * 64, status=5)
        (self.folder / "head.json").write_text(codes.stdout.replace('"size":"4', '"size":"5'))
        muster("ledger", "check", str(self.folder / "head.json"), status=5)
        self.assertEqual(self.client.get("/api/identifications/none/packet").status, 404)

    def test_the_packet_in_korean_has_the_same_numbers_and_says_its_language(self):
        pdfs, texts = {}, {}
        for language in ("en", "ko"):
            pdfs[language] = self.client.get(f"/api/identifications/SIM-ID-01/packet?language={language}").body
            texts[language] = subprocess.run(["pdftotext", "-", "-"], input=pdfs[language], capture_output=True, check=True).stdout.decode()
            self.assertIn(f"/Lang ({language})".encode(), pdfs[language])
        words = re.sub(r"\s+", "", texts["ko"])
        for part in ("신원 확인 SIM-ID-01", "뒷받침하거나 반대하는 증거", "대립 가설", "서명 범위", "모의 자료: 현실의 것은 아무것도 없음"):
            self.assertIn(part.replace(" ", ""), words)
        self.assertNotRegex(texts["en"], "[가-힣]")
        # As a set: what stands at the foot stands there as often as there are pages, and Korean is shorter.
        numbers = {language: set(re.findall(r"[0-9]+[.][0-9]+", text)) for language, text in texts.items()}
        self.assertEqual(numbers["ko"], numbers["en"])
        for shown in set(re.findall(r"[0-9]+[.-][0-9.-]+[0-9]", texts["en"])):
            self.assertIn(shown, texts["ko"])
        out = self.folder / "ko.pdf"
        muster("identification", "print", "SIM-ID-01", "--out", str(out), "--language", "ko", "--store", self.store)
        self.assertIn("/Lang (ko)".encode(), out.read_bytes())
        refused = self.client.get("/api/identifications/SIM-ID-01/packet?language=fr")
        self.assertEqual(refused.status, 400)
        self.assertIn("en or ko is expected", refused.json["detail"])


class Impatient(Served):
    """Who sends slowly is told so, or cut off; the others do not notice."""
    options = ("--patience", "1")

    def line(self):
        line = socket.create_connection((self.server.address, self.server.port), timeout=30)
        self.addCleanup(line.close)
        return line

    def seconds_until_closed(self, line):
        begun = time.monotonic()
        while line.recv(1000):
            pass
        return time.monotonic() - begun

    def test_a_head_that_does_not_end_is_cut_off(self):
        line = self.line()
        line.sendall(b"GET / HT")
        self.assertLess(self.seconds_until_closed(line), 20)

    def test_an_idle_line_is_closed_in_the_end(self):
        line = self.line()
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        self.assertIn(b"200 OK", line.recv(1000))
        self.assertGreater(self.seconds_until_closed(line), 2, "idle for longer than a request may take")

    def test_a_body_that_comes_byte_by_byte_is_refused(self):
        self.client.open_session()
        line = self.line()
        line.sendall(f"POST /api/records/case HTTP/1.1\r\nHost: {self.server.host}\r\nCookie: {self.client.cookie}\r\n"
                     f"X-CSRF-Token: {self.client.csrf}\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{{".encode())
        answer = b""
        line.settimeout(0.2)
        for _ in range(100):
            try:
                answer = line.recv(1000)
                break
            except TimeoutError:
                line.sendall(b" ")
        self.assertIn(b" 408 ", answer)
        self.assertIn(b"too slowly", answer)
        self.assertEqual(self.client.get("/healthz").status, 200)
        self.assertIn(" 408", " ".join(self.server.stop()).replace('"status":408', " 408"))


class OnPostgresql(unittest.TestCase):
    """The same server before a database that a laboratory shares."""

    def setUp(self):
        words = os.environ.get("MUSTER_TEST_POSTGRESQL")
        if not words:
            self.skipTest("no PostgreSQL server; ctest starts one")
        schema = f"muster_served_{os.getpid()}"
        sql = lambda text: subprocess.run(["psql", "-qd", words, "-c", text], check=True, capture_output=True)  # noqa: E731
        sql(f"CREATE SCHEMA {schema}")
        self.addCleanup(sql, f"DROP SCHEMA {schema} CASCADE")
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.key = f"{held.name}/ledger.key"
        self.words = ("--store", f"postgresql:{words} options=-csearch_path={schema}", "--key", self.key)
        muster("init", "--title", "a register of the tests", "--simulated", *self.words)
        muster("party", "add", "SIM-A", "--name", "SIM agency", "--type", "Military", *self.words)
        muster("turnover", "add", "SIM-T", "--from", "SIM-A", "--to", "SIM-A", "--on", "2018-07-27", "--place", "SIM", "--claimed", "3",
               *self.words)

    def start(self):
        self.server = Server(self.words[1], "--key", self.key)
        self.addCleanup(lambda server=self.server: server.process.poll() is None and server.stop())
        client = self.server.client()
        client.open_session()
        return client

    def test_it_records_lists_and_counts_and_keeps_what_was_acknowledged(self):
        client = self.start()
        for number in range(1, 4):
            answer = client.post("/api/records/case", {"fields": {"turnover": "SIM-T", "number": str(number)}})
            self.assertEqual(answer.status, 200, answer.body)
            check_against_contract("POST", "/api/records/{kind}", answer)
        self.server.stop(signal.SIGKILL)
        client = self.start()
        page = client.get("/api/records/case?limit=2&offset=1").json
        self.assertEqual((page["total"], [row["key"] for row in page["rows"]]), (3, ["SIM-T/2", "SIM-T/3"]))
        for path in ("/api/account", "/api/findings", "/api/custody", "/api/ledger/head", "/api/ledger/entries", "/api/public/account"):
            answer = client.get(path)
            self.assertEqual(answer.status, 200, (path, answer.body))
            check_against_contract("GET", path, answer)
        job = client.post("/api/jobs", {"job": "verify"})
        client.get(job.headers["Location"] + "/events")
        self.assertTrue(client.get(job.headers["Location"]).json["answer"]["whole"])

    def test_two_servers_before_one_database_see_each_other(self):
        one, other = self.start(), self.start()
        self.assertEqual(other.get("/api/records/case").json["total"], 0)
        one.post("/api/records/case", {"fields": {"turnover": "SIM-T", "number": "1"}})
        self.assertEqual(other.get("/api/records/case").json["total"], 1)
        other.post("/api/records/case", {"fields": {"turnover": "SIM-T", "number": "2"}})
        self.assertEqual(one.get("/api/records/case").json["total"], 2)


class OverTls(Served):
    users = True

    def start(self):
        key, certificate = self.folder / "key.pem", self.folder / "certificate.pem"
        if not key.exists():
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
                            "/CN=localhost", "-days", "2", "-keyout", key, "-out", certificate], check=True, capture_output=True)
        self.options = ("--cert", str(certificate), "--cert-key", str(key))
        super().start()

    def test_a_session_over_tls_has_a_secure_cookie(self):
        self.assertTrue(self.server.secure)
        answer = self.client.log_in("auditor")
        self.assertEqual(answer.status, 200, answer.body)
        self.assertIn("; Secure", answer.headers["Set-Cookie"])
        self.assertIn("max-age", answer.headers["Strict-Transport-Security"])
        self.assertEqual(self.client.get("/api/account").status, 200)

    def test_beyond_the_machine_it_needs_tls(self):
        self.assertIn("in the clear", muster("serve", "--store", self.store, "--listen", "0.0.0.0", "--port", "0", status=4))
        self.assertIn("go together", muster("serve", "--store", self.store, "--cert", "x", status=2))
        self.assertIn("is no certificate", muster("serve", "--store", self.store, "--cert", __file__, "--cert-key", __file__,
                                                  "--port", "0", status=3))

    def test_who_speaks_no_tls_gets_nothing_and_the_server_stays(self):
        with socket.create_connection((self.server.address, self.server.port), timeout=5) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            self.assertNotIn(b"200", line.recv(1000))
        self.assertEqual(self.client.get("/healthz").status, 200)


class WithUsers(Served):
    users = True

    def test_nothing_is_told_without_a_login(self):
        for method, path, operation in operations():
            if "events" in path or operation.get("security") == []:
                continue
            answer = self.client.ask(method, filled(path), body={} if "requestBody" in operation else None)
            self.assertIn(answer.status, (401, 413), (method, path))
        session = self.client.get("/api/session").json
        self.assertEqual((session["user"], session["may"], session["csrf"]), (None, [], None))

    def test_a_wrong_password_is_refused_and_after_some_has_to_wait(self):
        for _ in range(5):
            answer = self.client.log_in("auditor", "another password")
            self.assertEqual(answer.status, 403)
        waiting = self.client.log_in("auditor")
        self.assertEqual(waiting.status, 429)
        self.assertGreaterEqual(int(waiting.headers["Retry-After"]), 1)
        self.assertEqual(self.client.log_in("nobody", "another password").json["detail"], answer.json["detail"])
        self.assertEqual(self.client.log_in("historian").status, 200, "others are not held back")

    def test_a_session_has_a_new_name_at_login_and_none_after(self):
        fixed = "muster_session=" + "0" * 64
        answer = self.client.ask("POST", "/api/session", {"name": "auditor", "password": PASSWORD}, headers={"Cookie": fixed})
        cookie = answer.headers["Set-Cookie"]
        self.assertNotIn("0" * 64, cookie)
        for word in ("HttpOnly", "SameSite=Strict", "Path=/"):
            self.assertIn(word, cookie)
        self.client.csrf = answer.json["csrf"]
        first = self.client.cookie
        self.client.log_in("historian")
        self.assertEqual(self.client.get("/api/account", headers={"Cookie": first}).status, 401, "the earlier one is over")
        kept = self.client.cookie
        self.assertEqual(self.client.ask("DELETE", "/api/session").status, 204)
        self.assertEqual(self.client.get("/api/account", headers={"Cookie": kept}).status, 401)

    def test_a_session_ends_with_the_password_it_was_made_with(self):
        other = self.server.client()
        self.assertEqual(other.log_in("historian").status, 200)
        self.assertEqual(self.client.log_in("historian").status, 200)
        changed = self.client.ask("PUT", "/api/users/historian/password", {"password": "another horse battery"})
        self.assertEqual(changed.status, 200, changed.body)
        self.assertEqual(self.client.get("/api/account").status, 200, "one's own session goes on")
        self.assertEqual(other.get("/api/account").status, 403)
        self.assertIsNone(other.get("/api/session").json["user"])

    def test_a_second_factor_is_asked_for_and_a_code_opens_once(self):
        self.client.log_in("auditor")
        secret = self.client.post("/api/second-factor").json["secret"]
        self.assertEqual(self.client.ask("PUT", "/api/second-factor", {"code": "000000"}).status, 422)
        self.assertEqual(self.client.ask("PUT", "/api/second-factor", {"code": one_time_code(secret)}).status, 200)
        self.assertTrue(self.client.get("/api/session").json["second_factor"])
        other = self.server.client()
        self.assertEqual(other.log_in("auditor").json["title"], "code needed")
        self.assertEqual(other.log_in("auditor", code="000000").status, 403)
        code = one_time_code(secret, 1)
        self.assertEqual(other.log_in("auditor", code=code).status, 200)
        self.assertEqual(self.server.client().log_in("auditor", code=code).status, 403, "it was used")
        boss = self.server.client()
        boss.log_in("administrator")
        dropped = boss.ask("DELETE", "/api/users/auditor/second-factor", {"reason": "lost"})
        self.assertEqual(dropped.status, 200, dropped.body)
        self.assertEqual(self.server.client().log_in("auditor").status, 200)

    def test_every_role_may_do_what_the_matrix_says_and_nothing_else(self):
        matrix = {row["action"]: row for row in json.loads(self.matrix())}
        # Which action records and lists each kind stands in one place for both tests of the matrix.
        table = (ROOT / "tests/unit/app_access_test.cpp").read_text()
        kinds = {kind: actions for kind, *actions in re.findall(r'\{"(\w+)", \{"([^"]*)", "([^"]*)"\}\}', table)}
        self.assertGreater(len(kinds), 45)
        reads = {"/api/account": "read who is accounted", "/api/ledger/entries": "read entries",
                 "/api/inventory/turnover%3ASIM-T": "read the physical", "/api/samples": "read the physical",
                 "/api/joint": "read analyses", "/api/users": "read users", "/api/records/view": "read who saw"}

        def says(prefix, role):
            found = [row for action, row in matrix.items() if action.startswith(prefix)]
            self.assertEqual(len(found), 1, prefix)
            return found[0][role]

        for role in ROLES:
            client = self.server.client()
            self.assertEqual(client.log_in(role).status, 200)
            for path, action in reads.items():
                expected = 200 if says(action, role) == "yes" else 403
                self.assertEqual(client.get(path).status, expected, (role, path))
            for kind, (records, lists) in kinds.items():
                status = client.get(f"/api/records/{kind}").status
                self.assertEqual(status == 200, says(lists, role) == "yes", (role, kind, status))
                if records:
                    status = client.post(f"/api/records/{kind}", {"fields": {}, "trial": True}).status
                    self.assertEqual(status != 403, says(records, role) == "yes", (role, kind, status))
            added = client.post("/api/users", {"name": "x", "roles": ["auditor"], "password": "short", "trial": True}).status
            self.assertEqual(added != 403, role == "administrator", role)

    def test_nobody_reviews_their_own_inventory_nor_in_anothers_name(self):
        one, other = self.server.client(), self.server.client()
        self.assertEqual((one.log_in("anthropologist").status, other.log_in("odontologist").status), (200, 200))

        def say(client, state, by):
            fields = {"of": "turnover:SIM-T", "state": state, "on": "2018-10-01", "by": by}
            return client.post("/api/records/inventory", {"fields": fields})

        self.assertEqual(say(one, "Complete", "odontologist").status, 403, "in another's name")
        self.assertEqual(say(one, "Complete", "anthropologist").status, 200)
        own = say(one, "reviewed", "anthropologist")
        self.assertEqual((own.status, own.json["detail"]),
                         (409, "turnover:SIM-T: anthropologist completed this inventory; somebody else reviews it"))
        self.assertEqual(say(other, "Reviewed", "odontologist").status, 200)
        self.assertEqual(other.get("/api/inventory/turnover%3ASIM-T").json["state"], "reviewed")

    def test_nothing_ante_mortem_is_sent_to_an_analyst_who_is_blind(self):
        clients = {}
        for role in ("custodian", "anthropologist", "family case manager"):
            clients[role] = self.server.client()
            self.assertEqual(clients[role].log_in(role).status, 200)

        def record(user, kind, /, **fields):
            answer = clients[user].post(f"/api/records/{kind}", {"fields": fields})
            self.assertEqual(answer.status, 200, answer.body)

        record("custodian", "accession", key="SIM-A1", on="2018-08-01", lab="SIM-A", turnover="SIM-T")
        record("anthropologist", "specimen", accession="SIM-A1", designator="1", human="Human", bone="Femur", side="Left",
               completeness="Complete")
        record("family case manager", "person", key="SECRET-1", role="Missing", sex="Male", name="SECRET name", conflict="SECRET war")
        record("family case manager", "family", key="SECRET-F", missing="SECRET-1")
        record("anthropologist", "examination", key="SIM-EX", of="specimen:SIM-A1, 1", type="Biological profile",
               analyst="anthropologist", on="2018-09-01")
        blind = clients["anthropologist"]
        self.assertTrue(blind.get("/api/session").json["blind"])
        names = {"{kind}": "person", "{key}": "SECRET-1", "{of}": "accession:SIM-A1", "{item}": "specimen:SIM-A1, 1"}
        for method, path, _ in operations():
            if method != "GET" or "events" in path or "{sha256}" in path:
                continue
            for kind in ("person", "family", "identification", "analysis", "status", "reference"):
                target = path
                for name, value in {**names, "{kind}": kind}.items():
                    target = target.replace(name, urllib.parse.quote(value, safe=""))
                answer = blind.get(filled(target) + ("?q=SECRET" if path == "/api/persons" else ""))
                self.assertNotRegex(answer.body, b"SECRET (name|war)", target)  # the key is the question's own
        for path in ("/api/persons?q=SECRET", "/api/records/person", "/api/families/SECRET-F", "/api/joint", "/api/account"):
            self.assertEqual(blind.get(path).status, 403, path)
        self.assertEqual(blind.post("/api/search", {"profile": "TH01 6,9.3", "person": "SECRET-1"}).status, 403)
        self.assertEqual(len(blind.get("/api/inventory/accession%3ASIM-A1").json["specimens"]), 1, "the bones are theirs to see")
        unsigned = blind.post("/api/records/examination/SIM-EX/signature", {})
        self.assertEqual(unsigned.status, 409, "it has no findings")
        self.assertEqual(blind.post("/api/records/examination/SIM-EX/corrections", {"set": {"findings": "adult"}, "reason": "done"}).status, 200)
        signed = blind.post("/api/records/examination/SIM-EX/signature", {})
        self.assertEqual(signed.status, 200, signed.body)
        check_against_contract("POST", "/api/records/{kind}/{key}/signature", signed)
        self.assertFalse(blind.get("/api/session").json["blind"])
        self.assertIn(b"SECRET war", blind.get("/api/records/person/SECRET-1").body, "now the analyst may see the roster")

    def matrix(self):
        client = self.server.client()
        client.log_in("auditor")
        return client.get("/api/roles").body

    def test_who_turns_pages_makes_one_entry(self):
        self.client.log_in("historian")
        muster("roster", "add", "SIM-P", "--role", "Missing", "--sex", "Male", "--store", self.store,
               MUSTER_USER="historian", MUSTER_PASSWORD=PASSWORD)
        for _ in range(3):
            self.assertEqual(self.client.get("/api/records/person").json["total"], 1)
        auditor = self.server.client()
        auditor.log_in("auditor")
        seen = [row for row in auditor.get("/api/records/view").json["rows"] if row["fields"]["who"] == "historian"]
        self.assertEqual(len(seen), 1)


if __name__ == "__main__":
    unittest.main()
