// The page: draws the view the kernel sends, and says "opgeslagen" only on the kernel's word.

function drawStart(page, send) {
  const words = page.words;
  const name = h("input", { type: "text", autocomplete: "organization", required: true, maxlength: "200" });
  const schools = h("input", { type: "number", min: "1", max: "200", value: "1", required: true });
  const role = roleField(page.roles);
  const person = h("input", { type: "text", autocomplete: "name", maxlength: "100" });
  return [
    h("h1", { tabindex: "-1" }, page.title),
    h("p", { class: "lead" }, words["what"]),
    h("div", { class: "pair" },
      h("section", { class: "card" }, h("h2", {}, words["new"]),
        h("form", { onsubmit: (event) => {
          event.preventDefault();
          send({ do: "begin", name: name.value, schools: Number(schools.value), role: role.value, person: person.value });
        } },
        field(words["board-name"], name), field(words["schools"], schools), field(words["role"], role),
        field(words["person"], person, words["person-hint"]),
        h("div", { class: "buttons" }, h("button", { type: "submit", class: "main" }, words["begin"])))),
      h("section", { class: "card" }, h("h2", {}, words["own"]),
        page.own.length ? drawRounds(page.own, words, send) : h("p", {}, words["own-none"]),
        h("h2", {}, words["examples"]), h("p", { class: "hint" }, words["examples-hint"]), drawRounds(page.examples, words, send))),
    h("section", {}, h("h2", {}, words["dates"]), h("ul", {}, page.deadlines.map((deadline) =>
      h("li", {}, deadline.text, " ", h("span", { class: "hint" }, deadline.checked))))),
    h("section", {}, h("h2", {}, words["not"]), list([words["not-audit"], words["not-official"], words["not-count"], page.counts])),
    h("section", {}, h("h2", {}, words["privacy"]), list([words["privacy-what"], words["privacy-why"], words["privacy-where"],
      words["privacy-who"], words["privacy-how-long"], words["privacy-woo"]])),
  ];
}

const roleField = (roles) => h("select", { required: true }, h("option", { value: "" }, "–"), roles.map((role) => h("option", { value: role.id }, role.name)));

function drawRounds(rounds, words, send) {
  return h("ul", { class: "rounds" }, rounds.map((entry) => h("li", {},
    entry.problem
      ? [h("strong", {}, `${entry.board}, ${entry.round}`), h("p", { class: "problem" }, entry.problem)]
      : [h("button", { type: "button", class: "link", "data-board": entry.board, onclick: () => send({ do: "open", board: entry.board, round: entry.round }) },
        `${entry.name} (${words["round"]} ${entry.round})`), entry.about ? h("p", { class: "hint" }, entry.about) : null])));
}

function drawWho(page, send) {
  const words = page.words;
  const role = roleField(page.roles);
  const person = h("input", { type: "text", autocomplete: "name", maxlength: "100" });
  return [
    h("h1", { tabindex: "-1" }, page.title),
    page.people.length ? h("section", { class: "card" }, h("h2", {}, words["again"]), h("ul", { class: "rounds" }, page.people.map((known) =>
      h("li", {}, h("button", { type: "button", class: "link", "data-person": known.id, onclick: () => send({ do: "join", id: known.id }) }, known.name))))) : null,
    h("section", { class: "card" }, h("h2", {}, words["new"]),
      h("form", { onsubmit: (event) => { event.preventDefault(); send({ do: "join", role: role.value, person: person.value }); } },
        field(words["role"], role), field(words["name"], person, words["name-hint"]),
        h("div", { class: "buttons" }, h("button", { type: "submit", class: "main" }, words["go"])))),
  ];
}

function drawNoResults(page, go) {
  const words = page.words;
  return [
    h("h1", { tabindex: "-1" }, page.title),
    h("p", { class: "lead" }, words["nothing-yet"]),
    h("div", { class: "buttons" }, h("button", { type: "button", class: "main", onclick: () => go("questions") }, words["to-questions"])),
  ];
}

function drawResults(page, go) {
  if (page.empty) return drawNoResults(page, go);
  const words = page.words;
  return [
    h("h1", { tabindex: "-1" }, page.title),
    h("section", { class: "card summary" }, page.summary.map((line) => h("p", { class: "lead" }, line))),
    h("p", { class: "hint" }, page.fixed),
    h("div", { class: "buttons" }, h("button", { type: "button", class: "main", onclick: () => go("plan") }, words["to-plan"])),
    list(page.beside),
    page.type.name ? h("section", {}, h("h2", {}, words["type-title"]), h("p", { class: "type" }, h("strong", {}, page.type.name)), h("p", {}, page.type.about),
      h("p", {}, page.type.needs), page.type.near ? h("p", {}, page.type.near) : null, list(page.type.flips)) : null,
    page.tables.map((data) => h("section", { "data-table": data.id }, h("h2", {}, data.title), h("p", { class: "hint" }, data.note),
      table({ ...data, rows: data.rows.slice(0, data.first) }),
      data.rows.length > data.first ? fold(data.more, table({ ...data, title: `${data.title}: ${data.more}`, rows: data.rows.slice(data.first) })) : null)),
    fold(words["how"], page.reasons.map((reason) => [h("h3", {}, reason.title), h("p", {}, reason.text)]), h("p", {}, page.counts)),
  ];
}

function drawPlan(page, send, go) {
  const words = page.words;
  return [
    h("h1", { tabindex: "-1" }, page.title),
    h("p", { class: "lead" }, page.first),
    h("section", {}, page.things.length ? h("h2", {}, words["five"]) : null,
      page.things.length ? [h("p", {}, page.together), page.fewer ? h("p", {}, page.fewer) : null, list(page.relaxed), page.not_optimal ? h("p", { class: "hint" }, page.not_optimal) : null,
        h("ol", { class: "things" }, page.things.map((thing) => drawThing(page, thing, send)))] : h("p", {}, page.none),
      page.things.length ? h("button", { type: "button", class: "ask-robust", onclick: (event) => { event.target.disabled = true; send({ do: "robust" }); } }, words["ask-robust"]) : null),
    page.not_chosen.length ? fold(words["why-not-title"], list(page.not_chosen)) : null,
    page.decided.length ? h("section", {}, h("h2", {}, words["decided-title"]), h("ul", {}, page.decided.map((decision) =>
      h("li", {}, decision.text, " ", h("button", { type: "button", class: "quiet", onclick: () => send({ do: "answer", on: "decision", id: decision.id, set: { status: null } }) },
        `${words["take-back"]}: ${decision.title}`))))) : null,
    page.projection ? h("p", { class: "card" }, page.projection) : null,
    list(page.blocked),
    page.roadmap.length ? h("section", {}, h("h2", {}, words["roadmap"]), h("p", { class: "hint" }, words["roadmap-note"]),
      table({ title: words["roadmap"], head: [words["head-month"], words["head-action"], words["head-who"], words["head-hours"]], rows: page.roadmap }),
      page.later ? h("p", {}, page.later) : null) : null,
    page.uncovered ? h("p", {}, page.uncovered) : null,
    drawSettings(page, send),
  ];
}

function drawThing(page, thing, send) {
  const words = page.words;
  return h("li", { class: "card thing", "data-id": thing.id },
    h("h3", {}, `${thing.number}. ${thing.title}`),
    h("p", {}, h("strong", {}, `${words["tomorrow"]} `), thing.first_step),
    h("p", { class: "facts" }, [["fact-who", thing.person], ["fact-time", thing.time], ["fact-domain", thing.domain]].map(
      ([label, text]) => h("span", {}, `${words[label]} ${text}`))),
    thing.decision ? h("p", { class: "decided" }, thing.decision.text) : null,
    fold(words["more"],
      h("p", {}, words["because"]), list(thing.why), h("p", {}, thing.points),
      thing.leaves ? h("p", {}, `${words["leaves"]} ${thing.leaves}`) : null,
      thing.gmr ? h("p", {}, `${words["gmr-label"]} ${thing.gmr}`) : null,
      thing.question ? h("blockquote", {}, thing.question) : null,
      thing.help ? h("p", {}, `${words["help"]} ${thing.help}`) : null,
      thing.source ? h("p", { class: "hint" }, `${words["source"]} ${thing.source}`) : null),
    h("p", { class: "hint robust", role: "status" }),
    thing.finds_out ? null : drawDecide(page, thing, send));
}

function drawDecide(page, thing, send) {
  const words = page.words;
  let status = "planned";
  const person = h("input", { type: "text", value: thing.person, maxlength: "100" });
  const date = h("input", { type: "date" });
  const reason = h("textarea", { rows: "2" });
  const fields = { planned: [field(words["function"], person), field(words["date"], date)], declined: [field(words["reason"], reason)], done: [field(words["done-date"], date.cloneNode())] };
  const shown = h("div", {}, fields.planned);
  return fold(words["decide"],
    choice(words["decide-legend"], [["planned", words["planned"]], ["declined", words["declined"]], ["done", words["done"]]], status,
      (value) => { status = value; shown.replaceChildren(...fields[status]); }),
    shown,
    h("button", { type: "button", class: "main", onclick: () => send({ do: "answer", on: "decision", id: thing.id, set: {
      planned: { status, function: person.value, date: date.value },
      declined: { status, reason: reason.value },
      done: { status, date: shown.querySelector("input")?.value || "" },
    }[status] }) }, words["keep-decision"]));
}

function drawSettings(page, send) {
  const words = page.words;
  const save = (set) => send({ do: "answer", on: "settings", id: "", set });
  const capacity = h("input", { type: "number", min: "1", max: "1000", value: String(page.capacity) });
  const functions = Object.fromEntries(page.people.map((role) => [role.id, h("input", { type: "text", value: role.function, maxlength: "100" })]));
  return fold(words["settings"],
    h("p", { class: "hint" }, words["settings-hint"]),
    field(words["capacity"], capacity),
    page.people.map((role) => field(role.name, functions[role.id])),
    h("button", { type: "button", class: "main", onclick: () => save({ capacity: Number(capacity.value),
      functions: Object.fromEntries(Object.entries(functions).map(([role, input]) => [role, input.value])) }) }, words["settings-keep"]));
}

// Milliseconds without a word from the kernel after which the page says so; what takes the kernel long has more.
const PATIENCE = 4000;
const SLOW = 30000;

function render({ model, el }) {
  const root = h("div", { class: "nulmeting" });
  el.replaceChildren(root);
  const status = h("p", { class: "status", role: "status" });
  const alert = h("div", { class: "alert", role: "alert" });
  let page = {};
  let number = 0;
  let late = false;
  const waiting = new Map();

  const warn = (text) => alert.replaceChildren(h("p", {}, text));
  // No word from the kernel: it may be gone, and then nothing on the page works any more.
  const tooLate = () => {
    late = true;
    const unsaved = [...waiting.values()].some((sent) => sent.answer);
    warn(page.common[unsaved ? "not-yet-saved" : "no-reply"]);
  };
  const send = (message) => {
    number += 1;
    const answer = message.do === "answer";
    if (answer) status.textContent = page.common["saving"];
    waiting.set(number, { answer, timer: setTimeout(tooLate, message.do === "robust" ? SLOW : PATIENCE) });
    model.send({ ...message, n: number });
  };
  // What is being typed is not yet kept, whatever was kept before.
  root.addEventListener("input", (event) => { if (event.target.matches("[data-kept]")) status.textContent = ""; });
  const go = (view, section) => send({ do: "go", view, section });
  const answered = (n) => {
    clearTimeout(waiting.get(n)?.timer);
    waiting.delete(n);
    if (late && !waiting.size) {
      late = false;
      alert.replaceChildren();
    }
  };

  const draw = () => {
    const before = page.view + (page.section || "");
    const held = root.contains(document.activeElement) ? document.activeElement.closest("[data-id]")?.dataset.id : null;
    page = model.get("page");
    if (!page.view) return;
    const views = {
      start: () => drawStart(page, send), who: () => drawWho(page, send), questions: () => drawQuestions(page, send, go),
      results: () => drawResults(page, go), plan: () => drawPlan(page, send, go),
    };
    const moved = before !== page.view + (page.section || "");
    if (moved) {
      alert.replaceChildren();
      if (page.problem) warn(page.problem);
      if (![...waiting.values()].some((sent) => sent.answer)) status.textContent = "";
    }
    root.lang = page.language;
    root.replaceChildren(drawHeader(page, go), alert, status,
      h("div", { class: `view ${page.view}`, "data-view": page.view }, views[page.view]()));
    document.title = `${page.title} – ${page.common["product"]}`;
    const again = !moved && held ? root.querySelector(`[data-id="${CSS.escape(held)}"] summary`) : null;
    const target = again || (before === "undefined" ? null : root.querySelector("h1"));
    if (target) {
      target.focus({ preventScroll: Boolean(again) });
      if (!again) window.scrollTo(0, 0);
    }
  };

  const receive = (message) => {
    answered(message.n);
    if (message.to === "problem") {
      status.textContent = "";
      warn(message.text);
    } else if (message.to === "saved") {
      if (!waiting.size) {
        status.textContent = message.text;
        alert.replaceChildren();
      }
      if (message.progress && page.view === "questions") refreshSections(root, page, message.progress);
      for (const [item, state] of Object.entries(message.states || {})) {
        const box = root.querySelector(`details.item[data-id="${CSS.escape(item)}"]`);
        if (box) showState(box, state);
      }
    } else if (message.to === "robust") {
      for (const [action, sentence] of Object.entries(message.sentences)) {
        const line = root.querySelector(`[data-id="${CSS.escape(action)}"] .robust`);
        if (line) line.textContent = sentence;
      }
    }
  };
  model.on("change:page", () => calmly(draw));
  model.on("msg:custom", (message) => calmly(() => receive(message)));
  draw();
}

function drawHeader(page, go) {
  const common = page.common;
  const tabs = page.board && page.board.person ? [["questions", common["tab-questions"]], ["results", common["tab-results"]], ["plan", common["tab-plan"]]] : [];
  return h("div", { class: "top" },
    h("div", { class: "bar" },
      h("p", { class: "product" }, common["product"]),
      page.board ? h("p", { class: "board" }, page.board.name, page.board.person ? ` · ${page.board.person}` : "") : null,
      page.view === "start" ? null : h("button", { type: "button", class: "quiet", onclick: () => go("start") }, common["to-start"])),
    tabs.length ? h("nav", { "aria-label": common["views"] }, h("ul", { class: "tabs" }, tabs.map(([view, text]) =>
      h("li", {}, h("button", { type: "button", "data-tab": view, "aria-current": view === page.view ? "page" : null, onclick: () => go(view) }, text))))) : null,
    page.board && page.board.example ? h("p", { class: "example" }, common["example"]) : null,
    page.board ? list(page.board.notices) : null);
}

export default { render };
