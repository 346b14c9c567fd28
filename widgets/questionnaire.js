// The questions: snelscan, obstacles, and the items of a domain. `send(message)` gives an answer to the kernel.

function drawQuestions(page, send, go) {
  const words = page.words;
  const body = page.scans ? page.scans.map((scan) => drawScan(page, scan, send))
    : page.obstacles ? page.obstacles.map((obstacle) => drawObstacle(page, obstacle, send))
    : drawDomain(page, send);
  return h("div", { class: "columns" },
    drawSections(page, go),
    h("div", { class: "reading" },
      h("h1", { tabindex: "-1" }, page.title),
      page.scans ? h("p", { class: "lead" }, words["scan-lead"]) : null,
      page.obstacles ? h("p", { class: "lead" }, words["obstacles-lead"]) : null,
      page.about ? h("p", { class: "lead" }, page.about) : null,
      page.name_is_ours ? h("p", { class: "hint" }, words["name-is-ours"]) : null,
      body,
      h("div", { class: "buttons" },
        page.next ? h("button", { type: "button", class: "main", onclick: () => go("questions", page.next.id) },
          `${words.next} ${page.next.name}`) : null,
        h("button", { type: "button", class: page.next ? "" : "main", onclick: () => go("results") }, words["to-results"]))));
}

// The same width as in app.css.
const WIDE = window.matchMedia("(min-width: 60rem)");

function drawSections(page, go) {
  let part = "";
  const entries = [];
  for (const section of page.sections) {
    if (section.part !== part) {
      part = section.part;
      entries.push(h("li", { class: "part" }, part));
    }
    entries.push(h("li", {}, h("button", { type: "button", class: "section", "data-section": section.id,
      "aria-current": section.id === page.section ? "true" : null, onclick: () => go("questions", section.id) },
      h("span", {}, section.name), h("span", { class: "count" }, progressText(page, section)))));
  }
  const current = page.sections.find((section) => section.id === page.section);
  const box = h("details", { open: WIDE.matches }, h("summary", {}, `${page.words["sections"]}: ${current ? current.name : ""}`), h("ul", {}, entries));
  // Beside the questions the list is always open and has no summary to open it with: a turned tablet must not lose it.
  WIDE.onchange = () => { box.open = WIDE.matches; };
  return h("nav", { class: "sections", "aria-label": page.words["sections"] }, box);
}

const progressText = (page, section) => page.words["progress"].replace("{done}", section.done).replace("{all}", section.all);

function refreshSections(root, page, sections) {
  for (const section of sections) {
    const count = root.querySelector(`[data-section="${section.id}"] .count`);
    if (count) count.textContent = progressText(page, section);
  }
}

const levelOptions = (page, texts) => [...texts.map((text, place) => [place + 1, `${place + 1}. ${text}`]), ["unknown", page.words["unknown"]]];

function drawScan(page, scan, send) {
  return h("section", { class: "card", "data-id": scan.id },
    h("h2", {}, `${scan.part}: ${scan.title}`),
    h("p", {}, scan.about),
    Object.entries(scan.sides).map(([side, text]) => choice(
      [h("span", { class: "side" }, page.words[`side-${side}`]), text],
      levelOptions(page, page.levels[side]), scan.answer[side],
      (value) => send({ do: "answer", on: "scan", id: scan.id, set: { [side]: value } }), page.words["clear"])));
}

function drawObstacle(page, obstacle, send) {
  return h("section", { class: "card", "data-id": obstacle.id },
    h("h2", {}, obstacle.name),
    obstacle.questions.map((question) => choice(question.text, obstacle.levels.map((text, place) => [place + 1, text]), question.level,
      (value) => send({ do: "answer", on: "obstacle", id: question.id, set: { level: value } }), page.words["clear"])));
}

function drawDomain(page, send) {
  return [
    page.items.map((item) => drawItem(page, item, send)),
    fold(page.words["domain-decision"],
      h("p", { class: "hint" }, page.words["domain-decision-hint"]),
      notApplicable(page, page.domain_decision, (set) => send({ do: "answer", on: "group", id: page.section, set })).box),
  ];
}

// N.v.t. with its reason: kept as soon as there is one. `off` takes the mark away on screen, when a level says otherwise.
function notApplicable(page, answer, onchange, hint) {
  const state = { on: answer.not_applicable, reason: answer.reason };
  const change = () => {
    if (!state.on || state.reason.trim()) onchange({ not_applicable: state.on, reason: state.reason });
    calmly(() => { missing.hidden = !state.on || Boolean(state.reason.trim()); });
  };
  const missing = h("p", { class: "hint", role: "status", hidden: true }, page.words["reason-missing"]);
  const reason = field(page.words["reason"], typed("textarea", state.reason, (text) => { state.reason = text; change(); }, { rows: "2" }));
  reason.hidden = !state.on;
  const mark = checkbox(page.words["not-applicable"], state.on, (on) => {
    state.on = on;
    reason.hidden = !on;
    change();
  });
  const off = () => {
    state.on = mark.querySelector("input").checked = false;
    reason.hidden = missing.hidden = true;
  };
  return { box: h("div", {}, mark, hint ? h("p", { class: "hint" }, hint) : null, reason, missing), off };
}

// Opening an item folds the one that was open: what was chosen stays where it is on the screen, however long the other was.
function stay(event) {
  const summary = event.currentTarget;
  const before = summary.getBoundingClientRect().top;
  requestAnimationFrame(() => window.scrollBy(0, summary.getBoundingClientRect().top - before));
}

function drawItem(page, item, send) {
  const words = page.words;
  const answer = item.answer;
  const save = (set) => send({ do: "answer", on: "item", id: item.id, set });
  const dropped = item.can_be_not_applicable
    ? notApplicable(page, answer, (set) => { answer.not_applicable = set.not_applicable; save(set); }, item.not_applicable_text) : null;
  const sides = h("div", {});
  const drawSides = () => {
    const texts = answer.outsourced ? page.levels_outsourced : page.levels;
    sides.replaceChildren(...Object.entries(item.sides).map(([side, text]) => choice(
      [h("span", { class: "side" }, words[`side-${side}`]), text], levelOptions(page, texts[side]), answer[side],
      (value) => {
        const applies = answer.not_applicable ? { not_applicable: false } : {};
        answer[side] = value;
        answer.not_applicable = false;
        dropped?.off();
        save({ [side]: value, ...applies });
      },
      words["clear"])));
  };
  drawSides();
  const supplier = field(words["supplier"], typed("input", answer.supplier, (text) => save({ supplier: text }), { type: "text" }));
  supplier.hidden = !answer.outsourced;
  const box = h("details", { class: "item", name: "item", "data-id": item.id },
    h("summary", { onclick: stay },
      h("span", { class: "title" }, item.title),
      h("span", { class: "mark" }, item.mark),
      h("span", { class: "level" })),
    h("p", {}, item.why),
    h("p", { class: "facts" }, [item.importance, item.attention, item.law_text ? `${item.law_text} ${item.law_source}` : "", item.who]
      .filter(Boolean).map((line) => h("span", {}, line))),
    fold(words["three"], list(item.three), h("p", {}, words["evidence-examples"]), list(item.evidence_examples)),
    item.can_be_outsourced ? h("div", {}, checkbox(words["outsourced"], answer.outsourced, (on) => {
      answer.outsourced = on;
      supplier.hidden = !on;
      drawSides();
      save({ outsourced: on });
    }), item.outsourced_text ? h("p", { class: "hint" }, item.outsourced_text) : null, supplier) : null,
    sides,
    h("div", { class: "outcome", role: "status" }),
    page.schools > 1 ? choice(words["coverage"], page.coverage.map((option) => [option.id, option.name]), answer.schools,
      (value) => save({ schools: value }), words["clear"], h("p", { class: "hint" }, words["coverage-hint"])) : null,
    dropped?.box,
    field(words["note"], typed("textarea", answer.note, (text) => save({ note: text }), { rows: "3" })),
    drawEvidence(page, answer, save),
    checkbox(words["discuss"], answer.discuss, (on) => save({ discuss: on })),
    drawGroup(page, item, send));
  showState(box, item.state);
  return box;
}

function showState(box, state) {
  box.classList.toggle("answered", state.answered);
  box.querySelector("summary .level").textContent = state.level;
  box.querySelector(".outcome").replaceChildren(
    h("strong", {}, state.level), state.why ? h("span", {}, ` ${state.why}`) : "", list(state.marks) || "");
}

function drawEvidence(page, answer, save) {
  const words = page.words;
  const rows = h("div", {});
  const keep = () => {
    const pieces = [...rows.children].map((row) => Object.fromEntries(
      [...row.querySelectorAll("input")].map((input) => [input.dataset.part, input.value])))
      .filter((piece) => Object.values(piece).some((text) => text.trim()));
    // A piece without a title is still being typed: it goes along as soon as it has one.
    const titled = pieces.every((piece) => piece.title.trim());
    calmly(() => { untitled.hidden = titled; });
    if (titled) save({ evidence: pieces });
  };
  const add = (piece) => {
    const row = h("div", { class: "evidence" },
      ["title", "place", "date"].map((part) => field(words[`evidence-${part}`],
        typed("input", piece[part] || "", keep, { type: "text", "data-part": part }))),
      h("button", { type: "button", class: "quiet", onclick: () => { row.remove(); button.focus(); keep(); } }, words["evidence-remove"]));
    rows.append(row);
    return row;
  };
  answer.evidence.forEach(add);
  const untitled = h("p", { class: "hint", role: "status", hidden: true }, words["evidence-untitled"]);
  const button = h("button", { type: "button", onclick: () => add({}).querySelector("input").focus() }, words["evidence-add"]);
  return h("fieldset", {}, h("legend", {}, words["evidence"]), h("p", { class: "hint" }, words["evidence-hint"]), rows, untitled, button);
}

function drawGroup(page, item, send) {
  const words = page.words;
  const group = item.group;
  const save = (set) => send({ do: "answer", on: "group", id: item.id, set });
  const level = (value) => (value === "" ? null : value === "unknown" ? value : Number(value));
  const sides = Object.keys(item.sides).map((side) => field(words[`side-${side}`], select(
    [["", words["group-follow"]], ...page.levels[side].map((text, place) => [place + 1, `${place + 1}. ${text}`]), ["unknown", words["unknown"]]],
    group[side], (value) => save({ [side]: level(value) }))));
  const settled = ["paper", "practice", "confirmed"].some((name) => group[name] !== null) || group.not_applicable || group.comment;
  const box = fold(words["group"],
    h("p", { class: "hint" }, words["group-hint"]),
    sides,
    field(words["confirmed"], select([["", words["group-none"]], ...page.level_names.map((name, place) => [place + 1, `${place + 1}. ${name}`])],
      group.confirmed, (value) => save({ confirmed: level(value) }))),
    item.can_be_not_applicable ? notApplicable(page, group, save, item.not_applicable_text).box : null,
    field(words["comment"], typed("textarea", group.comment, (text) => save({ comment: text }), { rows: "2" })));
  box.open = Boolean(settled);
  return box;
}
