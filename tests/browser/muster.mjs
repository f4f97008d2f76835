// A muster and a Chromium for the tests of the page. MUSTER_BINARY names the program.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";

const web = createRequire(join(dirname(fileURLToPath(import.meta.url)), "../../web/package.json"));
const { chromium } = web("playwright-core");
const muster = process.env.MUSTER_BINARY;
const quiet = ["quic", "background-networking", "component-update", "sync", "gpu"].map((what) => `--disable-${what}`);
const servers = [];
let browser;

export const axe = readFileSync(web.resolve("axe-core/axe.min.js"), "utf8");
export const password = "correct horse battery";
export const folder = mkdtempSync(join(tmpdir(), "muster-page-"));
export const store = (name) => `sqlite:${join(folder, `${name}.db`)}`;

before(async () => {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--no-first-run", ...quiet] });
});

after(async () => {
  await browser?.close();
  for (const server of servers) server.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
});

export function run(...words) {
  const env = { ...process.env, MUSTER_NEW_PASSWORD: password, MUSTER_PASSWORD: password };
  return execFileSync(muster, words, { encoding: "utf8", env });
}

/// Makes a register by the words of a command, and serves it; gives its address.
export async function serve(name, ...make) {
  run(...make, "--store", store(name));
  const server = spawn(muster, ["serve", "--store", store(name), "--port", "0", "--quiet"], { stdio: ["ignore", "pipe", "inherit"] });
  servers.push(server);
  for await (const line of server.stdout) {
    const found = /http:\/\/[^/]+/.exec(String(line));
    if (found) return found[0];
  }
  throw new Error("the server did not start");
}

/// A page that keeps in `wrong` what must not be: errors of the console, defects, requests to elsewhere.
export async function open(base, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.wrong = [];
  page.on("console", (message) => {
    // A refusal that the page asked for is told by the browser as an error of the network.
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) page.wrong.push(message.text());
  });
  page.on("pageerror", (error) => page.wrong.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith(base) && !/^(blob|data):/.test(request.url())) page.wrong.push(`asked ${request.url()}`);
  });
  page.base = base;
  return page;
}

export async function visit(page, path) {
  await page.goto(`${page.base}/#/${path}`);
  await page.waitForLoadState("networkidle");
}

export async function logIn(page, who) {
  await page.getByLabel("Name", { exact: true }).fill(who);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText(`You are ${who}`).waitFor();
}

/// Fills in fields of a form by their names.
export async function fill(page, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`[id$="-${name}"]`).first();
    if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
}

export const madeUp = "Nothing of it is of the real world (simulated)";
/// Fills in what is empty of a form, has it checked and records it, as nothing of the real world.
export async function record(page, fields) {
  await fill(page, fields);
  const box = page.getByLabel(madeUp);
  if (await box.count()) await box.check(); // in a simulated register all is
  await page.getByRole("button", { name: "Check" }).click();
  const [right, wrong] = [page.getByText("Nothing is wrong. Record it now?"), page.getByRole("alert")];
  await right.or(wrong).first().waitFor();
  assert.ok(await right.isVisible(), `${page.url()}: ${await wrong.allTextContents()}`);
  await page.getByRole("button", { name: "Record", exact: true }).click();
  await page.getByRole("status").getByText("Recorded:").waitFor();
}
export const prefilled = (page, field) => page.locator(`[id$="-${field}"]`).first().inputValue();
