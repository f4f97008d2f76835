// What kinds of record are called.
export const kindsEn = {
  party: "Party", commitment: "Commitment", operation: "Field operation", site: "Site", search: "Search of a site",
  turnover: "Turnover", case: "Case", receipt: "Receipt of a turnover", photograph: "Photograph", transfer: "Custody leg",
  confirmation: "Confirmation of a leg", accession: "Accession", specimen: "Specimen", mass: "Mass", cut: "Cut", sample: "Sample",
  request: "Request of a test", disposition: "Disposition of a sample", extraction: "Extraction", result: "Result",
  person: "Person", status: "Status of a person", family: "Family", reference: "Reference sample", consent: "Consent",
  contact: "Contact with a family", notification: "Notification of a family", publication: "Publication", source: "Source",
  topic: "Topic", statement: "Statement", figure: "Figure of record", explanation: "Explanation", examination: "Examination",
  identification: "Identification", evidence: "Line of evidence", hypothesis: "Competing hypothesis", review: "Review",
  policy: "Policy of reviews", individual: "Individual", assignment: "Assignment to an individual",
  association: "Association of specimens", release: "Release", burial: "Burial", alias: "Other name", finding: "Noted finding",
  signature: "Signature", resolution: "Resolution", user: "User", password: "Password", factor: "Second factor", ledger: "Ledger",
  analysis: "Analysis", view: "Who saw what", erasure: "Erasure", inventory: "Inventory",
} as const;

export const kindsKo: Record<keyof typeof kindsEn, string> = {
  party: "기관·당사자", commitment: "합의", operation: "현장 작업", site: "장소", search: "장소 수색", turnover: "인도", case: "운구함", receipt: "인도 수령",
  photograph: "사진", transfer: "이송 구간", confirmation: "인수 확인", accession: "입고", specimen: "표본", mass: "질량", cut: "절단", sample: "시료",
  request: "검사 요청", disposition: "시료 처리", extraction: "추출", result: "결과", person: "사람", status: "사람의 상태", family: "가족",
  reference: "참조 시료", consent: "동의", contact: "가족 연락", notification: "가족 통지", publication: "공표", source: "출처", topic: "주제",
  statement: "진술", figure: "공식 수치", explanation: "설명", examination: "감식", identification: "신원 확인", evidence: "증거",
  hypothesis: "대립 가설", review: "검토", policy: "검토 방침", individual: "개체", assignment: "개체 배정", association: "표본 연관",
  release: "인계(가족)", burial: "안장", alias: "다른 이름", finding: "지적 메모", signature: "서명", resolution: "해결", user: "사용자",
  password: "비밀번호", factor: "이중 인증", ledger: "원장", analysis: "분석", view: "열람 기록", erasure: "삭제", inventory: "뼈 목록",
};
