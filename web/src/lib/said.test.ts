import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { registerKo } from "../i18n/register_ko";
import { inKorean, rowsOf } from "./said";

const file = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const hangul = /[가-힣]/;

test("every rule of findings has a name in Korean", () => {
  const sources = readdirSync(new URL("../../../src/register/", import.meta.url)).filter((name) => name.endsWith(".cpp"));
  const given = sources.flatMap((name) => [...file(`src/register/${name}`).matchAll(/give\(verdicts, [^,]+,\s*"([a-z ]+)"/g)]);
  const rules = given.map(([, rule]) => rule!);
  expect(new Set(rules).size).toBeGreaterThanOrEqual(21);
  for (const rule of rules) expect(registerKo[rule], rule).toMatch(hangul);
});

test("every sentence of the table has its Korean, with everything that is filled in", () => {
  const rows = rowsOf(file("data/korean/sentences.csv"));
  expect(rows.length).toBeGreaterThan(100);
  for (const [english, korean] of rows) {
    const gaps = new Set([...english.matchAll(/\{(\d)\}/g)].map(([, n]) => n));
    const filled = [...korean.matchAll(/[{[](\d)[}\]]/g)].map(([, n]) => n);
    expect(filled.every((n) => gaps.has(n)), english).toBe(true);
    if (english !== "log10 LR") expect(korean, english).toMatch(hangul);
  }
});

test("findings are said in Korean, with the same numbers and names", () => {
  expect(inKorean("55 sent, 54 received; missing: case:SIM-T/55")).toBe("보낸 것 55, 받은 것 54; 빠진 것: case:SIM-T/55");
  expect(inKorean("specimen:SIM 1, 101: 5.2 g expected, 4.0 g accounted for (tolerance 0.1 g)")).toBe(
    "specimen:SIM 1, 101: 예상 5.2 g, 확인된 4.0 g(허용 오차 0.1 g)",
  );
  expect(inKorean("transfer:L1: seal Broken; sealed with A7, received with A9")).toBe("transfer:L1: 봉인 파손; 봉인 번호 A7, 받을 때 A9");
  expect(inKorean("MIA: more than 7000 persons, B 2018-07; contradicts: about 5300 sets of remains, AP (statement:#91)")).toBe(
    "MIA: 7000 명 초과, B 2018-07; 모순됨: 약 5300 구(유해), AP (statement:#91)",
  );
  expect(inKorean("on 2018-07-01 lies before departed 2018-07-27 of transfer:L1")).toBe("날짜 2018-07-01: transfer:L1의 출발 2018-07-27보다 앞섬");
});

test("what is missing for a signature and the warnings of a comparison are said in Korean", () => {
  expect(
    inKorean("technical reviews: 1 wanted by the policy of muster, 0 accepted after the last change (entry 12) by others than the author"),
  ).toBe("기술 검토: muster의 방침에 따라 1건 필요, 마지막 변경(항목 12) 뒤 작성자가 아닌 사람의 승인 0건");
  expect(inKorean("sample 'A, 1, 01A' can be compared at only 5 of 21 loci: chance matches are to be expected")).toBe(
    "시료 'A, 1, 01A': 21개 좌위 중 5개만 비교할 수 있어 우연한 일치가 예상됩니다",
  );
});

test("what nobody has put into Korean stays English", () => {
  expect(inKorean("something else; and more: of it")).toBe("something else; and more: of it");
});
