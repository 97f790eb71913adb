import { describe, expect, it } from "vitest";
import { steps } from "#/features/reporting/report_chart.tsx";
import { civilDay, columnsOf, daysBetween, shifted, valueText, type ReportTable } from "#/features/reporting/report_data.ts";

describe("reports", () => {
  it("marks axes by round steps that hold the greatest value", () => {
    expect(steps(97)).toEqual([0, 50, 100]);
    expect(steps(1)).toEqual([0, 0.5, 1]);
    for (const greatest of [1, 3, 7.2, 19, 240, 99_999]) expect(steps(greatest).at(-1)).toBeGreaterThanOrEqual(greatest);
    expect(steps(0)).toEqual([0]);
  });

  it("counts civil days, whatever clocks do between them", () => {
    expect(shifted("2026-03-28", 2)).toBe("2026-03-30");
    expect(daysBetween("2026-03-01", "2026-03-31")).toBe(31);
    expect(civilDay(Date.UTC(2026, 10, 21, 18, 30), "Asia/Kathmandu")).toBe("2026-11-22");
  });

  it("shows seconds as people read them, and nothing where nobody was counted", () => {
    expect(valueText(null, "seconds")).toBe("–");
    expect(valueText(125, "seconds")).toBe("2:05");
    expect(valueText(3723, "seconds")).toBe("1:02:03");
  });

  it("keeps columns in the server's order", () => {
    const columns = ["offered", "asa", "talk_time"].map((key) => ({ key, unit: "count", population: "", cohort: "", definition: "", source: "exact", threshold_seconds: null }));
    const table = { columns } as unknown as ReportTable;
    expect(columnsOf(table, "main")).toEqual([0, 1]);
    expect(columnsOf(table, "all")).toEqual([0, 1, 2]);
  });
});
