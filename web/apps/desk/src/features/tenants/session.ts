import { useQuery } from "@tanstack/react-query";
import { isLanguage, speak } from "@palabre/words";
import type { MyAccount } from "@palabre/contracts";
import { catalogs } from "#/app/catalogs.ts";
import { queries } from "#/app/queries.ts";
import { applyTheme, THEMES, type Theme } from "#/app/theme.ts";
import { ask, Problem, setCsrf } from "#/shared/api.ts";
import { setKeys, type Keys } from "#/shared/keys/keys.ts";

const KEY = ["me"];

/** Who is signed in, or null. The person's own language, theme and keys follow her from desk to desk. */
export async function loadAccount(): Promise<MyAccount | null> {
  const known = queries.getQueryData<MyAccount>(KEY);
  if (known) return known;
  try {
    const account = await ask("get", "/me");
    queries.setQueryData(KEY, account);
    setCsrf(account.csrf ?? "");
    await follow(account);
    return account;
  } catch (error) {
    if (error instanceof Problem && (error.status === 401 || error.code === "not_signed_in")) return null;
    throw error;
  }
}

async function follow(account: MyAccount): Promise<void> {
  const kept = localStorage.getItem("palabre.language");
  if (isLanguage(account.language) && account.language !== kept) await speak(account.language, catalogs);
  const theme = account.preferences?.theme;
  if (THEMES.includes(theme as Theme)) applyTheme(theme as Theme);
  if (account.preferences?.keys) setKeys(account.preferences.keys as Partial<Keys>);
}

export function useAccount(): MyAccount {
  const { data } = useQuery<MyAccount>({ queryKey: KEY, queryFn: () => ask("get", "/me"), staleTime: Infinity });
  if (!data) throw new Error("nobody is signed in");
  return data;
}

export function allowed(account: MyAccount, ...wanted: string[]): boolean {
  return wanted.some((one) => account.permissions.includes(one) || account.permissions.includes("*"));
}

/** Takes conversations herself. A supervisor may, an advisor does. */
export function hasRole(account: MyAccount, ...wanted: string[]): boolean {
  return wanted.some((role) => account.roles.includes(role));
}

export function forgetAccount(): void {
  queries.clear();
  setCsrf("");
}

/** Kept on this desk at once and with the person; the latter may fail without harm. */
export async function savePreference(change: { language?: string; theme?: Theme; keys?: Partial<Keys> }): Promise<void> {
  const account = queries.getQueryData<MyAccount>(KEY);
  if (!account) return;
  await ask("patch", "/me", { body: change }).then(() => {
    const { language, ...preferences } = change;
    queries.setQueryData<MyAccount>(KEY, { ...account, language: language ?? account.language, preferences: { ...account.preferences, ...preferences } });
  }, () => undefined);
}
