#!/usr/bin/env python3
"""Users, roles and passwords as they are met on the command line. Run by ctest as register_test.py is."""

import json
import os
import pty
import subprocess
import unittest

from register_test import MUSTER, ROOT, Register as WithRegister

PASSWORD = "correct horse battery"


class Access(WithRegister):
    def add(self, name, roles, *more):
        self.environment["MUSTER_NEW_PASSWORD"] = PASSWORD
        told = self.muster("user", "add", name, "--roles", roles, *more)
        self.environment["MUSTER_PASSWORD"] = PASSWORD
        return told

    def become(self, name):
        self.environment["MUSTER_USER"] = name

    def begin_with_users(self):
        self.begin()
        self.muster("accession", "add", "A", "--on", "2018-08-01", "--lab", "CIL", "--turnover", "Wonsan 2018")
        self.muster("individual", "add", "--accession", "A", "--number", "01")
        self.muster("roster", "add", "SECRET-1", "--role", "missing", "--sex", "male", "--name", "SECRET Kim")
        self.become("boss")
        self.add("boss", "administrator")

    def test_a_register_is_open_until_its_first_user_closes_it(self):
        self.begin()
        self.assertIn("anybody who has the store may do everything", self.muster("user", "list"))
        self.environment["MUSTER_NEW_PASSWORD"] = PASSWORD
        self.refused(4, "must be an administrator", "user", "add", "ann", "--roles", "custodian")
        self.environment["MUSTER_NEW_PASSWORD"] = "short"
        self.refused(3, "has 5 characters; expected at least 12", "user", "add", "boss", "--roles", "administrator")
        self.become("boss")
        self.assertIn("only users can do anything", self.add("boss", "administrator"))
        self.assertIn("administrator", self.muster("user", "list"))
        self.become("Custodian A")
        unknown = self.refused(7, "no such user, or another password", "case", "list")
        self.become("boss")
        self.environment["MUSTER_PASSWORD"] = "not the right one"
        self.assertEqual(self.refused(7, "", "case", "list").stderr, unknown.stderr)
        del self.environment["MUSTER_PASSWORD"]
        self.write("password", PASSWORD + "\n")
        self.muster("user", "list", "--password-file", "password")
        self.refused(3, "no password can be read from it", "user", "list", "--password-file", "none")

    def test_roles_decide_and_the_message_says_whose_they_are(self):
        self.begin_with_users()
        self.add("ann", "custodian;DNA analyst", "--name", "Ann A.")
        self.add("casey", "family case manager")
        self.refused(7, "who may: custodian, historian", "party", "add", "P", "--name", "n", "--type", "Other")
        self.become("ann")
        self.muster("party", "add", "P", "--name", "n", "--type", "Other")
        for arguments in (("backup", "copy.db"), ("ledger", "rebuild"), ("ledger", "export"),
                          ("user", "add", "x", "--roles", "auditor"), ("family", "list"), ("view", "list")):
            if arguments[0] == "view":
                arguments = ("list", "view")
            self.refused(7, "may not", *arguments)
        self.assertFalse((self.path / "copy.db").exists())
        self.assertIn("whole", self.muster("ledger", "verify"))
        self.become("boss")
        self.muster("user", "roles", "ann", "--roles", "auditor", "--reason", "she audits now")
        self.refused(4, "last administrator", "user", "withdraw", "boss", "--reason", "leaves")
        self.refused(2, "users are changed by muster user", "correct", "user", "ann", "--set", "roles=custodian",
                     "--reason", "r")
        self.become("ann")
        self.refused(7, "may not record parties", "party", "add", "Q", "--name", "n", "--type", "Other")
        self.assertIn("SECRET Kim", self.muster("show", "person:SECRET-1"))
        self.become("boss")
        self.muster("user", "withdraw", "ann", "--reason", "left")
        self.assertNotIn("ann", self.muster("user", "list"))
        self.become("ann")
        self.refused(7, "no such user", "case", "list")

    def test_a_password_is_changed_by_its_user(self):
        self.begin_with_users()
        self.add("ann", "custodian")
        self.become("ann")
        self.environment["MUSTER_NEW_PASSWORD"] = "another password"
        self.muster("user", "password")
        self.refused(7, "another password", "case", "list")
        self.environment["MUSTER_PASSWORD"] = "another password"
        self.muster("case", "list")
        self.refused(7, "may not add, change and withdraw users", "user", "password", "boss")
        self.assertNotIn(b"argon2", (self.path / "muster.db").read_bytes())

    def test_whoever_examines_is_blind_until_it_is_signed(self):
        self.begin_with_users()
        self.add("dentist", "odontologist;medical examiner;administrator;auditor")
        self.become("dentist")
        self.muster("examination", "add", "EX", "--of", "individual:A-I-01", "--type", "Odontology", "--analyst",
                    "dentist", "--on", "2018-09-01", "--findings", "all teeth")
        for arguments in (("show", "person:SECRET-1"), ("list", "person"), ("roster", "find", "Kim"),
                          ("ledger", "export"), ("backup", "copy.db"), ("identify",), ("account",)):
            told = self.refused(7, "examination:EX", *arguments)
            self.assertNotIn("SECRET Kim", told.stdout + told.stderr)
        self.assertNotIn("SECRET", self.muster("ledger", "log", "--last", "100", "--json"))
        self.assertIn("all teeth", self.muster("examination", "show", "EX"))
        self.muster("examination", "sign", "EX")
        self.assertIn("SECRET Kim", self.muster("show", "person:SECRET-1"))

    def test_who_saw_what_is_an_entry(self):
        self.begin_with_users()
        self.add("casey", "family case manager")
        self.become("casey")
        self.muster("show", "person:SECRET-1")
        self.refused(4, "needs the ledger's signing key", "show", "person:SECRET-1", "--key", "none.key")
        self.become("boss")
        seen = [view["fields"] for view in self.json("list", "view")]
        self.assertEqual(seen, [{"of": ["person:SECRET-1"], "through": "show", "who": "casey"}])
        self.assertIn("whole", self.muster("ledger", "verify"))

    def test_a_password_is_typed_where_a_terminal_is_and_not_shown(self):
        self.begin_with_users()
        environment = {k: v for k, v in self.environment.items() if k != "MUSTER_PASSWORD"}
        self.assertIn("no terminal", subprocess.run([MUSTER, "user", "list"], cwd=self.path, env=environment,
                                                    capture_output=True, text=True, start_new_session=True,
                                                    timeout=60).stderr)
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(self.path)
            os.execve(MUSTER, [MUSTER, "user", "list"], environment)
        seen = b""
        while b"password: " not in seen:
            seen += os.read(terminal, 1024)
        os.write(terminal, PASSWORD.encode() + b"\n")
        try:
            while part := os.read(terminal, 1024):
                seen += part
        except OSError:  # the other end is closed
            pass
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0, seen)
        self.assertIn(b"administrator", seen)
        self.assertNotIn(PASSWORD.encode(), seen)

    def test_the_matrix_is_the_one_in_the_documents(self):
        matrix = self.muster("user", "matrix")
        self.assertIn(matrix, (ROOT / "docs/access.md").read_text(encoding="utf-8"))
        self.assertEqual(len(json.loads(self.muster("user", "matrix", "--json"))), len(matrix.splitlines()) - 2)

    def test_a_server_is_closed_in_the_same_way(self):
        server = os.environ.get("MUSTER_TEST_POSTGRESQL")
        if not server:
            self.skipTest("no PostgreSQL server; ctest starts one")
        name = f"access_{os.getpid()}"
        subprocess.run(["psql", "-qd", server, "-c", f"CREATE SCHEMA {name}"], check=True, capture_output=True)
        try:
            self.environment["MUSTER_STORE"] = f"postgresql:{server} options=-csearch_path={name}"
            self.environment["MUSTER_KEY"] = str(self.path / "ledger.key")
            self.begin_with_users()
            self.add("ann", "custodian", "--projects", "A")
            self.become("ann")
            self.muster("accession", "show", "A")
            self.refused(7, "may not read the roster", "show", "person:SECRET-1")
            self.become("nobody")
            self.refused(7, "no such user", "case", "list")
        finally:
            subprocess.run(["psql", "-qd", server, "-c", f"DROP SCHEMA {name} CASCADE"], check=True,
                           capture_output=True)


if __name__ == "__main__":
    unittest.main()
