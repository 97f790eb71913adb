import { Trans, useLingui } from "@lingui/react/macro";
import type { Row } from "@palabre/contracts";
import { serverNow } from "@palabre/live";
import { clockTime, dayTime, LANGUAGE_NAMES, LANGUAGES } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useQueueNames } from "#/features/routing/names.ts";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { relist, usePaged } from "#/shared/paged.tsx";
import { Check, Select, TextArea, TextField } from "#/shared/ui/fields.tsx";
import { Icon } from "#/shared/ui/icons.tsx";
import { Button, Dialog, Fault, ui } from "#/shared/ui/ui.tsx";
import css from "./emergency.module.css";

export type Announcement = Row<"/announcements">;
const LIST = "/announcements";
const HOUR = 3_600_000;

/** The one gesture of an emergency, on the floor: a big button, and a line for whatever is being said. */
export default function Emergency() {
  const { t } = useLingui();
  const account = useAccount();
  const [asked, setAsked] = useState(false);
  const said = usePaged(LIST).rows.filter((one) => one.state === "said" && one.ends_at > serverNow());
  const makes = allowed(account, "announcements.make");
  return (
    <div className={css.all}>
      <div role="alert" className={css.lines}>{said.map((one) => <Said key={one.id} one={one} makes={makes} />)}</div>
      {makes && <Button kind="danger" size="big" icon="warning" onPress={() => setAsked(true)}>{t`Annonce d’urgence`}</Button>}
      {asked && <EmergencyDialog close={() => setAsked(false)} />}
    </div>
  );
}

export function useTarget() {
  const { t } = useLingui();
  const queues = useQueueNames();
  return (one: Announcement): string => (one.target === "tenant" ? t`partout` : one.target === "queue" ? (queues.get(one.subject) ?? t`une file`) : one.subject);
}

function Said({ one, makes }: { one: Announcement; makes: boolean }) {
  const { t } = useLingui();
  const where = useTarget()(one);
  const withdraw = useMutation({ mutationFn: () => ask("post", "/announcements/{id}/withdraw", { path: { id: one.id } }), onSuccess: () => relist(LIST) });
  const text = Object.values(one.texts)[0] ?? "";
  return (
    <p className={css.said} data-announcement={one.id}>
      <Icon name="speaker" size={20} />
      <span><Trans>Annonce d’urgence dite (<bdi>{where}</bdi>) jusqu’à {clockTime(one.ends_at)} : <bdi>{text}</bdi></Trans></span>
      <Fault error={withdraw.error} />
      {makes && <Button size="small" onPress={() => withdraw.mutate()} isPending={withdraw.isPending}>{t`Ne plus la dire`}</Button>}
    </p>
  );
}

function EmergencyDialog({ close }: { close: () => void }) {
  const { t } = useLingui();
  const account = useAccount();
  const [texts, setTexts] = useState<Record<string, string>>({});
  const [target, setTarget] = useState<Announcement["target"]>("tenant");
  const [subject, setSubject] = useState("");
  const [hours, setHours] = useState("1");
  const [hangsUp, setHangsUp] = useState(false);
  const queues = [...useQueueNames()];
  const languages = [...LANGUAGES].sort((a) => (a === account.language ? -1 : 0));
  const make = useMutation({
    mutationFn: () => ask("post", "/announcements", { body: { texts, target: target as never, subject: target === "tenant" ? "" : subject || (queues[0]?.[0] ?? ""), hangs_up: hangsUp, ends_at: Math.round(serverNow() + Number(hours) * HOUR) } }),
    onSuccess: () => { void relist(LIST); close(); },
  });
  const worded = Object.values(texts).some((text) => text.trim());
  return (
    <Dialog title={t`Annonce d’urgence`} open close={close}>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); if (worded) make.mutate(); }}>
        <p>{t`Dite tout de suite à chaque appel et à chaque message qui arrive, et à ceux qui attendent déjà. Une seule langue suffit : mieux vaut une autre langue que rien.`}</p>
        {languages.map((language, n) => <TextArea key={language} label={t`En ${LANGUAGE_NAMES[language]}`} lang={language} dir="auto" rows={n ? 1 : 3} autoFocus={n === 0} required={n === 0} maxLength={1000} value={texts[language] ?? ""} onChange={(event) => setTexts({ ...texts, [language]: event.target.value })} />)}
        <Select label={t`Où`} value={target} onChange={(event) => { setTarget(event.target.value); setSubject(""); }}>
          <option value="tenant">{t`Partout`}</option>
          <option value="queue">{t`Une file`}</option>
          <option value="entry">{t`Un numéro ou une page`}</option>
        </Select>
        {target === "queue" && <Select label={t`File`} value={subject} onChange={(event) => setSubject(event.target.value)}>{queues.map(([id, name]) => <option key={id} value={id}>{name}</option>)}</Select>}
        {target === "entry" && <TextField label={t`Numéro`} help={t`Comme il est réglé : +33140001000.`} value={subject} onChange={(event) => setSubject(event.target.value)} required dir="ltr" />}
        <Select label={t`Pendant`} value={hours} onChange={(event) => setHours(event.target.value)}>
          <option value="0.5">{t`une demi-heure`}</option><option value="1">{t`une heure`}</option><option value="4">{t`quatre heures`}</option><option value="12">{t`douze heures`}</option><option value="72">{t`trois jours`}</option>
        </Select>
        <Check checked={hangsUp} onChange={(event) => setHangsUp(event.target.checked)}>{t`Puis raccrocher : personne n’est pris plus loin`}</Check>
        <Fault error={make.error} />
        <div className={ui.row}><Button type="submit" kind="danger" icon="speaker" isPending={make.isPending} isDisabled={!worded}>{t`Dire maintenant`}</Button><Button onPress={close}>{t`Annuler`}</Button></div>
      </form>
    </Dialog>
  );
}

/** What was said before, with the gesture back and forth. */
export function Announcements() {
  const { t } = useLingui();
  const list = usePaged(LIST);
  const makes = allowed(useAccount(), "announcements.make");
  const target = useTarget();
  const change = useMutation({ mutationFn: ([id, how]: [string, "withdraw" | "restore"]) => (how === "withdraw" ? ask("post", "/announcements/{id}/withdraw", { path: { id } }) : ask("post", "/announcements/{id}/restore", { path: { id } })), onSuccess: () => relist(LIST) });
  const word = (state: string) => (state === "said" ? t`dite` : state === "withdrawn" ? t`retirée` : t`finie`);
  if (list.loaded && list.rows.length === 0) return null;
  return (
    <div className={ui.tableWrap}>
      <Fault error={change.error} />
      <table className={ui.table}><caption>{t`Annonces d’urgence`}</caption>
        <thead><tr><th scope="col">{t`Texte`}</th><th scope="col">{t`Où`}</th><th scope="col">{t`Depuis`}</th><th scope="col">{t`Jusqu’à`}</th><th scope="col">{t`État`}</th><th scope="col"><span className="unseen">{t`Actions`}</span></th></tr></thead>
        <tbody>{list.rows.map((one) => (
          <tr key={one.id}><th scope="row"><bdi>{Object.values(one.texts)[0]}</bdi></th><td><bdi>{target(one)}</bdi></td><td>{dayTime(one.begins_at)}</td><td>{dayTime(one.ends_at)}</td><td>{word(one.state)}</td>
            <td>{makes && one.state === "said" && <Button size="small" onPress={() => change.mutate([one.id, "withdraw"])}>{t`Ne plus la dire`}</Button>}{makes && one.state === "withdrawn" && one.ends_at > serverNow() && <Button size="small" icon="undo" onPress={() => change.mutate([one.id, "restore"])}>{t`La dire à nouveau`}</Button>}</td></tr>
        ))}</tbody>
      </table>
    </div>
  );
}
