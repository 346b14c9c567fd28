// The questions: snelscan, obstacles, and items in portions, lists and domains. `send(message)` gives an answer to the kernel.

function drawQuestions(page, send, go) {
  const words = page.words;
  const body = page.scans ? drawScans(page, send, go)
    : page.obstacles ? drawObstacles(page, send, go)
    : drawItems(page, send, go);
  return h("div", { class: "columns" },
    page.tab === "scan" ? drawScanSections(page, go) : drawSections(page, go),
    h("div", { class: "reading" },
      h("h1", { tabindex: "-1" }, page.title),
      body,
      h("p", { class: "paper" }, h("button", { type: "button", class: "quiet", onclick: () => go("sheet", page.section) }, words["to-sheet"])),
      drawOwnAnswers(page, send)));
}

// The same width as in app.css.
const WIDE = window.matchMedia("(min-width: 60rem)");

function sidebar(page, current, content) {
  const box = h("details", { open: WIDE.matches }, h("summary", {}, `${page.words["sections"]}: ${current}`), content);
  // Beside the questions the list is always open and has no summary to open it with: a turned tablet must not lose it.
  WIDE.onchange = () => { box.open = WIDE.matches; };
  return h("nav", { class: "sections", "aria-label": page.words["sections"] }, box);
}

const sectionButton = (page, go, id, name, count) => h("button", { type: "button", class: "section", "data-section": id,
  "aria-current": id === page.section ? "true" : null, onclick: () => go("questions", id) }, h("span", {}, name), h("span", { class: "count" }, count));

const progressText = (words, part) => words["progress"].replace("{done}", part.done).replace("{all}", part.all);

// How far one is: a bar, the count in words, and an honest guess of the time it still takes.
function meter(words, label, part, id) {
  return h("div", { class: "meter", "data-meter": id }, h("p", {}, h("strong", {}, label)),
    h("progress", { max: part.all || 1, value: part.done, "aria-label": label }),
    h("p", { class: "hint" }, meterText(words, part)));
}

const meterText = (words, part) => (part.left
  ? words["progress-left"].replace("{progress}", progressText(words, part)).replace("{left}", part.left) : progressText(words, part));

function drawScanSections(page, go) {
  const { scan, obstacles } = page.progress;
  return sidebar(page, page.title, h("div", {},
    meter(page.words, page.words["meter-scan"], scan, "scan"),
    h("ul", {}, [scan, obstacles].map((part) => h("li", {}, sectionButton(page, go, part.id, part.name, progressText(page.words, part)))))));
}

function drawSections(page, go) {
  const words = page.words;
  const { mine, board, lists, domains } = page.progress;
  let part = "";
  const entries = [];
  for (const domain of domains) {
    if (domain.part !== part) {
      part = domain.part;
      entries.push(h("li", { class: "part" }, part));
    }
    entries.push(h("li", {}, sectionButton(page, go, domain.id, domain.name, progressText(words, domain))));
  }
  return sidebar(page, page.title, h("div", {},
    meter(words, words["meter-mine"], mine, "mine"),
    h("p", { class: "hint", "data-meter": "board" }, words["meter-board"].replace("{done}", board.done).replace("{all}", board.all)),
    h("ul", {},
      h("li", {}, sectionButton(page, go, "portion", words["section.portion"], "")),
      h("li", {}, sectionButton(page, go, "mine", words["section.mine"], String(mine.all))),
      lists.map((entry) => h("li", {}, sectionButton(page, go, entry.id, entry.name, String(entry.count))))),
    h("ul", {}, entries)));
}

// After an answer: every count beside the questions as it is now.
function refreshProgress(root, page, progress) {
  const words = page.words;
  page.progress = progress;
  const parts = [progress.scan, progress.obstacles, ...progress.domains];
  for (const part of parts) setText(root, `[data-section="${part.id}"] .count`, progressText(words, part));
  for (const entry of progress.lists) setText(root, `[data-section="${entry.id}"] .count`, String(entry.count));
  setText(root, '[data-section="mine"] .count', String(progress.mine.all));
  setText(root, '[data-meter="board"]', words["meter-board"].replace("{done}", progress.board.done).replace("{all}", progress.board.all));
  for (const id of ["scan", "mine"]) {
    const box = root.querySelector(`[data-meter="${id}"]`);
    if (!box) continue;
    box.querySelector("progress").value = progress[id].done;
    box.querySelector(".hint").textContent = meterText(words, progress[id]);
  }
  const finished = root.querySelector(".finished");
  if (finished) finished.hidden = !isFinished(page);
}

function setText(root, selector, text) {
  const part = root.querySelector(selector);
  if (part) part.textContent = text;
}

const levelOptions = (page, texts) => [...texts.map((text, place) => [place + 1, `${place + 1}. ${text}`]), ["unknown", page.words["unknown"]]];

// Opening a question folds the one that was open: what was chosen stays where it is on the screen, however long the other was.
function stay(event) {
  const summary = event.currentTarget;
  const before = summary.getBoundingClientRect().top;
  requestAnimationFrame(() => window.scrollBy(0, summary.getBoundingClientRect().top - before));
}

// To the next question: it opens, the others of its group fold, and its title comes to the top with the focus.
function openNext(box) {
  const boxes = [...box.parentElement.querySelectorAll(":scope > details.item")];
  const next = boxes[boxes.indexOf(box) + 1];
  box.open = false;
  const target = next ? next.querySelector(":scope > summary") : box.parentElement.querySelector(":scope > .ending :is(h2, .buttons button)");
  if (next) {
    next.open = true;
    next.fill();
  }
  target?.focus({ preventScroll: true });
  target?.scrollIntoView({ block: "start" });
}

// A question that is drawn when it is first opened: a long list is on screen at once.
function question(id, name, heading, open, body) {
  const box = h("details", { class: "item", name, "data-id": id }, h("summary", { onclick: stay }, heading));
  const fill = () => { if (box.children.length === 1) box.append(body(box)); };
  // For whoever opens it and needs what is inside at once; the event comes later.
  box.fill = fill;
  box.addEventListener("toggle", () => { if (box.open) fill(); });
  if (open) {
    box.open = true;
    fill();
  }
  return box;
}

const nextButton = (words, box) => h("div", { class: "buttons" }, h("button", { type: "button", class: "next", onclick: () => openNext(box) }, words["next-question"]));

// -- snelscan and obstacles

function isFinished(page) {
  const part = page.scans ? page.progress.scan : page.progress.obstacles;
  return part.done >= part.all;
}

function drawScans(page, send, go) {
  const words = page.words;
  return [
    h("p", { class: "lead" }, words["scan-lead"]),
    h("div", { class: "list" }, page.scans.map((scan) => drawScan(page, scan, send)),
      h("div", { class: "ending" },
        h("h2", { tabindex: "-1" }, words["scan-end"]),
        h("p", { class: "finished", hidden: !isFinished(page) }, words["scan-done"]),
        h("p", {}, words["scan-end-text"]),
        h("div", { class: "buttons" },
          h("button", { type: "button", class: "main", onclick: () => go("results") }, words["to-results"]),
          h("button", { type: "button", onclick: () => go("questions", "obstacles") }, words["to-obstacles"])))),
  ];
}

function drawScan(page, scan, send) {
  const words = page.words;
  const drawn = question(scan.id, "scan",
    [h("span", { class: "title" }, `${scan.part} ${scan.title}`), h("span", { class: "level" })],
    page.open === scan.id,
    (box) => h("div", { class: "body" }, h("p", {}, scan.about),
      Object.entries(scan.sides).map(([side, text]) => choice(
        [h("span", { class: "side" }, words[`side-${side}`]), text],
        levelOptions(page, page.levels[side]), scan.answer[side],
        (value) => { scan.answer[side] = value; send({ do: "answer", on: "scan", id: scan.id, set: { [side]: value } }); }, words["clear"])),
      nextButton(words, box)));
  showState(drawn, scan.state);
  return drawn;
}

function drawObstacles(page, send, go) {
  const words = page.words;
  return [
    h("p", { class: "lead" }, words["obstacles-lead"]),
    page.obstacles.map((obstacle) => h("section", { class: "card", "data-id": obstacle.id },
      h("h2", {}, obstacle.name),
      obstacle.questions.map((asked) => choice(asked.text, obstacle.levels.map((text, place) => [place + 1, text]), asked.level,
        (value) => send({ do: "answer", on: "obstacle", id: asked.id, set: { level: value } }), words["clear"])))),
    h("div", { class: "buttons" },
      h("button", { type: "button", class: "main", onclick: () => go("results") }, words["to-results"]),
      h("button", { type: "button", onclick: () => go("questions", "portion") }, words["to-portion"])),
  ];
}

// -- items

function drawItems(page, send, go) {
  const words = page.words;
  return [
    page.lead ? h("p", { class: "lead" }, page.lead) : null,
    page.name_is_ours ? h("p", { class: "hint" }, words["name-is-ours"]) : null,
    page.items.length ? null : h("p", { class: "card" }, words["nothing-here"]),
    h("div", { class: "list" }, page.items.map((item) => drawItem(page, item, send, go)),
      h("div", { class: "ending" }, h("div", { class: "buttons" },
        page.next ? h("button", { type: "button", class: "main", onclick: () => go("questions", page.next.id) }, `${words.next} ${page.next.name}`) : null,
        h("button", { type: "button", class: page.next ? "" : "main", onclick: () => go("results") }, words["to-results"])))),
  ];
}

function drawItem(page, item, send, go) {
  const box = question(item.id, "item", [
    h("span", { class: "title" }, item.title),
    h("span", { class: "mark" }, item.mark),
    h("span", { class: "level" })], page.open === item.id, (inside) => drawItemBody(page, item, inside, send, go));
  showState(box, item.state);
  return box;
}

function drawItemBody(page, item, box, send, go) {
  const words = page.words;
  const answer = item.answer;
  const save = (set) => send({ do: "answer", on: "item", id: item.id, set });
  const dropped = item.can_be_not_applicable
    ? notApplicable({ mark: words["not-applicable"], hint: item.not_applicable_text, reason: words["reason"], missing: words["reason-missing"] }, answer,
      (set) => { Object.assign(answer, set); save(set); }) : null;
  const set = (change) => {
    const applies = answer.not_applicable ? { not_applicable: false } : {};
    Object.assign(answer, change, applies);
    dropped?.off();
    save({ ...change, ...applies });
  };
  const answers = h("div", { class: "answers" });
  const drawAnswers = () => answers.replaceChildren(drawSides(page, item, set));
  drawAnswers();
  return h("div", { class: "body" },
    h("div", { class: "asked" },
      h("p", {}, item.why),
      h("dl", { class: "two" }, Object.entries(item.sides).map(([side, text]) => h("div", {}, h("dt", {}, words[`side-${side}`]), h("dd", {}, text))))),
    drawHelp(page, item),
    h("div", { class: "asked" },
      answers,
      h("div", { class: "outcome", role: "status" }, outcome(item.state)),
      answer.carried ? drawStill(words, answer, save) : null,
      item.opinion ? h("p", { class: "opinion" }, item.opinion) : null,
      h("div", { class: "extras" },
        checkbox(words["discuss"], answer.discuss, (on) => save({ discuss: on })),
        page.schools > 1 ? extra(words["coverage"], Boolean(answer.schools), choice(words["coverage"], page.coverage.map((option) => [option.id, option.name]),
          answer.schools, (value) => save({ schools: value }), words["clear"], h("p", { class: "hint" }, words["coverage-hint"]))) : null,
        extra(words["evidence"], answer.evidence.length, drawEvidence(page, answer, save)),
        extra(words["note"], answer.note, field(words["note-label"], typed("textarea", answer.note, (text) => save({ note: text }), { rows: "3" }))),
        item.can_be_outsourced ? extra(words["outsourced-title"], answer.outsourced, drawOutsourced(page, item, answer, save, drawAnswers, send)) : null,
        extra(words["ask"], answer.asked, drawAsk(page, item, answer, save, go)),
        dropped ? extra(words["not-applicable-title"], answer.not_applicable, dropped.box) : null),
      nextButton(words, box)));
}

// An answer of last round stands until somebody says that it still holds, or changes it.
function drawStill(words, answer, save) {
  const box = h("p", {}, h("button", { type: "button", class: "still", onclick: () => { answer.carried = false; box.remove(); save({ carried: false }); } }, words["still"]));
  return box;
}

// What is not needed for an answer stands folded below it; what was filled in stands open.
function extra(title, filled, content) {
  const box = fold(title, content);
  box.classList.add("extra");
  box.open = Boolean(filled);
  return box;
}

// Beside the question, never in the way: what makes it a 3, what one can show, who does it.
function drawHelp(page, item) {
  const words = page.words;
  const box = h("details", { class: "help", open: WIDE.matches }, h("summary", {}, words["three"]),
    list(item.three), h("p", {}, h("strong", {}, words["evidence-examples"])), list(item.evidence_examples),
    [item.who, item.importance, item.attention, item.law_text ? `${item.law_text} ${item.law_source}` : ""].filter(Boolean)
      .map((line) => h("p", { class: "hint" }, line)));
  return h("div", { class: "beside" }, box);
}

// Six ready cards set both sides in one tap; finer is each side apart.
function drawSides(page, item, set) {
  const words = page.words;
  const answer = item.answer;
  const kind = answer.outsourced ? "outsourced" : "own";
  const texts = answer.outsourced ? page.levels_outsourced : page.levels;
  const cards = drawCards(page.cards[kind], answer, (card) => { set(card); drawFine(); fine.open = false; }, words);
  const fine = h("details", { class: "fine" }, h("summary", {}, words["finer"]));
  const drawFine = () => {
    while (fine.children.length > 1) fine.lastChild.remove();
    fine.append(...Object.entries(item.sides).map(([side, text]) => choice(
      [h("span", { class: "side" }, words[`side-${side}`]), text], levelOptions(page, texts[side]), answer[side],
      (value) => { set({ [side]: value }); cards.show(answer); }, words["clear"])));
  };
  drawFine();
  fine.open = answer.paper !== null || answer.practice !== null ? !cards.show(answer) : false;
  return h("div", {}, cards, fine);
}

function drawOutsourced(page, item, answer, save, redraw, send) {
  const words = page.words;
  const names = h("datalist", { id: newId("suppliers") }, page.suppliers.map((name) => h("option", { value: name })));
  const supplier = typed("input", answer.supplier, (text) => { answer.supplier = text; save({ supplier: text }); }, { type: "text", list: names.id });
  const named = h("div", { hidden: !answer.outsourced }, field(words["supplier"], supplier), names,
    h("button", { type: "button", class: "quiet", onclick: () => send({ do: "answer", on: "suppliers", id: item.domain, set: { supplier: supplier.value, item: item.id } }) },
      words["same-supplier"]));
  return h("div", {}, item.outsourced_text ? h("p", { class: "hint" }, item.outsourced_text) : null,
    checkbox(words["outsourced"], answer.outsourced, (on) => {
      answer.outsourced = on;
      named.hidden = !on;
      redraw();
      save({ outsourced: on });
    }), named);
}

// Hand a question on: to a role, with a link to exactly this question, or on paper.
function drawAsk(page, item, answer, save, go) {
  const words = page.words;
  const address = new URL(window.location.href);
  address.search = new URLSearchParams({ ...page.address, item: item.id }).toString();
  const link = h("input", { type: "text", readOnly: true, value: address.href, onfocus: () => link.select() });
  const copied = h("span", { class: "hint", role: "status" });
  return h("div", {}, h("p", { class: "hint" }, words["ask-hint"]),
    field(words["ask-role"], select([["", words["ask-nobody"]], ...page.roles.map((role) => [role.id, role.name])], answer.asked,
      (role) => { answer.asked = role; save({ asked: role }); })),
    field(words["ask-link"], link, words["ask-link-hint"]),
    h("div", { class: "buttons" },
      h("button", { type: "button", onclick: async () => {
        link.select();
        try { await navigator.clipboard.writeText(link.value); } catch { document.execCommand("copy"); }
        copied.textContent = words["copied"];
      } }, words["copy"]),
      h("button", { type: "button", onclick: () => go("sheet", item.id) }, words["ask-sheet"]), copied));
}

function showState(box, state) {
  box.classList.toggle("answered", state.answered);
  box.querySelector("summary .level").textContent = state.level;
  box.querySelector(".outcome")?.replaceChildren(...outcome(state));
}

const outcome = (state) => [h("strong", {}, state.level), state.why ? h("span", {}, ` ${state.why}`) : "",
  list(state.marks) || "", ...state.asks.map((asked) => h("p", { class: "asks" }, asked))];

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
    if (!titled) return;
    answer.evidence = pieces;
    save({ evidence: pieces });
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
  // What was named at another question is picked, not typed again.
  const known = page.evidence.filter((piece) => !answer.evidence.some((own) => own.title === piece.title && own.place === piece.place));
  const again = known.length ? field(words["evidence-again"], select(
    [["", words["evidence-pick"]], ...known.map((piece, place) => [String(place), [piece.title, piece.place, piece.date].filter(Boolean).join(", ")])], "",
    (place) => { if (place !== "") { add(known[Number(place)]); keep(); } })) : null;
  return h("fieldset", {}, h("legend", {}, words["evidence-legend"]), h("p", { class: "hint" }, words["evidence-hint"]), rows, untitled, again, button);
}
