// Fills in a FHIR Questionnaire with Smart Forms of CSIRO, drawn in jsdom.
// Standard input: [{"questionnaire": ..., "sheets": [{linkId: [value, ...]}, ...], "responses": [...]}, ...]
// Standard output: one line of JSON for each sheet and then for each response of each questionnaire.
// A form is built once; each sheet changes the answers of the one before, as a person does who goes back.
import fs from 'node:fs';
import { bundled, tick, within } from './react_page.mjs';

console.warn = (...told) => { throw new Error(told.join(' ')); }; // how it tells that an expression failed
const form = await bundled(`
  export * from '@aehrc/smart-forms-renderer';
  export { QueryClient, QueryClientProvider } from '@tanstack/react-query';
  export { createElement } from 'react';
  export { createRoot } from 'react-dom/client';`);
const { createElement } = form;
const definition = () => form.questionnaireStore.getState();
const record = () => form.questionnaireResponseStore.getState();
let root;

async function open(questionnaire, questionnaireResponse) {
  root?.unmount();
  form.destroyForm();
  await form.buildForm({ questionnaire: structuredClone(questionnaire), questionnaireResponse: structuredClone(questionnaireResponse) });
  document.body.innerHTML = '<main></main>';
  root = form.createRoot(document.querySelector('main'));
  const drawn = createElement(form.QueryClientProvider, { client: new form.QueryClient() }, createElement(form.BaseRenderer));
  root.render(createElement(form.RendererThemeProvider, null, drawn));
  for (let rest = 100; rest && !document.querySelector('[data-linkid]'); rest -= 1) await tick();
}

const asked = (item) => !item.readOnly && !['group', 'display'].includes(item.type);
const answer = (item, value) => {
  const { _type, ...coding } = Object(value);
  return item.type === 'integer' ? { valueInteger: value } : { valueCoding: coding };
};

// The items of a response with other answers; those that nobody gives stay.
function answered(items, sheet, before) {
  return items.flatMap((item) => {
    const old = before?.find((each) => each.linkId === item.linkId);
    const inside = item.type === 'group' ? answered(item.item, sheet, old?.item) : [];
    const given = (sheet[item.linkId] ?? []).map((value) => answer(item, value));
    if (!asked(item)) return inside.length ? [{ linkId: item.linkId, text: item.text, item: inside }] : old && item.type !== 'group' ? [old] : [];
    return given.length ? [{ linkId: item.linkId, text: item.text, answer: given }] : [];
  });
}

async function fill(questionnaire, sheet) {
  const now = structuredClone(record().updatableResponse);
  now.item = answered(questionnaire.item, sheet, now.item);
  for (const item of questionnaire.item.flatMap(within).filter(asked))
    definition().updateEnableWhenItem(item.linkId, sheet[item.linkId]?.map((value) => answer(item, value)), null);
  await definition().updateExpressions(now, false);
  await tick();
}

const value = (answer) => Object.entries(answer ?? {}).find(([key]) => key.startsWith('value'))?.[1] ?? null;
const calculates = (item) => item.extension?.some((each) => each.url.endsWith('calculatedExpression'));

// What stands on the page, or in the response for what is never drawn.
function calculated(item, box, held) {
  if (!box) return value(held.get(item.linkId)?.[0]);
  return item.type === 'string' || !box.value ? box.value || null : Number(box.value);
}

function seen(questionnaire) {
  const items = questionnaire.item.flatMap(within);
  const drawn = new Set([...document.querySelectorAll('[data-linkid]')].map((each) => each.dataset.linkid));
  const boxes = new Map([...document.querySelectorAll('input, textarea:not([aria-hidden])')].map((box) =>
    [box.closest('[data-linkid]')?.dataset.linkid, box]));
  const held = new Map((record().updatableResponse.item ?? []).flatMap(within).map((item) => [item.linkId, item.answer]));
  return {
    enabled: items.map((item) => item.linkId).filter((linkId) => drawn.has(linkId)),
    calculated: Object.fromEntries(items.filter(calculates).map((item) =>
      [item.linkId, calculated(item, boxes.get(item.linkId), held)])),
    text: document.body.textContent,
    response: form.removeEmptyAnswersFromResponse(questionnaire, form.getResponse()),
  };
}

const say = (questionnaire) => fs.writeSync(1, JSON.stringify(seen(questionnaire)) + '\n');
for (const { questionnaire, sheets = [], responses = [] } of JSON.parse(fs.readFileSync(0, 'utf8'))) {
  if (sheets.length) await open(questionnaire);
  for (const sheet of sheets) {
    await fill(questionnaire, sheet);
    say(questionnaire);
  }
  for (const response of responses) {
    await open(questionnaire, response);
    say(questionnaire);
  }
}
process.exit(0);
