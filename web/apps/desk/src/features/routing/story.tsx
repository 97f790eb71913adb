import { Trans, useLingui } from "@lingui/react/macro";
import type { Answer } from "@palabre/contracts";
import { clockTime, day, duration } from "@palabre/words";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { Select } from "#/shared/ui/fields.tsx";
import { Badge, Button, Dialog, Empty, Fault, ui, type Tone } from "#/shared/ui/ui.tsx";
import css from "./explain.module.css";
import { usePeopleNames, useQueueName } from "./names.ts";

type Sought = Answer<"get", "/routing/conversations/{conversation}/story">[number];
type Rang = Sought["offers"][number];

/** How a conversation found its advisor, in progress or over: where it waited, whom it rang at, and why each time. */
export function StoryDialog({ conversation, close }: { conversation: string; close: () => void }) {
  const { t } = useLingui();
  const story = useQuery({ queryKey: ["story", conversation], queryFn: () => ask("get", "/routing/conversations/{conversation}/story", { path: { conversation } }), staleTime: 0, gcTime: 0 });
  const names = usePeopleNames(story.data?.flatMap((one) => one.offers.map((rang) => rang.advisor || null)) ?? []);
  return (
    <Dialog title={t`Pourquoi cette attente, pourquoi cette personne ?`} open close={close} wide>
      <div className={css.told}>
        <Fault error={story.error} retry={() => void story.refetch()} />
        {story.data?.length === 0 && <Empty icon="clock" title={t`Elle n’a attendu personne`}>{t`Cette conversation n’est entrée dans aucune file : rien n’a été décidé pour elle.`}</Empty>}
        {story.data?.map((one) => <Part key={one.item} one={one} names={names} />)}
        <div className={ui.row}><Button kind="primary" onPress={close}>{t`Fermer`}</Button></div>
      </div>
    </Dialog>
  );
}

function Part({ one, names }: { one: Sought; names: Map<string, string> }) {
  const { t } = useLingui();
  const queue = useQueueName(one.queue);
  const [begun, waited] = [`${day(one.since)} ${clockTime(one.since)}`, one.until === null ? "" : duration(one.until - one.since)];
  const after = one.offers.filter((rang) => rang.ended_at !== null && rang.end !== "accepted");
  return (
    <section aria-label={queue} data-sought={one.item}>
      <h3><bdi>{queue}</bdi></h3>
      <p className={css.soft}>{waited ? <Trans>Entrée le {begun}, attente de {waited}.</Trans> : <Trans>Entrée le {begun}, elle attend encore.</Trans>}</p>
      <Why item={one.item} at={null} words={t`Pourquoi a-t-elle attendu ?`} />
      <ol className={css.rings}>{one.offers.map((rang) => <Ring key={`${rang.at}${rang.offer}${rang.advisor}`} rang={rang} item={one.item} name={names.get(rang.advisor) ?? ""} />)}</ol>
      {after.map((rang) => {
        const time = clockTime(rang.ended_at!);
        return <Why key={rang.ended_at} item={one.item} at={rang.ended_at} words={t`Pourquoi attendait-elle encore à ${time} ?`} />;
      })}
    </section>
  );
}

function Ring({ rang, item, name }: { rang: Rang; item: string; name: string }) {
  const { t } = useLingui();
  const account = useAccount();
  const own = rang.advisor === account.person.id;
  const [open, setOpen] = useState<"" | "her" | "not">("");
  const ends: Record<string, { words: string; tone: Tone }> = {
    accepted: { words: t`acceptée`, tone: "good" }, declined: { words: t`refusée`, tone: "warning" }, timed_out: { words: t`sans réponse`, tone: "warning" },
    withdrawn: { words: t`retirée`, tone: "plain" }, rescinded: { words: t`sans objet`, tone: "plain" }, "": { words: t`ça sonne`, tone: "notice" },
  };
  const end = ends[rang.end] ?? { words: rang.end, tone: "plain" as const };
  const sees = own || (!!rang.advisor && allowed(account, "routing.explain"));
  const turn = (which: "her" | "not") => setOpen(open === which ? "" : which);
  return (
    <li data-rang={rang.offer}>
      <div className={css.ring}>
        <time dateTime={new Date(rang.at).toISOString()}>{clockTime(rang.at)}</time>
        <strong><bdi>{own ? t`À vous` : name || t`À quelqu’un d’autre`}</bdi></strong>
        <Badge tone={end.tone} shape>{end.words}</Badge>
        {rang.offer && sees && <Button size="small" kind="quiet" aria-expanded={open === "her"} onPress={() => turn("her")}>{own ? t`Pourquoi moi ?` : t`Pourquoi elle ?`}</Button>}
        {rang.offer && !own && allowed(account, "desk.answer") && !allowed(account, "routing.explain") && <Button size="small" kind="quiet" aria-expanded={open === "not"} onPress={() => turn("not")}>{t`Pourquoi pas moi ?`}</Button>}
        {rang.offer && allowed(account, "routing.explain") && <Button size="small" kind="quiet" aria-expanded={open === "not"} onPress={() => turn("not")}>{t`Pourquoi pas une autre ?`}</Button>}
      </div>
      {!rang.offer && <p className={css.soft}>{t`Trop ancien pour être expliqué.`}</p>}
      {open === "her" && <Her offer={rang.offer} />}
      {open === "not" && (allowed(account, "routing.explain") ? <NotAnother rang={rang} item={item} /> : <NotHer offer={rang.offer} advisor={account.person.id} />)}
    </li>
  );
}

/** What was so does not change: it is asked once, when she wants to know. */
const once = { staleTime: Infinity, retry: false } as const;

function Why({ item, at, words }: { item: string; at: number | null; words: string }) {
  const { i18n } = useLingui();
  const [open, setOpen] = useState(false);
  const why = useQuery({ queryKey: ["waited", item, at, i18n.locale], queryFn: () => ask("get", "/routing/items/{item}/waited", { path: { item }, query: at === null ? {} : { at } }), enabled: open, ...once });
  return (
    <div>
      <Button size="small" icon="info" aria-expanded={open} onPress={() => setOpen(!open)}>{words}</Button>
      {open && <Said said={why.data?.said} error={why.error} retry={() => void why.refetch()} />}
    </div>
  );
}

function Her({ offer }: { offer: string }) {
  const { i18n } = useLingui();
  const why = useQuery({ queryKey: ["why-her-said", offer, i18n.locale], queryFn: () => ask("get", "/routing/offers/{offer}/why", { path: { offer } }), ...once });
  return <Said said={why.data?.said} error={why.error} retry={() => void why.refetch()} />;
}

function NotHer({ offer, advisor }: { offer: string; advisor: string }) {
  const { i18n } = useLingui();
  const why = useQuery({ queryKey: ["why-not", offer, advisor, i18n.locale], queryFn: () => ask("get", "/routing/offers/{offer}/why-not/{advisor}", { path: { offer, advisor } }), ...once });
  return <Said said={why.data?.said} error={why.error} retry={() => void why.refetch()} />;
}

/** Of those whom some ring admits, one is chosen. */
function NotAnother({ rang, item }: { rang: Rang; item: string }) {
  const { t, i18n } = useLingui();
  const [chosen, setChosen] = useState("");
  const able = useQuery({ queryKey: ["waited", item, null, i18n.locale], queryFn: () => ask("get", "/routing/items/{item}/waited", { path: { item } }), ...once });
  const others = (able.data?.why.people ?? []).map((one) => one.advisor).filter((one) => one !== rang.advisor);
  const names = usePeopleNames(others);
  return (
    <div>
      <Fault error={able.error} retry={() => void able.refetch()} />
      {able.data && (others.length === 0
        ? <p className={css.soft}>{t`Personne d’autre n’a ce que la file demande.`}</p>
        : (
          <Select label={t`Pourquoi pas…`} value={chosen} onChange={(event) => setChosen(event.target.value)}>
            <option value="">{t`Choisissez quelqu’un`}</option>
            {others.map((one) => <option key={one} value={one}>{names.get(one) || t`quelqu’un`}</option>)}
          </Select>
        ))}
      {chosen && <NotHer offer={rang.offer} advisor={chosen} />}
    </div>
  );
}

/** Sentences of the server, in the reader's language. */
function Said({ said, error, retry }: { said: readonly string[] | undefined; error: unknown; retry: () => void }) {
  if (error) return <Fault error={error} retry={retry} />;
  if (!said) return <p aria-busy="true" className={css.said} />;
  return <ul className={css.said} role="status">{said.map((one) => <li key={one}>{one}</li>)}</ul>;
}
