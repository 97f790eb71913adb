import { useLingui } from "@lingui/react/macro";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { TextField } from "#/shared/ui/fields.tsx";
import { Button, cx, Fault, ui } from "#/shared/ui/ui.tsx";
import css from "./designer.module.css";

const LOOK_MS = 700;
const OVER = ["kept", "ended"];
const take = (id: string) => ({ path: { id } });

/** Call me and I speak: a telephone is called, what is said there becomes the message once it is kept. */
export function CallRow({ name, language, reread }: { name: string; language: string; reread: () => void }) {
  const { t } = useLingui();
  const [number, setNumber] = useState<string | null>(null);
  const own = useQuery({ queryKey: ["own_telephone"], queryFn: () => ask("get", "/desk/telephone"), enabled: allowed(useAccount(), "desk.answer") });
  const call = useMutation({ mutationFn: () => ask("post", "/prompts/{name}/{language}/calls", { path: { name, language }, body: { number: wanted } }) });
  const id = call.data?.id;
  const at = useQuery({ queryKey: ["prompt_call", id], queryFn: () => ask("get", "/prompt-calls/{id}", take(id!)), enabled: Boolean(id), refetchInterval: ({ state }) => (OVER.includes(state.data?.state ?? "") ? false : LOOK_MS) });
  const keep = useMutation({ mutationFn: () => ask("post", "/prompt-calls/{id}/keep", take(id!)), onSettled: () => void at.refetch() });
  const discard = useMutation({ mutationFn: () => ask("delete", "/prompt-calls/{id}", take(id!)), onSettled: () => void at.refetch() });
  const state = id ? (at.data?.state ?? "calling") : "";
  const wanted = number ?? own.data?.number ?? "";
  useEffect(() => { if (state === "kept") reread(); }, [state, reread]);
  const left = useRef<string | undefined>(undefined);
  left.current = id && !OVER.includes(state) ? id : undefined;
  useEffect(() => () => { if (left.current) void ask("delete", "/prompt-calls/{id}", take(left.current)).catch(() => undefined); }, []);
  const said = useWords(at.data?.why ?? "");
  const busy = call.isPending || ["calling", "speaking", "hearing"].includes(state);
  const spoken = state === "spoken";
  const again = state === "ended" ? t`Rappelez-moi` : t`Appelez-moi`;
  return (
    <div className={cx(css.voice, css.called)} role="group" aria-label={t`Dicter par un appel en ${language}`}>
      <TextField label={t`Votre numéro`} type="tel" dir="ltr" autoComplete="tel" value={wanted} maxLength={30} readOnly={busy || spoken} onChange={(event) => setNumber(event.target.value)} onKeyDown={(event) => { if (event.key === "Enter") { event.preventDefault(); if (wanted.trim() && !busy && !spoken) call.mutate(); } }} />
      {/* one button whatever it says: the focus stays on it */}
      <Button size="small" kind={busy ? "danger" : "plain"} icon={busy ? "hangup" : spoken ? "close" : "phone"} onPress={() => (busy || spoken ? discard.mutate() : call.mutate())} isPending={discard.isPending} isDisabled={!wanted.trim()}>{busy ? t`Raccrocher sans garder` : spoken ? t`Jeter` : again}</Button>
      <p role="status" className={cx(css.said, state === "ended" && ui.wrong)} data-state={state}>{state ? said(state) : t`Votre téléphone sonne, vous parlez après le signal.`}</p>
      {spoken && <>
        {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- her own voice, reading the field above */}
        <audio controls src={`/api/prompt-calls/${id}/sound`} aria-label={t`Écouter avant de garder`} />
        <Button size="small" kind="primary" icon="check" onPress={() => keep.mutate()} isPending={keep.isPending}>{t`Garder cet enregistrement`}</Button>
      </>}
      <Fault error={call.error ?? keep.error ?? discard.error} />
    </div>
  );
}

function useWords(why: string): (state: string) => string {
  const { t } = useLingui();
  const ended: Record<string, string> = {
    busy: t`C’est occupé. Raccrochez ce téléphone, ou donnez un autre numéro.`, no_answer: t`Personne n’a décroché. Réessayez, ou donnez un autre numéro.`,
    failed: t`L’appel n’a pas abouti. Vérifiez le numéro, puis les lignes vers l’extérieur.`, "voice.ceiling_reached": t`Le plafond d’appels est atteint : un responsable peut le relever, ou enregistrez par le micro.`,
    "voice.no_way_out": t`Aucune ligne libre vers l’extérieur. Réessayez, ou enregistrez par le micro.`, "voice.destination_closed": t`Ce numéro ne peut pas être appelé d’ici. Donnez-en un autre.`, "voice.number_invalid": t`Ce numéro ne peut pas être appelé d’ici. Donnez-en un autre.`,
    hung_up: t`Vous avez raccroché avant de garder : tout est effacé.`, discarded: t`Rien n’a été gardé.`, silent: t`Rien n’a été entendu. Parlez plus près du téléphone.`, forgotten: t`Personne n’a décidé à temps : tout est effacé.`,
    not_recorded: t`L’enregistrement n’a pas pu s’écrire : la place manque peut-être. Prévenez un responsable.`, too_long: t`L’appel a duré trop longtemps : tout est effacé.`, lost: t`La téléphonie a redémarré : rien n’a été gardé. Recommencez.`,
  };
  const states: Record<string, string> = {
    calling: t`Votre téléphone sonne…`, speaking: t`Parlez après le signal, puis tapez # ou raccrochez.`, hearing: t`Écoutez au téléphone : 1 pour garder, 2 pour recommencer. Raccrocher efface.`,
    spoken: t`Écoutez, puis gardez ou jetez.`, kept: t`C’est gardé.`,
  };
  return (state) => states[state] ?? ended[why] ?? ended.failed ?? "";
}
