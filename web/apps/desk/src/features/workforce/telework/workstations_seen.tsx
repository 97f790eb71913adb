import { useLingui } from "@lingui/react/macro";
import { dayTime, number } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { usePeopleNames } from "#/features/routing/names.ts";
import { ask } from "#/shared/api.ts";
import { More, relist, usePaged } from "#/shared/paged.tsx";
import { Badge, Button, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { WordsDialog } from "./own_telework.tsx";
import css from "./telework.module.css";
import { dayWord } from "./telework_words.ts";
import { verdictTone, verdictWord, type Workstation } from "./workstation_words.ts";

const LIST = "/workforce/workstations";
const INCIDENTS = "/workforce/workstations/incidents";

/** For technicians: what lines at home carry, and what people tell of them. */
export function WorkstationsSeen() {
  const { t } = useLingui();
  const list = usePaged(LIST);
  const incidents = usePaged(INCIDENTS);
  const [answered, setAnswered] = useState<{ id: string; words: string } | null>(null);
  const names = usePeopleNames([...list.rows, ...incidents.rows].map((one) => one.person));
  const close = useMutation({ mutationFn: (words: string) => ask("post", "/workforce/workstations/incidents/{id}/close", { path: { id: answered!.id }, body: { words } }), onSuccess: () => setAnswered(null), onSettled: () => relist(LIST) });
  return (
    <section aria-label={t`Postes et lignes`}>
      <h2>{t`Postes et lignes`}</h2>
      <Fault error={list.error ?? incidents.error} retry={() => { void list.refetch(); void incidents.refetch(); }} />
      {incidents.rows.map((one) => (
        <article key={one.id} className={css.card} aria-label={t`Incident de ${names.get(one.person) || t`une personne`}`}>
          <p><strong><bdi>{names.get(one.person) || t`une personne`}</bdi></strong> · {dayTime(one.told_at)}</p>
          <p dir="auto">{one.words}</p>
          <div><Button onPress={() => setAnswered(one)}>{t`Répondre et clore`}</Button></div>
        </article>
      ))}
      {list.rows.length > 0 && <div className={ui.tableWrap}>
        <table className={ui.table}>
          <thead><tr><th scope="col">{t`Personne`}</th><th scope="col">{t`Poste`}</th><th scope="col">{t`Dernier essai`}</th><th scope="col">{t`Mauvais appels en 7 jours`}</th></tr></thead>
          <tbody>{list.rows.map((one) => <Line key={one.person} one={one} name={names.get(one.person) || t`une personne`} />)}</tbody>
        </table>
      </div>}
      {list.loaded && list.rows.length === 0 && incidents.rows.length === 0 && <Empty icon="headset" title={t`Aucun essai encore`}>{t`Chacun essaie son poste depuis sa page Télétravail.`}</Empty>}
      <More list={list} />
      {answered && <WordsDialog title={t`Répondre et clore`} label={t`Réponse`} send={(words) => close.mutate(words)} pending={close.isPending} error={close.error} close={() => { close.reset(); setAnswered(null); }} />}
    </section>
  );
}

function Line({ one, name }: { one: Workstation; name: string }) {
  const { t } = useLingui();
  const { state, verdict, until, days_left } = one.qualification;
  const states: Record<string, string> = { none: t`pas d’essai`, testing: t`en essai, encore ${days_left}`, qualified: until ? t`convient jusqu’au ${dayWord(until)}` : "", not_qualified: t`ne suffit pas`, expired: t`trop ancien`, bad_calls: t`à refaire : mauvais appels` };
  const last = one.tests[0];
  return (
    <tr><th scope="row"><bdi>{name}</bdi></th><td>{verdict && <Badge tone={verdictTone(verdict)} shape>{verdictWord(verdict)}</Badge>} {states[state]}</td><td>{last && <><Badge tone={verdictTone(last.judged.verdict)} shape>{verdictWord(last.judged.verdict)}</Badge> {dayTime(last.tested_at)}</>}</td><td className="numbers">{number(one.bad_calls)}</td></tr>
  );
}
