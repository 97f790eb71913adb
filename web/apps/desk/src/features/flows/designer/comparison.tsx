import { useLingui } from "@lingui/react/macro";
import type { Answer } from "@palabre/contracts";
import css from "./designer.module.css";
import { exitName, fieldName, kindName } from "./step_words.ts";

type Comparison = Answer<"get", "/flows/{id}/comparison">;

const LONGEST = 160;

/** A value as people say it: the words of a message, a key and where it leads, never a program's writing. */
function said(value: unknown, kind: string): string {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) return "–";
  if (Array.isArray(value)) return value.map((one) => said(one, kind)).join(", ");
  if (typeof value !== "object") return String(value);
  const one = value as Record<string, unknown>;
  if (typeof one["say"] === "string") return String(one["value"] ?? "");
  if (typeof one["key"] === "string" && typeof one["exit"] === "string") return [`${one["key"]} → ${exitName(one["exit"])}`, ...(one["spoken"] ? [said(one["spoken"], kind)] : [])].join(", ");
  return Object.entries(one).map(([name, inner]) => `${fieldName(kind, name)} ${said(inner, kind)}`).join(", ");
}

const brief = (value: unknown, kind: string): string => {
  const text = said(value, kind);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
};

/** What changed between two versions, one sentence each. */
export function ComparisonWords({ comparison }: { comparison: Comparison }) {
  const { t } = useLingui();
  const { added, removed, renamed, changed, settings, more } = comparison;
  const called = (step: { step: string; title?: string }) => step.title || step.step.replaceAll("_", " ");
  const path = (kind: string, where: string): string => {
    const [head = "", ...rest] = where.split(".");
    if (head === "next") return t`la sortie « ${exitName(rest.join("."))} »`;
    if (head === "title") return t`le titre`;
    return [fieldName(kind, head), ...rest].join(" › ");
  };
  const setting = (where: string): string => {
    const [head = "", ...rest] = where.split(".");
    const names: Record<string, string> = { languages: t`les langues`, channels: t`les canaux`, start: t`la première étape`, on_error: t`l’étape en cas d’incident`, declares: t`la variable`, variables: t`la variable` };
    return [names[head] ?? head, ...rest].join(" ");
  };
  if (!added.length && !removed.length && !renamed.length && !changed.length && !settings.length) return <p className={css.soft} data-comparison="none">{t`Rien n’a changé.`}</p>;
  return (
    <ul className={css.comparison} aria-label={t`Différences`}>
      {added.map((one) => <li key={one.step} data-change="added">{t`Étape ajoutée : ${called(one)} (${kindName(one.kind)}).`}</li>)}
      {removed.map((one) => <li key={one.step} data-change="removed">{t`Étape retirée : ${called(one)} (${kindName(one.kind)}).`}</li>)}
      {renamed.map((one) => <li key={one.after} data-change="renamed">{t`Étape renommée : ${one.before} devient ${one.after}.`}</li>)}
      {changed.map((one) => <li key={one.step} data-change="changed">{t`Étape changée : ${called(one)} (${kindName(one.kind)})`}<ul>{one.fields.map((field) => <li key={field.path}>{path(one.kind, field.path)} : <del><bdi dir="auto">{brief(field.before, one.kind)}</bdi></del> → <ins><bdi dir="auto">{brief(field.after, one.kind)}</bdi></ins></li>)}</ul></li>)}
      {settings.map((field) => <li key={field.path} data-change="setting">{t`Le parcours :`} {setting(field.path)} : <del><bdi dir="auto">{brief(field.before, "")}</bdi></del> → <ins><bdi dir="auto">{brief(field.after, "")}</bdi></ins></li>)}
      {more > 0 && <li>{t`Et ${more} autres différences.`}</li>}
    </ul>
  );
}
