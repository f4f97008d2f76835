// How fast the server answers: 32 clients that ask without a pause, reads alone and with one write in ten, over a
// register that it serves. Prints milliseconds by kind of request, and memory.
//   node bench/serve_load.mjs build/release/bin/muster STORE [SECONDS]     (STORE: sqlite:…, written to: use a copy)
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";

const [muster, store, seconds = "10"] = process.argv.slice(2);
const clients = 32;
const server = spawn(muster, ["serve", "--store", store, "--port", "0", "--quiet"], { stdio: ["ignore", "pipe", "inherit"] });
const port = await new Promise((done) => server.stdout.on("data", (text) => /:(\d+)\//.exec(text) && done(Number(/:(\d+)\//.exec(text)[1]))));
const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))[1]) / 1024;

function ask(session, method, path, body) {
  return new Promise((done, failed) => {
    const begun = performance.now();
    const headers = { ...(session.cookie ? { Cookie: session.cookie } : {}), ...(method !== "GET" ? { "X-CSRF-Token": session.csrf, "Content-Type": "application/json" } : {}) };
    const request = http.request({ port, host: "127.0.0.1", method, path, headers, agent: session.agent }, (answer) => {
      let text = "";
      answer.on("data", (part) => (text += part));
      answer.on("end", () => done({ status: answer.statusCode, text, headers: answer.headers, ms: performance.now() - begun }));
    });
    request.on("error", failed);
    request.end(body && JSON.stringify(body));
  });
}

async function enter() {
  const session = { agent: new http.Agent({ keepAlive: true, maxSockets: 1 }) };
  const answer = await ask(session, "GET", "/api/session");
  session.cookie = answer.headers["set-cookie"][0].split(";")[0];
  session.csrf = JSON.parse(answer.text).csrf;
  return session;
}

const any = (n) => Math.floor(Math.random() * n);
const reads = {
  "list, a page": () => `/api/records/person?limit=50&offset=${any(20000)}`,
  "list, filtered": () => `/api/records/specimen?q=${any(600)}`,
  "a record": () => `/api/records/person/SIM-F${String(1 + any(7000)).padStart(4, "0")}-missing`,
  "a family": () => `/api/families/SIM-F${String(1 + any(7000)).padStart(4, "0")}`,
  "find by name": () => `/api/persons?q=Simulated%20missing%20${String(1 + any(7000)).padStart(4, "0")}`,
  account: () => "/api/account?by=service",
  findings: () => "/api/findings",
  custody: () => `/api/custody/case%3AWONSAN-2018%2F${String(1 + any(55)).padStart(2, "0")}`,
  "ledger log": () => "/api/ledger/entries?last=20",
  public: () => "/api/public/account?by=service",
};

async function load(writeShare) {
  const times = {};
  const until = performance.now() + Number(seconds) * 1000;
  let failures = 0;
  await Promise.all(Array.from({ length: clients }, async (_, client) => {
    const session = await enter();
    const kinds = Object.keys(reads);
    for (let n = any(kinds.length); performance.now() < until; ++n) {
      const write = Math.random() < writeShare;
      const kind = write ? "write" : kinds[n % kinds.length];
      const answer = write
        ? await ask(session, "POST", "/api/records/party", { fields: { key: `SIM load ${process.pid} ${client} ${n} ${any(1e9)}`, name: "simulated", type: "Other" }, simulated: true })
        : await ask(session, "GET", reads[kind]());
      failures += answer.status === 200 ? 0 : 1;
      (times[kind] ??= []).push(answer.ms);
    }
    session.agent.destroy();
  }));
  const all = Object.entries(times).filter(([kind]) => kind !== "write").flatMap(([, list]) => list);
  const row = (name, list) => {
    list.sort((a, b) => a - b);
    const at = (share) => list[Math.min(list.length - 1, Math.floor(share * list.length))].toFixed(1);
    console.log(`${name.padEnd(16)} ${String(list.length).padStart(7)}  p50 ${at(0.5).padStart(7)}  p99 ${at(0.99).padStart(7)}  most ${at(1).padStart(7)}`);
  };
  for (const [kind, list] of Object.entries(times)) row(kind, list);
  row("all reads", all);
  console.log(`${((all.length + (times.write?.length ?? 0)) / Number(seconds)).toFixed(0)} requests/s, ${failures} failed, ${memory().toFixed(0)} MB`);
}

console.log(`after the start ${memory().toFixed(0)} MB`);
const warm = await enter();
for (const path of Object.values(reads)) await ask(warm, "GET", path());
console.log(`\n${clients} clients, reads`);
await load(0);
console.log(`\n${clients} clients, one write in ten`);
await load(0.1);
const idle = Array.from({ length: 500 }, () => net.connect(port, "127.0.0.1"));
await new Promise((done) => setTimeout(done, 3000));
const quiet = [];
for (let n = 0; n < 50; ++n) quiet.push((await ask(warm, "GET", "/healthz")).ms);
console.log(`\nbeside 500 idle connections: ${Math.max(...quiet).toFixed(1)} ms at most; idle ${memory().toFixed(0)} MB`);
for (const one of idle) one.destroy();
warm.agent.destroy();
server.kill("SIGTERM");
