import { useLingui } from "@lingui/react/macro";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { useQueueNames } from "#/features/routing/names.ts";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Button, Dialog, Fault, IconButton, ui } from "#/shared/ui/ui.tsx";
import { MODE_CODES, modeSaid, placeSaid } from "./recording_words.ts";
import css from "./recordings.module.css";

/** What is recorded, and for how long it is kept. */
export default function RulesDialog({ close }: { close: () => void }) {
  const { t } = useLingui();
  const edits = allowed(useAccount(), "recordings.rules");
  const queues = useQueueNames();
  const rules = useQuery({ queryKey: ["recording-rules"], queryFn: () => ask("get", "/recordings/rules") });
  const keeping = useQuery({ queryKey: ["recording-keeping"], queryFn: () => ask("get", "/recordings/keeping") });
  const [place, setPlace] = useState("tenant");
  const [subject, setSubject] = useState("");
  const [mode, setMode] = useState("consent");
  const [whole, setWhole] = useState(false);
  const pauses = useQuery({ queryKey: ["recording-pauses"], queryFn: () => ask("get", "/recordings/pauses") });
  const [days, setDays] = useState("");
  const [pause, setPause] = useState("");
  const again = () => queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith("recording-") });
  const put = useMutation({ mutationFn: () => ask("put", "/recordings/rules/{place}", { path: { place }, query: { subject: place === "tenant" ? "" : subject }, body: { mode, whole } }), onSuccess: again });
  const drop = useMutation({ mutationFn: (one: { place: string; subject: string }) => ask("delete", "/recordings/rules/{place}", { path: { place: one.place }, query: { subject: one.subject } }), onSuccess: again });
  const keep = useMutation({ mutationFn: () => ask("put", "/recordings/keeping", { body: { days: Number(days) } }), onSuccess: () => { setDays(""); void again(); } });
  const bound = useMutation({ mutationFn: () => ask("put", "/recordings/pauses", { body: { seconds_max: Number(pause) } }), onSuccess: () => { setPause(""); void again(); } });
  const name = (one: { place: string; subject: string }) => (one.place === "queue" ? (queues.get(one.subject) ?? one.subject) : one.subject);
  return (
    <Dialog title={t`Règles d’enregistrement`} open close={close} wide>
      <div className={css.rules}>
        <p>{t`La règle la plus précise l’emporte : file, flux, numéro, puis organisation. Sans règle, on n’enregistre qu’un client prévenu qui n’a pas refusé. Un refus l’emporte toujours.`}</p>
        <table className={ui.table}>
          <caption className="unseen">{t`Règles`}</caption>
          <thead><tr><th scope="col">{t`Pour`}</th><th scope="col">{t`Lequel`}</th><th scope="col">{t`Enregistrer`}</th><th scope="col">{t`Étendue`}</th>{edits && <th scope="col"><span className="unseen">{t`Actions`}</span></th>}</tr></thead>
          <tbody>{(rules.data ?? []).map((one) => <tr key={one.place + one.subject}><th scope="row">{placeSaid(one.place)}</th><td><bdi>{name(one)}</bdi></td><td>{modeSaid(one.mode)}</td><td>{one.whole ? t`Tout l’appel` : t`Les conversations`}</td>{edits && <td><IconButton size="small" icon="close" name={t`Retirer la règle`} onPress={() => drop.mutate(one)} /></td>}</tr>)}</tbody>
        </table>
        {edits && <form className={css.filters} onSubmit={(event) => { event.preventDefault(); put.mutate(); }}>
          <Select label={t`Pour`} value={place} onChange={(event) => { setPlace(event.target.value); setSubject(""); }}>{["tenant", "number", "flow", "queue"].map((one) => <option key={one} value={one}>{placeSaid(one)}</option>)}</Select>
          {place === "queue" && <Select label={t`Lequel`} value={subject} onChange={(event) => setSubject(event.target.value)}><option value="">{t`Choisir`}</option>{[...queues].map(([id, one]) => <option key={id} value={id}>{one}</option>)}</Select>}
          {(place === "number" || place === "flow") && <TextField label={t`Lequel`} dir="ltr" value={subject} maxLength={64} onChange={(event) => setSubject(event.target.value)} />}
          <Select label={t`Enregistrer`} value={mode} onChange={(event) => setMode(event.target.value)}>{MODE_CODES.map((one) => <option key={one} value={one}>{modeSaid(one)}</option>)}</Select>
          <label className={ui.row}><input type="checkbox" checked={whole} onChange={(event) => setWhole(event.target.checked)} />{t`Tout l’appel, flux et attente compris`}</label>
          <Button type="submit" kind="primary" isPending={put.isPending} isDisabled={place !== "tenant" && !subject}>{t`Enregistrer la règle`}</Button>
        </form>}
        <p>{t`Gardés ${keeping.data?.days ?? "…"} jours, puis effacés ; chaque effacement est inscrit au journal.`}</p>
        {edits && <form className={css.filters} onSubmit={(event) => { event.preventDefault(); keep.mutate(); }}>
          <TextField label={t`Jours de conservation`} type="number" min={1} max={3660} value={days} onChange={(event) => setDays(event.target.value)} />
          <Button type="submit" isPending={keep.isPending} isDisabled={!days}>{t`Changer la durée`}</Button>
        </form>}
        <p>{t`Une pause oubliée prend fin d’elle-même après ${pauses.data?.seconds_max ?? "…"} secondes ; le conseiller en est averti avant et peut la prolonger.`}</p>
        {edits && <form className={css.filters} onSubmit={(event) => { event.preventDefault(); bound.mutate(); }}>
          <TextField label={t`Secondes de pause au plus`} type="number" min={15} max={3600} value={pause} onChange={(event) => setPause(event.target.value)} />
          <Button type="submit" isPending={bound.isPending} isDisabled={!pause}>{t`Changer la limite`}</Button>
        </form>}
        <Fault error={rules.error ?? put.error ?? drop.error ?? keep.error ?? bound.error} />
      </div>
    </Dialog>
  );
}
