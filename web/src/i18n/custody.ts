// What the page says of where an item is, in English and in Korean.
export const custodyEn = {
  positionOfLeg: "say on {leg} from which place to which it went",
  positionOfRecord: "give it a latitude and a longitude",
  positionOfSite: "record a site of this name, with its latitude and longitude",
  whereAccessioned: "with {who}, by an accession of {on}",
  whereDue: "to be confirmed by {due}",
  whereMissing: "MISSING: not among what {who} received; left {from} {on}",
  whereReceived: "with {who}, received {on}",
  whereReleased: "released on {on}",
  whereTakenFrom: "with what it was taken from",
  whereTurnedOver: "with {who} since the turnover on {on}",
  whereUnderWay: "under way from {from} to {who}, left {on}",
  whereUnknown: "not recorded",
};

export const custodyKo: typeof custodyEn = {
  positionOfLeg: "{leg}에 출발지와 도착지를 적으십시오",
  positionOfRecord: "위도와 경도를 적으십시오",
  positionOfSite: "이 이름의 장소를 위도·경도와 함께 기록하십시오",
  whereAccessioned: "{who}에 있음, {on} 입고",
  whereDue: "확인 기한 {due}",
  whereMissing: "행방불명: {who}이(가) 받은 것 가운데 없음, {from}에서 {on} 출발",
  whereReceived: "{who}에 있음, {on} 수령",
  whereReleased: "{on} 인계됨",
  whereTakenFrom: "채취한 것과 함께 있음",
  whereTurnedOver: "{on} 인도 이후 {who}에 있음",
  whereUnderWay: "{from}에서 {who}(으)로 이송 중, {on} 출발",
  whereUnknown: "기록되지 않음",
};
