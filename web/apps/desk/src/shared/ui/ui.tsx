import { useLingui } from "@lingui/react/macro";
import { useState, type ReactNode } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components/Button";
import { Dialog as AriaDialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { Tooltip, TooltipTrigger } from "react-aria-components/Tooltip";
import { Problem } from "../api.ts";
import { problemWords } from "../problem_words.ts";
import { Icon, type IconName } from "./icons.tsx";
import css from "./ui.module.css";

export { css as ui };
export const cx = (...names: (string | false | null | undefined)[]) => names.filter(Boolean).join(" ");

export interface ButtonProps extends AriaButtonProps {
  kind?: "plain" | "primary" | "danger" | "quiet";
  size?: "small" | "big";
  icon?: IconName;
  /** Shown beside the words, not part of the name: a key. */
  hint?: string;
  children?: ReactNode;
}

export function Button({ kind = "plain", size, icon, hint, children, className, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={cx(css.button, kind !== "plain" && css[kind], size && css[size], !children && css.iconOnly, className as string)}>
      {icon && <Icon name={icon} size={size === "small" ? 16 : 20} />}
      {children}
      {hint && <i className={css.hint} data-hint={hint} />}
    </AriaButton>
  );
}

/** A button whose name is in its tooltip. */
export function IconButton({ name, tip, ...rest }: ButtonProps & { name: string; tip?: string; icon: IconName }) {
  return (
    <TooltipTrigger delay={500}>
      <Button kind="quiet" {...rest} aria-label={name} />
      <Tooltip className={css.tooltip}>{tip ?? name}</Tooltip>
    </TooltipTrigger>
  );
}

export type Tone = "plain" | "good" | "notice" | "warning" | "bad" | "special";
const SHAPES: Record<Tone, string> = { plain: "○", good: "●", notice: "◆", warning: "▲", bad: "■", special: "◐" };

/** A state: its word and its shape, its colour only third. */
export function Badge({ tone = "plain", shape = false, children }: { tone?: Tone; shape?: boolean; children: ReactNode }) {
  return <span className={cx(css.badge, tone !== "plain" && css[tone])}>{shape && <i className={css.shape} data-shape={SHAPES[tone]} />}{children}</span>;
}

export function Empty({ icon, title, children, action }: { icon?: IconName; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={css.empty}>
      {icon && <Icon name={icon} size={28} />}
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

/** An error stands beside the thing, with a way out and a reference that can be copied. */
export function Fault({ error, retry, title }: { error: unknown; retry?: (() => void) | undefined; title?: string }) {
  const { t } = useLingui();
  const [copied, setCopied] = useState(false);
  if (!error) return null;
  const problem = error instanceof Problem ? error : new Problem("accident");
  const reference = problem.reference;
  return (
    <div className={css.fault} role="alert">
      <Icon name="warning" />
      <div>
        {title && <strong>{title}</strong>}
        <span>{problemWords(problem)}</span>
        {(retry || reference) && (
          <span className={css.row}>
            {retry && <Button size="small" onPress={retry}>{t`Réessayer`}</Button>}
            {reference && (
              <Button size="small" kind="quiet" icon="copy" onPress={() => void navigator.clipboard?.writeText(reference).then(() => setCopied(true))}>
                {copied ? t`Copié` : t`Copier la référence`}
              </Button>
            )}
          </span>
        )}
      </div>
    </div>
  );
}

export function Dialog({ title, open, close, children, wide }: { title: string; open: boolean; close: () => void; children: ReactNode; wide?: boolean }) {
  return (
    <ModalOverlay isOpen={open} onOpenChange={(on) => { if (!on) close(); }} isDismissable className={css.veil}>
      <Modal className={cx(css.modal, wide && css.wide)}>
        <AriaDialog className={css.dialog}>
          <Heading slot="title">{title}</Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className={css.kbd} dir="ltr">{children}</kbd>;
}

/** One of a few: pressed buttons, all in the tab order. */
export function Choice<T extends string>({ name, value, options, onChange }: { name: string; value: T; options: readonly { key: T; label: ReactNode }[]; onChange: (key: T) => void }) {
  return (
    <div role="group" aria-label={name} className={css.tabs}>
      {options.map((option) => (
        <button key={option.key} type="button" className={css.tab} aria-pressed={option.key === value} onClick={() => onChange(option.key)}>{option.label}</button>
      ))}
    </div>
  );
}
