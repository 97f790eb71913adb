/** Two faces from one source: the widget (one classic script that any site embeds) and the public pages.
 * Their sizes are bounded here; everything is compressed ahead for the server. */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "vite";

const KB = 1024;
const BUDGETS = { widget: 25 * KB, page: 10 * KB }; // gzip; DESK.md
const root = import.meta.dirname;
const dist = join(root, "dist");
const target = ["chrome123", "firefox120", "safari17.5"]; // light-dark() as it is written

await build({
  root, base: "/welcome/", configFile: join(root, "vite.config.ts"), logLevel: "warn",
  build: { target, outDir: dist, emptyOutDir: true, manifest: true, modulePreload: false },
});
await build({
  root, configFile: join(root, "vite.config.ts"), logLevel: "warn", publicDir: false,
  build: {
    target, outDir: dist, emptyOutDir: false,
    rolldownOptions: { input: join(root, "src/widget/main.tsx"), output: { format: "iife", entryFileNames: "widget.js" } },
  },
});

const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));
check("widget.js", gzipped("widget.js"), BUDGETS.widget);
check("index.html, at its start", [...startFiles("index.html"), ...startFiles("src/demo/words/fr.ts")].reduce((sum, file) => sum + gzipped(file), 0), BUDGETS.page);
for (const file of files(dist)) compress(file);

/** Scripts that a page loads before anybody has clicked. */
function startFiles(entry, seen = new Set()) {
  const chunk = manifest[entry];
  seen.add(chunk.file);
  for (const next of chunk.imports ?? []) startFiles(next, seen);
  return [...seen];
}

function gzipped(file) {
  return gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
}

function check(what, bytes, most) {
  console.log(`${what}: ${(bytes / KB).toFixed(1)} KB gzip of ${most / KB}`);
  if (bytes > most) {
    console.error(`${what} is too large`);
    process.exitCode = 1;
  }
}

function* files(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else if (/\.(js|css|html|svg|json)$/.test(name)) yield path;
  }
}

function compress(path) {
  const data = readFileSync(path);
  writeFileSync(`${path}.gz`, gzipSync(data, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}
