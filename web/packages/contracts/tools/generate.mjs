// The types that the server's documents want, into src/.
import { writeFileSync } from "node:fs";
import { WRITTEN } from "./written.mjs";

for (const [file, text] of WRITTEN) writeFileSync(file, await text());
