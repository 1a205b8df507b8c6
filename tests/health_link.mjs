// Opens SMART Health Links as a doctor's system would, with kill-the-clipboard, which knows nothing of us.
// Standard input: [{link, reply?}, ...], with the reply to read in place of the server's. Standard output: one line of
// JSON for each: {resources} or {error}.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(path.join(process.env.CHECKER_NODE_TOOLS, 'node_modules', 'none.js'));
const { SHLViewer } = require('kill-the-clipboard');

for (const { link, reply } of JSON.parse(fs.readFileSync(0, 'utf8'))) {
  try {
    const viewer = new SHLViewer({ shlinkURI: link, ...(reply && { fetch: async () => new Response(reply) }) });
    const { fhirResources } = await viewer.resolveSHL({ recipient: 'A test' });
    console.log(JSON.stringify({ resources: fhirResources }));
  } catch (error) {
    console.log(JSON.stringify({ error: error.code }));
  }
}
