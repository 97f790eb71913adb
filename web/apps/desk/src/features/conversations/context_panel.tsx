import { useLingui } from "@lingui/react/macro";
import { useEntity } from "@palabre/live";
import { IconButton } from "#/shared/ui/ui.tsx";
import { CustomerCard } from "#/features/customers/customer_card.tsx";
import { Choices } from "./choices.tsx";
import css from "./context_panel.module.css";
import { useCard } from "./data.ts";
import { LastContacts } from "./last_contacts.tsx";
import { WrapUp } from "./wrap_up.tsx";

/** Who it is, what was said before, and how it ends. */
export function ContextPanel({ id, close }: { id: string; close: () => void }) {
  const { t } = useLingui();
  const live = useEntity("conversation", id);
  const { data: card } = useCard(id);
  return (
    <div className={css.panel}>
      <IconButton icon="close" name={t`Fermer la fiche`} className={css.close ?? ""} onPress={close} />
      {live?.state === "wrap_up" && <WrapUp conversation={live} card={card} />}
      {card && <CustomerCard card={card} />}
      {card?.choices && <Choices choices={card.choices} />}
      {card && <LastContacts contacts={card.last_contacts} />}
    </div>
  );
}
