// The page in a browser: the record's story from the turnover to the public figures, every page by axe in light, dark and
// at 360 px, and that nothing leaves the machine. MUSTER_SHOTS names a folder for pictures.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { axe, fill, folder, open, password, record as recordHere, run, serve, store, visit } from "./muster.mjs";

const shots = process.env.MUSTER_SHOTS;

/// Records one thing as a person does, in the form of its kind.
async function record(page, kind, fields) {
  await visit(page, `new/${kind}`);
  await recordHere(page, fields);
}

test("the record's story: received, one short, photographed, handed over, counted, proved", async () => {
  const base = await serve("story", "init", "--title", "a simulated register", "--simulated");
  const page = await open(base);
  await visit(page, "today");
  await page.getByText("SIMULATED: nothing in this register is of the real world.").waitFor();
  for (const key of ["SIM-GIVER", "SIM-BASE", "SIM-LAB"]) await record(page, "party", { key, name: `simulated ${key}`, type: "Military" });
  await record(page, "turnover", { key: "SIM-2018", on: "2018-07-27", place: "Wonsan", from: "SIM-GIVER", to: "SIM-BASE", claimed: "55" });

  // A mistake is told at its field, and nothing is recorded.
  await visit(page, "new/case");
  await fill(page, { turnover: "SIM-2019", number: "01" });
  await page.getByRole("button", { name: "Check" }).click();
  await page.locator("[id$=-turnover][aria-invalid=true]").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), "field-case-turnover");

  // 54 of the 55 cases by a table; its mistakes are named by row.
  const table = join(folder, "cases.csv");
  const rows = (last) =>
    ["turnover,number", ...Array.from({ length: last }, (_, n) => `SIM-2018,${String(n + 1).padStart(2, "0")}`)].join("\n") + "\n";
  writeFileSync(table, rows(54).replace("SIM-2018,07", "SIM-2017,07"));
  await visit(page, "import/case");
  await page.locator("#table").setInputFiles(table);
  await page.getByRole("button", { name: "Check" }).click();
  await page.getByRole("alert").getByText("SIM-2017").waitFor();
  writeFileSync(table, rows(54));
  await page.locator("#table").setInputFiles([]);
  await page.locator("#table").setInputFiles(table);
  await page.getByRole("button", { name: "Check" }).click();
  await page.getByText("54 rows are right").waitFor();
  await page.getByRole("button", { name: "Record", exact: true }).click();
  await page.getByRole("status").getByText("Recorded:").waitFor();
  await visit(page, "turnovers");
  await page.getByText("received: 54").waitFor();

  // One is handed over on paper that never came: the leg names it, the confirmation lacks it, a finding opens.
  const names = Array.from({ length: 54 }, (_, n) => `case:SIM-2018/${String(n + 1).padStart(2, "0")}`);
  await record(page, "transfer", {
    key: "SIM-LEG-1",
    from: "SIM-BASE",
    to: "SIM-LAB",
    items: names.join(";"),
    from_place: "Osan Air Base",
    to_place: "Pearl Harbor",
    departed: "2018-08-01T08:00Z",
  });
  await record(page, "confirmation", {
    transfer: "SIM-LEG-1",
    items: names.slice(0, 53).join(";"),
    received: "2018-08-01T20:00Z",
    by: "simulated custodian",
    seal_condition: "Intact",
  });
  await visit(page, "findings");
  await page.getByText("case:SIM-2018/54").first().waitFor();
  await record(page, "confirmation", {
    transfer: "SIM-LEG-1",
    items: names[53],
    received: "2018-08-03T09:00Z",
    by: "simulated custodian",
    seal_condition: "Intact",
  });
  await visit(page, "findings");
  for (const name of await page.locator("ul.plain li a").filter({ hasText: /^F/ }).allTextContents()) {
    await visit(page, `findings/${name}`);
    await page.getByLabel("Reason").fill("simulated: looked into");
    await page.getByRole("button", { name: "Resolve" }).click();
    await page.getByText("resolved").first().waitFor();
  }
  await visit(page, "findings");
  await page.getByText("No finding is open.").waitFor();

  // A photograph of the case, with its hash; the custody timeline shows leg, map and picture.
  const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
  writeFileSync(join(folder, "SIM-photo.png"), png);
  await visit(page, `turnovers/${encodeURIComponent("case:SIM-2018/01")}`);
  await page.locator("#photo").setInputFiles(join(folder, "SIM-photo.png"));
  await page.locator("figure img").waitFor();
  await page.getByRole("img", { name: /Where the legs went/ }).waitFor();
  await record(page, "accession", {
    key: "SIM-ACC",
    lab: "SIM-LAB",
    on: "2018-08-05",
    turnover: "SIM-2018",
    cases: names.map((name) => name.slice(5)).join(";"),
  });

  // Figures change, the public page shows them without names, small ones not at all.
  for (let n = 0; n < 6; ++n)
    await record(page, "person", { key: `SIM-P${n}`, role: "Missing", sex: "Male", service: "Army", name: `Simulated Person ${n}` });
  await visit(page, "today");
  await page.locator(".big", { hasText: /^6$/ }).first().waitFor();
  await record(page, "status", { person: "SIM-P0", on: "2019-01-01", status: "Accounted for: other credible evidence" });
  const reader = await open(base);
  await visit(reader, "public");
  await reader.getByRole("cell", { name: "withheld" }).first().waitFor();
  assert.ok(!(await reader.textContent("body")).includes("Simulated Person"));

  // Undo: what was recorded by mistake is withdrawn with a reason.
  await record(page, "party", { key: "SIM-MISTAKE", name: "simulated mistake", type: "Other" });
  await page.getByRole("button", { name: "Withdraw this" }).click();
  await page.getByLabel("Why is it withdrawn?").fill("simulated: a mistake");
  await page.getByRole("button", { name: "Withdraw", exact: true }).click();
  await page.getByText("withdrawn", { exact: true }).waitFor();

  // Whoever doubts it checks an entry in the browser, and then the whole ledger.
  await visit(page, "ledger/5");
  await page.getByRole("button", { name: "Check this entry here" }).click();
  await page.getByText("It holds").waitFor();
  await visit(page, "ledger");
  await page.getByRole("button", { name: "Verify the whole ledger" }).click();
  await page.getByText("The ledger is whole").waitFor();
  assert.deepEqual([...page.wrong, ...reader.wrong], []);
});

test("whoever logs in sees what their role may, and leaves nothing behind", async () => {
  const page = await open(await serve("users", "init", "--simulated"));
  run("user", "add", "boss", "--roles", "administrator", "--store", store("users"));
  run("user", "add", "ann", "--roles", "custodian", "--store", store("users"), "--by", "boss");
  await visit(page, "today");
  await page.getByLabel("Name").fill("ann");
  await page.getByLabel("Password").fill("another password");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByRole("alert").waitFor();
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("You are ann").waitFor();
  assert.deepEqual(await page.locator("nav a").allTextContents(), [
    "Today",
    "Turnovers",
    "Bones",
    "DNA",
    "Sources",
    "Findings",
    "Ledger",
    "Administration",
    "Public figures",
  ]);
  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByRole("button", { name: "Log in" }).waitFor();
  assert.deepEqual(page.wrong, []);
});

test("the whole menu stands in one line at 1280 px, in both languages", async () => {
  const base = await serve("menu", "init", "--simulated");
  for (const locale of ["en-GB", "ko-KR"]) {
    const page = await open(base, { locale });
    await visit(page, "findings"); // what is open is bold, and wider
    const tops = await page.locator("nav li").evaluateAll((all) => all.map((one) => one.offsetTop));
    assert.equal(tops.length, 14);
    assert.equal(new Set(tops).size, 1, locale);
  }
});

test("a name that looks like code is shown as a name", async () => {
  const page = await open(await serve("code", "init", "--simulated"));
  run("party", "add", "<img src=x onerror=alert(1)>", "--name", "'; DROP TABLE entry; --", "--type", "Other", "--store", store("code"));
  page.on("dialog", () => page.wrong.push("a dialog"));
  await visit(page, "list/party");
  await page.getByRole("link", { name: "<img src=x onerror=alert(1)>" }).click();
  await page.getByText("'; DROP TABLE entry; --").waitFor();
  assert.deepEqual(page.wrong, []);
});

test("every page is usable by everybody: light, dark, at 360 px, in Korean", async () => {
  const base = await serve("example", "example", "wonsan-2018", "--small");
  const item = (ref) => `turnovers/${encodeURIComponent(ref)}`;
  const paths = `today turnovers ${item("case:WONSAN-2018/01")} roster roster/SIM-F0239-missing families
    families/SIM-F0001 sources findings findings/F92 ledger ledger/10 admin public new new/case new/transfer list/specimen import/case
    record/turnover/WONSAN-2018 record/identification/SIM-ID-01 record/party/NOBODY nothing`.split(/\s+/);
  const variants = {
    light: {},
    dark: { colorScheme: "dark" },
    small: { viewport: { width: 360, height: 740 } },
    korean: { locale: "ko-KR" },
  };
  for (const [variant, options] of Object.entries(variants)) {
    const page = await open(base, { bypassCSP: true, ...options }); // axe is put into the page
    for (const path of paths) {
      await visit(page, path);
      await page.evaluate(axe);
      const found = await page.evaluate(() => axe.run(document));
      assert.deepEqual(
        found.violations.map((one) => `${one.id}: ${one.nodes[0].html}`),
        [],
        `${variant} ${path}`,
      );
      assert.ok(
        await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth + 1),
        `${variant} ${path} scrolls sideways`,
      );
      if (shots) {
        mkdirSync(shots, { recursive: true });
        await page.screenshot({ path: join(shots, `${variant}-${decodeURIComponent(path).replace(/[^\w]+/g, "-")}.png`) });
      }
    }
    assert.deepEqual(page.wrong, [], variant);
  }
});

test("the first page is small", async () => {
  const base = await serve("small", "init", "--simulated");
  let bytes = 0;
  const index = await fetch(`${base}/`, { headers: { "Accept-Encoding": "gzip" } });
  const html = await index.text();
  for (const path of ["/", ...[...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((one) => one[1])]) {
    const answer = await fetch(base + path, { headers: { "Accept-Encoding": "gzip" } });
    assert.equal(answer.headers.get("content-encoding"), "gzip", path);
    bytes += Number(answer.headers.get("content-length"));
    await answer.arrayBuffer();
  }
  assert.ok(bytes > 10_000 && bytes < 300_000, `${bytes} bytes`);
});
