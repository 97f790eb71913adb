import { useLingui } from "@lingui/react/macro";
import { useMutation, useQuery } from "@tanstack/react-query";
import { queries } from "#/app/queries.ts";
import css from "#/features/tenants/setup.module.css";
import { ask } from "#/shared/api.ts";
import { Check } from "#/shared/ui/fields.tsx";
import { Fault, ui } from "#/shared/ui/ui.tsx";

const KEY = ["numbers"];

/** Numbers whose callers pay nothing before an advisor answers. */
export function FreeNumbers() {
  const { t } = useLingui();
  const { data, error } = useQuery({ queryKey: KEY, queryFn: () => ask("get", "/numbers") });
  const set = useMutation({ mutationFn: ([number, free]: [string, boolean]) => ask("patch", "/numbers/{number}", { path: { number }, body: { free_until_answered: free } }), onSuccess: () => queries.invalidateQueries({ queryKey: KEY }) });
  return (
    <article className={ui.stack} aria-label={t`Attente gratuite`}>
      <h3>{t`Attente gratuite`}</h3>
      <p className={css.soft}>{t`Rien n’est facturé avant qu’un conseiller réponde (Code de la consommation, L224-38) : l’accueil et la musique s’entendent, l’appel n’est décroché qu’avec lui.`}</p>
      <Fault error={error ?? set.error} />
      {(data?.rows ?? []).map((one) => <Check key={one.id} checked={one.free_until_answered ?? false} onChange={(event) => set.mutate([one.id, event.target.checked])}><bdi dir="ltr">{one.number}</bdi> <bdi>{one.name}</bdi></Check>)}
    </article>
  );
}
