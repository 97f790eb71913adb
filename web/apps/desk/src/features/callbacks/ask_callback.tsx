import { Trans, useLingui } from "@lingui/react/macro";
import { serverNow } from "@palabre/live";
import { dayTime } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "#/shared/api.ts";
import { relist, usePaged } from "#/shared/paged.tsx";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Dialog, Fault, ui } from "#/shared/ui/ui.tsx";
import { instantOf } from "./callback_words.ts";

/** On a customer's behalf. One is pending per number and queue: asked again, it is that one. */
export function AskCallback({ number = "", queue = "", close }: { number?: string; queue?: string; close: () => void }) {
  const { t } = useLingui();
  const queues = usePaged("/queues", { active: true }).rows.filter((one) => one.channel === "voice");
  const [to, setTo] = useState(number);
  const [chosen, setChosen] = useState(queue);
  const [when, setWhen] = useState("");
  const wanted = chosen || queues[0]?.id || "";
  const due = when ? instantOf(when) : 0;
  const past = !!when && !(due > serverNow());
  const send = useMutation({
    mutationFn: () => ask("post", "/callbacks", { body: { queue: wanted, number: to.trim(), due } }),
    onSuccess: () => relist("/callbacks"),
  });
  const promised = send.data ? dayTime(send.data.promised) : "";
  return (
    <Dialog title={t`Faire rappeler un client`} open close={close}>
      {send.data ? (
        <div className={ui.stack}>
          <p role="status"><Badge tone="good" shape>{send.data.new ? t`C’est noté` : t`Déjà prévu`}</Badge> <Trans>On le rappelle avant le {promised}.</Trans></p>
          <div className={ui.row}><Button kind="primary" onPress={close} autoFocus>{t`Fermer`}</Button></div>
        </div>
      ) : (
        <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); if (!past) send.mutate(); }}>
          <TextField label={t`Numéro`} type="tel" value={to} onChange={(event) => setTo(event.target.value)} required minLength={3} maxLength={30} dir="ltr" autoFocus />
          <Select label={t`File`} value={wanted} onChange={(event) => setChosen(event.target.value)} required>
            {queues.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
          </Select>
          <TextField label={t`Au plus tôt (facultatif)`} help={t`Sans heure, dès que son tour vient.`} type="datetime-local" value={when} onChange={(event) => setWhen(event.target.value)} dir="ltr" wrong={past ? t`Ce moment est passé.` : null} />
          <Fault error={send.error} />
          <div className={ui.row}><Button type="submit" kind="primary" icon="phone" isPending={send.isPending} isDisabled={!wanted || !to.trim() || past}>{t`Demander le rappel`}</Button><Button onPress={close}>{t`Annuler`}</Button></div>
        </form>
      )}
    </Dialog>
  );
}
