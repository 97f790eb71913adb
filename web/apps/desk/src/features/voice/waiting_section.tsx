import { useLingui } from "@lingui/react/macro";
import { duration } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { ask, csrfToken, Problem } from "#/shared/api.ts";
import { TextField } from "#/shared/ui/fields.tsx";
import { Button, Fault, ui } from "#/shared/ui/ui.tsx";

const MUSIC = ["hold-music"];
const RULE = ["abuse-rule"];

/** The body is the file itself. */
async function upload(file: File): Promise<unknown> {
  const answer = await fetch(`/api/voice/music?name=${encodeURIComponent(file.name.slice(0, 200))}`, { method: "PUT", credentials: "same-origin", headers: { "X-CSRF": csrfToken(), "Content-Type": "application/octet-stream" }, body: file });
  const told = await answer.json().catch(() => ({})) as { code?: string };
  if (!answer.ok) throw new Problem(told.code ?? "busy", answer.status);
  return told;
}

/** What customers hear while they wait, and what follows an insult. */
export function WaitingSection() {
  const { t } = useLingui();
  const music = useQuery({ queryKey: MUSIC, queryFn: async () => (await ask("get", "/voice/music")) ?? null });
  const again = () => queries.invalidateQueries({ queryKey: MUSIC });
  const put = useMutation({ mutationFn: upload, onSuccess: again });
  const remove = useMutation({ mutationFn: () => ask("delete", "/voice/music"), onSuccess: again });
  return (
    <div className={ui.stack}>
      <h2>{t`Musique d’attente`}</h2>
      <p>{music.data ? t`${music.data.name || t`Votre fichier`}, ${duration(music.data.seconds * 1000)}, reprise à la fin.` : t`La nôtre, tant que vous n’en donnez pas.`}</p>
      <label className={ui.stack}>
        <span>{t`Un fichier WAV (PCM, 8 à 48 kHz), d’une seconde à dix minutes`}</span>
        <input type="file" accept="audio/wav,.wav" onChange={(event) => { const file = event.target.files?.[0]; if (file) put.mutate(file); event.target.value = ""; }} />
      </label>
      <p role="status">{put.isPending ? t`Envoi…` : put.isSuccess ? t`Les prochains clients en attente l’entendront.` : ""}</p>
      {music.data && <div><Button onPress={() => remove.mutate()} isPending={remove.isPending}>{t`Revenir à la nôtre`}</Button></div>}
      <Fault error={put.error ?? remove.error ?? music.error} />
      <AbuseRule />
    </div>
  );
}

function AbuseRule() {
  const { t } = useLingui();
  const rule = useQuery({ queryKey: RULE, queryFn: () => ask("get", "/voice/abuse-rule") });
  const [minutes, setMinutes] = useState<string | null>(null);
  const [prompt, setPrompt] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: () => ask("put", "/voice/abuse-rule", { body: { pause_minutes: Number(minutes ?? rule.data?.pause_minutes ?? 2), prompt: (prompt ?? rule.data?.prompt ?? "").trim() } }),
    onSuccess: (told) => { queries.setQueryData(RULE, told); setMinutes(null); setPrompt(null); },
  });
  if (!rule.data) return <Fault error={rule.error} />;
  return (
    <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <h2>{t`Propos inacceptables`}</h2>
      <TextField label={t`Minutes de pause accordées au conseiller`} type="number" min={0} max={60} value={minutes ?? String(rule.data.pause_minutes)} onChange={(event) => setMinutes(event.target.value)} help={t`0 : aucune`} />
      <TextField label={t`Phrase de fin (nom d’une annonce)`} value={prompt ?? rule.data.prompt} onChange={(event) => setPrompt(event.target.value)} maxLength={80} help={t`Vide : la nôtre`} />
      <div><Button type="submit" kind="primary" isPending={save.isPending}>{t`Enregistrer`}</Button></div>
      <p role="status">{save.isSuccess ? t`Enregistré.` : ""}</p>
      <Fault error={save.error} />
    </form>
  );
}
