// One sample of one peer on the shipped questionnaire: node peers.cjs ENGINE WORK.json FOLDER_OF_NPM_PACKAGES SECONDS
// Prints one line of JSON: CPU and wall microseconds of a journey, and whether it asked and found what it should.
"use strict";
const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");
const [, , name, file, folder, seconds] = process.argv;
const load = createRequire(path.resolve(folder) + "/");
const work = JSON.parse(fs.readFileSync(file));

// Scores are counted by the host for every peer: none of them knows points, prorating and answers that are not scored.
function total(score, values) {
  let points = 0, unscored = 0;
  for (const item of score.items) {
    const given = values[item];
    if (given === undefined || given === null) { if (score.not_asked !== 0) return null; continue; }
    const own = score.points[item][given];
    if (own === undefined) unscored++; else points += own;
  }
  if (!unscored) return points;
  if (!score.prorate || unscored > score.prorate.most) return null;
  const asked = score.prorate.among.filter((item) => values[item] !== undefined && values[item] !== null);
  const known = asked.map((item) => score.points[item][values[item]]).filter((own) => own !== undefined);
  if (!known.length || asked.length - known.length !== unscored) return null;
  const sum = known.reduce((a, b) => a + b, 0);
  return points + unscored * Math.floor((2 * sum + known.length) / (2 * known.length));
}

const joined = (say, joint) => (parts) => "(" + parts.map(say).join(joint) + ")";

const surveyjs = (e) => {
  switch (e[0]) {
    case "and": return joined(surveyjs, " and ")(e.slice(1));
    case "or": return joined(surveyjs, " or ")(e.slice(1));
    case "is": {
      const [, q, options, negated] = e;
      const any = "(" + options.map((o) => `{${q}} ${negated ? "<>" : "="} '${o}'`).join(negated ? " and " : " or ") + ")";
      return negated ? `({${q}} notempty and ${any})` : any;
    }
    case "has": return e[3] ? `({${e[1]}} notempty and {${e[1]}} notcontains '${e[2]}')` : `{${e[1]}} contains '${e[2]}'`;
    default: return `({${e[1]}} notempty and {${e[1]}} ${e[0] === "==" ? "=" : e[0] === "!=" ? "<>" : e[0]} ${e[2]})`;
  }
};

const fhirpath = (e) => {
  switch (e[0]) {
    case "and": return joined(fhirpath, " and ")(e.slice(1));
    case "or": return joined(fhirpath, " or ")(e.slice(1));
    case "is": {
      const [, q, options, negated] = e;
      const any = "(" + options.map((o) => `%${q} ${negated ? "!=" : "="} '${o}'`).join(negated ? " and " : " or ") + ")";
      return negated ? `(%${q}.exists() and ${any})` : any;
    }
    case "has": return e[3] ? `(%${e[1]}.exists() and ('${e[2]}' in %${e[1]}).not())` : `('${e[2]}' in %${e[1]})`;
    default: return `(%${e[1]} ${e[0] === "==" ? "=" : e[0]} ${e[2]})`;
  }
};

// As forms of FHIR say it: every condition and every score reads the QuestionnaireResponse.
const given = (id) => `item.where(linkId = '${id}').answer.value`;
const sdc = (e) => {
  switch (e[0]) {
    case "and": return joined(sdc, " and ")(e.slice(1));
    case "or": return joined(sdc, " or ")(e.slice(1));
    case "is": {
      const [, q, options, negated] = e;
      const any = "(" + options.map((o) => `${given(q)}.code ${negated ? "!=" : "="} '${o}'`).join(negated ? " and " : " or ") + ")";
      return negated ? `(${given(q)}.exists() and ${any})` : any;
    }
    case "has": return e[3] ? `(${given(e[1])}.exists() and ('${e[2]}' in ${given(e[1])}.code).not())` : `('${e[2]}' in ${given(e[1])}.code)`;
    default: return `(${work.scores.some((s) => s.id === e[1]) ? "%" + e[1] : given(e[1])} ${e[0] === "==" ? "=" : e[0]} ${e[2]})`;
  }
};
const ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
const answers = (items) => `item.where(${items.map((i) => `linkId = '${i}'`).join(" or ")}).answer.value`;
const points = (items) => {
  const numbers = items.filter((i) => work.questions.find((q) => q.id === i).kind === "scale");
  return numbers.length === items.length ? answers(items) : `${answers(items)}.extension.where(url = '${ORDINAL}').value`;
};
const sdcTotal = (score) => {
  const sum = `${points(score.items)}.sum()`, all = `(${answers(score.items)}.count() = ${score.items.length})`;
  const scored = `(${answers(score.items)}.count() - ${points(score.items)}.count())`;
  let value = `iif(${scored} = 0, ${sum}, {})`;
  if (score.prorate) {
    const known = `${points(score.prorate.among)}.sum()`, n = `${points(score.prorate.among)}.count()`;
    value = `iif(${scored} = 0, ${sum}, iif(${scored} > ${score.prorate.most} or ${n} = 0, {}, ${sum} + ${scored} * ((2 * ${known} + ${n}) div (2 * ${n}))))`;
  }
  return score.not_asked === 0 ? value : `iif(${all}, ${value}, {})`;
};

const OPERATORS = { ">=": "greaterThanInclusive", ">": "greaterThan", "<=": "lessThanInclusive", "<": "lessThan", "==": "equal", "!=": "notEqual" };
const rule = (e) => {
  switch (e[0]) {
    case "and": return { all: e.slice(1).map(rule) };
    case "or": return { any: e.slice(1).map(rule) };
    case "is": return e[3]
      ? { all: [{ fact: e[1], operator: "notEqual", value: null }, { fact: e[1], operator: "notIn", value: e[2] }] }
      : { fact: e[1], operator: "in", value: e[2] };
    case "has": return { fact: e[1], operator: e[3] ? "doesNotContain" : "contains", value: e[2] };
    case "!=": return { all: [{ fact: e[1], operator: "notEqual", value: null }, { fact: e[1], operator: "notEqual", value: e[2] }] };
    default: return { fact: e[1], operator: OPERATORS[e[0]], value: e[2] };
  }
};
const whole = (e) => { const found = rule(e); return found.all || found.any ? found : { all: [found] }; };

// A peer: start() begins a journey, set() takes an answer and lets the peer look again, shown() tells whether a question
// is asked, found() which rules hold at the end.
const PEERS = {
  "survey-core": () => {
    const { Model, FunctionFactory } = load("survey-core");
    FunctionFactory.Instance.register("total", ([id, ...given]) => {
      const score = work.scores.find((each) => each.id === id);
      return total(score, Object.fromEntries(score.items.map((item, at) => [item, given[at]])));
    });
    const element = (q) => ({
      name: q.id, title: q.id, isRequired: true,
      ...(q.when ? { visibleIf: surveyjs(q.when) } : {}),
      ...(q.kind === "scale" ? { type: "rating", rateMin: q.min, rateMax: q.max }
        : { type: q.kind === "one" ? "radiogroup" : "checkbox", choices: q.options }),
    });
    const model = {
      pages: work.questions.map((q) => ({ name: "p_" + q.id, elements: [element(q)] })),
      calculatedValues: work.scores.map((s) => ({
        name: s.id, expression: `total('${s.id}', ${s.items.map((i) => `{${i}}`).join(", ")})`,
      })),
    };
    const rules = work.rules.map((r) => [r.id, surveyjs(r.when)]);
    return {
      start: () => new Model(model),
      set: (survey, id, given) => survey.setValue(id, given),
      shown: (survey, id) => survey.getQuestionByName(id).isVisible,
      found: (survey) => rules.filter(([, when]) => survey.runExpression(when) === true).map(([id]) => id),
    };
  },
  "fhirpath.js on bare variables": () => {
    const engine = load("fhirpath");
    const shows = work.questions.filter((q) => q.when).map((q) => [q.id, engine.compile(fhirpath(q.when))]);
    const rules = work.rules.map((r) => [r.id, engine.compile(fhirpath(r.when))]);
    const names = [...work.questions, ...work.scores].map((each) => each.id);
    const look = (journey) => {
      for (const score of work.scores) journey.env[score.id] = total(score, journey.given) ?? [];
      for (const [id, when] of shows) journey.hidden[id] = when({}, journey.env)[0] !== true;
    };
    return {
      start: () => {
        const journey = { env: Object.fromEntries(names.map((id) => [id, []])), given: {}, hidden: {} };
        look(journey);
        return journey;
      },
      set: (journey, id, given) => { journey.env[id] = given; journey.given[id] = given; look(journey); },
      shown: (journey, id) => !journey.hidden[id],
      found: (journey) => rules.filter(([, when]) => when({}, journey.env)[0] === true).map(([id]) => id),
    };
  },
  "fhirpath.js on a QuestionnaireResponse": () => {
    const engine = load("fhirpath");
    const compiled = (text) => engine.compile(text);
    const shows = work.questions.filter((q) => q.when).map((q) => [q.id, compiled(sdc(q.when))]);
    const rules = work.rules.map((r) => [r.id, compiled(sdc(r.when))]);
    const scores = work.scores.map((s) => [s.id, compiled(sdcTotal(s))]);
    const look = (journey) => {
      const resource = { resourceType: "QuestionnaireResponse", item: journey.items };
      for (const [id] of scores) journey.env[id] = [];
      for (const [id, of] of scores) journey.env[id] = of(resource, journey.env)[0] ?? [];
      for (const [id, when] of shows) journey.hidden[id] = when(resource, journey.env)[0] !== true;
      return resource;
    };
    const value = (id, option) => {
      const own = work.scores.map((s) => s.points[id]?.[option]).find((each) => each !== undefined);
      return typeof option === "number" ? option : { code: option, ...(own === undefined ? {} : { extension: [{ url: ORDINAL, value: own }] }) };
    };
    return {
      start: () => { const journey = { items: [], env: {}, hidden: {} }; look(journey); return journey; },
      set: (journey, id, answer) => {
        journey.items.push({ linkId: id, answer: [].concat(answer).map((option) => ({ value: value(id, option) })) });
        look(journey);
      },
      shown: (journey, id) => !journey.hidden[id],
      found: (journey) => {
        const resource = look(journey);
        return rules.filter(([, when]) => when(resource, journey.env)[0] === true).map(([id]) => id);
      },
    };
  },
  "json-rules-engine": () => {
    const { Engine } = load("json-rules-engine");
    const engine = (each) => new Engine(each.map((r) => ({ conditions: whole(r.when), event: { type: r.id } })));
    const gated = work.questions.filter((q) => q.when), shows = engine(gated), rules = engine(work.rules);
    const isGated = new Set(gated.map((q) => q.id));
    const empty = Object.fromEntries([...work.questions, ...work.scores].map((each) => [each.id, null]));
    const look = async (journey) => {
      for (const score of work.scores) journey.facts[score.id] = total(score, journey.facts);
      const { events } = await shows.run(journey.facts);
      journey.shown = new Set(events.map((event) => event.type));
    };
    return {
      start: async () => { const journey = { facts: { ...empty } }; await look(journey); return journey; },
      set: async (journey, id, given) => { journey.facts[id] = given; await look(journey); },
      shown: (journey, id) => !isGated.has(id) || journey.shown.has(id),
      found: async (journey) => {
        const holds = new Set((await rules.run(journey.facts)).events.map((event) => event.type));
        return work.rules.map((r) => r.id).filter((id) => holds.has(id));
      },
    };
  },
};

async function walk(peer, answers) {
  const journey = await peer.start();
  const asked = [];
  for (const { id } of work.questions) {
    if (!peer.shown(journey, id)) continue;
    await peer.set(journey, id, answers[id]);
    asked.push(id);
  }
  return { asked, rules: await peer.found(journey) };
}

async function main() {
  const peer = PEERS[name]();
  let same = true;
  for (const person of work.people) {
    const { asked, rules } = await walk(peer, person.answers);
    if (JSON.stringify([asked, rules]) !== JSON.stringify([person.asked, person.rules])) {
      same = false;
      process.stderr.write(JSON.stringify({ asked, rules, should: [person.asked, person.rules] }) + "\n");
    }
  }
  const until = async (limit) => {
    const began = performance.now();
    let journeys = 0;
    do { for (const person of work.people) await walk(peer, person.answers); journeys += work.people.length; }
    while (performance.now() - began < limit);
    return journeys;
  };
  await until(seconds * 300);
  const cpu = process.cpuUsage(), wall = performance.now();
  const journeys = await until(seconds * 1000);
  const used = process.cpuUsage(cpu);
  console.log(JSON.stringify({ same, cpu: (used.user + used.system) / journeys, wall: (performance.now() - wall) * 1000 / journeys }));
}

main();
