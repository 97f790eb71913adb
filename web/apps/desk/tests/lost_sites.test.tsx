import { I18nProvider } from "@lingui/react";
import { i18n, type Messages } from "@lingui/core";
import { LiveProvider, LiveStore } from "@palabre/live";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { LostSites } from "#/features/reporting/lost_sites.tsx";
import { namesKey } from "#/features/routing/names.ts";
import { messages as fr } from "#/words/fr.po";

const LOST = { site: "s1", lost: 200, at: 1_700_000_000_000 };
const tiles = (sites_lost: object[]) => ({ kind: "changes" as const, at: "1.7", set: { tiles: { sites_lost } }, unset: [] });
const told = () => screen.queryByText(/perdu/)?.textContent ?? null;

/** A supervisor's page: what is shown follows from the messages alone. */
function page(store: LiveStore) {
  const client = new QueryClient();
  client.setQueryData(namesKey("/sites"), [{ id: "s1", name: "Casablanca" }, { id: "s2", name: "Lyon" }]);
  return render(<I18nProvider i18n={i18n}><QueryClientProvider client={client}><LiveProvider store={store}><LostSites /></LiveProvider></QueryClientProvider></I18nProvider>);
}

describe("a lost site", () => {
  let store: LiveStore;
  beforeEach(() => { i18n.loadAndActivate({ locale: "fr", messages: fr as Messages }); store = new LiveStore(); });

  it("is one line with its number, until the site is back", () => {
    page(store);
    expect(told()).toBeNull();
    act(() => store.receive(tiles([LOST])));
    expect(told()).toMatch(/^Site Casablanca : 200 postes perdus à \d\d:\d\d$/);
    act(() => store.receive(tiles([])));
    expect(told()).toBeNull();
  });

  it("is put away for good, but neither another site nor the next loss", () => {
    const first = page(store);
    act(() => store.receive(tiles([LOST])));
    fireEvent.click(screen.getByRole("button", { name: "Ne plus afficher l’alarme du site Casablanca" }));
    expect(told()).toBeNull();
    first.unmount();
    page(store);
    act(() => store.receive(tiles([{ ...LOST, lost: 201 }, { ...LOST, site: "s2", lost: 1 }])));
    expect(told()).toMatch(/^Site Lyon : 1 poste perdu/);
    act(() => store.receive(tiles([{ ...LOST, at: LOST.at + 60_000 }])));
    expect(told()).toMatch(/^Site Casablanca/);
  });
});
