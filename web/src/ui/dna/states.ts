import type { SampleRow } from "../../api";
export type State = SampleRow["state"];
export const sampleStates: State[] = ["not requested", "requested", "typed", "failed"];
