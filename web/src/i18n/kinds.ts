// What kinds of record are called, and in Korean their fields; in English a field's own name is its word.
export const kindsEn = {
  party: "Party", commitment: "Commitment", operation: "Field operation", site: "Site", search: "Search of a site", turnover: "Turnover",
  case: "Case", receipt: "Receipt of a turnover", photograph: "Photograph", transfer: "Custody leg", confirmation: "Confirmation of a leg",
  accession: "Accession", specimen: "Specimen", mass: "Mass", cut: "Cut", sample: "Sample", request: "Request of a test",
  disposition: "Disposition of a sample", extraction: "Extraction", result: "Result", person: "Person", status: "Status of a person",
  family: "Family", reference: "Reference sample", consent: "Consent", contact: "Contact with a family", notification: "Notification of a family",
  publication: "Publication", source: "Source", topic: "Topic", statement: "Statement", figure: "Figure of record", explanation: "Explanation",
  examination: "Examination", identification: "Identification", evidence: "Line of evidence", hypothesis: "Competing hypothesis", review: "Review",
  policy: "Policy of reviews", individual: "Individual", assignment: "Assignment to an individual", association: "Association of specimens",
  release: "Release", burial: "Burial", alias: "Other name", finding: "Noted finding", signature: "Signature", resolution: "Resolution",
  user: "User", ledger: "Ledger", analysis: "Analysis", view: "Who saw what", erasure: "Erasure",
} as const;

export const kindsKo: Record<keyof typeof kindsEn, string> = {
  party: "기관·당사자", commitment: "합의", operation: "현장 작업", site: "장소", search: "장소 수색", turnover: "인도", case: "운구함", receipt: "인도 수령",
  photograph: "사진", transfer: "이송 구간", confirmation: "인수 확인", accession: "입고", specimen: "표본", mass: "질량", cut: "절단", sample: "시료",
  request: "검사 요청", disposition: "시료 처리", extraction: "추출", result: "결과", person: "사람", status: "사람의 상태", family: "가족",
  reference: "참조 시료", consent: "동의", contact: "가족 연락", notification: "가족 통지", publication: "공표", source: "출처", topic: "주제",
  statement: "진술", figure: "공식 수치", explanation: "설명", examination: "감식", identification: "신원 확인", evidence: "증거", hypothesis: "대립 가설",
  review: "검토", policy: "검토 방침", individual: "개체", assignment: "개체 배정", association: "표본 연관", release: "인계(가족)", burial: "안장",
  alias: "다른 이름", finding: "지적 메모", signature: "서명", resolution: "해결", user: "사용자", ledger: "원장", analysis: "분석", view: "열람 기록", erasure: "삭제",
};

export const fieldsKo: Record<string, string> = {
  key: "키", name: "이름", type: "유형", country: "국가", place: "장소", on: "날짜", parties: "당사자", text: "내용", commitment: "합의", lead: "책임 기관",
  from: "보낸 쪽", to: "받는 쪽", purpose: "목적", operation: "현장 작업", latitude: "위도", longitude: "경도", uncertainty_m: "오차(m)", status: "상태",
  remarks: "비고", site: "장소", by: "담당자", area_m2: "면적(m²)", claimed: "신고 수·내용", manifest: "목록 내용", turnover: "인도", number: "번호",
  seal: "봉인 번호", found: "확인된 내용", condition: "상태", received: "수령", of: "대상", file: "파일", taken: "촬영 시각", caption: "설명", items: "항목",
  carrier: "운송자", from_place: "출발지", to_place: "도착지", departed: "출발", due: "확인 기한", transfer: "이송 구간", seal_condition: "봉인 상태",
  broken: "봉인 파손 항목", lab: "실험실", cases: "운구함", description: "설명", accession: "입고", provenance1: "출토 1", provenance2: "출토 2",
  designator: "표본 번호", case: "운구함", parent: "모표본", cut: "절단", human: "사람 여부", bone: "뼈", side: "좌우", position: "위치", completeness: "완전성",
  zones: "부위", mass_g: "질량(g)", event: "이전 사건", tolerance_g: "허용차(g)", removed_g: "떼어 낸 질량(g)", kerf_g: "절단 손실(g)",
  retained_g: "남은 질량(g)", specimen: "표본", label: "라벨", material: "재료", sample: "시료", test: "검사", requested: "요청일", disposition: "처리",
  weight_left_g: "남은 무게(g)", method: "방법", consumed_g: "소모(g)", extract_ul: "추출액(µl)", extraction: "추출", request: "요청", replicate: "반복",
  kit: "키트", outcome: "결과", profile: "프로필", role: "역할", sex: "성별", father: "아버지", mother: "어머니", twin: "일란성 쌍둥이", names: "다른 표기",
  born: "생년월일", conflict: "전쟁", nation: "국적", service: "군", unit: "부대", rank: "계급", service_number: "군번", lost_on: "실종일",
  lost_at: "실종 장소", lost_in: "실종 국가", circumstances: "정황", category: "분류", population: "집단", stature_cm: "신장(cm)", antemortem: "생전 자료",
  person: "사람", authority: "승인 근거", source: "출처", missing: "실종자", next_of_kin: "최근친", office: "담당 기관", for: "대상 실종자", slots: "비교 계통",
  given: "동의 여부", scope: "범위", until: "기한", family: "가족", how: "방법", summary: "요약", identification: "신원 확인", where: "조건·매체",
  title: "제목", publisher: "발행자", author: "작성자", published: "발행일", address: "주소", language: "언어", measure: "집계 기준", topic: "주제",
  value: "값", low: "최소", high: "최대", qualifier: "한정어", as_of: "기준일", locator: "위치", quote: "인용", statements: "진술", basis: "근거",
  analyst: "감식자", findings: "소견", individual: "개체", direction: "방향", log10_lr: "log10 LR", rests_on: "근거 기록", answer: "답변",
  technical: "기술 검토", administrative: "행정 검토", different: "다른 사람", reasons: "사유", other: "다른 표본", level: "수준", grave: "묘역·묘",
  system: "시스템", id: "번호", about: "대상", policy: "검토 방침", digest: "다이제스트", entries: "항목", program: "프로그램", sha256: "SHA-256",
};
