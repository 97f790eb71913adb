import { useLingui } from "@lingui/react/macro";
import { serverNow, useAll } from "@palabre/live";
import { day, number } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { useNow } from "#/shared/clock.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import { Badge, Button, Fault, ui } from "#/shared/ui/ui.tsx";
import css from "./outbound.module.css";
import { DISPOSITIONS, SKIP_CODES, dispositionSaid, outcomeSaid, skipSaid, type Card } from "./outbound_words.ts";

const DAY_MS = 86_400_000;

/** For an advisor of a campaign, on every page: that she is kept, whom she will call, and what became of it. */
export default function CallingLine() {
  const calling = useAll("calling")[0];
  const call = useAll("conversation").find((one) => one.channel === "voice" && ["talking", "holding", "wrap_up"].includes(one.state));
  if (calling) return <Kept state={calling.state} contact={calling.contact} deadline={calling.deadline} />;
  return call ? <Disposing key={call.conversation} conversation={call.conversation} /> : null;
}

function Kept({ state, contact, deadline }: { state: string; contact: string | null; deadline: number | null }) {
  const { t } = useLingui();
  const now = useNow(1);
  const card = useQuery({ queryKey: ["outbound", "card", contact], queryFn: () => ask("get", "/outbound/contacts/{contact}", { path: { contact: contact! } }), enabled: !!contact });
  const path = { contact: contact ?? "" };
  const dial = useMutation({ mutationFn: () => ask("post", "/outbound/contacts/{contact}/dial", { path }) });
  const skip = useMutation({ mutationFn: (reason: string) => ask("post", "/outbound/contacts/{contact}/skip", { path, body: { reason } }) });
  const left = deadline ? Math.max(0, Math.round((deadline - Math.max(now, serverNow())) / 1000)) : 0;
  return (
    <section className={css.card} aria-label={t`Campagne d’appels`} data-calling={state}>
      <strong role="status"><Icon name="headset" /> {state === "shown" ? t`À lire avant d’appeler` : state === "ringing" ? t`Son téléphone sonne…` : t`Réservé pour la campagne : un signal, puis quelqu’un vous parle`}</strong>
      {card.data && <CardSaid of={card.data} />}
      {state === "shown" && <div className={ui.row}><Button kind="primary" icon="phone" isPending={dial.isPending} onPress={() => dial.mutate()}>{t`Appeler`}</Button><div role="group" aria-label={t`Passer à la fiche suivante`} className={ui.row}>{SKIP_CODES.map((code) => <Button key={code} size="small" icon="next" isDisabled={skip.isPending} onPress={() => skip.mutate(code)} aria-label={t`Passer : ${skipSaid(code)}`}>{skipSaid(code)}</Button>)}</div><span className={css.soft}>{t`encore ${left} s`}</span></div>}
      <Fault error={dial.error ?? skip.error} />
    </section>
  );
}

function CardSaid({ of }: { of: Card }) {
  const { t } = useLingui();
  const zone = useAccount().tenant.time_zone; // a day in a file is the tenant's
  return (
    <dl>
      <div><dt>{t`Campagne`}</dt><dd><bdi>{of.campaign_name}</bdi></dd></div>
      {of.name && <div><dt>{t`Nom`}</dt><dd><bdi>{of.name}</bdi></dd></div>}
      {of.number && <div><dt>{t`Numéro`}</dt><dd><bdi dir="ltr">{of.number}</bdi></dd></div>}
      <div><dt>{t`Pourquoi`}</dt><dd className={css.why}><bdi>{of.message}</bdi></dd></div>
      <div><dt>{t`Appels avant`}</dt><dd>{number(of.attempts)}{of.outcome && ` (${outcomeSaid(of.outcome)})`}</dd></div>
      {of.consent_at && <div><dt>{t`Consentement`}</dt><dd>{day(of.consent_at, zone)} <bdi>{of.consent_source}</bdi></dd></div>}
      {Object.entries(of.more).map(([name, value]) => <div key={name}><dt><bdi>{name}</bdi></dt><dd><bdi>{value}</bdi></dd></div>)}
    </dl>
  );
}

/** Nothing where the call is of no campaign. */
function Disposing({ conversation }: { conversation: string }) {
  const { t } = useLingui();
  const path = { conversation };
  const card = useQuery({ queryKey: ["outbound", "of", conversation], queryFn: () => ask("get", "/outbound/conversations/{conversation}", { path }), retry: false });
  const say = useMutation({ mutationFn: (code: string) => ask("put", "/outbound/conversations/{conversation}/disposition", { path, body: { code, again_at: code === "call_again" ? serverNow() + DAY_MS : 0 } }), onSuccess: () => card.refetch() });
  if (!card.data) return null;
  const told = say.isSuccess ? say.variables : card.data.disposition;
  return (
    <section className={css.card} aria-label={t`Résultat de l’appel`} data-calling="disposing">
      <CardSaid of={card.data} />
      <div className={ui.row}>{Object.keys(DISPOSITIONS).map((code) => <Button key={code} size="small" aria-pressed={told === code} isDisabled={say.isPending} onPress={() => say.mutate(code)}>{dispositionSaid(code)}</Button>)}<span role="status">{told && <Badge tone="good" shape>{dispositionSaid(told)}</Badge>}</span></div>
      <Fault error={say.error} />
    </section>
  );
}
