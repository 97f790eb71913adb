import { useLingui } from "@lingui/react/macro";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { ask } from "#/shared/api.ts";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Button, Dialog, Fault, ui } from "#/shared/ui/ui.tsx";
import css from "./numbers.module.css";
import type { MovingNumber } from "./numbers_words.ts";

const SECONDS = 8;

/** One number: its old system, its share, its way back. Nothing changes before it is said. */
export function MoveDialog({ one, close }: { one: MovingNumber; close: () => void }) {
  const { t } = useLingui();
  const trunks = useQuery({ queryKey: ["trunks"], queryFn: () => ask("get", "/trunks") });
  const ways = trunks.data?.rows.filter((way) => way.id) ?? [];
  const [trunk, setTrunk] = useState(one.trunk ?? "");
  const [share, setShare] = useState(one.moves ? one.share : 0);
  const [seconds, setSeconds] = useState(String(one.moves ? one.return_seconds : SECONDS));
  const [old, setOld] = useState(one.old_number);
  const slider = useId();
  const chosen = trunk || ways[0]?.id || "";
  const path = { number: one.id };
  const put = useMutation({ mutationFn: (wanted: number) => ask("put", "/moving/numbers/{number}", { path, body: { trunk: chosen, share: wanted, return_seconds: Number(seconds) || 0, old_number: old } }), onSuccess: close });
  const end = useMutation({ mutationFn: () => ask("delete", "/moving/numbers/{number}", { path }), onSuccess: close });
  const shown = one.number;
  return (
    <Dialog title={t`Déménager ${shown}`} open close={close}>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); put.mutate(share); }}>
        {trunks.isSuccess && ways.length === 0 && <p role="status">{t`Ajoutez d’abord un raccordement vers l’ancien central (Réglages, Raccordements).`}</p>}
        <Select label={t`Ancien central`} value={chosen} onChange={(event) => setTrunk(event.target.value)}>{ways.map((way) => <option key={way.id} value={way.id ?? ""}>{way.name}</option>)}</Select>
        <label htmlFor={slider}>{t`Part des appelants accueillis ici : ${share} %`}</label>
        <input id={slider} className={css.slider} type="range" min={0} max={100} value={share} onChange={(event) => setShare(Number(event.target.value))} />
        <TextField label={t`Retour à l’ancien central sans réponse après (secondes, 0 : jamais)`} type="number" min={0} max={60} value={seconds} onChange={(event) => setSeconds(event.target.value)} />
        <TextField label={t`Numéro à l’ancien central, s’il y est autre`} value={old} onChange={(event) => setOld(event.target.value)} maxLength={30} dir="ltr" />
        <Fault error={put.error ?? end.error} />
        <div className={ui.row}>
          <Button kind="primary" type="submit" isPending={put.isPending} isDisabled={!chosen}>{t`Enregistrer`}</Button>
          <Button isDisabled={!chosen} onPress={() => put.mutate(100)}>{t`Tous ici`}</Button>
          <Button isDisabled={!chosen} onPress={() => put.mutate(0)}>{t`Tous à l’ancien central`}</Button>
          {one.moves && one.share === 100 && <Button kind="danger" onPress={() => end.mutate()}>{t`Déménagement fini : plus de retour`}</Button>}
        </div>
      </form>
    </Dialog>
  );
}
