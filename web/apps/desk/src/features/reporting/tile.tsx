import { useLingui } from "@lingui/react/macro";
import { duration } from "@palabre/words";
import type { ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { Icon } from "#/shared/ui/icons.tsx";
import { cx, ui } from "#/shared/ui/ui.tsx";
import css from "./tile.module.css";

interface Props { name: string; value: string; about?: ReactNode; age: number; alert?: boolean; big?: boolean; under?: ReactNode }

/** One figure: its name, its value, and on demand what it counts. Old data are grey and say their age. */
export function Tile({ name, value, about, age, alert, big, under }: Props) {
  const { t } = useLingui();
  return (
    <div className={cx(css.tile, age > 0 && css.stale, alert && css.alert, big && css.big)} role="group" aria-label={name}>
      <div className={css.head}>
        <span>{name}</span>
        {about && (
          <DialogTrigger>
            <AriaButton className={css.what!} aria-label={t`Ce que compte « ${name} »`}><Icon name="info" size={16} /></AriaButton>
            <Popover className={ui.popover!} placement="bottom"><Dialog className={css.about!} aria-label={t`Définition`}>{about}</Dialog></Popover>
          </DialogTrigger>
        )}
      </div>
      <strong>{value}</strong>
      <span className={css.under}>{age > 0 ? t`il y a ${duration(age)}` : under}</span>
    </div>
  );
}
