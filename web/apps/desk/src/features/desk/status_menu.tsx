import { useLingui } from "@lingui/react/macro";
import type { Me } from "@palabre/contracts";
import { serverNow, useAll } from "@palabre/live";
import { duration } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { Menu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { useNow } from "#/shared/clock.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import { Problem } from "#/shared/api.ts";
import { Badge, Button, Dialog, Fault, ui } from "#/shared/ui/ui.tsx";
import { changeStatus, workBeyond } from "./actions.ts";
import css from "./status_menu.module.css";
import { STATUSES, statusTone, statusWord } from "./status_words.ts";

export function StatusMenu({ me }: { me: Me }) {
  const { t } = useLingui();
  useNow(30);
  const change = useMutation({ mutationFn: changeStatus });
  const since = serverNow() - me.since;
  const helped = useAll("internal").some((one) => one.help);
  const shown = change.isPending ? change.variables : me.status;
  const unsure = !me.confirmed && shown === "available"; // nothing is offered to her: no green
  const word = (status: string) => (unsure ? t`À confirmer` : helped && status === "internal_call" ? t`Avec les secours` : statusWord(status));
  const late = change.error instanceof Problem && change.error.code === "workforce.outside_contact_hours" ? (change.error.details["hours"] as [number, number][]) : null;
  return (
    <>
    <MenuTrigger>
      <Button className={css.button ?? ""}data-status={me.status}>
        <span className="unseen">{t`Mon état :`} </span>
        <Badge tone={unsure ? "warning" : statusTone(shown)} shape>{word(shown)}</Badge>
        {change.isError && !late ? <span className={css.since}>{t`refusé, réessayez`}</span> : since >= 60_000 && <i className={css.since} data-since={duration(since)} />}
        <Icon name="down" size={16} />
      </Button>
      <Popover className={ui.popover!} placement="bottom end">
        <Menu className={ui.menu!} onAction={(key) => change.mutate(String(key))} aria-label={t`Mon état`}>
          {STATUSES.map((status) => (
            <MenuItem key={status} id={status} className={ui.menuItem!} textValue={statusWord(status)}>
              <Badge tone={statusTone(status)} shape>{statusWord(status)}</Badge>
              {me.status === status ? <Icon name="check" size={16} /> : <i />}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
    {late && <OutsideHours hours={late} close={change.reset} />}
    </>
  );
}

const clock = (minute: number) => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`;

/** At home, outside the hours agreed: nothing is offered to her unless she says so herself. */
function OutsideHours({ hours, close }: { hours: [number, number][]; close: () => void }) {
  const { t } = useLingui();
  const beyond = useMutation({ mutationFn: workBeyond, onSuccess: close });
  return (
    <Dialog title={t`Hors heures de contact`} open close={close}>
      <p>{t`Votre accord de télétravail dit quand vous êtes joignable aujourd’hui :`} <bdi dir="ltr">{hours.map(([begins, ends]) => `${clock(begins)}–${clock(ends)}`).join(", ")}</bdi>. {t`Rien ne vous est proposé en dehors, sauf si vous le choisissez ; ce choix est gardé.`}</p>
      <Fault error={beyond.error} />
      <div className={ui.row}><Button onPress={() => beyond.mutate()} isPending={beyond.isPending}>{t`Je choisis de travailler`}</Button><Button kind="primary" autoFocus onPress={close}>{t`En rester là`}</Button></div>
    </Dialog>
  );
}
