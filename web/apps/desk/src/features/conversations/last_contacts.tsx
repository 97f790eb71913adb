import { Trans, useLingui } from "@lingui/react/macro";
import type { Contact } from "@palabre/contracts";
import { dayOrTime } from "@palabre/words";
import { outcomeLabel } from "#/features/desk/outcome_label.ts";
import { channelIcon, channelWord } from "#/features/desk/status_words.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import css from "./context_panel.module.css";
import { useOutcomeCodes } from "./data.ts";

export function LastContacts({ contacts }: { contacts: readonly Contact[] }) {
  const { t } = useLingui();
  const codes = useOutcomeCodes().data;
  return (
    <section aria-label={t`Derniers contacts`}>
      <h2>{t`Derniers contacts`}</h2>
      {contacts.length === 0 && <p className={css.muted}><Trans>Aucun avant celui-ci.</Trans></p>}
      <ul className={css.contacts}>
        {contacts.slice(0, 3).map((contact) => (
          <li key={contact.id}><Icon name={channelIcon(contact.channel)} size={16} /><span>{contact.outcome ? outcomeLabel(codes, contact.outcome) : contact.closed_reason === "abandoned" ? t`Parti avant la réponse` : channelWord(contact.channel)}</span><span>{dayOrTime(contact.opened_at)}</span></li>
        ))}
      </ul>
    </section>
  );
}
