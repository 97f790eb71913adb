import { Plural, useLingui } from "@lingui/react/macro";
import { clockTime, dayTime } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import css from "#/features/tenants/setup.module.css";
import { ask } from "#/shared/api.ts";
import { Badge, Button, Dialog, Fault, ui } from "#/shared/ui/ui.tsx";

/** For who keeps the machines: they are those of all organisations here. */
export function InstallationSection() {
  const { t } = useLingui();
  return (
    <section aria-label={t`Installation`}>
      <header><h2>{t`Installation`}</h2></header>
      <p className={css.soft}>{t`Partagée par toutes les organisations hébergées ici ; elles n’en voient rien.`}</p>
      <Nodes />
      <ShutOut />
    </section>
  );
}

/** Each Asterisk: emptied before its machine is stopped, it ends its calls and takes no new one. */
function Nodes() {
  const { t } = useLingui();
  const list = useQuery({ queryKey: ["voice-nodes"], queryFn: () => ask("get", "/voice-nodes"), refetchInterval: 5_000 });
  const [asked, setAsked] = useState("");
  const drain = useMutation({
    mutationFn: ({ name, on }: { name: string; on: boolean }) => ask("post", "/voice-nodes/{name}/drain", { path: { name }, body: { on } }),
    onSuccess: () => { setAsked(""); return list.refetch(); },
  });
  const words: Record<string, string> = { serving: t`Prend des appels`, draining: t`Se vide`, lost: t`Perdu` };
  const rows = list.data?.rows ?? [];
  const serving = rows.filter((one) => one.state === "serving").length;
  return (
    <article className={ui.stack} aria-label={t`Serveurs de téléphonie`}>
      <h3>{t`Serveurs de téléphonie`}</h3>
      {list.isSuccess && rows.length === 0 && <p>{t`Aucun ne s’est annoncé : la téléphonie ne tourne pas.`}</p>}
      <ul className={ui.stack}>
        {rows.map(({ name, state, calls, seen_at }) => {
          const at = clockTime(seen_at);
          return (
            <li key={name} className={ui.spread} data-node={name}>
              <span className={ui.row}>
                <bdi dir="ltr">{name}</bdi> <Badge tone={state === "serving" ? "good" : state === "lost" ? "bad" : "warning"} shape>{words[state] ?? state}</Badge>
                <span><Plural value={calls} _0="aucun appel" one="# appel en cours" other="# appels en cours" /></span>
                {state === "lost" && <span className={css.soft}>{t`plus entendu depuis ${at}`}</span>}
                {state === "draining" && calls === 0 && <span className={css.soft}>{t`vide : sa machine peut être arrêtée`}</span>}
              </span>
              {state === "serving" && <Button size="small" aria-label={t`Vider ${name}`} onPress={() => (serving > 1 ? drain.mutate({ name, on: true }) : setAsked(name))}>{t`Vider`}</Button>}
              {state === "draining" && <Button size="small" aria-label={t`Remettre ${name} en service`} onPress={() => drain.mutate({ name, on: false })}>{t`Remettre en service`}</Button>}
            </li>
          );
        })}
      </ul>
      <Fault error={list.error ?? drain.error} retry={() => void list.refetch()} />
      {asked && (
        <Dialog title={t`Vider le dernier serveur ?`} open close={() => setAsked("")}>
          <p>{t`Aucun autre ne prend d’appels : plus personne ne pourra appeler ni être appelé, jusqu’à ce qu’il soit remis en service.`}</p>
          <Fault error={drain.error} />
          <div className={ui.row}><Button kind="danger" isPending={drain.isPending} onPress={() => drain.mutate({ name: asked, on: true })}>{t`Vider quand même`}</Button><Button onPress={() => setAsked("")}>{t`Annuler`}</Button></div>
        </Dialog>
      )}
    </article>
  );
}

/** Addresses that guessed at passwords, until their time is over or somebody lets them in. */
function ShutOut() {
  const { t } = useLingui();
  const list = useQuery({ queryKey: ["sip-blocks"], queryFn: () => ask("get", "/sip-blocks"), staleTime: 0 });
  const lift = useMutation({ mutationFn: (address: string) => ask("delete", "/sip-blocks", { query: { address } }), onSuccess: () => list.refetch() });
  const rows = list.data?.rows ?? [];
  return (
    <article className={ui.stack} aria-label={t`Adresses bloquées`}>
      <h3>{t`Adresses bloquées`}</h3>
      <p className={css.soft}>{t`Elles ont essayé trop de mots de passe au téléphone.`}</p>
      {rows.length === 0 && <p>{t`Aucune pour l’instant.`}</p>}
      <ul>
        {rows.map(({ address, until }) => {
          const end = dayTime(until);
          return <li key={address} className={ui.spread}><span><bdi dir="ltr">{address}</bdi> · {t`jusqu’à ${end}`}</span><Button size="small" onPress={() => lift.mutate(address)} aria-label={t`Débloquer ${address}`}>{t`Débloquer`}</Button></li>;
        })}
      </ul>
      <Fault error={list.error ?? lift.error} />
    </article>
  );
}
