import { useLingui } from "@lingui/react/macro";
import { dayTime, number } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { queries } from "#/app/queries.ts";
import { ask } from "#/shared/api.ts";
import { Check as Box, TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Fault, ui } from "#/shared/ui/ui.tsx";
import css from "./checklist.module.css";
import { CHECKLIST, codeSaid, groupSaid, isTheirs, placeOf, tickSaid, toneOf, whySaid, type Check, type Checklist, type Tick } from "./checklist_words.ts";
import { usePersonNames } from "./people_names.ts";
import { REHEARSALS } from "./rehearsal_words.ts";

const LOOK_MS = 30_000, BUSY_MS = 1_000;
const STATES = ["red", "amber", "green"] as const;

/** What stands between this centre and its first day: red first, each with the screen that mends it. */
export function ChecklistPart() {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery({ queryKey: CHECKLIST, queryFn: () => ask("get", "/moving/checklist"), refetchInterval: LOOK_MS });
  const groups = [...new Set((data?.checks ?? []).map((one) => one.group))];
  return (
    <section className={ui.stack} aria-label={t`Avant d’ouvrir`}>
      <p>{t`Ce qui reste entre ce centre et son premier jour. Le rouge empêche d’ouvrir, l’orange mérite un regard ; chaque ligne mène à l’écran qui la règle.`}</p>
      <div className={ui.row}><CallAll /><a href="/api/moving/checklist.csv" download>{t`Exporter (CSV)`}</a><Button icon="note" onPress={() => window.print()}>{t`Imprimer`}</Button></div>
      <Fault error={error} retry={() => void refetch()} />
      {data && <Sum of={data} />}
      {groups.map((group) => <Group key={group} group={group} checks={data!.checks.filter((one) => one.group === group)} />)}
      {data && <Ticks ticks={data.ticks} />}
    </section>
  );
}

/** Each number called once, now; the list follows as calls end. */
function CallAll() {
  const { t } = useLingui();
  const [id, setId] = useState("");
  const begin = useMutation({ mutationFn: () => ask("post", "/moving/rehearsals", { body: { kind: "calls" } }), onSuccess: (made) => setId(made.id) });
  const { data } = useQuery({
    queryKey: [...REHEARSALS, id, "all"], enabled: id !== "", queryFn: async () => (await ask("get", "/moving/rehearsals/{id}", { path: { id } })).rehearsal,
    refetchInterval: (query) => (query.state.data?.state === "running" || !query.state.data ? BUSY_MS : false),
  });
  const ended = data?.over;
  useEffect(() => { if (ended) void queries.invalidateQueries({ queryKey: CHECKLIST }); }, [ended]);
  const running = id !== "" && (!data || data.state === "running");
  const over = number(data?.over ?? 0), calls = number(data?.calls ?? 0);
  return (
    <>
      <Button kind="primary" icon="phone" isPending={begin.isPending || running} onPress={() => begin.mutate()}>{t`Appeler chaque numéro`}</Button>
      {data && <span role="status">{running && <progress max={data.calls} value={data.over} aria-label={t`Appels faits`} />} {t`${over} appels faits sur ${calls}`}</span>}
      <Fault error={begin.error} />
    </>
  );
}

function Sum({ of }: { of: Checklist }) {
  const { t } = useLingui();
  const count = { red: 0, amber: 0, green: 0 };
  for (const one of of.checks) count[one.state as keyof typeof count] += 1;
  for (const one of of.ticks) count[one.done ? "green" : "red"] += 1;
  const total = count.red + count.amber + count.green;
  const good = number(count.green), whole = number(total), red = number(count.red), amber = number(count.amber), at = dayTime(of.at);
  return (
    <div className={css.sum} role="status">
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" className={css.bar}>
        {STATES.map((state, place) => <rect key={state} className={css[state]} x={(100 * STATES.slice(0, place).reduce((sum, one) => sum + count[one], 0)) / total} width={(100 * count[state]) / total} height="10" />)}
      </svg>
      <strong>{count.red === 0 ? t`Prêt à ouvrir : ${good} points sur ${whole} sont bons` : t`${good} points sur ${whole} sont bons`}</strong>
      <span>{t`${red} rouges, ${amber} orange, le ${at}`}</span>
    </div>
  );
}

function Group({ group, checks }: { group: string; checks: Check[] }) {
  const { t } = useLingui();
  const open = checks.filter((one) => one.state !== "green"), good = checks.length - open.length;
  const goods = number(good);
  return (
    <section className={css.group} aria-label={groupSaid(group)}>
      <h3>{groupSaid(group)}</h3>
      <ul className={css.list}>{open.map((one) => <Line key={`${one.code}${one.subject}`} one={one} />)}</ul>
      {good > 0 && (
        <details open={open.length === 0 && good <= 3}>
          <summary>{t`Bons : ${goods}`}</summary>
          <ul className={css.list}>{checks.filter((one) => one.state === "green").map((one) => <Line key={`${one.code}${one.subject}`} one={one} />)}</ul>
        </details>
      )}
    </section>
  );
}

function Line({ one }: { one: Check }) {
  const { t } = useLingui();
  const place = placeOf(one), words = { green: t`bon`, amber: t`à voir`, red: t`à régler` }[one.state] ?? one.state;
  const subject = one.subject.startsWith("+") ? one.subject : "";
  const label = [subject, one.name, codeSaid(one.code)].filter(Boolean).join(" ");
  return (
    <li data-check={one.code} data-state={one.state} data-subject={one.subject}>
      <Badge tone={toneOf(one.state)} shape>{words}</Badge>
      <span className={css.what}>{subject && <><bdi dir="ltr">{subject}</bdi> </>}<bdi>{one.name}</bdi> <span>{codeSaid(one.code)}</span></span>
      <span className={css.why}>{whySaid(one)}</span>
      {place && one.state !== "green" && <a href={place} aria-label={t`Régler : ${label}`}>{t`Régler`}</a>}
    </li>
  );
}

function Ticks({ ticks }: { ticks: Tick[] }) {
  const { t } = useLingui();
  const [words, setWords] = useState("");
  const names = usePersonNames(ticks.map((one) => one.changed_by));
  const add = useMutation({ mutationFn: () => ask("post", "/moving/checklist/points", { body: { words } }), onSuccess: () => { setWords(""); void renew(); } });
  return (
    <section className={css.group} aria-label={groupSaid("yours")}>
      <h3>{groupSaid("yours")}</h3>
      <ul className={css.list}>{ticks.map((one) => <Ticked key={one.point} one={one} who={one.changed_by ? (names.get(one.changed_by) ?? "") : ""} />)}</ul>
      <form className={ui.row} onSubmit={(event) => { event.preventDefault(); if (words.trim()) add.mutate(); }}>
        <TextField label={t`Un point à vous`} maxLength={200} value={words} onChange={(event) => setWords(event.target.value)} />
        <Button type="submit" icon="plus" isPending={add.isPending}>{t`Ajouter`}</Button>
        <Fault error={add.error} />
      </form>
    </section>
  );
}

function Ticked({ one, who }: { one: Tick; who: string }) {
  const { t } = useLingui();
  const [wished, setWished] = useState<boolean | null>(null); // seen at once; what the server says of it follows
  const put = useMutation({ mutationFn: (done: boolean) => ask("put", "/moving/checklist/points/{point}", { path: { point: one.point }, body: { done, note: one.note } }), onSettled: async () => { await renew(); setWished(null); } });
  const remove = useMutation({ mutationFn: () => ask("delete", "/moving/checklist/points/{point}", { path: { point: one.point } }), onSettled: renew });
  const when = one.changed_at ? dayTime(one.changed_at) : "", label = tickSaid(one);
  return (
    <li data-tick={one.point}>
      <Box checked={wished ?? one.done} onChange={(event) => { setWished(event.target.checked); put.mutate(event.target.checked); }}><bdi>{label}</bdi></Box>
      {one.done && when && <span className={css.why}><bdi>{who}</bdi> {when}</span>}
      {isTheirs(one) && <Button size="small" kind="quiet" icon="close" onPress={() => remove.mutate()} aria-label={t`Retirer ${label}`}>{t`Retirer`}</Button>}
      <Fault error={put.error ?? remove.error} />
    </li>
  );
}

function renew() {
  return queries.invalidateQueries({ queryKey: CHECKLIST });
}
