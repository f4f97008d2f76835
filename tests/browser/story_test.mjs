// The analysts' story in a browser: one chain on one register, played by nine persons who each log in with a role of their own,
// from the bones of a case to the family that was told and the figures that follow. MUSTER_SHOTS names a folder for pictures.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { afterEach, before } from "node:test";
import { fill, folder, logIn, madeUp, open, password, prefilled, record, run, serve, store, visit } from "./muster.mjs";

const shots = process.env.MUSTER_SHOTS;
const box = "WONSAN-2018/13"; // nothing of it is inventoried in the example
const missing = "SIM-F0044-missing"; // both parents gave a reference
const bone = "WONSAN-2018, 1";
const sample = `${bone}, 01A`;
const identification = "SIM-ID-44";
const lab = "SIM-DNA-LAB";
const settings = { present: "0.03", unknown: "20", samples_each: "0,0.27,0.32,0.22,0.11,0.05,0.03", dropout: "0.02" };
// Each is a user "simulated …" with the role that their name says.
const people = ["administrator", "anthropologist A", "anthropologist B", "custodian", "DNA analyst", "reviewer A", "reviewer B"];
people.push("medical examiner", "family case manager");
const pages = {};
let base;
let profile; // of a child of both parents, as a laboratory may type it
let beforehand; // the figures before anybody of the story is identified

const of = (room, key) => `${room}/${encodeURIComponent(key)}`;
const heading = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();
/// A link of the page itself, not of its menu.
const follow = (page, name) => page.getByRole("main").getByRole("link", { name }).first().click();
/// What the command line says to one of them.
const told = (who, ...words) => JSON.parse(run(...words, "--json", "--store", store("story"), ...(who ? ["--by", `simulated ${who}`] : [])));
/// What the server answers to whoever is logged in there.
const got = (page, path) => page.evaluate(async (path) => (await fetch(path)).json(), `/api/${path}`);
function figures() {
  const { total } = JSON.parse(run("account", "--json", "--store", store("story"), "--recorder", "simulated reviewer A"));
  return ["on the roster", "unaccounted for", "accounted for"].map((column) => total[column].count);
}
/// The page of one of them, who is logged in and sees what waits.
async function as(who) {
  const known = pages[who];
  const page = (pages[who] ??= await open(base));
  await visit(page, "today");
  if (known) await page.reload(); // it may have stood there already
  else await logIn(page, `simulated ${who}`);
  return page;
}
/// Today and the public page show these figures.
async function show(page, [roster, unaccounted, accounted]) {
  await visit(page, "today");
  for (const [n, count] of [roster, unaccounted, accounted].entries())
    await page.locator(".big").nth(n).getByText(String(count), { exact: true }).waitFor();
  pages.public ??= await open(base);
  await pages.public.goto("about:blank");
  await visit(pages.public, "public");
  await pages.public.getByRole("row", { name: `Total ${roster} ${unaccounted} ${accounted}` }).waitFor();
}
async function shot(page, name) {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `story-${name}.png`), fullPage: true });
}

before(async () => {
  base = await serve("story", "example", "wonsan-2018", "--small");
  const references = told("", "list", "reference");
  const [father, mother] = ["father", "mother"].map((parent) => {
    const { key } = references.find((one) => one.fields.person === `SIM-F0044-${parent}`);
    return JSON.parse(told("", "show", `reference:${key}`).personal.profile);
  });
  const loci = Object.keys(father).filter((locus) => locus !== "AMEL");
  profile = loci.map((locus) => [locus, [father, mother].map((parent) => parent[locus].alleles[0]).sort((a, b) => a - b)]);
});
afterEach(() => {
  for (const [who, page] of Object.entries(pages)) assert.deepEqual(page.wrong, [], who);
});

test("an administrator closes the register and lets everybody in, each with a role of their own", async () => {
  const page = (pages.administrator = await open(base));
  await visit(page, "admin");
  for (const [n, who] of people.entries()) {
    await page.getByLabel("Name", { exact: true }).fill(`simulated ${who}`);
    await page.locator("#user-password").fill(password);
    if (n) await page.getByLabel(who.replace(/ [AB]$/, ""), { exact: true }).first().check();
    await page.getByRole("button", { name: "Add a user" }).click();
    if (n) await page.getByRole("status").getByText(`simulated ${who}`).waitFor();
    if (n) continue;
    await page.getByRole("button", { name: "Log in" }).waitFor(); // the page before had fields of the same names
    await logIn(page, `simulated ${who}`);
    await visit(page, "admin");
  }
});

test("who is accounted for by other evidence counts before anybody of the story is identified", async () => {
  const page = await as("family case manager");
  for (const key of ["SIM-F0050-missing", "SIM-F0051-missing"]) {
    await visit(page, of("roster", key));
    await follow(page, "Record a status");
    await record(page, { on: "2018-12-03", status: "Accounted for: other credible evidence" });
  }
  beforehand = figures();
  assert.deepEqual(beforehand, [400, 395, 5]); // fewer than five would be withheld
  await show(page, beforehand);
});

test("an anthropologist dictates the bones of a case and states them complete, and another one reviews it", async () => {
  const page = await as("anthropologist A");
  await visit(page, of("turnovers", `case:${box}`));
  await follow(page, "Bones");
  await page.getByText("Nothing of this is recorded.").first().waitFor();
  await follow(page, "Enter specimens");
  await page.getByText("WONSAN-2018, 1", { exact: true }).waitFor();
  await page.getByText("Of what is entered").click();
  await fill(page, { on: "2019-03-04" });
  await page.getByLabel(madeUp).check();
  for (const words of ["fem l c 412.5", "fem r c 410.5", "fem l i 1-3 188.5"]) {
    await page.getByLabel("One specimen").fill(words);
    await page.keyboard.press("Enter");
  }
  await page.waitForFunction(() => document.querySelectorAll("li .good").length === 3);
  await page.getByText("Shown by: Femur, left").waitFor();
  await page.locator("summary", { hasText: "The inventory is complete" }).click();
  await page.getByRole("button", { name: "The inventory is complete" }).click();
  await page.getByText("Inventory: complete").waitFor();

  const other = await as("anthropologist B");
  await visit(other, of("bones", `case:${box}`));
  await other.locator("summary", { hasText: "The inventory is complete" }).click();
  await other.getByRole("button", { name: "I have reviewed it" }).click();
  await other.getByText("Inventory: reviewed").waitFor();
  await other.getByText("At least 2 individuals").waitFor();
  await shot(other, "inventory");
});

test("a sample is cut from a bone, goes out to a laboratory with a request, and comes back", async () => {
  const page = await as("anthropologist A");
  await visit(page, of("bones", `case:${box}`));
  await page.getByRole("link", { name: bone, exact: true }).click();
  await follow(page, "Record a cut of it");
  await record(page, { key: "SIM-CUT-1", on: "2019-03-05", removed_g: "1.5", kerf_g: "0.1", retained_g: "410.9" });
  await follow(page, "Record a sample of it");
  assert.equal(await prefilled(page, "mass_g"), "1.5");
  await record(page, { label: "01A", material: "bone" });
  await heading(page, sample);

  const custodian = await as("custodian");
  await visit(custodian, "new/party");
  await record(custodian, { key: lab, name: "simulated DNA laboratory", type: "Laboratory" });
  const analyst = await as("DNA analyst");
  await visit(analyst, of("dna", sample));
  await follow(analyst, "Add: Request of a test");
  await record(analyst, { test: "autosomal STR", lab, requested: "2019-03-06" });
  await heading(analyst, sample); // back where it was asked for
  await analyst.getByText("not answered yet").waitFor();
  const legs = [
    [{ key: "SIM-LEG-1", from: "DPAA", to: lab, departed: "2019-03-06", purpose: "Analysis" }, "2019-03-07"],
    [{ key: "SIM-LEG-2", from: lab, to: "DPAA", departed: "2019-03-20", purpose: "Return" }, "2019-03-21"],
  ];
  for (const [leg, received] of legs) {
    for (const [step, fields] of [["Hand over", leg], ["Confirm a leg", { received, by: "simulated clerk", seal_condition: "Intact" }]]) {
      await visit(custodian, of("turnovers", `sample:${sample}`));
      await follow(custodian, step);
      await record(custodian, fields);
    }
    await visit(custodian, of("turnovers", `sample:${sample}`));
    const day = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "UTC" }).format(new Date(received));
    await custodian.getByText(`with ${leg.to}, received ${day}`).waitFor();
  }
  await shot(custodian, "custody");
});

test("a table of typing with a mistake is told by its row and leaves nothing; set right it is previewed and recorded", async () => {
  const page = await as("DNA analyst");
  const table = join(folder, "typing.csv");
  const results = async () => (await got(page, of("samples", sample))).results.length;
  async function check(names) {
    const rows = profile.map(([locus, alleles], n) => `"${names(n)}",autosomal STR,simulated kit,${locus},${alleles}`);
    writeFileSync(table, ["sample,test,kit,marker,allele1,allele2", ...rows, ""].join("\n"));
    await page.locator("#table").setInputFiles([]);
    await page.locator("#table").setInputFiles(table);
    await page.getByRole("button", { name: "Check" }).click();
  }
  await visit(page, "dna");
  await follow(page, "Import typing");
  await page.getByLabel("Typed on").fill("2019-03-15");
  await page.getByLabel(madeUp).check();
  await check((n) => (n === 3 ? `${bone}, 01Z` : sample));
  await page.getByRole("alert").getByText(`line 5: sample: '${bone}, 01Z' is not recorded`).waitFor();
  await check(() => sample);
  await page.getByText("Nothing is wrong. Records that it makes: 1.").waitFor();
  assert.equal(await results(), 0);
  await page.getByRole("button", { name: "Record", exact: true }).click();
  await page.getByRole("status").getByText("Recorded:").waitFor();
  assert.equal(await results(), 1);
  await visit(page, of("dna", sample));
  await page.getByText("✓ answered").waitFor();
  await page.getByText("Mar 15, 2019 · autosomal STR").waitFor();
  await shot(page, "typed");
});

test("candidates for the new profile rank as it is typed, and the first opens into loci", async () => {
  const page = await as("DNA analyst");
  await visit(page, "search");
  const field = page.getByLabel("Profile", { exact: true });
  for (const [n, [locus, alleles]] of profile.entries()) {
    await field.pressSequentially(`${locus} ${alleles}; `);
    if (n % 5 === 4) await page.getByText(`Loci as they were read: ${n + 1}`).waitFor();
  }
  await page.getByRole("row", { name: missing }).getByText("> 0.9999").waitFor();
  await page.getByRole("button", { name: missing }).click();
  await page.getByRole("columnheader", { name: "mother", exact: true }).waitFor();
  const [best] = told("DNA analyst", "search", await field.inputValue()).candidates;
  const row = page.getByRole("row", { name: `${missing} ${best.log10_lr.toFixed(2)}` });
  await row.waitFor();
  await shot(page, "search");
  await visit(page, of("dna", sample)); // the same is asked from the sample's page
  await follow(page, "Search with this profile");
  await row.waitFor();
});

test("all samples are weighed together as a job, and the new one is explained in sentences", async () => {
  const page = await as("DNA analyst");
  await visit(page, "who");
  await page.getByText("Settings", { exact: true }).click();
  for (const [name, value] of Object.entries(settings)) await page.locator(`#run-${name}`).fill(value);
  await page.getByRole("button", { name: "Weigh all samples" }).click();
  await page.getByText("The analysis is recorded:").waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "Show it" }).click();
  await page.getByText("46 of 46").waitFor();
  await page.getByLabel("Sample, person or family").fill(missing);
  await page.getByRole("link", { name: "1, 01A", exact: true }).click();
  await heading(page, sample);
  const row = page.getByRole("row", { name: missing });
  const lr = await row.getByRole("cell").first().textContent();
  await row.getByRole("button", { name: "Why?" }).click();
  await page.getByText(`What ${sample} shows at 20 loci is 10^${lr} times as probable if it is ${missing}`).waitFor();
  await page.getByText(/Posterior of this sample alone: > 0\.9999; together with all others: > 0\.9999\./).waitFor();
  await page.getByText(`${bone} is not assigned to an individual yet`).waitFor();
  await shot(page, "why");
});

test("the bone becomes an individual, who is held to be that person by what the analysis says, and two others review it", async () => {
  const anthropologist = await as("anthropologist A");
  await visit(anthropologist, of("bones", `case:${box}`));
  await follow(anthropologist, "Record an individual");
  await record(anthropologist, { number: "04", on: "2019-03-22" });
  await follow(anthropologist, "Assign a specimen to it");
  await record(anthropologist, { specimen: bone, on: "2019-03-22" });

  const page = await as("DNA analyst");
  await visit(page, `${of("who", sample)}?person=${missing}`);
  await follow(page, "Begin an identification");
  await record(page, { key: identification, on: "2019-03-25" }); // the analyst is its author, as whoever logged in
  await heading(page, identification);
  await follow(page, `Add what the newest analysis says of ${sample}`);
  assert.match(await prefilled(page, "rests_on"), /^analysis:#\d+; sample:/);
  await record(page, {});
  await page.getByText(/together with all others: > 0\.9999/).waitFor();
  await follow(page, "Add: Competing hypothesis");
  await record(page, { text: "simulated: a man of no roster", answer: "simulated: both parents fit at every locus" });
  for (const [who, type] of [["reviewer A", "Technical"], ["reviewer B", "Administrative"]]) {
    const reviewer = await as(who);
    await follow(reviewer, identification);
    await reviewer.getByText(`${type.toLowerCase()} reviews: 1 wanted`).waitFor();
    await follow(reviewer, "Add: Review");
    await record(reviewer, { type, outcome: "Accepted", on: "2019-03-28" });
    await reviewer.getByText(`${type} · simulated ${who}, Mar 28, 2019`).waitFor();
  }
});

test("the medical examiner signs, and the packet says what the command line says, with a head that holds", async () => {
  const page = await as("medical examiner");
  await follow(page, identification);
  await page.getByText("Nothing is missing: it can be signed.").waitFor();
  await page.locator("summary", { hasText: "Sign" }).click();
  await page.locator("#sign-on").fill("2019-04-01");
  await page.getByRole("button", { name: "Check" }).click();
  await page.getByText("Nothing is missing. Sign it now?").waitFor();
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await page.getByText("Signed by simulated medical examiner, Apr 1, 2019").waitFor();

  const [packet, code, head] = ["packet.pdf", "code", "head.json"].map((name) => join(folder, name));
  const loading = page.waitForEvent("download");
  await follow(page, "Packet (PDF)");
  await (await loading).saveAs(packet);
  const why = told("DNA analyst", "explain", sample, missing, "--joint", "none", "--dropout", settings.dropout);
  const recorded = told("DNA analyst", "list", "analysis").at(-1).fields.results.find((line) => line.startsWith(sample));
  const line = [sample, missing, why.log10_lr.toFixed(3), recorded.split(" | ").at(-1)];
  const text = execFileSync("pdftotext", ["-layout", packet, "-"], { encoding: "utf8" });
  assert.match(text, new RegExp(line.join("\\s+").replaceAll(".", "\\.")));
  assert.match(text, /SIMULATED[^]*Signed by\s+simulated medical examiner/);
  execFileSync("qpdf", ["--check", packet]); // its exit status says whether it is sound
  execFileSync("pdftoppm", ["-r", "200", "-png", packet, code]);
  const pages = readdirSync(folder).filter((name) => name.startsWith("code-")); // one of them has the code
  writeFileSync(head, spawnSync("zbarimg", ["--nodbus", "--raw", "-q", ...pages.map((name) => join(folder, name))]).stdout);
  assert.match(run("ledger", "check", head, "--key", (await got(page, "ledger/head")).key), /^holds: /);
  await shot(page, "identification");
});

test("the next of kin are told, by whom and when stands in the record", async () => {
  const page = await as("family case manager");
  await page.getByText("Identified, and the next of kin not told yet: 1").waitFor();
  await follow(page, identification);
  await follow(page, "Add: Notification of a family");
  assert.equal(await prefilled(page, "person"), "SIM-F0044-father");
  await record(page, { on: "2019-04-03", by: "simulated family case manager", how: "in person" });
  await page.getByText("Apr 3, 2019 · in person · simulated family case manager").waitFor();
  const [{ fields }] = (await got(page, `records/notification?q=${identification}`)).rows;
  assert.deepEqual([fields.by, fields.on, fields.missing], ["simulated family case manager", "2019-04-03", missing]);
});

test("figures, case and person show the identification; nothing opened a finding, and all of it is marked as simulated", async () => {
  const page = await as("medical examiner");
  const [roster, unaccounted, accounted] = beforehand;
  assert.deepEqual(figures(), [roster, unaccounted - 1, accounted + 1]);
  await show(page, figures());
  await shot(page, "today");
  await visit(page, of("turnovers", `case:${box}`));
  await page.getByRole("link", { name: identification }).waitFor();
  await page.getByText("✓ signed").waitFor();
  await shot(page, "case");
  await visit(page, of("roster", missing));
  await page.getByText("Accounted for: remains identified").waitFor();
  const rules = (await got(page, "findings")).map((one) => one.rule);
  assert.deepEqual([...new Set(rules)], ["statements differ"]); // those of the example
  const story = (await got(page, "ledger/entries?last=60")).filter(({ who, kind }) => /^simulated/.test(who) && kind && kind !== "user" && kind !== "view");
  const kinds = ["specimen", "sample", "result", "analysis", "identification", "signature", "notification"];
  assert.deepEqual(kinds.filter((kind) => !story.some((one) => one.kind === kind)), []);
  assert.deepEqual(story.filter((one) => one.simulated !== "yes").map((one) => one.kind), []);
});
