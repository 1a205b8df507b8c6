// Fills in a FHIR Questionnaire with LHC-Forms of the US National Library of Medicine, with nobody at the screen.
// Standard input: [{"questionnaire": ..., "sheets": [{linkId: [value, ...]}, ...], "responses": [...]}, ...]
// Standard output: one line of JSON for each sheet and then for each response of each questionnaire; of a response also
// the Observations that are extracted from it.
// A form is loaded once; each sheet changes the answers of the one before, as a person does who goes back.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const modules = path.join(process.env.CHECKER_NODE_TOOLS, 'node_modules');
const { JSDOM, VirtualConsole } = createRequire(path.join(modules, 'none.js'))('jsdom');
const lforms = path.join(modules, 'lforms', 'dist', 'lforms');
const scripts = ['webcomponent/assets/lib/zone.min.js', 'webcomponent/lhc-forms.js', 'fhir/R4/lformsFHIR.min.js'];
const tick = () => new Promise((done) => setTimeout(done, 0));

function open() {
  const { window } = new JSDOM('<!doctype html><body></body>', {
    runScripts: 'outside-only', pretendToBeVisual: true, url: 'http://localhost/', virtualConsole: new VirtualConsole(),
  });
  window.matchMedia = () => ({ matches: false, addListener() {}, addEventListener() {} });
  window.ResizeObserver = class { observe() {} unobserve() {} disconnect() {} };
  window.fetch = () => Promise.reject(new Error('no network here'));
  for (const name of ['structuredClone', 'TextEncoder', 'TextDecoder']) window[name] ??= globalThis[name];
  window.eval('Error.stackTraceLimit = 0'); // LHC-Forms compares values by catching thousands of errors
  for (const script of scripts) window.eval(fs.readFileSync(path.join(lforms, script), 'utf8'));
  return window;
}

async function settled(form) {
  for (let quiet = 0; quiet < 3; quiet += 1) {
    await tick();
    const run = form._expressionProcessor?._currentRunPromise;
    if (run) { await run; quiet = -1; }
  }
}

async function load(LForms, questionnaire, response) {
  let definition = LForms.Util.convertFHIRQuestionnaireToLForms(structuredClone(questionnaire), 'R4');
  if (response) definition = LForms.Util.mergeFHIRDataIntoLForms(response, definition, 'R4');
  const form = new LForms.LFormsData(definition);
  if (form._hasResponsiveExpr || form._hasInitialExpr) await form._expressionProcessor.runCalculations(!form.hasSavedData);
  form._checkFormControls();
  await settled(form);
  return form;
}

function give(LForms, item, values) {
  const answers = LForms.FHIR.R4.SDC._convertFHIRValues(item, values)[0];
  if (values.length && answers.some((answer) => answer === undefined || answer === null))
    throw new Error(`not an answer to ${item.linkId}: ${JSON.stringify(values)}`);
  item.value = answers.length === 0 ? null : item._multipleAnswers ? answers : answers[0];
}

function isOff(form, item) {
  for (let each = item; each && each !== form; each = each._parentItem)
    if (each._skipLogicStatus === 'target-disabled' || each._enableWhenExpVal === false) return true;
  return false;
}

const calculates = (item) => item._exprExtensions?.some((extension) => extension.url.endsWith('calculatedExpression'));

function seen(LForms, form, options) {
  const items = form.itemList.filter((item) => item.linkId);
  const [response, extracted] = [LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4', form, options)].flat();
  return {
    enabled: items.filter((item) => !isOff(form, item)).map((item) => item.linkId),
    calculated: Object.fromEntries(items.filter(calculates).map((item) => [item.linkId, item.value ?? null])),
    response,
    extracted: extracted?.entry.map((entry) => entry.resource),
  };
}

async function fill(LForms, form, sheet) {
  const asking = form.itemList.filter((item) => item.linkId && item.dataType !== 'SECTION' && !calculates(item));
  const changing = asking.filter((item) => sheet[item.linkId] || (item.value !== undefined && item.value !== null));
  for (const item of changing) give(LForms, item, sheet[item.linkId] ?? []);
  if (changing.length) form.updateOnSourceItemChange(changing.at(-1));
  await settled(form);
}

async function main() {
  const { LForms } = open();
  const say = (form, options) => fs.writeSync(1, JSON.stringify(seen(LForms, form, options)) + '\n');
  for (const { questionnaire, sheets = [], responses = [] } of JSON.parse(fs.readFileSync(0, 'utf8'))) {
    const form = sheets.length && (await load(LForms, questionnaire));
    for (const sheet of sheets) {
      await fill(LForms, form, sheet);
      say(form);
    }
    for (const response of responses) say(await load(LForms, questionnaire, response), { extract: true });
  }
  process.exit(0);
}

await main();
