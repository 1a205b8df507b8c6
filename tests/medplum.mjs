// Fills in a FHIR Questionnaire with the form of @medplum/react, as a person does: what is not shown cannot be answered.
// Standard input: [{"questionnaire": ..., "sheets": [{linkId: [value, ...]}, ...], "responses": [...], "drawn": ...}, ...]
// Standard output: one line of JSON for each sheet and then for each response of each questionnaire.
// A form is opened once; each sheet changes the answers of the one before, as a person does who goes back.
// The state of the form is asked directly, by the hook of the package; with "drawn", its boxes are clicked, and its words read.
import fs from 'node:fs';
import { bundled, tick, window, within } from './react_page.mjs';

const form = await bundled(
  `export { QuestionnaireForm } from '@medplum/react';
   export { isQuestionEnabled, MedplumProvider, useQuestionnaireForm } from '@medplum/react-hooks';
   export { MedplumClient } from '@medplum/core';
   export { MantineProvider } from '@mantine/core';
   export { createElement } from 'react';
   export { flushSync } from 'react-dom';
   export { createRoot } from 'react-dom/client';`, /^(react-router|signature_pad|jsqr)$/,
);
const medplum = new form.MedplumClient({ fetch });
const code = (value) => value?.code ?? value;
const same = (some, others) => some.length === others.length && some.every((each) => others.includes(each));
let root;

async function render(component, props) {
  root?.unmount();
  document.body.innerHTML = '<main></main>';
  root = form.createRoot(document.querySelector('main'));
  const themed = form.createElement(form.MantineProvider, null, form.createElement(component, props));
  root.render(form.createElement(form.MedplumProvider, { medplum }, themed));
  await tick();
}

class State { // what the form knows, and would draw
  constructor(questionnaire) { this.questionnaire = questionnaire; }

  async open(questionnaireResponse) {
    const Form = () => {
      this.now = form.useQuestionnaireForm({ questionnaire: this.questionnaire, defaultValue: structuredClone(questionnaireResponse) });
      return null;
    };
    await render(Form, {});
    for (let rest = 100; rest && this.now?.loading !== false; rest -= 1) await tick();
  }

  shown() { // as QuestionnaireFormItemArray draws: groups and what is in them, and of a question itself alone
    const found = [];
    const draw = (items, held, context) => {
      for (const item of items ?? []) {
        if (!form.isQuestionEnabled(item, this.now.questionnaireResponse)) continue;
        const response = held?.find((each) => each.linkId === item.linkId);
        found.push({ item, response, context });
        if (item.type === 'group') draw(item.item, response?.item, [...context, response]);
      }
    };
    draw(this.now.items, this.now.responseItems, []);
    return found;
  }

  given({ response }) {
    return (response.answer ?? []).map((each) => code(Object.values(each)[0])).filter((each) => each !== undefined);
  }

  async answer({ item, context }, wanted) {
    const answers = item.answerOption
      ? item.answerOption.filter((each) => wanted.includes(each.valueCoding.code)).map(({ valueCoding }) => ({ valueCoding }))
      : wanted.map((valueInteger) => ({ valueInteger }));
    form.flushSync(() => this.now.onChangeAnswer(context, item, answers));
    return same(this.given(this.shown().find((each) => each.item === item)), wanted);
  }

  enabled() { return this.shown().map(({ item }) => item.linkId); }
  strange() { return []; }
  response() { return this.now.questionnaireResponse; }
}

class Page { // what a person sees, and can click
  constructor(questionnaire) { this.questionnaire = questionnaire; }

  async open(response) {
    const onChange = (changed) => { this.changed = changed; };
    const opened = structuredClone(response);
    await render(form.QuestionnaireForm, { questionnaire: this.questionnaire, questionnaireResponse: opened, onChange });
    for (let rest = 100; rest && !document.querySelector('form'); rest -= 1) await tick();
  }

  boxes(item) {
    const ids = item.answerOption?.map((_, place) => `${item.linkId}-option-${place}`) ?? [item.linkId];
    return ids.map((id) => document.getElementById(id));
  }

  shown() {
    const items = this.questionnaire.item.flatMap(within);
    const asking = items.filter((item) => !['group', 'display'].includes(item.type));
    return asking.filter((item) => this.boxes(item).every(Boolean)).map((item) => ({ item }));
  }

  given({ item }) {
    const boxes = this.boxes(item);
    if (!item.answerOption) return boxes.map((each) => each.value).filter((value) => value !== '').map(Number);
    return item.answerOption.filter((_, place) => boxes[place].checked).map((each) => each.valueCoding.code);
  }

  async answer({ item }, wanted) { // true once its boxes hold what was wanted
    for (let rest = 30; rest && !same(this.given({ item }), wanted); rest -= 1) {
      const [boxes, held] = [this.boxes(item), this.given({ item })];
      if (!item.answerOption) this.type(boxes[0], wanted[0] ?? '');
      else {
        const codes = item.answerOption.map((each) => each.valueCoding.code);
        const wrong = (each) => wanted.includes(each) !== held.includes(each);
        const off = codes.find((each) => wrong(each) && held.includes(each) && boxes[0].type === 'checkbox');
        boxes[codes.indexOf(off ?? codes.find((each) => wrong(each) && wanted.includes(each)) ?? codes[0])].click();
      }
      await tick();
    }
    return same(this.given({ item }), wanted);
  }

  type(box, value) {
    Object.getOwnPropertyDescriptor(window.HTMLInputElement.prototype, 'value').set.call(box, value);
    box.dispatchEvent(new window.Event('input', { bubbles: true }));
  }

  read() { return [...document.querySelectorAll('main p')].map((each) => each.textContent); }
  displays() { return this.questionnaire.item.flatMap(within).filter((item) => item.type === 'display'); }
  enabled() {
    const read = this.read();
    return [...this.shown(), ...this.displays().filter((item) => read.includes(item.text)).map((item) => ({ item }))].map(({ item }) => item.linkId);
  }
  strange() { // what it says of its own accord, such as what went wrong
    const texts = this.displays().map((item) => item.text);
    return this.read().filter((each) => !texts.includes(each));
  }
  response() { return this.changed; }
}

const isQuestion = (item) => !['group', 'display'].includes(item.type) && !item.readOnly;

async function fill(opened, sheet) { // returns what could not be answered, such as a radio button to be taken back
  const cannot = new Set();
  const wanted = (item) => (sheet[item.linkId] ?? []).map(code);
  const wrong = (each) => isQuestion(each.item) && !cannot.has(each.item.linkId) && !same(opened.given(each), wanted(each.item));
  for (let each = opened.shown().find(wrong); each; each = opened.shown().find(wrong))
    if (!(await opened.answer(each, wanted(each.item)))) cannot.add(each.item.linkId);
  return [...cannot];
}

const calculates = (item) => item.extension?.some((each) => each.url.endsWith('calculatedExpression'));
const value = (answers) => (answers?.length ? Object.entries(answers[0]).find(([key]) => key.startsWith('value'))[1] : null);
const failed = (item) => item.extension?.some((each) => each.url.endsWith('questionnaire-validationError'));

function say(opened, questionnaire, cannot = []) {
  const [items, response] = [questionnaire.item.flatMap(within), opened.response()];
  const held = new Map(response.item.flatMap(within).map((item) => [item.linkId, item]));
  const found = {
    enabled: opened.enabled(),
    given: Object.fromEntries(opened.shown().filter(({ item }) => isQuestion(item)).map((each) => [each.item.linkId, opened.given(each)])),
    calculated: Object.fromEntries(items.filter(calculates).map(({ linkId }) => [linkId, value(held.get(linkId)?.answer)])),
    faults: [...cannot, ...[...held.values()].filter(failed).map((item) => item.linkId), ...opened.strange()],
    response,
  };
  fs.writeSync(1, JSON.stringify(found) + '\n');
}

for (const { questionnaire, sheets = [], responses = [], drawn = false } of JSON.parse(fs.readFileSync(0, 'utf8'))) {
  const opened = drawn ? new Page(questionnaire) : new State(questionnaire);
  if (sheets.length) await opened.open();
  for (const sheet of sheets) {
    let cannot = await fill(opened, sheet);
    if (cannot.length) {
      await opened.open();
      cannot = await fill(opened, sheet);
    }
    say(opened, questionnaire, cannot);
  }
  for (const response of responses) {
    await opened.open(response);
    say(opened, questionnaire);
  }
}
process.exit(0);
