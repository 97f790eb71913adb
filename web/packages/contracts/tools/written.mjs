import { readFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const REFERENCE = new URL("../../../../docs/reference/", import.meta.url);
const OPTIONS = { alphabetize: true, defaultNonNullable: false };
const head = (name) => `// Written by \`npm run generate -w @palabre/contracts\` from docs/reference/${name}: change the server, then run it again.\n`;
const read = (name) => JSON.parse(readFileSync(new URL(name, REFERENCE), "utf8"), withoutEllipsis);

/** Files of src/ that are written, each with the text that the server's documents want. */
export const WRITTEN = [
  [new URL("../src/api.ts", import.meta.url), apiTypes],
  [new URL("../src/socket.ts", import.meta.url), socketTypes],
];

/** The HTTP interface. Refusals are left out: they are all a Problem. */
async function apiTypes() {
  const document = read("openapi.json");
  for (const operations of Object.values(document.paths))
    for (const operation of Object.values(operations))
      for (const status of Object.keys(operation.responses ?? {})) if (!status.startsWith("2")) delete operation.responses[status];
  return head("openapi.json") + astToString(await openapiTS(document, OPTIONS));
}

/** The desk socket: its schemas are JSON Schema, as OpenAPI's are. */
async function socketTypes() {
  const { info, components } = read("asyncapi.json");
  const document = { openapi: "3.1.0", info, paths: {}, components: { schemas: components.schemas } };
  return head("asyncapi.json") + astToString(await openapiTS(document, OPTIONS));
}

/** Python's `tuple[X, ...]` is described as a list of "X or anything", the dots being the anything. */
function withoutEllipsis(key, value) {
  if (key !== "items" || value?.oneOf?.length !== 2) return value;
  const [one, dots] = value.oneOf;
  return Object.keys(dots).length === 0 ? one : value;
}
