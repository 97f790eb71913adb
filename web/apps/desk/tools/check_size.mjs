// The start-up budget (docs: DESK): what a cold desk must fetch before it can be used, gzip. Past it the build fails.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";

const BUDGET_KB = 220;
const STARTED_WITH = ["src/main.tsx", "src/app/shell.tsx", "src/features/conversations/inbox_page.tsx"]; // sign-in, then the inbox
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const seen = new Set();
const collect = (key) => {
  if (seen.has(key) || !manifest[key]) return;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) collect(next);
};
collect(entry);
for (const source of STARTED_WITH) collect(source);
collect("src/words/fr.po");
let total = 0;
for (const key of seen) {
  const file = manifest[key].file;
  if (!file.endsWith(".js")) continue;
  const size = gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;
  total += size;
  console.log(`${(size / 1024).toFixed(1).padStart(7)} KB  ${file}`);
}
console.log(`${(total / 1024).toFixed(1).padStart(7)} KB  start-up JavaScript, gzip (budget ${BUDGET_KB} KB)`);
if (total > BUDGET_KB * 1024) {
  console.error("Past the start-up budget: load something later.");
  process.exit(1);
}

// The server sends these beside the files, compressed once and for all.
for (const name of readdirSync(new URL("assets/", dist))) {
  if (!/\.(js|css|svg)$/.test(name)) continue;
  const file = new URL(`assets/${name}`, dist);
  const bytes = readFileSync(file);
  if (bytes.length < 1024) continue;
  writeFileSync(new URL(`${file.href}.br`), brotliCompressSync(bytes));
  writeFileSync(new URL(`${file.href}.gz`), gzipSync(bytes, { level: 9 }));
}
