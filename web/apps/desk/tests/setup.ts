import { i18n } from "@lingui/core";
import { cleanup } from "@testing-library/react";
import { afterEach, beforeEach } from "vitest";

i18n.loadAndActivate({ locale: "fr", messages: {} });
beforeEach(() => { localStorage.clear(); sessionStorage.clear(); });
afterEach(cleanup);
