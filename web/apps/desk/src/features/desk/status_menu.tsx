import { useLingui } from "@lingui/react/macro";
import type { Me } from "@palabre/contracts";
import { serverNow } from "@palabre/live";
import { duration } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { Menu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { useNow } from "#/shared/clock.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import { Badge, Button, ui } from "#/shared/ui/ui.tsx";
import { changeStatus } from "./actions.ts";
import css from "./status_menu.module.css";
import { STATUSES, statusTone, statusWord } from "./status_words.ts";

export function StatusMenu({ me }: { me: Me }) {
  const { t } = useLingui();
  useNow(30);
  const change = useMutation({ mutationFn: changeStatus });
  const since = serverNow() - me.since;
  const shown = change.isPending ? change.variables : me.status;
  return (
    <MenuTrigger>
      <Button className={css.button ?? ""}data-status={me.status}>
        <span className="unseen">{t`Mon état :`} </span>
        <Badge tone={statusTone(shown)} shape>{statusWord(shown)}</Badge>
        {change.isError ? <span className={css.since}>{t`refusé, réessayez`}</span> : since >= 60_000 && <i className={css.since} data-since={duration(since)} />}
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
  );
}
