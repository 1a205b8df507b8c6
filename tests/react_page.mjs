// A page without a browser, and what a React form needs from npm in one bundle.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';

const modules = path.join(process.env.CHECKER_NODE_TOOLS, 'node_modules');
const require = createRequire(path.join(modules, 'none.js'));
const { JSDOM, VirtualConsole } = require('jsdom');

export const { window } = new JSDOM('<!doctype html><body></body>', {
  pretendToBeVisual: true, url: 'http://localhost/', virtualConsole: new VirtualConsole(),
});
window.matchMedia = () => ({ matches: false, addListener() {}, addEventListener() {}, removeEventListener() {} });
window.getComputedStyle = () => window.document.body.style; // nothing is laid out
window.ResizeObserver = class { observe() {} unobserve() {} disconnect() {} };
for (const name of Object.getOwnPropertyNames(window)) if (!(name in globalThis)) globalThis[name] = window[name];
Object.assign(globalThis, { window, document: window.document });
globalThis.fetch = window.fetch = () => Promise.reject(new Error('no network here'));

export const tick = () => new Promise((done) => setTimeout(done, 0));

export async function bundled(exported, unused = /^$/) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'form-'));
  const outfile = path.join(folder, 'form.mjs');
  const leftOut = { // what other parts of a package import, and a form has no use for
    name: 'unused',
    setup(build) {
      build.onResolve({ filter: unused }, ({ path }) => ({ path, namespace: 'unused' }));
      build.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'export const useLocation = null' }));
    },
  };
  await require('esbuild').build({
    stdin: { contents: exported, resolveDir: modules }, outfile, bundle: true, format: 'esm', plugins: [leftOut],
    define: { 'process.env.NODE_ENV': '"production"' }, loader: { '.css': 'empty' }, logLevel: 'error',
  });
  const found = await import(outfile);
  fs.rmSync(folder, { recursive: true });
  return found;
}

export const within = (item) => [item, ...(item.item ?? []).flatMap(within)];
