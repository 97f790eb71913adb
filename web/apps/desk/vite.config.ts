import { transformAsync } from "@babel/core";
import { lingui } from "@lingui/vite-plugin";
import optimizeLocales from "@react-aria/optimize-locales-plugin";
import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { practiceServer } from "./dev/practice_server.ts";

/** Lingui's macros, by Babel, only in the files that use them: the rest stays with Vite's own compiler. */
function macros(): Plugin {
  return {
    name: "palabre:lingui-macros",
    enforce: "pre",
    async transform(code, id) {
      if (!/\.tsx?$/.test(id) || !/@lingui\/(core|react)\/macro/.test(code)) return null;
      const done = await transformAsync(code, {
        filename: id,
        configFile: false,
        babelrc: false,
        sourceMaps: true,
        parserOpts: { plugins: ["typescript", "jsx"] },
        plugins: ["@lingui/babel-plugin-lingui-macro"],
      });
      return done?.code ? { code: done.code, map: done.map } : null;
    },
  };
}

const server = process.env["PALABRE_SERVER"]; // http://127.0.0.1:8080: a running Palabre; without it the practice server answers
const proxy = (path: string) => ({ [path]: { target: server, ws: true, changeOrigin: false } });

export default defineConfig({
  base: "/desk/",
  resolve: { alias: { "#": fileURLToPath(new URL("./src", import.meta.url)) } },
  plugins: [
    macros(),
    lingui(),
    react(),
    { ...optimizeLocales.vite({ locales: ["fr-FR", "en-GB", "en-US", "ar-AE"] }), enforce: "pre" as const },
    ...(server ? [] : [practiceServer()]),
  ],
  server: server ? { proxy: { ...proxy("/api"), ...proxy("/desk-ws"), ...proxy("/phone-ws"), ...proxy("/chat-ws") } } : {},
  build: {
    manifest: true,
    target: "es2022",
    assetsInlineLimit: 0, // the policy of our pages allows no data: fonts or scripts
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 3 },
            { name: "jssip", test: /node_modules[\\/](jssip|sdp-transform|debug|events|ms)[\\/]/, priority: 3 },
          ],
        },
      },
    },
  },
  test: { environment: "happy-dom", include: ["tests/**/*.test.{ts,tsx}"], setupFiles: ["tests/setup.ts"] },
} as Parameters<typeof defineConfig>[0] & { test: unknown });
