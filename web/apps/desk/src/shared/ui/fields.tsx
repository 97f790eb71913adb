import { useId, type ComponentProps, type ReactNode } from "react";
import { cx, ui } from "./ui.tsx";

interface Common {
  label: string;
  help?: ReactNode;
  wrong?: string | null | undefined;
  hideLabel?: boolean;
}

function Around({ id, label, help, wrong, hideLabel, children }: Common & { id: string; children: ReactNode }) {
  return (
    <div className={ui.field}>
      <label htmlFor={id} className={cx(ui.label, hideLabel && "unseen")}>{label}</label>
      {help && <span id={`${id}-help`} className={ui.help}>{help}</span>}
      {children}
      {wrong && <span id={`${id}-wrong`} className={ui.wrong}>{wrong}</span>}
    </div>
  );
}

const described = (id: string, { help, wrong }: Common) => ({
  "aria-describedby": cx(help ? `${id}-help` : null, wrong && `${id}-wrong`) || undefined,
  "aria-invalid": wrong ? true : undefined,
  "data-invalid": wrong ? "" : undefined,
});

export function TextField({ label, help, wrong, hideLabel, ...rest }: Common & ComponentProps<"input">) {
  const id = useId();
  const common = { label, help, wrong, hideLabel: hideLabel ?? false };
  return <Around id={id} {...common}><input id={id} className={ui.input} {...described(id, common)} {...rest} /></Around>;
}

export function TextArea({ label, help, wrong, hideLabel, ...rest }: Common & ComponentProps<"textarea">) {
  const id = useId();
  const common = { label, help, wrong, hideLabel: hideLabel ?? false };
  return <Around id={id} {...common}><textarea id={id} className={ui.input} {...described(id, common)} {...rest} /></Around>;
}

/** The browser's own list: best with a keyboard, a telephone and a screen reader. */
export function Select({ label, help, wrong, hideLabel, children, ...rest }: Common & ComponentProps<"select">) {
  const id = useId();
  const common = { label, help, wrong, hideLabel: hideLabel ?? false };
  return <Around id={id} {...common}><select id={id} className={ui.input} {...described(id, common)} {...rest}>{children}</select></Around>;
}

export function Check({ children, ...rest }: { children: ReactNode } & Omit<ComponentProps<"input">, "type">) {
  return <label className={ui.check}><input type="checkbox" {...rest} /><span>{children}</span></label>;
}
