import { useLingui } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import { useKeyNames, useKeys } from "#/shared/keys/keys.ts";
import { Button, Fault } from "#/shared/ui/ui.tsx";
import { changeStatus } from "./actions.ts";
import css from "./offer_card.module.css";

/** After a missed offer, or a desk that fell silent in a call (a computer asleep): one click to come back, at the place where offers stand. Never a silent log-out. */
export function MissedOffer({ doubt }: { doubt: string }) {
  const { t } = useLingui();
  const keys = useKeyNames();
  const back = useMutation({ mutationFn: () => changeStatus("available") });
  useKeys({ accept: () => { if (!back.isPending) back.mutate(); } });
  const why = doubt === "cut_off" ? t`Votre poste s’est tu pendant un appel : la personne a repris sa place en tête de file.`
    : doubt === "gone" ? t`Votre poste s’est tu plus de deux minutes : votre état est revenu à « Indisponible ».` : t`Une offre est restée sans réponse.`;
  const aside = useMutation({ mutationFn: () => changeStatus(doubt === "gone" ? "away" : "pause") });
  return (
    <section className={css.card} aria-label={t`Vous ne recevez plus de demandes`} data-testid="missed-offer">
      <div className={css.told}><strong>{t`Vous ne recevez plus de demandes`}</strong><p>{why}</p></div>
      <div className={css.ways}>
        <Button kind="primary" size="big" icon="check" hint={keys.accept} className={css.accept ?? ""} onPress={() => back.mutate()} isDisabled={back.isPending}>{t`Recevoir à nouveau`}</Button>
        <Button size="big" kind="quiet" onPress={() => aside.mutate()} isDisabled={aside.isPending}>{doubt === "gone" ? t`Rester indisponible` : t`Prendre une pause`}</Button>
      </div>
      <Fault error={back.error ?? aside.error} />
    </section>
  );
}
