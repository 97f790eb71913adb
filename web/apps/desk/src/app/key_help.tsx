import { Trans, useLingui } from "@lingui/react/macro";
import { useState, type KeyboardEvent } from "react";
import { savePreference } from "#/features/tenants/session.ts";
import { chordOf, clash, DEFAULTS, LATER, setKeys, useKeyNames, type Action } from "#/shared/keys/keys.ts";
import { KEY_WORDS } from "#/shared/keys/key_words.ts";
import { Button, Dialog, Kbd, ui } from "#/shared/ui/ui.tsx";
import css from "./key_help.module.css";

/** Every key, and how to change it. Alt and AltGr are refused: they write letters on many keyboards. */
export function KeyHelp({ close }: { close: () => void }) {
  const { t, i18n } = useLingui();
  const keys = useKeyNames();
  const [asking, setAsking] = useState<Action | null>(null);
  const [refused, setRefused] = useState("");
  const change = (changed: Record<string, string>) => {
    const all = { ...keys, ...changed };
    setKeys(all);
    const own = Object.fromEntries(Object.entries(all).filter(([action, chord]) => DEFAULTS[action as Action] !== chord));
    void savePreference({ keys: own });
  };
  const listen = (event: KeyboardEvent, action: Action) => {
    if (event.key === "Tab" || asking !== action) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return setAsking(null);
    if (event.altKey || event.getModifierState("AltGraph")) return setRefused(t`Alt et AltGr servent à écrire : choisissez une autre touche.`);
    const chord = chordOf(event.nativeEvent);
    if (!chord) return;
    const other = clash(action, chord);
    if (other) return setRefused(t`Cette touche sert déjà à : ${i18n._(KEY_WORDS[other])}.`);
    setRefused("");
    setAsking(null);
    change({ [action]: chord });
  };
  const actions = (Object.keys(DEFAULTS) as Action[]).filter((action) => !LATER.includes(action));
  return (
    <Dialog title={t`Clavier`} open close={close}>
      <p className={css.intro}><Trans>Les touches d’une seule lettre dorment pendant que vous écrivez. Cliquez sur une touche pour la changer.</Trans></p>
      <table className={ui.table}>
        <thead className="unseen"><tr><th>{t`Action`}</th><th>{t`Touche`}</th></tr></thead>
        <tbody>
          {actions.map((action) => (
            <tr key={action}>
              <th scope="row">{i18n._(KEY_WORDS[action])}</th>
              <td className={css.key}>
                <button type="button" className={css.change} onClick={() => { setAsking(action); setRefused(""); }} onKeyDown={(event) => listen(event, action)} onBlur={() => setAsking(null)} aria-label={t`${i18n._(KEY_WORDS[action])} : ${keys[action]}. Changer`}>
                  {asking === action ? <em>{t`Appuyez…`}</em> : <Kbd>{keys[action]}</Kbd>}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p role="status" className={ui.wrong}>{refused}</p>
      <div className={ui.spread}><Button kind="quiet" onPress={() => change({ ...DEFAULTS })}>{t`Remettre comme au début`}</Button><Button kind="primary" onPress={close}>{t`Fermer`}</Button></div>
    </Dialog>
  );
}
