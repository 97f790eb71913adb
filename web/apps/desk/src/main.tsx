import "@palabre/tokens/tokens.css";
import "./app/global.css";
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { firstLanguage, locale, speak } from "@palabre/words";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode, useSyncExternalStore } from "react";
import { I18nProvider as AriaI18nProvider } from "react-aria-components/I18nProvider";
import { createRoot } from "react-dom/client";
import { catalogs } from "./app/catalogs.ts";
import { laterWords } from "./app/later_words.ts";
import { queries } from "./app/queries.ts";
import { router } from "./app/router.tsx";
import { applyTheme, readTheme } from "./app/theme.ts";

function App() {
  useSyncExternalStore((listener) => i18n.on("change", listener), () => i18n.locale);
  return (
    <I18nProvider i18n={i18n}>
      <AriaI18nProvider locale={locale()}>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AriaI18nProvider>
    </I18nProvider>
  );
}

applyTheme(readTheme());
await speak(firstLanguage(), catalogs);
createRoot(document.getElementById("root")!).render(<StrictMode><App /></StrictMode>);
void laterWords();
