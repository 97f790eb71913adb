/** Alarms put away in this tab: they stay so on another screen and after a reload. */
const KEY = "palabre.dismissed";
const KEPT = 20;

export function dismissed(): string[] {
  return (sessionStorage.getItem(KEY) ?? "").split(" ").filter(Boolean);
}

/** All that are put away now, the last ones. */
export function dismiss(alarm: string): string[] {
  const all = [...dismissed().filter((one) => one !== alarm), alarm].slice(-KEPT);
  sessionStorage.setItem(KEY, all.join(" "));
  return all;
}
