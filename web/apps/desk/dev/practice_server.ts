import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin, ViteDevServer } from "vite";
import { WebSocketServer, type WebSocket } from "ws";
import { answer, world } from "./practice_world.ts";

/**
 * A desk to draw screens against before a server runs: `npm run dev`, sign in with anything.
 * Never shipped, never a stand-in in tests. `/practice/{call,chat,message,lost,cut}` make something happen.
 */
export function practiceServer(): Plugin {
  return { name: "palabre:practice", apply: "serve", configureServer: begin };
}

function begin(server: ViteDevServer): void {
  if (process.env["VITEST"]) return;
  const sockets = new WebSocketServer({ noServer: true });
  const open = new Set<WebSocket>();
  world.tell = (message) => { for (const socket of open) socket.send(JSON.stringify(message)); };
  server.httpServer?.on("upgrade", (request, socket, head) => {
    if (!request.url?.startsWith("/desk-ws")) return;
    sockets.handleUpgrade(request, socket, head, (found) => {
      open.add(found);
      found.on("close", () => open.delete(found));
      found.send(JSON.stringify(world.snapshot()));
    });
  });
  setInterval(() => world.tell(world.beat()), 5_000).unref();
  server.middlewares.use((request, response, next) => {
    if (request.url?.startsWith("/practice/")) return void practise(request.url.slice(10), open, response);
    if (!request.url?.startsWith("/api/")) return next();
    void reply(request, response);
  });
}

function practise(what: string, open: Set<WebSocket>, response: ServerResponse): void {
  if (what === "cut") for (const socket of open) socket.terminate();
  else world.happen(what);
  response.end("done\n");
}

async function reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = "";
  for await (const chunk of request) body += chunk;
  const url = new URL(request.url ?? "/", "http://desk");
  const [status, value] = answer(request.method ?? "GET", url.pathname.slice(4), url.searchParams, body ? JSON.parse(body) : {});
  response.statusCode = status;
  response.setHeader("Content-Type", "application/json");
  response.end(value === undefined ? "" : JSON.stringify(value));
}
