import { expect, test } from "vitest";
import { newest } from "./search";

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

test("what is asked in one breath is asked once, and only the newest answer is told", async () => {
  const asked: string[] = [];
  const aborted: string[] = [];
  const told: string[] = [];
  const search = newest(
    async (question: string, signal: AbortSignal) => {
      asked.push(question);
      signal.addEventListener("abort", () => aborted.push(question));
      await wait(question === "slow" ? 80 : 10); // does not heed the signal: its answer comes all the same
      return question;
    },
    (answer) => told.push(answer),
    () => told.push("failed"),
    5,
  );
  for (const text of ["s", "sl", "slow"]) search.ask(text);
  await wait(30);
  search.ask("quick");
  await wait(120);
  expect(asked).toEqual(["slow", "quick"]);
  expect(aborted).toEqual(["slow"]);
  expect(told).toEqual(["quick"]);
});

test("a failure of the newest question is told, and nothing after an end", async () => {
  const told: string[] = [];
  const search = newest<string, string>(
    async (question) => {
      if (question === "bad") throw new Error("no");
      return question;
    },
    (answer) => told.push(answer),
    (error) => told.push(String(error)),
    1,
  );
  search.ask("bad");
  await wait(20);
  search.ask("good");
  search.stop();
  await wait(20);
  expect(told).toEqual(["Error: no"]);
});
