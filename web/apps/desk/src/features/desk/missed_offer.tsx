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
  return (
    <section className={css.card} aria-label={t`Vous ne recevez plus de demandes`} data-testid="missed-offer">
      <div className={css.who}><div><strong className={css.name}>{t`Vous ne recevez plus de demandes`}</strong><span className={css.why}>{doubt === "cut_off" ? t`Votre poste s’est tu pendant un appel : la personne a repris sa place en tête de file.` : t`Une offre est restée sans réponse.`}</span></div></div>
      <div className={css.actions}>
        <Button kind="primary" size="big" icon="check" hint={keys.accept} className={css.accept ?? ""} onPress={() => back.mutate()} isDisabled={back.isPending}>{t`Recevoir à nouveau`}</Button>
        <Button size="big" kind="quiet" onPress={() => void changeStatus("pause")}>{t`Prendre une pause`}</Button>
      </div>
      <Fault error={back.error} />
    </section>
  );
}
