import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { WRITTEN } from "../tools/written.mjs";

const MILLISECONDS_MAX = 120_000;

it("knows the server's interfaces as its documents describe them", async () => {
  for (const [file, text] of WRITTEN) expect(readFileSync(file, "utf8") === (await text()), "run npm run generate -w @palabre/contracts").toBe(true);
}, MILLISECONDS_MAX);

it("leaves no face that asks otherwise", () => {
  const web = new URL("../../..", import.meta.url).pathname;
  const wrong = () => execFileSync(`${web}/node_modules/.bin/tsc`, ["-p", `${web}/apps/desk/tsconfig.json`], { encoding: "utf8" });
  expect(wrong).not.toThrow();
}, MILLISECONDS_MAX);
