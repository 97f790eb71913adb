export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
const KEY = "palabre.theme";

export function readTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return THEMES.includes(kept as Theme) ? (kept as Theme) : "auto";
}

export function applyTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  if (theme === "auto") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}
