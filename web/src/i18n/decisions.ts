// What lists say of how far a decision is, in English and in Korean.
export const decisionsEn = {
  decisionAccepted: "reviews that accept it: {n}",
  decisionReturned: "returned: {n}",
  decisionState: "Signature and reviews",
  dnaExcludes: "{sample} excludes {person}: the likelihood ratio is 0. Loci that exclude: {loci}.",
  dnaUnlisted: "{sample} has a log10 LR of {lr} for {person} against an unrelated person; {person} is not among its likeliest.",
};

export const decisionsKo: typeof decisionsEn = {
  decisionAccepted: "승인한 검토 {n}건",
  decisionReturned: "반려 {n}건",
  decisionState: "서명과 검토",
  dnaExcludes: "{sample}은(는) {person}을(를) 배제함: 우도비 0. 배제하는 유전자자리: {loci}.",
  dnaUnlisted: "{sample}: 무관한 사람에 대한 {person}의 log10 LR {lr}; {person}은(는) 이 시료의 유력 후보에 들지 않음.",
};
