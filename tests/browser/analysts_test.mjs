// The rooms of analysts in a browser: DNA, profile search, who is who, what a family can tell, identifications, and that none of
// it is asked for while an examination is open; every room by axe in light, dark, at 360 px and in Korean. MUSTER_SHOTS names a
// folder for pictures.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { before } from "node:test";
import { axe, folder, logIn, open, prefilled, record, run, serve, store, visit } from "./muster.mjs";

const shots = process.env.MUSTER_SHOTS;
const name = (n) => `WONSAN-2018, SIM, ${n}, 01A`;
const room = (of, key) => `${of}/${encodeURIComponent(key)}`;
const settings = { present: "0.03", unknown: "20", samples_each: "0,0.27,0.32,0.22,0.11,0.05,0.03", dropout: "0.02" };

let example;
before(async () => {
  example = await serve("analysts", "example", "wonsan-2018", "--small");
});

test("samples are found by state and name; a request goes out, its answer comes back, and what failed stays", async () => {
  const page = await open(example);
  await visit(page, "dna");
  await page.getByRole("button", { name: /typed 45/ }).click();
  await page.getByText("1 to 45 of 45").waitFor();
  await page.getByLabel("Name of a sample").fill("110");
  await page.getByText("1 to 1 of 1").waitFor();
  assert.match(page.url(), /q=110/); // for the way back
  await page.getByRole("link", { name: name(110) }).click();
  await page.getByRole("heading", { level: 1, name: name(110) }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1"); // though the room came later
  await page.goBack();
  await page.getByText("1 to 1 of 1").waitFor();
  await page.goForward();

  await page.getByRole("link", { name: "Add: Request of a test" }).click();
  assert.equal(await prefilled(page, "sample"), name(110));
  await record(page, { test: "mtDNA", lab: "DPAA", requested: "2019-01-07" });
  await visit(page, room("dna", name(110)));
  await page.getByText("not answered yet").waitFor();
  await page.getByRole("link", { name: "Record the result" }).click();
  assert.equal(await prefilled(page, "sample"), name(110));
  assert.match(await prefilled(page, "request"), /^#\d+$/);
  await record(page, { on: "2019-02-01", outcome: "Inconclusive" });
  await visit(page, room("dna", name(110)));
  await page.getByText("✓ answered").waitFor();
  await page.getByText("✕ Inconclusive").waitFor();
  await page.getByText("● Reportable").waitFor();
  assert.deepEqual(page.wrong, []);
});

test("a table of typing is tried first, its mistakes are told by row, and a disagreement is shown in words", async () => {
  const page = await open(example);
  const table = join(folder, "typing.csv");
  const rows = (sample) => `sample,test,kit,marker,allele1,allele2\n"${sample}",autosomal STR,simulated second kit,TH01,5,44\n`;
  await visit(page, "typing");
  writeFileSync(table, rows(name(999)));
  await page.locator("#table").setInputFiles(table);
  await page.getByRole("button", { name: "Check" }).click();
  await page.getByRole("alert").getByText(`line 2: sample: '${name(999)}' is not recorded`).waitFor();
  writeFileSync(table, rows(name(111)));
  await page.locator("#table").setInputFiles([]);
  await page.locator("#table").setInputFiles(table);
  await page.getByRole("button", { name: "Check" }).click();
  await page.getByRole("button", { name: "Record", exact: true }).click();
  await page.getByRole("status").getByText("Recorded:").waitFor();
  await visit(page, room("dna", name(111)));
  await page.getByText("Loci at which the results disagree: TH01").waitFor();
  await page.getByRole("row", { name: /TH01 .*they disagree/ }).waitFor();
  assert.deepEqual(page.wrong, []);
});

test("candidates rank while a profile is typed, only the newest answer counts, and one opens into loci", async () => {
  const page = await open(example);
  const asked = [];
  page.on("request", (request) => request.url().endsWith("/api/search") && asked.push(request.postDataJSON().profile));
  await visit(page, "search");
  const profile = page.getByLabel("Profile", { exact: true });
  await profile.pressSequentially("TH01 6,7; vWA 16,17; D18S51 11,18", { delay: 0 });
  await page.getByText("Loci as they were read: 3").waitFor();
  assert.ok(asked.length < 33, `${asked.length} questions for 33 keys`);
  await profile.fill(`${await profile.inputValue()}; XYZ 1,2; CSF1PO 11,12; D21S11 30,31; FGA 20,24; D2S1338 19,25`);
  await page.getByText("Loci as they were read: 7").waitFor();
  await page.getByText(/XYZ/).last().waitFor();
  await page.getByText(/persons compared in \d+ ms/).waitFor();
  await page.getByText(/At a log10 LR of 4 or more at most 0\.0\d+ unrelated/).waitFor();
  await page.getByLabel("Threshold (log10 LR)").fill("2");
  await page.getByText(/At a log10 LR of 2 or more/).waitFor();
  const first = page.getByRole("button", { name: /missing/ }).first();
  await first.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("columnheader", { name: "typed profile" }).waitFor();
  assert.equal(await page.getByRole("row", { name: /^D18S51/ }).count(), 1);
  await profile.press("End");
  await profile.pressSequentially("; TPOX 8,11"); // what is open stays open
  await page.getByRole("row", { name: /^TPOX/ }).waitFor();
  assert.deepEqual(page.wrong, []);

  const times = await page.evaluate(async () => {
    const field = document.querySelector("#search-profile");
    const out = [];
    for (const sign of ["\nD3S1358 15", ",", "16", "\nD8S1179 10", ",", "11"]) {
      const began = performance.now();
      const before = document.querySelector("main [role=status].figure").textContent;
      field.value += sign;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise((done) => {
        const look = () =>
          document.querySelector("main [role=status].figure").textContent !== before || performance.now() - began > 400
            ? done()
            : requestAnimationFrame(look);
        look();
      });
      out.push(Math.round(performance.now() - began));
    }
    return out;
  });
  console.log(`# from a key to the candidates: ${times.join(", ")} ms`);
});

test("all samples are weighed as a job, found in the table, drawn with whom they hang together, and explained", async () => {
  const page = await open(example);
  await visit(page, "who");
  await page.getByText("No analysis is recorded yet.").waitFor();
  await page.getByText("Settings", { exact: true }).click();
  for (const [field, value] of Object.entries(settings)) await page.locator(`#run-${field}`).fill(value);
  await page.getByRole("button", { name: "Weigh all samples" }).click();
  await page.getByText("The analysis is recorded:").waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "Show it" }).click();
  await page.getByText("45 of 45").waitFor();
  await page.getByLabel("Sample, person or family").fill("103");
  await page.getByText("1 of 45").waitFor();
  await page.getByLabel("Sample, person or family").fill("");
  await page.getByLabel("Posterior at least").fill("0.99");
  await page.waitForFunction(() => !document.body.textContent.includes("45 of 45"));
  await page.getByLabel("Only where together differs from alone").check();
  await page.getByLabel("Posterior at least").fill("");
  await page.getByRole("link", { name: "104, 01A" }).click();
  await page.getByRole("heading", { level: 1, name: name(104) }).waitFor();
  await page.getByRole("link", { name: name(104), exact: true }).waitFor(); // in the drawing
  await page.getByRole("button", { name: /^Why\?/ }).first().click();
  await page.getByText(/What .*104, 01A shows at \d+ loci is [\d.,^]+ times as probable/).waitFor();
  await page.getByText(/This sample alone would make it 0\.\d+; the other samples and persons make it/).waitFor();
  await page.getByRole("region", { name: "In full" }).getByText("Evidence, locus by locus").waitFor();
  await page.goBack();
  assert.ok(await page.getByLabel("Only where together differs from alone").isChecked());
  assert.deepEqual(page.wrong, []);
});

test("what to test next is computed as a job, which is followed on by who comes back, and can be cancelled", async () => {
  const page = await open(example);
  await visit(page, "who");
  await page.evaluate((kept) => localStorage.setItem("muster-analysis", JSON.stringify(kept)), settings);
  await page.reload();
  const counted = page.getByText(/^(Persons compared|Sweeps of the chains|Steps simulated): /);
  await page.getByRole("button", { name: "Compute what to test next" }).click();
  await counted.waitFor();
  await visit(page, "dna");
  await visit(page, "who");
  await counted.waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("It was cancelled").waitFor({ timeout: 60_000 });
  assert.deepEqual(page.wrong, []);
});

/// As GET /api/joint answers, of so many samples and persons.
function large(samples, persons) {
  let seed = 1;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const who = (n) => `SIM-F${String(n).padStart(4, "0")}-missing`;
  const candidates = (n) => {
    let left = n % 3 ? 0.999 : 0.4;
    return Array.from({ length: 20 }, (_, rank) => {
      const joint = left * (rank ? random() / 2 : 0.9);
      left -= joint;
      const one = Math.floor(random() * persons);
      const alone = random() < 0.9 ? joint : 0.5;
      return { person: who(one), family: who(one).slice(0, -8), log10_lr: rank > 18 ? null : 9 - rank / 2, alone, joint };
    });
  };
  return {
    ...{ analysis: "analysis:#9", recorded: "2026-11-28T01:13:00.946Z", settings: "SIMULATED", joint: true, changed: [], warnings: [] },
    samples: Array.from({ length: samples }, (_, n) => ({ sample: name(101 + n), none: n % 3 ? 0.001 : 0.6, candidates: candidates(n) })),
    simulated: true,
  };
}

test("600 samples by 7,700 persons scroll and are filtered without a pause", async () => {
  const page = await open(example);
  await page.route("**/api/joint", (route) => route.fulfill({ json: large(600, 7700) }));
  await visit(page, "who");
  await page.getByText("600 of 600").waitFor();
  const frames = await page.evaluate(async () => {
    const list = document.querySelector("[role=region][aria-label='Who is who']");
    const times = [];
    let last = performance.now();
    for (let n = 0; n < 180; ++n) {
      list.scrollTop += 160; // some ten thousand pixels a second
      await new Promise((done) => requestAnimationFrame(done));
      const now = performance.now();
      times.push(now - last);
      last = now;
    }
    return times;
  });
  const late = frames.filter((ms) => ms > 1.5 * (1000 / 60)).length;
  const sorted = [...frames].sort((a, b) => a - b);
  const figures = `median ${sorted[90].toFixed(1)} ms, 99th of 100 ${sorted[178].toFixed(1)} ms, ${late} of 180 frames late`;
  console.log(`# scrolling: ${figures}`);
  assert.ok((await page.getByRole("row").count()) < 60, "only what is seen is drawn");

  const took = await page.evaluate(async () => {
    const field = document.querySelector("input[type=search]");
    const out = [];
    for (const text of ["F", "F1", "F12", "F123", "F12", ""]) {
      const began = performance.now();
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      out.push(performance.now() - began);
    }
    return out.map(Math.round);
  });
  console.log(`# filtering: ${took.join(", ")} ms to the next picture`);
  assert.deepEqual(page.wrong, []);
});

test("a family says what it can still tell, on its pedigree and as a table", async () => {
  const page = await open(example);
  await visit(page, "families/SIM-F0108");
  await page.getByText(/If the remains of SIM-F0108-missing are typed, they reach a log10 LR of 4/).waitFor();
  await page.getByText(/How surely the right remains would be told/).waitFor();
  await page.getByRole("row", { name: /SIM-F0108-mother .*%/ }).waitFor();
  await page.getByRole("button", { name: /SIM-F0108-mother, female, with a reference of this relative/ }).waitFor();
  await page.getByRole("row", { name: /SIM-F0108-mother/ }).getByRole("link", { name: "Record a reference" }).click();
  assert.equal(await prefilled(page, "person"), "SIM-F0108-mother");
  assert.equal(await prefilled(page, "for"), "SIM-F0108-missing");
  assert.deepEqual(page.wrong, []);
});

test("an identification shows what it lacks, is added to by prefilled forms, and is printed", async () => {
  const page = await open(example);
  await visit(page, "new/identification?individual=WONSAN-2018-I-03&person=SIM-F0077-missing");
  await record(page, { key: "SIM-ID-90", on: "2019-03-01", author: "simulated analyst" });
  await page.getByRole("heading", { level: 1, name: "SIM-ID-90" }).waitFor();
  await page.getByText("Not signed").waitFor();
  await page.getByText("Before it can be signed").waitFor();
  await page.getByRole("link", { name: "Add: Line of evidence" }).nth(1).click();
  assert.equal(await prefilled(page, "identification"), "SIM-ID-90");
  assert.equal(await prefilled(page, "direction"), "Contradicts");
  await record(page, { type: "anthropology", log10_lr: "-0.7", text: "simulated: taller than was recorded" });
  await visit(page, "identifications/SIM-ID-90");
  await page.getByText("log10 LR −0.70").waitFor();
  await page.locator("summary", { hasText: "Sign" }).click();
  await page.getByRole("button", { name: "Check" }).click();
  await page.getByRole("alert").getByText(/review/).first().waitFor();
  // What the newest analysis says against it is offered as evidence, though it lists only whom a sample may be.
  await page.locator("section", { hasText: "Against" }).getByRole("link", { name: `Add what the newest analysis says of ${name(103)}` }).click();
  assert.equal(await prefilled(page, "direction"), "Contradicts");
  assert.match(await prefilled(page, "text"), /has a log10 LR of −12\.\d\d for SIM-F0077-missing/);
  await visit(page, "identifications");
  await page.getByRole("row", { name: /SIM-ID-01/ }).getByText("Signed by simulated examiner").waitFor();
  await page.getByRole("row", { name: /SIM-ID-90/ }).getByText("Not signed").waitFor();
  await visit(page, "identifications/SIM-ID-01");
  await page.getByText(/Signed by simulated examiner/).waitFor();
  const loading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Packet (PDF)" }).click();
  assert.match((await loading).suggestedFilename(), /\.pdf$/);
  assert.deepEqual(page.wrong, []);
});

test("while an examination is open, rooms of ante-mortem data say so and ask for nothing of it", async () => {
  const base = await serve("blind", "init", "--title", "a simulated register", "--simulated");
  const make = (...words) => run(...words, "--store", store("blind"), "--by", "boss");
  run("user", "add", "boss", "--roles", "administrator;anthropologist;custodian", "--store", store("blind"));
  make("user", "add", "ann", "--roles", "DNA analyst;anthropologist");
  make("party", "add", "SIM-LAB", "--name", "simulated laboratory", "--type", "Laboratory");
  make("accession", "add", "SIM-A", "--on", "2018-08-05", "--lab", "SIM-LAB");
  const bone = ["--human", "human", "--bone", "femur", "--side", "left", "--completeness", "complete"];
  const where = ["--accession", "SIM-A", "--designator", "101", "--store", store("blind")];
  run("specimen", "add", ...where, ...bone, "--recorder", "boss");
  const examination = ["SIM-EX-1", "--of", "specimen:SIM-A, 101", "--type", "Biological profile", "--analyst", "ann"];
  make("examination", "add", ...examination, "--on", "2018-09-01", "--findings", "simulated: adult");
  const page = await open(base);
  await visit(page, "who");
  await logIn(page, "ann");
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.getByRole("heading", { name: "Closed while your examination is open" }).waitFor();
  await page.getByText("Signing the examination ends it").waitFor();
  await page.getByRole("link", { name: "SIM-EX-1" }).waitFor();
  const rooms = ["search", "who/any", "identifications", "identifications/any", "roster", "families/any"];
  for (const path of [...rooms, "record/person/any", "list/analysis"]) {
    await visit(page, path);
    await page.getByRole("heading", { name: "Closed while your examination is open" }).waitFor();
  }
  const closed = /search|joint|explain|persons|families|identifications|records\/(person|analysis|family|reference)/;
  assert.deepEqual(asked.filter((path) => closed.test(path)), []);
  await visit(page, "dna"); // physical: open
  await page.getByRole("heading", { level: 1, name: "DNA" }).waitFor();
  await page.getByText("You have an open examination.").waitFor();
  await visit(page, "record/examination/SIM-EX-1");
  await page.locator("summary", { hasText: "Sign" }).click();
  await page.getByRole("button", { name: "Check" }).click();
  await page.getByText("Nothing is missing. Sign it now?").waitFor();
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await page.getByRole("status").getByText("Recorded:").waitFor();
  await page.getByText("You have an open examination.").waitFor({ state: "detached" });
  await visit(page, "who");
  await page.getByText("No analysis is recorded yet.").waitFor();
  assert.deepEqual(page.wrong, []);
});

test("every room is right by axe in light, dark, at 360 px and in Korean, and nothing scrolls sideways", async () => {
  const paths = {
    dna: "dna",
    sample: room("dna", name(111)),
    typing: "typing",
    search: "search",
    who: "who",
    "who-sample": room("who", name(104)),
    person: "roster/SIM-F0108-missing",
    family: "families/SIM-F0108",
    identifications: "identifications",
    identification: "identifications/SIM-ID-01",
  };
  const small = { viewport: { width: 360, height: 740 } };
  const variants = { light: {}, dark: { colorScheme: "dark" }, small, korean: { locale: "ko-KR" } };
  for (const [variant, options] of Object.entries(variants)) {
    const page = await open(example, { bypassCSP: true, ...options }); // axe is put into the page
    for (const [of, path] of Object.entries(paths)) {
      await visit(page, path);
      await page.locator("h1").waitFor();
      await page.waitForLoadState("networkidle");
      if (of === "search") {
        await page.locator("#search-profile").fill("TH01 6,7\nvWA 16,17\nD18S51 11,18\nnonsense");
        await page.locator("tbody button").first().click();
        await page.locator("td table").waitFor();
      }
      if (of === "family") await page.locator("tbody progress").first().waitFor({ state: "attached" });
      if (of === "who-sample") {
        await page.locator("button[aria-expanded]").first().click();
        await page.locator("pre").waitFor();
      }
      await page.evaluate(axe);
      const found = await page.evaluate(() => axe.run(document));
      assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes[0].html}`), [], `${variant} ${of}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
      assert.ok(!wide, `${variant} ${of} scrolls sideways`);
      if (shots) {
        mkdirSync(shots, { recursive: true });
        await page.screenshot({ path: join(shots, `${variant}-${of}.png`), fullPage: true });
      }
    }
    assert.deepEqual(page.wrong, [], variant);
  }
});
