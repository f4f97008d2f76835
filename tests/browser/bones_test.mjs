// The room of bones in a browser: an inventory by dictation, by click and by keyboard, corrections together, completed by one and
// reviewed by another; every view by axe in light, dark, at 360 px and in Korean. MUSTER_SHOTS names a folder for pictures.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { axe, logIn, open, run, serve, store, visit } from "./muster.mjs";

const shots = process.env.MUSTER_SHOTS;
const room = (ref, more = "") => `bones/${encodeURIComponent(ref)}${more}`;

/// A register with a laboratory, an accession, a case, and two who may work with bones.
async function laboratory(name, users = false) {
  const base = await serve(name, "init", "--title", "a simulated laboratory", "--simulated");
  const make = (...words) => run(...words, "--store", store(name), ...(users ? ["--by", "boss"] : []));
  const who = users ? ["--recorder", "boss"] : []; // where a record has a field `by` of its own
  if (users) run("user", "add", "boss", "--roles", "administrator;anthropologist;custodian", "--store", store(name));
  if (users) for (const who of ["ann", "ben"]) make("user", "add", who, "--roles", "anthropologist");
  make("party", "add", "SIM-LAB", "--name", "simulated laboratory", "--type", "Laboratory");
  make("turnover", "add", "SIM-T", "--on", "2018-07-27", "--place", "Wonsan", "--claimed", "1", "--from", "SIM-LAB", "--to", "SIM-LAB");
  make("case", "add", "--turnover", "SIM-T", "--number", "01");
  make("accession", "add", "SIM-A", "--on", "2018-08-05", "--lab", "SIM-LAB", "--turnover", "SIM-T", "--cases", "SIM-T/01");
  run("individual", "add", "--accession", "SIM-A", "--number", "01", "--store", store(name), ...who);
  return base;
}
/// Writes a line of dictation and records it.
async function dictate(page, line) {
  const field = page.getByLabel("One specimen");
  await field.fill(line);
  await field.press("Enter");
}
const recorded = (page, n) => page.waitForFunction((n) => document.querySelectorAll("li .good").length === n, n);

test("specimens are dictated, read back, drawn, taken back; what is not understood is said and not recorded", async () => {
  const page = await open(await laboratory("dictated"));
  await visit(page, "bones");
  await page.getByRole("link", { name: "SIM-A", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: /SIM-A/ }).waitFor();
  await page.getByRole("link", { name: "Enter specimens" }).click();
  const line = page.getByLabel("One specimen");
  await line.waitFor();
  await page.waitForFunction(() => document.activeElement?.classList.contains("line"));

  await line.fill("fem l c 412.5");
  await page.getByText("Femur, left · Complete · 412.5 g · Human").waitFor();
  for (const words of ["fem l c 412.5", "rib r 5 i", "hum r i 1-3 188.5", "l3 c", "26 c 1.9"]) await dictate(page, words);
  await recorded(page, 5);
  await page.getByRole("button", { name: "Femur, left: complete, 1 specimen" }).waitFor();
  await page.getByRole("button", { name: "Humerus, right: present in part, 1 specimen" }).waitFor();
  await page.getByRole("button", { name: "Femur, right: missing, no specimen" }).waitFor();

  // What begins several words is asked about; an arrow takes the first, a click another.
  await line.fill("met");
  await page.getByRole("button", { name: "Metatarsal" }).waitFor();
  await line.press("ArrowRight");
  assert.equal(await line.inputValue(), "metacarpal ");
  await line.pressSequentially("l 2 c 5");
  await line.press("Enter");
  await recorded(page, 6);
  await dictate(page, "fem x c");
  await page.getByText("Which side: Left, Right, Unsided?").waitFor();
  await dictate(page, "hum r i 12");
  await page.getByText("“12” is no zone of it: 1 to 11.", { exact: false }).waitFor();
  assert.equal(await page.locator("li .good").count(), 6);

  // A key that was used already is refused by the register; the line comes back.
  await page.getByText("Of what is entered:").click();
  await page.getByLabel("Next designator").fill("2");
  await dictate(page, "sac c");
  await page.getByText("Not recorded:").waitFor();
  await page.getByRole("button", { name: "Back to the line" }).click();
  assert.equal(await line.inputValue(), "sac c");
  await page.waitForFunction(() => document.querySelector("summary .mono")?.textContent?.endsWith(", 7"));
  await line.press("Enter");
  await recorded(page, 7);

  // Undo: withdrawn with a reason that the ledger keeps.
  await page.getByRole("button", { name: "Undo 1", exact: true }).click();
  await page.getByText("withdrawn: mistyped at entry").waitFor();
  await page.getByRole("button", { name: "Femur, left: missing, no specimen" }).waitFor();
  assert.match(run("specimen", "show", "SIM-A, 1", "--store", store("dictated"), "--json"), /mistyped at entry/);
  assert.deepEqual(page.wrong, []);
});

test("what is entered for an individual is assigned to it, and undone with its assignment", async () => {
  const page = await open(await laboratory("assigned"));
  await visit(page, room("individual:SIM-A-I-01", "/enter"));
  await page.getByLabel("One specimen").waitFor();
  await page.waitForFunction(() => document.querySelector("summary .mono")?.textContent === "SIM-A, 1");
  await dictate(page, "tib l c 250.5");
  await recorded(page, 1);
  await page.getByRole("button", { name: "Tibia, left: complete, 1 specimen" }).waitFor();
  await page.getByRole("button", { name: "Undo 1", exact: true }).click();
  await page.getByRole("button", { name: "Tibia, left: missing, no specimen" }).waitFor();
  assert.deepEqual(page.wrong, []);
});

test("the drawing is walked with arrows, enlarged, and each bone opened, by keyboard and by click", async () => {
  const base = await laboratory("walked");
  const add = (designator, ...more) =>
    run("specimen", "add", "--accession", "SIM-A", "--designator", designator, "--human", "human", ...more, "--store", store("walked"));
  for (const n of ["1", "2"]) add(n, "--bone", "femur", "--side", "left", "--completeness", "complete");
  add("3", "--bone", "femur", "--side", "right", "--completeness", "incomplete", "--zones", "1;2");
  add("4", "--bone", "lunate", "--side", "left", "--completeness", "complete");
  const page = await open(base);
  await visit(page, room("accession:SIM-A"));
  await page.getByText("At least 2 individuals").waitFor();
  await page.getByText("Shown by: Femur, left", { exact: true }).waitFor();

  // One stop for Tab; the arrows lead from the left femur to the right one, Enter opens it with its zones.
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
  await page.locator(".figure [data-id='Femur|Left|']").focus();
  assert.equal(await focused(), "Femur, left: doubled, 2 specimens");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await focused(), "Femur, right: present in part, 1 specimen");
  assert.equal(await page.locator(".figure [tabindex='0']").count(), 1);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Femur, right: present in part, 1 specimen" }).waitFor();
  // Its zones are drawn: one control each, which is clicked where it lies, or picked by its key.
  await page.getByRole("button", { name: "Zone 2, lesser trochanter and around it: 1 specimen" }).waitFor();
  assert.equal(await page.getByRole("button", { name: /^Zone / }).count(), 11);
  const zone = (n) => page.getByRole("button", { name: new RegExp(`^Zone ${n}[,:]`) });
  await zone(3).click();
  await zone(4).press("Enter");
  await zone(9).press(" ");
  await zone(3).click();
  const pressed = await page.locator("svg [aria-pressed='true']").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
  assert.deepEqual(pressed.filter((label) => /^Zone/.test(label)), ["Zone 4, head: no specimen", "Zone 9, lateral condyle and epicondyle: no specimen"]);

  // The left hand stands small in the figure: Enter enlarges it and goes there.
  await page.locator(".figure [data-id='hands-left']").focus();
  assert.match((await focused()) ?? "", /^Hand, left: 1 of 27; enlarge$/);
  await page.keyboard.press("Enter");
  await page.locator(".plate svg.hands").waitFor();
  assert.match((await focused()) ?? "", /missing|complete/);
  await page.locator(".plate [data-id='Lunate|Left|'] path").last().click();
  await page.getByRole("heading", { name: "Lunate, left: complete, 1 specimen" }).waitFor();
  for (const plate of ["Skull", "Teeth", "Spine and ribs", "Feet"]) await page.locator(".tabs button", { hasText: plate }).click();
  await page.locator(".plate svg.feet").waitFor();

  // The list: what is missing, what is doubled, a search.
  await page.getByLabel("Which elements").selectOption("doubled");
  assert.equal(await page.locator("tbody tr").count(), 2);
  await page.getByLabel("Which elements").selectOption("missing");
  await page.getByLabel("Search in it").fill("tibia");
  assert.equal(await page.locator("tbody tr").count(), 2);
  await page.locator("tbody").getByRole("button", { name: "Tibia, left" }).click();
  for (const n of [4, 7, 3, 7]) await zone(n).click();
  assert.equal(await zone(3).getAttribute("aria-pressed"), "true");
  await page.getByRole("link", { name: "Enter a specimen of it" }).click();
  assert.equal(await page.getByLabel("One specimen").inputValue(), "tibia left i 3 4 ");
  assert.deepEqual(page.wrong, []);
});

test("several are corrected together with one reason; what fails is named, and all is corrected back", async () => {
  const base = await laboratory("batch");
  for (const [n, bone, side] of [["1", "femur", "left"], ["2", "tibia", "left"], ["3", "sacrum", "middle"]])
    run("specimen", "add", "--accession", "SIM-A", "--designator", n, "--human", "human", "--bone", bone, "--side", side,
      "--completeness", "complete", "--store", store("batch"));
  const page = await open(base);
  await visit(page, room("accession:SIM-A"));
  await page.getByLabel("All 3 of the list").check();
  await page.getByLabel("Which field").selectOption("side");
  await page.getByLabel("What it shall be").selectOption("Right");
  await page.getByLabel("Reason").fill("simulated: laid out mirrored");
  await page.getByRole("button", { name: "Correct", exact: true }).click();
  await page.getByText("2 corrected.").waitFor();
  await page.getByText("1 not corrected:").waitFor();
  await page.getByText(/Sacrum cannot be .*: SIM-A, 3$/).waitFor();
  await page.getByRole("button", { name: "Femur, right: complete, 1 specimen" }).waitFor();
  await page.locator("summary", { hasText: "Correct them back" }).click();
  await page.locator("details[open]").getByLabel("Reason").fill("simulated: they were right");
  await page.getByRole("button", { name: "Correct them back" }).click();
  await page.getByRole("button", { name: "Femur, left: complete, 1 specimen" }).waitFor();
  await page.getByLabel("Which field").selectOption("case");
  await page.getByRole("combobox", { name: "What it shall be" }).fill("SIM-T/01");
  await page.getByLabel("Reason").first().fill("simulated: found in its box");
  await page.getByRole("button", { name: "Correct", exact: true }).click();
  await page.getByText("3 corrected.").waitFor();
  await page.locator("tbody").getByRole("link", { name: "SIM-T/01" }).first().waitFor();
  assert.deepEqual(page.wrong, []);
});

test("an inventory is completed by one and reviewed by another; what is recorded later changes it", async () => {
  const base = await laboratory("reviewed", true);
  const ann = await open(base);
  await visit(ann, "today");
  await logIn(ann, "ann");
  await visit(ann, room("accession:SIM-A", "/enter"));
  await ann.getByLabel("One specimen").waitFor();
  await dictate(ann, "fem l c 412.5");
  await recorded(ann, 1);
  const steps = ann.locator("summary", { hasText: "The inventory is complete" });
  await ann.getByText("Inventory: open").waitFor();
  await steps.click();
  await ann.getByRole("button", { name: "The inventory is complete" }).click();
  await ann.getByText("Inventory: complete").waitFor();
  if (!(await ann.getByRole("button", { name: "Reviewed" }).isVisible())) await steps.click();
  await ann.getByRole("button", { name: "Reviewed" }).click();
  await ann.getByRole("alert").getByText("ann").waitFor(); // refused, or recorded and not counted: it is said
  await ann.getByText("Inventory: complete").waitFor();

  const ben = await open(base);
  await visit(ben, "today");
  await logIn(ben, "ben");
  await visit(ben, room("accession:SIM-A"));
  await ben.locator("summary", { hasText: "The inventory is complete" }).click();
  await ben.getByRole("button", { name: "Reviewed" }).click();
  await ben.getByText("Inventory: reviewed").waitFor();
  await ben.getByRole("list", { name: "Who said so" }).getByText("ben").waitFor();

  await dictate(ann, "fem r c 410.5");
  await ann.getByText("Inventory: changed").waitFor();
  await ann.getByText("Specimens were recorded since it was complete.").waitFor();
  assert.deepEqual([...ann.wrong, ...ben.wrong], []);
});

test("every view is usable by everybody: light, dark, at 360 px, in Korean", async () => {
  const base = await serve("views", "example", "wonsan-2018", "--small");
  const paths = [
    "bones",
    ...[room("accession:WONSAN-2018"), room("accession:WONSAN-2018", "/enter"), room("individual:WONSAN-2018-I-01")],
    ...[room("turnover:WONSAN-2018"), room("case:WONSAN-2018/45"), room("accession:NOTHING"), "list/inventory"],
  ];
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
      await page.reload(); // so that nothing is of the view before
      await page.waitForLoadState("networkidle");
      const line = page.locator("input.line");
      if (await line.count()) await line.fill("met");
      const bone = page.locator("[data-id='Tibia|Left|']");
      if (await bone.count()) await bone.first().press("Enter");
      const all = page.locator("thead input");
      if (await all.count()) await all.check();
      // The plates are the same everywhere.
      const plates = variant === "light" && path === paths[1] ? await page.locator(".tabs button").all() : [];
      for (const plate of [null, ...plates]) {
        await plate?.click();
        await page.evaluate(axe);
        const found = await page.evaluate(() => axe.run(document));
        assert.deepEqual(
          found.violations.map((one) => `${one.id}: ${one.nodes[0].html}`),
          [],
          `${variant} ${path}`,
        );
        const fits = () => document.documentElement.scrollWidth <= window.innerWidth + 1;
        assert.ok(await page.evaluate(fits), `${variant} ${path} scrolls sideways`);
      }
      if (shots) {
        mkdirSync(shots, { recursive: true });
        const name = `${variant}-${decodeURIComponent(path).replace(/[^\w]+/g, "-")}.png`;
        await page.screenshot({ path: join(shots, name), fullPage: true });
      }
    }
    assert.deepEqual(page.wrong, [], variant);
  }
});
