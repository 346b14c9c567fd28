// The plan: five things for tomorrow, what the board decides about them, and the rest of the year.

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
