import { useLingui } from "@lingui/react/macro";
import { LANGUAGES, LANGUAGE_NAMES, speak } from "@palabre/words";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Header } from "react-aria-components/Header";
import { Menu, MenuItem, MenuSection, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { Separator } from "react-aria-components/Separator";
import { allowed, forgetAccount, hasRole, savePreference, useAccount } from "#/features/tenants/session.ts";
import { ask, Problem } from "#/shared/api.ts";
import { problemWords } from "#/shared/problem_words.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import { Button, Dialog, ui } from "#/shared/ui/ui.tsx";
import { catalogs } from "./catalogs.ts";
import css from "./person_menu.module.css";
import { applyTheme, readTheme, THEMES, type Theme } from "./theme.ts";

const initials = (name: string) => name.split(/\s+/).map((part) => [...part][0] ?? "").slice(0, 2).join("").toUpperCase();

export function PersonMenu({ showKeys }: { showKeys: () => void }) {
  const { t, i18n } = useLingui();
  const account = useAccount();
  const navigate = useNavigate();
  const [theme, setTheme] = useState(readTheme);
  const [refused, setRefused] = useState<Problem | null>(null);
  const themeNames: Record<Theme, string> = { auto: t`Comme l’ordinateur`, light: t`Clair`, dark: t`Sombre` };
  const leave = async () => {
    try {
      if (hasRole(account, "advisor")) await ask("post", "/desk/sign-out");
      await ask("delete", "/session");
    } catch (error) {
      if (error instanceof Problem && error.status !== 401) return setRefused(error);
    }
    forgetAccount();
    void navigate({ to: "/sign-in", search: {} });
  };
  const act = (key: string) => {
    const [what, value] = key.split(":");
    if (what === "language") { void speak(value as "fr", catalogs); void savePreference({ language: value! }); }
    else if (what === "theme") { applyTheme(value as Theme); setTheme(value as Theme); void savePreference({ theme: value as Theme }); }
    else if (key === "keys") showKeys();
    else if (key === "check") void navigate({ to: "/check" });
    else if (key === "telework") void navigate({ to: "/telework" });
    else if (key === "security") void navigate({ to: "/security" });
    else if (key === "leave") void leave();
  };
  return (
    <>
      <MenuTrigger>
        <Button kind="quiet" aria-label={t`Mon compte, ${account.person.name}`} className={css.person ?? ""}><span className={css.initials} data-initials={initials(account.person.name)} /></Button>
        <Popover className={ui.popover!} placement="bottom end">
          <div className={css.head}><strong><bdi>{account.person.name}</bdi></strong><span><bdi>{account.tenant.name}</bdi></span></div>
          <Menu className={ui.menu!} onAction={(key) => act(String(key))} aria-label={t`Mon compte`}>
            <MenuSection>
              <Header className={css.section ?? ""}>{t`Langue`}</Header>
              {LANGUAGES.map((language) => <MenuItem key={language} id={`language:${language}`} className={ui.menuItem!} textValue={LANGUAGE_NAMES[language]}><span lang={language}>{LANGUAGE_NAMES[language]}</span>{i18n.locale === language ? <Icon name="check" size={16} /> : <i />}</MenuItem>)}
            </MenuSection>
            <Separator className={ui.separator!} />
            <MenuSection>
              <Header className={css.section ?? ""}>{t`Apparence`}</Header>
              {THEMES.map((one) => <MenuItem key={one} id={`theme:${one}`} className={ui.menuItem!} textValue={themeNames[one]}><span>{themeNames[one]}</span>{theme === one ? <Icon name="check" size={16} /> : <i />}</MenuItem>)}
            </MenuSection>
            <Separator className={ui.separator!} />
            <MenuItem id="keys" className={ui.menuItem!} textValue={t`Clavier`}><Icon name="keyboard" size={16} /><span>{t`Clavier`}</span></MenuItem>
            {hasRole(account, "advisor") && <MenuItem id="check" className={ui.menuItem!} textValue={t`Vérifier le matériel`}><Icon name="headset" size={16} /><span>{t`Vérifier le matériel`}</span></MenuItem>}
            {allowed(account, "workforce.telework.own", "workforce.telework.manage") && <MenuItem id="telework" className={ui.menuItem!} textValue={t`Télétravail`}><Icon name="day" size={16} /><span>{t`Télétravail`}</span></MenuItem>}
            <MenuItem id="security" className={ui.menuItem!} textValue={t`Sécurité`}><Icon name="key" size={16} /><span>{t`Sécurité`}</span></MenuItem>
            <MenuItem id="leave" className={ui.menuItem!} textValue={t`Se déconnecter`}><Icon name="exit" size={16} /><span>{t`Se déconnecter`}</span></MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      <Dialog title={t`Pas encore`} open={!!refused} close={() => setRefused(null)}>
        <p>{refused && problemWords(refused)}</p>
        <div className={ui.row}><Button kind="primary" onPress={() => setRefused(null)} autoFocus>{t`D’accord`}</Button></div>
      </Dialog>
    </>
  );
}
