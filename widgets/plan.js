// The plan: five things for tomorrow, what the board decides about them, and the rest of the year.

// Milliseconds: the cards are read first; then the kernel works on in slices, with room between them for whatever somebody does.
const SETTLE = 1200;
const PAUSE = 50;

function drawPlan(page, send, go) {
  const words = page.words;
  if (page.ask_holds) askHolds(send, SETTLE);
  return [
    h("h1", { tabindex: "-1" }, page.title),
    h("p", { class: "lead" }, page.first),
    h("section", {}, page.things.length ? h("h2", {}, words["five"]) : null,
      page.things.length ? [h("p", {}, page.together), page.fewer ? h("p", {}, page.fewer) : null,
        h("ol", { class: "things" }, page.things.map((thing) => drawThing(page, thing, send, go))),
        list(page.relaxed), page.not_optimal ? h("p", { class: "hint" }, page.not_optimal) : null] : h("p", {}, page.none)),
    page.not_chosen.length ? part(words["why-not-title"], list(page.not_chosen)) : null,
    drawDecided(page, send),
    drawProjection(page),
    drawRoadmap(page, send),
    drawAdvice(page),
    drawSuppliers(page),
    part(words["settings"], drawSettings(page, send)),
  ];
}

// A folded part of the page with a heading of its own.
function part(title, ...children) {
  return h("details", { class: "part" }, h("summary", {}, h("h2", {}, title)), ...children);
}

// Folded, and only made when somebody opens it: a long list of forms would be slow for nothing.
function later(summary, make, look = "") {
  const box = fold(summary);
  box.className = look;
  box.addEventListener("toggle", () => { if (box.open && box.children.length === 1) box.append(...[make()].flat(Infinity)); });
  return box;
}

// ---- the five ----

function drawThing(page, thing, send, go) {
  const words = page.words;
  return h("li", { class: "card thing", "data-id": thing.id },
    h("h3", {}, `${thing.number}. ${thing.title}`),
    h("p", {}, h("strong", {}, `${words["tomorrow"]} `), thing.first_step),
    h("p", { class: "facts" }, [["fact-who", thing.person], ["fact-time", thing.time]].map(
      ([label, text]) => h("span", {}, `${words[label]} ${text}`))),
    thing.decision && thing.decision.status !== "wanted" ? h("p", { class: "decided" }, thing.decision.text) : null,
    thing.swapped ? h("p", { class: "hint" }, thing.swapped) : null,
    fold(words["more"],
      h("p", {}, words["because"]), list(thing.why), h("p", {}, thing.points),
      page.ask_holds ? h("p", { class: "robust" }, words["holds-asking"]) : null,
      h("p", {}, `${words["fact-domain"]} ${thing.domain}`),
      thing.leaves ? h("p", {}, `${words["leaves"]} ${thing.leaves}`) : null,
      thing.gmr ? h("p", {}, `${words["gmr-label"]} ${thing.gmr}`) : null,
      thing.question ? h("blockquote", {}, thing.question) : null,
      thing.help ? h("p", {}, `${words["help"]} ${thing.help}`) : null,
      thing.source ? h("p", { class: "hint" }, `${words["source"]} ${thing.source}`) : null),
    thing.finds_out ? h("p", {}, h("button", { type: "button", class: "link", onclick: () => go("questions", thing.section, thing.item) }, words["find-out.answer"]))
      : later(words["decide"], () => drawDecide(page, thing, send), "decide"),
    later(words["swap-title"], () => drawSwap(page, thing, send), "swapping"));
}

function drawDecide(page, thing, send) {
  const words = page.words;
  const decided = thing.decision && words[thing.decision.status] ? thing.decision : {};
  let status = decided.status || "planned";
  const person = h("input", { type: "text", value: decided.function || thing.person, maxlength: "100" });
  const date = h("input", { type: "date", value: decided.status === "planned" ? decided.date : thing.date });
  const done = h("input", { type: "date", value: decided.status === "done" ? decided.date : "" });
  const reason = h("textarea", { rows: "2" });
  reason.value = decided.reason || "";
  const fields = {
    planned: [field(words["function"], person), field(words["date"], date, words["date-hint"])],
    declined: [field(words["reason"], reason)], done: [field(words["done-date"], done)],
  };
  const shown = h("div", {}, fields[status]);
  const set = {
    planned: () => ({ status, function: person.value, date: date.value, instead_of: (thing.decision || {}).instead_of || "" }),
    declined: () => ({ status, reason: reason.value }),
    done: () => ({ status, date: done.value }),
  };
  return [
    choice(words["decide-legend"], ["planned", "declined", "done"].map((name) => [name, words[name]]), status,
      (value) => { status = value; shown.replaceChildren(...fields[status]); }),
    shown,
    h("button", { type: "button", class: "main", onclick: () => send({ do: "answer", on: "decision", id: thing.id, set: set[status]() }) }, words["keep-decision"]),
  ];
}

// First what it changes, then the choice: nothing is kept until the second button.
function drawSwap(page, thing, send) {
  const words = page.words;
  if (!page.swaps.length) return [h("p", {}, words["swap-none"])];
  const answer = h("div", { class: "swap", role: "status" });
  const wanted = select([["", words["swap-choose"]], ...page.swaps.map((offer) => [offer.id, offer.name])], "", () => answer.replaceChildren());
  return [
    field(words["swap-which"], wanted),
    h("button", { type: "button", onclick: () => { if (wanted.value) send({ do: "swap", id: thing.id, wanted: wanted.value }); else wanted.focus(); } }, words["swap-ask"]),
    answer,
  ];
}

function drawDecided(page, send) {
  const words = page.words;
  if (!page.decided.length) return null;
  return h("section", {}, h("h2", {}, words["decided-title"]),
    h("ul", { class: "decisions" }, page.decided.map((decision) => h("li", {}, h("strong", {}, decision.title), " ", decision.text, " ",
      h("button", { type: "button", class: "quiet", "aria-label": `${words["take-back"]}: ${decision.title}`,
        onclick: () => send({ do: "answer", on: "decision", id: decision.id, set: { status: null } }) }, words["take-back"])))),
    page.undated ? h("p", {}, page.undated) : null,
    page.calendar ? [h("button", { type: "button", class: "calendar", onclick: () => send({ do: "calendar" }) }, page.calendar),
      h("p", { class: "hint" }, words["calendar-hint"])] : null);
}

function drawProjection(page) {
  const projection = page.projection;
  if (!projection) return null;
  return h("section", {}, h("h2", {}, page.words["projection-title"]), h("div", { class: "card projection" }, projection.lines.map((line) => h("p", {}, line)),
    projection.items.length ? fold(projection.closes, list(projection.items)) : null));
}

// ---- the rest of the year ----

function drawRoadmap(page, send) {
  const words = page.words;
  const roadmap = page.roadmap;
  const rest = [list(roadmap.blocked), roadmap.uncovered ? h("p", {}, roadmap.uncovered) : null];
  if (!roadmap.finding) return rest;
  return h("section", {}, h("h2", {}, words["roadmap"]), h("p", {}, roadmap.finding), h("p", { class: "hint" }, words["roadmap-note"]),
    drawYear(words, roadmap),
    h("div", { class: "year-list" }, roadmap.list.map((month) => drawMonth(page, month, send))),
    roadmap.later ? h("p", {}, roadmap.later) : null, rest,
    roadmap.note ? h("p", { class: "hint" }, roadmap.note) : null);
}

// One row a person, one column a month; each bar carries the number it has in the list. The list says the same in words.
function drawYear(words, roadmap) {
  const columns = `minmax(7rem, 12rem) repeat(${roadmap.months.length}, minmax(2.75rem, 1fr))`;
  const cells = [h("span", { class: "corner" }, words["roadmap-who"]), ...roadmap.months.map((month) =>
    h("span", { class: month.holidays ? "month holidays" : "month" }, month.short))];
  const rows = roadmap.lanes.map((lane) => {
    const bars = lane.bars.map((bar) => {
      const mark = h("span", { class: bar.five ? "block five" : "block" }, String(bar.number));
      mark.style.gridColumn = `${bar.from + 1} / ${bar.to + 2}`;
      return mark;
    });
    const track = h("span", { class: "track" }, bars);
    track.style.gridTemplateColumns = `repeat(${roadmap.months.length}, minmax(0, 1fr))`;
    return [h("span", { class: "who" }, lane.who), track];
  });
  const grid = h("div", { class: "year-grid", role: "img", "aria-label": roadmap.finding }, cells, rows);
  grid.style.gridTemplateColumns = columns;
  return h("div", { class: "year" },
    h("div", { class: "table", tabindex: "0", role: "region", "aria-label": words["roadmap"] }, grid),
    h("p", { class: "legend" }, [["block five", "roadmap-five"], ["block", "roadmap-rest"], ["month holidays", "roadmap-holidays"]].map(
      ([look, key]) => h("span", {}, h("span", { class: `${look} sample`, "aria-hidden": "true" }), words[key]))));
}

function drawMonth(page, month, send) {
  const words = page.words;
  if (!month.actions.length) return month.holidays.length ? h("p", { class: "month-free" }, h("strong", {}, month.month), " ", month.holidays.join(" ")) : null;
  return fold(words["roadmap-month"].replace("{month}", month.month).replace("{count}", month.actions.length),
    month.holidays.map((line) => h("p", { class: "hint" }, line)),
    h("ol", { start: String(month.actions[0].number) }, month.actions.map((action) => h("li", { "data-id": action.id, value: String(action.number) },
      h("strong", {}, action.title), h("p", { class: "hint" }, action.facts),
      action.decision ? h("p", { class: "decided" }, action.decision.text) : null,
      later(words["decide"], () => drawDecide(page, action, send))))));
}

// ---- what one needs, what to ask, what is fixed ----

function drawAdvice(page) {
  const words = page.words;
  const advice = page.advice;
  return part(words["advice-title"], h("p", {}, advice.lead),
    advice.items.length ? h("ul", { class: "advice" }, advice.items.map((item) => h("li", { class: "card" }, h("h3", {}, item.title), h("p", {}, item.how),
      h("p", {}, h("strong", {}, `${words["advice-where"]} `), item.help),
      h("p", {}, h("strong", {}, `${words["advice-asks"]} `), item.asks)))) : h("p", {}, words["advice-none"]));
}

function drawSuppliers(page) {
  const words = page.words;
  if (!page.letters.length) return null;
  return part(words["suppliers-title"], h("p", {}, words["suppliers-lead"]), page.letters.map((supplier) => later(supplier.summary, () => {
    if (!supplier.letter) return [h("p", {}, supplier.about), h("p", {}, words["supplier-fine"])];
    const letter = h("textarea", { rows: "12", class: "letter" });
    letter.value = supplier.letter;
    const said = h("p", { class: "hint", role: "status" });
    return [
      h("p", {}, supplier.about),
      field(words["supplier-letter"].replace("{name}", supplier.name), letter),
      h("button", { type: "button", onclick: () => copyText(letter, said, words) }, words["copy"]), said,
      fold(words["supplier-hints"], list(supplier.hints)),
    ];
  })));
}

// A browser may refuse the clipboard: then the text is selected, and one key does it.
async function copyText(box, said, words) {
  box.focus();
  box.select();
  try {
    await navigator.clipboard.writeText(box.value);
    said.textContent = words["copied"];
  } catch {
    said.textContent = words["copy-failed"];
  }
}

function drawSettings(page, send) {
  const words = page.words;
  const save = (set) => send({ do: "answer", on: "settings", id: "", set });
  const capacity = h("input", { type: "number", min: "1", max: "1000", value: String(page.capacity) });
  const region = select(page.regions, page.region, () => {});
  const functions = Object.fromEntries(page.people.map((role) => [role.id, h("input", { type: "text", value: role.function, maxlength: "100" })]));
  return [
    h("p", { class: "hint" }, words["settings-hint"]),
    field(words["capacity"], capacity),
    page.regions.length > 1 ? field(words["region"], region, words["region-hint"]) : null,
    page.people.map((role) => field(role.name, functions[role.id])),
    h("button", { type: "button", class: "main", onclick: () => save({ capacity: Number(capacity.value), region: region.value || null,
      functions: Object.fromEntries(Object.entries(functions).map(([role, input]) => [role, input.value])) }) }, words["settings-keep"]),
  ];
}

// ---- what the kernel says ----

let holding = 0;

function askHolds(send, wait) {
  clearTimeout(holding);
  holding = setTimeout(() => {
    if (pressed) askHolds(send, SETTLE);
    else if (document.querySelector("[data-view=plan]")) send({ do: "holds" });
  }, wait);
}

function hearPlan(root, page, message, send) {
  if (page.view !== "plan") return;
  if (message.to === "holds") {
    if (!Object.keys(message.sentences).length) askHolds(send, PAUSE);
    for (const [action, sentence] of Object.entries(message.sentences)) {
      const line = root.querySelector(`.thing[data-id="${CSS.escape(action)}"] .robust`);
      if (line) line.textContent = sentence;
    }
  } else if (message.to === "swap") {
    const box = root.querySelector(`.thing[data-id="${CSS.escape(message.id)}"] .swap`);
    if (box) box.replaceChildren(list(message.lines), message.possible ? h("button", { type: "button", class: "main", onclick: () =>
      send({ do: "answer", on: "decision", id: message.wanted, set: { status: "wanted", instead_of: message.id } }) }, page.words["swap-do"]) : "");
  } else if (message.to === "file") {
    offer(message.name, message.content, message.kind);
  }
}
