import { useLingui } from "@lingui/react/macro";
import { useEntity } from "@palabre/live";
import { useMutation, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { ask } from "#/shared/api.ts";
import { TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Dialog, Fault, IconButton, ui } from "#/shared/ui/ui.tsx";
import { statusWord } from "../status_words.ts";
import { usePhone } from "../use_phone.ts";
import css from "./lines.module.css";
import { callColleague, callNumber, cancelCall } from "./line_actions.ts";

const EmergencyAddress = lazy(async () => ({ default: (await import("#/features/voice/emergency_address.tsx")).EmergencyAddress }));
const EmergencyNotice = lazy(async () => ({ default: (await import("#/features/voice/emergency_address.tsx")).EmergencyNotice }));

/** Without a call: a number or a colleague to call. */
export default function Dial() {
  const { t } = useLingui();
  const { phone } = usePhone();
  const [open, setOpen] = useState(false);
  const [number, setNumber] = useState("");
  const own = useEntity("me")?.own_call;
  const people = useQuery({ queryKey: ["colleagues"], queryFn: () => ask("get", "/desk/colleagues"), enabled: open, refetchInterval: open ? 10_000 : false });
  const dial = useMutation({ mutationFn: () => { phone?.prepare(); return callNumber(number.trim()); }, onSuccess: (made) => { if (made.help) setOpen(false); } });
  const ring = useMutation({ mutationFn: (advisor: string) => { phone?.prepare(); return callColleague(advisor); }, onSuccess: () => setOpen(false) });
  const cancel = useMutation({ mutationFn: cancelCall });
  const mine = own && own.call === dial.data?.call ? own : null;
  const outcomes: Record<string, string> = {
    busy: t`C’est occupé.`, no_answer: t`Personne ne répond.`, refused: t`Ce numéro ne peut pas être appelé d’ici.`, failed: t`L’appel n’a pas abouti.`, cancelled: t`Appel abandonné.`, ceiling_reached: t`Plafond d’appels atteint`, no_way_out: t`Aucune ligne libre vers l’extérieur.`, in_doubt: t`On ne sait pas si le client a été joint.`,
  };
  const close = () => { setOpen(false); dial.reset(); };
  const ringing = dial.isPending || (mine !== null && mine.outcome === "");
  if (open && mine?.outcome === "reached") close();
  return (
    <>
      <IconButton size="big" icon="dial" name={t`Appeler`} tip={t`Appeler un numéro ou un collègue`} onPress={() => setOpen(true)} />
      <Dialog title={t`Appeler`} open={open} close={close}>
        <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); if (!ringing) dial.mutate(); }}>
          <TextField label={t`Numéro`} type="tel" dir="ltr" value={number} onChange={(event) => setNumber(event.target.value)} maxLength={40} required minLength={2} autoFocus />
          {open && <Suspense fallback={null}><EmergencyNotice number={number} failed={dial.isError || (mine !== null && !["", "reached", "cancelled"].includes(mine.outcome))} /></Suspense>}
          <div className={ui.row}>
            <Button type="submit" kind="primary" icon="phone" isDisabled={ringing}>{ringing ? t`On appelle…` : t`Appeler`}</Button>
            {ringing && <Button kind="quiet" onPress={() => cancel.mutate()}>{t`Abandonner`}</Button>}
          </div>
          <p role="status">{mine?.outcome ? outcomes[mine.outcome] ?? "" : ""}</p>
          <Fault error={dial.error ?? cancel.error} />
        </form>
        <h3>{t`Collègues`}</h3>
        {people.data?.length === 0 && <p className={css.quiet}>{t`Personne que vous puissiez appeler n’est connecté : un partenaire peut garder pour lui les noms des siens.`}</p>}
        {people.data && people.data.length > 0 && !people.data.some((one) => one.free) && <p className={css.quiet} role="status">{t`Aucun collègue n’est libre pour l’instant.`}</p>}
        <ul className={css.people}>
          {people.data?.map((one) => (
            <li key={one.advisor}>
              <span><bdi>{one.name}</bdi></span> <Badge tone={one.status === "available" ? "good" : "plain"} shape>{statusWord(one.status)}</Badge>
              <Button size="small" icon="phone" isDisabled={!one.free || ring.isPending} aria-label={t`Appeler ${one.name}`} onPress={() => ring.mutate(one.advisor)}>{t`Appeler`}</Button>
            </li>
          ))}
        </ul>
        <Fault error={ring.error ?? people.error} />
        {open && <Suspense fallback={null}><EmergencyAddress /></Suspense>}
      </Dialog>
    </>
  );
}
