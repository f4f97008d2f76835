// Ways through the page that records' stories do not take: by keyboard alone, undoing, the second factor, what is chosen
// from lists, labels.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { before } from "node:test";
import { folder, open, password, run, serve, store, visit } from "./muster.mjs";

/// RFC 6238 with the defaults of authenticators.
function totp(secret, now = Date.now()) {
  const bits = [...secret.replace(/\s/g, "")]
    .map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const hash = createHmac("sha1", key).update(counter).digest();
  return String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

let example;
before(async () => {
  example = await serve("example", "example", "wonsan-2018", "--small");
});

test("each page has its title, and the focus goes to its heading", async () => {
  const page = await open(example);
  await visit(page, "today");
  await page.getByRole("link", { name: "Turnovers", exact: true }).click();
  await page.waitForFunction(() => document.title.startsWith("Turnovers · muster"));
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1");
  await page.keyboard.press("/");
  await page.waitForFunction(() => document.activeElement?.id === "roster-search"); // a page without a search leads to the roster
  await page.keyboard.type("0239");
  await page.getByRole("link", { name: /missing 0239/ }).click();
  await page.waitForFunction(() => document.title.startsWith("Person Simulated missing 0239 · muster"));
  await page.getByText("Accounted for: remains identified").waitFor();
  assert.deepEqual(page.wrong, []);
});

test("what refers to a record is named with what it is", async () => {
  const page = await open(example);
  await visit(page, "record/individual/WONSAN-2018-I-01");
  await page.getByRole("listitem").filter({ hasText: "SIM-ID-01 SIM-F0001-missing" }).waitFor();
  await page.getByRole("listitem").filter({ hasText: /^#\d+ WONSAN-2018, SIM, \d+ · / }).first().waitFor();
  assert.deepEqual(page.wrong, []);
});

test("where an item is is said in the chosen language; a place that is not on the map says what to do about it", async () => {
  const korean = await open(example, { locale: "ko-KR" });
  await visit(korean, "turnovers/case%3AWONSAN-2018%2F45");
  await korean.getByText("2018년 8월 1일 수령").waitFor();

  const base = await serve("places", "init", "--simulated");
  const make = (...words) => run(...words, "--store", store("places"));
  make("party", "add", "SIM-P", "--name", "simulated party", "--type", "Other");
  make("turnover", "add", "SIM-T", "--on", "2018-07-27", "--place", "Simulated harbour", "--claimed", "1", "--from", "SIM-P", "--to", "SIM-P");
  make("case", "add", "--turnover", "SIM-T", "--number", "01");
  const leg = (key, on, ...more) =>
    make("custody", "transfer", key, "--items", "case:SIM-T/01", "--from", "SIM-P", "--to", "SIM-P", "--departed", on, ...more);
  leg("SIM-L1", "2018-08-01", "--from-place", "Simulated harbour", "--to-place", "Simulated hill");
  leg("SIM-L2", "2018-08-02");
  const page = await open(base);
  await visit(page, "turnovers/case%3ASIM-T%2F01");
  const todo = (place) => page.getByRole("listitem").filter({ hasText: `${place}: ` }).getByRole("link");
  await todo("Simulated harbour").waitFor();
  assert.equal(await todo("Simulated harbour").getAttribute("href"), "#/record/turnover/SIM-T");
  assert.equal(await todo("SIM-P").getAttribute("href"), "#/record/transfer/SIM-L2");
  await todo("Simulated hill").click();
  await page.locator("#field-site-name").waitFor();
  assert.equal(await page.locator("#field-site-name").inputValue(), "Simulated hill");
  assert.deepEqual([...page.wrong, ...korean.wrong], []);
});

test("the tree is walked with arrows from turnover to sample", async () => {
  const page = await open(example);
  await visit(page, "turnovers");
  await page.getByRole("treeitem").first().focus();
  await page.keyboard.press("ArrowDown");
  for (let n = 0; n < 4; ++n) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight"); // case 05 opens
  await page.keyboard.press("ArrowRight"); // its first specimen
  assert.match(await page.evaluate(() => document.activeElement.dataset.id), /^specimen:/);
  await page.keyboard.press("ArrowRight");
  await page.locator("[data-id^='sample:']").first().waitFor();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  assert.match(await page.evaluate(() => document.activeElement.dataset.id), /^case:/);
  assert.equal(await page.locator("[role=treeitem][tabindex='0']").count(), 1);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "WONSAN-2018/05" }).waitFor();
  assert.deepEqual(page.wrong, []);
});

test("a leg is filled from a checklist and suggestions, confirmed but for one, and its finding shown before it is recorded", async () => {
  const page = await open(example);
  await visit(page, "new/transfer");
  await page.locator("#field-transfer-key").fill("SIM-LEG-9");
  await page.getByLabel("Choose from the cases of a turnover").selectOption("WONSAN-2018");
  await page.getByRole("button", { name: "All 55" }).click();
  await page.locator("#field-transfer-from").pressSequentially("DPA");
  await page.getByRole("option", { name: /DPAA/ }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#field-transfer-from").inputValue(), "DPAA");
  await page.locator("#field-transfer-to").pressSequentially("UN");
  await page.getByRole("option", { name: /UNC/ }).click();
  await page.locator("#field-transfer-departed").fill("2020-01-02");
  await page.getByRole("button", { name: "Check" }).click();
  await page.getByText("Nothing is wrong. Record it now?").waitFor();
  await page.locator("#field-transfer-departed").fill("2020-01-03"); // what is changed is checked again
  await page.getByRole("button", { name: "Check" }).click();
  await page.getByRole("button", { name: "Record", exact: true }).click();
  await page.getByRole("status").getByText("Recorded:").waitFor();

  await visit(page, "today");
  await page.getByRole("link", { name: "Confirm a leg" }).click();
  await page.getByRole("button", { name: "All 55 arrived" }).click();
  await page.getByLabel("WONSAN-2018/07", { exact: true }).uncheck();
  await page.locator("#field-confirmation-received").fill("2020-01-05");
  await page.locator("#field-confirmation-by").fill("simulated custodian");
  await page.locator("#field-confirmation-seal_condition").selectOption("Intact");
  await page.getByRole("button", { name: "Check" }).click();
  await page.getByText(/It would open a finding: count mismatch/).waitFor();
  assert.deepEqual(page.wrong, []);
});

test("a correction is undone by correcting back; the record itself stays", async () => {
  const page = await open(example);
  await visit(page, "record/party/DPAA");
  const before = await page.locator("dl").first().textContent();
  await page.getByRole("button", { name: "Correct" }).click();
  await page.getByLabel("Which field is wrong?").selectOption("place");
  await page.locator("#correct-place").fill("simulated place");
  await page.getByLabel("Reason").fill("simulated: a trial");
  await page.getByRole("button", { name: "Check" }).click();
  await page.getByRole("button", { name: "Record", exact: true }).click();
  await page.locator("dd").getByText("simulated place").first().waitFor();
  await page.getByRole("button", { name: "Correct it back" }).click();
  await page.getByRole("status").getByLabel("Reason").fill("simulated: taken back");
  await page.getByRole("status").getByRole("button", { name: "Correct it back" }).click();
  await page.getByRole("status").getByText("Corrected:").waitFor();
  await page.waitForFunction((text) => document.querySelector("dl")?.textContent === text, before);
  assert.equal(await page.getByText("withdrawn", { exact: true }).count(), 0);
  assert.deepEqual(page.wrong, []);
});

test("a father is added to a pedigree by keyboard, and his child names him", async () => {
  const page = await open(example);
  await visit(page, "families/SIM-F0001");
  await page.locator("svg [role=button][tabindex='0']").focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Add the father" }).click();
  await page.locator("#field-person-key").fill("SIM-F0001-grandfather");
  await page.getByRole("button", { name: "Check" }).click();
  await page.getByRole("button", { name: "Record", exact: true }).click();
  await page.getByRole("status").getByText("Recorded:").waitFor();
  await page.getByRole("button", { name: /SIM-F0001-grandfather/ }).waitFor();
  assert.deepEqual(page.wrong, []);
});

test("a photograph is seen in full, and Esc closes it", async () => {
  const page = await open(example);
  await visit(page, `turnovers/${encodeURIComponent("case:WONSAN-2018/02")}`);
  const file = join(folder, "SIM.png");
  writeFileSync(
    file,
    Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64"),
  );
  await page.locator("#photo").setInputFiles(file);
  await page.locator("figure button img").click();
  await page
    .getByRole("dialog")
    .getByText(/SHA-256 [0-9a-f]{64}/)
    .waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement?.className.includes("thumb")), true);
  assert.deepEqual(page.wrong, []);
});

test("labels of a turnover come as a sheet", async () => {
  const page = await open(example);
  await visit(page, "record/turnover/WONSAN-2018");
  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: "Label sheet (PDF)" }).click();
  const sheet = readFileSync(await (await coming).path());
  assert.equal(sheet.subarray(0, 5).toString(), "%PDF-");
  assert.deepEqual(page.wrong, []);
});

test("the first administrator closes the register; a second factor is set up and asked for", async () => {
  const page = await open(await serve("users", "init", "--simulated"));
  await visit(page, "admin");
  await page.getByLabel("Name", { exact: true }).fill("boss");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Add a user" }).click();
  const logIn = async () => {
    await page.getByRole("button", { name: "Log in" }).waitFor(); // the page before had fields of the same names
    await page.getByLabel("Name", { exact: true }).fill("boss");
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Log in" }).click();
  };
  await logIn();
  await page.getByText("You are boss").waitFor();
  await visit(page, "admin");
  await page.getByRole("button", { name: "Set up a second factor" }).click();
  await page.getByRole("img", { name: "The secret as a code for an authenticator" }).waitFor();
  const secret = (await page.locator("section .mono").textContent()).trim();
  await page.getByLabel("One-time code").fill(totp(secret));
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByText("A login needs a one-time code.").waitFor();
  await page.getByRole("button", { name: "Log out" }).click();
  await logIn();
  await page.getByLabel("One-time code").fill(totp(secret, Date.now() + 30_000)); // a code opens once: the next one
  assert.equal(await page.getByRole("alert").count(), 0); // that a code is wanted is no mistake
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("You are boss").waitFor();
  assert.deepEqual(page.wrong, []);
});

test("a session that ended leads back to the login, with a word why", async () => {
  const base = await serve("ended", "init", "--simulated");
  run("user", "add", "boss", "--roles", "administrator;auditor", "--store", store("ended"));
  const page = await open(base);
  await visit(page, "today");
  await page.getByLabel("Name", { exact: true }).fill("boss");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("You are boss").waitFor();
  await page.context().clearCookies();
  await page.getByRole("link", { name: "Ledger", exact: true }).click();
  await page.getByText("The session is over. Log in again").first().waitFor();
  await page.getByRole("button", { name: "Log in" }).waitFor();
  assert.deepEqual(page.wrong, []);
});
