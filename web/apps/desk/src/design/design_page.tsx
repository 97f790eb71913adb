import { useState } from "react";
import { speak, LANGUAGES, LANGUAGE_NAMES } from "@palabre/words";
import { catalogs } from "#/app/catalogs.ts";
import { applyTheme, THEMES } from "#/app/theme.ts";
import { Tile } from "#/features/reporting/tile.tsx";
import { Problem } from "#/shared/api.ts";
import { Check, Select, TextArea, TextField } from "#/shared/ui/fields.tsx";
import { Icon, ICON_NAMES, Tree } from "#/shared/ui/icons.tsx";
import { Badge, Button, Choice, Dialog, Empty, Fault, IconButton, Kbd, ui, type Tone } from "#/shared/ui/ui.tsx";
import css from "./design.module.css";

const TONES: Tone[] = ["plain", "good", "notice", "warning", "bad", "special"];
const COLOURS = ["ground", "surface", "surface-raised", "surface-sunken", "line", "line-strong", "ink", "ink-soft", "ink-faint", "accent", "accent-soft", "state-good", "state-notice", "state-warning", "state-danger", "state-special", "note"];

/** The living reference: every component with its states. In development only, hence untranslated. */
export function DesignPage() {
  const [open, setOpen] = useState(false);
  const [choice, setChoice] = useState("a");
  return (
    <main className={css.page}>
      <header className={ui.row}><Tree size={40} /><h1>Palabre: components</h1>{THEMES.map((theme) => <Button key={theme} size="small" onPress={() => applyTheme(theme)}>{theme}</Button>)}{LANGUAGES.map((language) => <Button key={language} size="small" onPress={() => void speak(language, catalogs)}>{LANGUAGE_NAMES[language]}</Button>)}</header>
      <section><h2>Buttons</h2>{(["plain", "primary", "danger", "quiet"] as const).map((kind) => <div key={kind} className={ui.row}><Button kind={kind}>Plain words</Button><Button kind={kind} icon="check" hint="F2">With a key</Button><Button kind={kind} size="big" icon="phone">Big</Button><Button kind={kind} size="small">Small</Button><Button kind={kind} isDisabled>Disabled</Button><IconButton kind={kind} icon="microphone" name="Only an icon" /></div>)}</section>
      <section><h2>States</h2><div className={ui.row}>{TONES.map((tone) => <Badge key={tone} tone={tone} shape>{tone}</Badge>)}</div></section>
      <section><h2>Fields</h2><div className={css.grid}><TextField label="Name" defaultValue="Claire" /><TextField label="Wrong" wrong="Say what to do." /><TextField label="With help" help="A line under the label." /><TextField label="Disabled" disabled defaultValue="…" /><Select label="Choose"><option>One</option></Select><TextArea label="Text" /><Check defaultChecked>Ticked</Check><Choice name="Kind" value={choice} onChange={setChoice} options={[{ key: "a", label: "Reply" }, { key: "b", label: "Note" }]} /></div></section>
      <section><h2>Errors and emptiness</h2><Fault error={new Problem("accident", 500, {}, "01a2-ref")} retry={() => undefined} /><Empty icon="inbox" title="All is calm">What happens next is said here.</Empty></section>
      <section><h2>Figures</h2><div className={css.grid}><Tile name="Waiting" value="3" age={0} under="for 40 s at most" /><Tile name="Alert" value="12" age={0} alert /><Tile name="Old" value="3" age={20_000} /><Tile name="Defined" value="81 %" age={0} about={<p>What it counts.</p>} /></div></section>
      <section><h2>Dialog and keys</h2><div className={ui.row}><Button onPress={() => setOpen(true)}>Open</Button><Kbd>Ctrl+K</Kbd></div><Dialog title="A dialog" open={open} close={() => setOpen(false)}><p>Escape closes it.</p></Dialog></section>
      <section><h2>Icons</h2><div className={ui.row}>{ICON_NAMES.map((name) => <span key={name} className={css.icon}><Icon name={name} />{name}</span>)}</div></section>
      <section><h2>Colours</h2><div className={ui.row}>{COLOURS.map((name) => <span key={name} className={css.icon}><i style={{ background: `var(--${name})` }} />{name}</span>)}</div></section>
    </main>
  );
}
