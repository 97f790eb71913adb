import { describe, expect, it } from "vitest";
import { draftOf, faultOf, parseSeasons, seasonsOf } from "#/features/flows/seasons.ts";

const RAMADAN = { name: "Ramadan", first: "2027-02-08", last: "2027-03-09", week: { monday: [{ begin: "09:00", end: "15:00" }, { begin: "21:00", end: "24:00" }] } };
const SUMMER = { name: "Été", first: "2027-07-01", last: "2027-08-31", week: {} };
const CLOSED = { tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };

describe("seasons in their form", () => {
  it("come out as they went in", () => {
    expect(seasonsOf([RAMADAN, SUMMER].map(draftOf))).toEqual([{ ...RAMADAN, week: { ...RAMADAN.week, ...CLOSED } }, { ...SUMMER, week: { monday: [], ...CLOSED } }]);
    expect(seasonsOf([])).toEqual([]);
  });

  it("say what is wrong with each", () => {
    const fault = (change: object) => faultOf([{ ...draftOf(RAMADAN), ...change }, draftOf(SUMMER)], 0)?.code ?? null;
    expect([{}, { name: " " }, { last: "" }, { last: "2027-02-07" }, { last: "2027-07-01" }, { hours: { monday: "9-15" } }].map(fault)).toEqual([null, "name", "dates", "backwards", "overlap", "hours"]);
    expect(faultOf([{ ...draftOf(RAMADAN), last: "2027-02-08" }], 0)).toBeNull();
    expect(seasonsOf([{ ...draftOf(RAMADAN), name: "" }])).toBeNull();
  });

  it("are read from text only where it is a list of them", () => {
    expect(parseSeasons(JSON.stringify([RAMADAN]))).toEqual([RAMADAN]);
    expect(parseSeasons(" ")).toEqual([]);
    expect(["{}", "[", "[1]", '[{"name":"x"}]', '[{"name":"x","first":"a","last":"b","week":{"monday":[1]}}]'].map(parseSeasons)).toEqual([null, null, null, null, null]);
  });
});
