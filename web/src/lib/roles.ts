/// The roles of docs/access.md, in its order.
export const roles = [
  "custodian",
  "anthropologist",
  "odontologist",
  "DNA analyst",
  "historian",
  "family case manager",
  "medical examiner",
  "reviewer",
  "auditor",
  "administrator",
] as const;
