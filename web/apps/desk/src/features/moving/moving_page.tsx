import { useLingui } from "@lingui/react/macro";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { Choice, ui } from "#/shared/ui/ui.tsx";

const Imports = lazy(() => import("./imports_part.tsx").then((page) => ({ default: page.ImportsPart })));
const Numbers = lazy(() => import("./numbers_part.tsx").then((page) => ({ default: page.NumbersPart })));

const Rehearsal = lazy(() => import("./rehearsal_part.tsx").then((page) => ({ default: page.RehearsalPart })));
const Checklist = lazy(() => import("./checklist_part.tsx").then((page) => ({ default: page.ChecklistPart })));

export interface MovingSearch { show?: string; id?: string }

/** How a centre moves in: its files first. A part is one line here and one file beside. */
export function MovingPage() {
  const { t } = useLingui();
  const search = useSearch({ strict: false }) as MovingSearch;
  const navigate = useNavigate();
  const parts = [
    { key: "imports", label: t`Fichiers`, Part: Imports },
    { key: "numbers", label: t`Numéros`, Part: Numbers },
    { key: "rehearsal", label: t`Répétition`, Part: Rehearsal },
    { key: "checklist", label: t`Avant d’ouvrir`, Part: Checklist },
  ];
  const shown = parts.find((one) => one.key === search.show) ?? parts[0]!;
  const go = (next: MovingSearch) => void navigate({ to: "/setup/$section", params: { section: "moving" }, search: next, replace: true } as never);
  return (
    <div className={ui.stack}>
      <h2>{t`Emménagement`}</h2>
      {parts.length > 1 && <Choice name={t`Partie`} value={shown.key} options={parts} onChange={(key) => go({ show: key })} />}
      <Suspense fallback={null}><shown.Part /></Suspense>
    </div>
  );
}
