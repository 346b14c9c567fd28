// The meeting: who takes part, one item at a time with dots first and roles after, what the group decides, and a short way through it.

// The short way under way: when it began, and what was open then. Only for the clock and the count at the end; what is decided is in the kernel.
let sitting = null;
let ticking = 0;

// Milliseconds in which a second tap is taken for part of the first.
const TAP_GAP = 400;

function drawTogether(page, send, go) {
  clearInterval(ticking);
  if (page.people) return drawLobby(page, send, go);
  return page.left_text ? drawClosing(page, go) : drawMeetingItem(page, send, go);
}

const TOGETHER = "together";

// ---- the lobby

function drawLobby(page, send, go) {
  const words = page.words;
  return h("div", { class: "lobby" },
    h("h1", { tabindex: "-1" }, page.title),
    h("p", { class: "lead" }, words["lead"]),
    page.adviser ? h("p", {}, words["adviser"]) : null,
    h("div", { class: "pair" },
      h("section", { class: "card" }, h("h2", {}, words["talk"]),
        page.alone ? h("p", {}, page.alone) : null,
        page.alone ? h("p", {}, words["invite"]) : list(page.counts.filter(Boolean)),
        page.not_released ? h("p", { class: "hint" }, page.not_released) : null,
        page.differences || page.alone ? null : h("p", {}, words["no-differences"]),
        drawStarts(page, go),
        h("p", { class: "hint" }, words["stay"])),
      page.me ? drawRelease(page, send) : null),
    h("section", {}, h("h2", {}, words["people"]),
      page.people.length ? table({ title: words["people"],
        head: [words["head-who"], words["head-done"], words["head-scan"], words["head-released"]],
        rows: page.people.map((person) => [person.who, person.done, person.scan, person.released]) }) : null,
      h("div", { class: "buttons" }, h("button", { type: "button", onclick: () => go(TOGETHER, "") }, words["again"]))),
    h("section", {}, h("h2", {}, words["seen-title"]), page.seen.finding.map((line) => h("p", {}, line)), list(page.seen.counts),
      page.seen.table.rows.length ? fold(words["seen-table"], table(page.seen.table)) : null),
    h("section", {}, h("h2", {}, words["every"]), h("p", { class: "hint" }, words["every-hint"]),
      page.domains.map((domain) => drawMeetingDomain(page, domain, send, go))));
}

function drawStarts(page, go) {
  const start = (way, name, main) => h("button", { type: "button", class: main ? "main" : "", "data-start": way,
    onclick: () => { sitting = null; go(TOGETHER, way); } }, name);
  return h("div", { class: "buttons" },
    page.differences ? start("differences", page.start_name, true) : null,
    page.short ? start("short", page.short_name) : null,
    page.alone || !page.differences ? start("all", page.words["start-all"], !page.differences) : null);
}

function drawRelease(page, send) {
  const { words, me } = page;
  return h("section", { class: "card release", "data-id": "release" }, h("h2", {}, words["mine"]),
    me.answered ? null : h("p", {}, words["mine-none"]),
    me.released ? h("p", {}, h("strong", {}, words["mine-on"])) : null,
    h("p", {}, words["mine-what"]), h("p", {}, words["mine-after"]),
    h("div", { class: "buttons" }, h("button", { type: "button", class: me.released ? "" : "main", "data-again": "",
      onclick: () => send({ do: "release", on: !me.released }) }, words[me.released ? "release-back" : "release"])));
}

function drawMeetingDomain(page, domain, send, go) {
  const words = page.words;
  const mark = h("span", { class: "count" });
  const say = (on) => { mark.textContent = on ? ` (${words["domain-dropped"]})` : ""; };
  say(domain.decision.not_applicable);
  return h("details", { class: "domain", name: "domain", "data-id": domain.id }, h("summary", {}, domain.name, mark),
    h("ul", { class: "jump" }, domain.items.map((item) => h("li", {}, drawJump(page, item, () => go(TOGETHER, `all:${item.id}`))))),
    page.adviser ? null : notApplicable({ mark: words["domain-drop"], hint: words["domain-drop-hint"], reason: words["drop-reason"], missing: words["drop-missing"] }, domain.decision, (set) => {
      say(set.not_applicable);
      send({ do: "answer", on: "group", at: TOGETHER, id: domain.id, set });
    }).box);
}

const drawJump = (page, item, onclick, current) => h("button", { type: "button", class: "link", "data-jump": item.id,
  "aria-current": current ? "true" : null, onclick }, item.title, h("span", { class: "count" }, item.decided ? ` (${page.words["list-decided"]})` : ""));

// ---- one item

function drawMeetingItem(page, send, go) {
  const words = page.words;
  const to = (item) => go(TOGETHER, `${page.way}:${item}`);
  if (page.way === "short") return drawShort(page, send, go);
  const named = [];
  const scales = page.sides.map((side) => drawScale(side));
  const roles = h("button", { type: "button", "aria-pressed": "false", "data-roles": "", onclick: () => {
    const on = roles.getAttribute("aria-pressed") !== "true";
    roles.setAttribute("aria-pressed", String(on));
    roles.textContent = words[on ? "roles-hide" : "roles-show"];
    scales.forEach((scale) => scale.show(on));
    named.forEach((part) => { part.textContent = on ? part.dataset.role : part.dataset.nobody; });
  } }, words["roles-show"]);
  const name = (role, nobody) => {
    const part = h("strong", { "data-role": role, "data-nobody": nobody }, nobody);
    named.push(part);
    return part;
  };
  const discuss = page.discuss.text ? h("p", {}, name(page.discuss.roles || page.discuss.text, page.discuss.text)) : null;
  const anything = page.sides.some((side) => side.places.some((place) => place.roles.length));
  return h("article", { class: "talk", "data-item": page.id },
    h("p", { class: "where" }, [page.place, page.domain, page.mark].filter(Boolean).join(" · ")),
    h("h1", { tabindex: "-1" }, page.title),
    h("div", { class: "pair scales" }, scales),
    anything ? h("div", { class: "buttons" }, roles) : null,
    page.hidden ? h("p", { class: "kept-back" }, page.hidden) : null,
    discuss,
    page.asks.length ? h("section", { class: "asks" }, h("h2", {}, words["asks"]), list(page.asks)) : null,
    page.notes.length ? fold(words["notes"], page.notes.map((note) => h("div", { class: "note" },
      h("p", {}, name(note.role, words["note-of"]), ":"), list(note.lines)))) : null,
    fold(words["why-important"], h("p", {}, page.why)),
    page.opinion ? drawOpinion(page, send) : null,
    drawDecision(page, send),
    h("nav", { class: "buttons", "aria-label": words["list"] },
      page.before ? h("button", { type: "button", "data-before": "", onclick: () => to(page.before) }, words["before"]) : null,
      page.next ? h("button", { type: "button", class: "main", "data-next": "", onclick: () => to(page.next) }, words["next"]) : null,
      h("button", { type: "button", onclick: () => go(TOGETHER, "") }, words["to-lobby"]),
      page.next ? null : h("button", { type: "button", class: "main", onclick: () => go("results") }, words["to-results"])),
    fold(words["list"], h("ul", { class: "jump" }, page.list.map((item) =>
      h("li", {}, drawJump(page, item, () => to(item.id), item.id === page.id))))));
}

// A side's question and its scale: a dot an answer, without whose it is until `show(true)`. What one sees is said in words as well.
function drawScale(side) {
  const start = [h("h2", {}, side.name), h("p", {}, side.question)];
  if (side.places.every((place) => !place.roles.length)) {
    const empty = h("section", { class: "side-of" }, start, h("p", { class: "scale-empty" }, side.text));
    empty.show = () => {};
    return empty;
  }
  const picture = h("div", { class: "scale", role: "img", "aria-label": side.text });
  const show = (on) => {
    picture.setAttribute("aria-label", on ? side.text_roles : side.text);
    picture.replaceChildren(...side.places.map((place) => h("div", { class: place.roles.length ? "place filled" : "place" },
      h("span", { class: "name" }, place.name),
      h("span", { class: "dots" }, place.roles.map(() => h("span", { class: "dot" }))),
      on && place.roles.length ? h("span", { class: "roles" }, place.roles.map((role) => h("span", {}, role))) : null)));
    picture.classList.toggle("named", on);
  };
  show(false);
  const box = h("section", { class: "side-of" }, start, picture);
  box.show = show;
  return box;
}

function drawDecision(page, send) {
  const words = page.words;
  const group = page.group;
  const state = h("div", { class: "state", role: "status" });
  const back = h("button", { type: "button", class: "quiet", "data-take-back": "", onclick: () => {
    save({ paper: null, practice: null, confirmed: null, comment: "", not_applicable: false, reason: "" });
    box.replaceWith(drawDecision({ ...page, focus: true }, send));
  } }, words["take-back"]);
  const box = h("section", { class: "card decision", "data-id": page.id }, h("h2", { tabindex: "-1" }, words["decide"]));
  const show = (now) => {
    page.state = now;
    state.replaceChildren(
      h("p", {}, h("strong", { class: "decided" }, now.decision), " · ", now.intro ? `${now.intro} ` : "", h("strong", { class: "level" }, now.level), ". ", now.why),
      list(now.marks) || "");
    back.hidden = !now.said || !page.decides;
  };
  box.show = show;
  if (!page.decides) {
    box.append(h("p", { class: "hint" }, words["decide-adviser"]), state);
    show(page.state);
    return box;
  }
  const save = (set) => {
    Object.assign(group, set);
    send({ do: "answer", on: "group", at: TOGETHER, id: page.id, set });
  };
  // A new answer of the group replaces what it said before: a level confirmed over other sides, or n.v.t.
  const settle = (set) => {
    const replaced = {};
    if (group.confirmed !== null) replaced.confirmed = null;
    if (group.not_applicable) replaced.not_applicable = false;
    dropped?.off();
    confirmed.value = "";
    save({ ...set, ...replaced });
  };
  const cards = drawCards(page.cards, group, (sides) => { settle(sides); drawFiner(); }, { cards: words["vote"], unknown: words["unknown"] });
  const finer = h("div", { class: "pair" });
  const drawFiner = () => finer.replaceChildren(...page.sides.map(({ side, name }) => choice(name,
    [...page.levels[side].map((text, place) => [place + 1, `${place + 1}. ${text}`]), ["unknown", words["unknown"]]], group[side],
    (value) => { settle({ [side]: value }); cards.show(group); }, words["clear"])));
  drawFiner();
  const missing = h("p", { class: "missing", role: "status", hidden: true }, words["comment-missing"]);
  const wish = { confirmed: group.confirmed, comment: group.comment };
  // A level that differs from what follows is kept together with the reason why, never before it.
  const confirm = (set) => {
    Object.assign(wish, set);
    const needed = wish.confirmed !== null && (page.state.uncertain || (page.state.computed !== null && wish.confirmed !== page.state.computed));
    const held = needed && !wish.comment.trim();
    calmly(() => { missing.hidden = !held; });
    const changed = Object.fromEntries(Object.entries(wish).filter(([name, value]) => group[name] !== value));
    if (!held && Object.keys(changed).length) save(changed);
  };
  const confirmed = select([["", words["confirmed-none"]], ...page.level_names.map((name, place) => [place + 1, name])], group.confirmed,
    (value) => confirm({ confirmed: value === "" ? null : Number(value) }));
  const dropped = page.can_be_not_applicable
    ? notApplicable({ mark: words["drop-mark"], hint: page.not_applicable_text, reason: words["drop-reason"], missing: words["drop-missing"] }, group, (set) => save(set)) : null;
  const more = fold(words["confirm"],
    field(words["confirmed"], confirmed, words["confirmed-hint"]),
    field(words["comment"], typed("textarea", group.comment, (text) => confirm({ comment: text }), { rows: "2" })), missing);
  more.open = group.confirmed !== null || Boolean(group.comment);
  const rest = dropped ? fold(words["drop"], dropped.box) : null;
  if (rest) rest.open = group.not_applicable;
  box.append(cards, state, fold(words["finer"], finer), more, ...(rest ? [rest] : []), back);
  show(page.state);
  if (page.focus) requestAnimationFrame(() => box.querySelector("h2").focus());
  return box;
}

// The consultant's second opinion: beside the board's, marked as theirs, and only theirs to change.
function drawOpinion(page, send) {
  const { words, opinion } = page;
  const save = (set) => send({ do: "answer", on: "opinion", id: page.id, set });
  const said = [
    list(opinion.lines),
    opinion.finding && !opinion.edit ? h("p", {}, h("strong", {}, words["opinion-finding"]), " ", opinion.finding) : null,
    opinion.seen && !opinion.edit ? h("p", {}, h("strong", {}, words["opinion-seen"]), " ", opinion.seen) : null,
  ];
  return h("section", { class: "card opinion" }, h("h2", {}, opinion.edit ? words["opinion-fill"] : opinion.title),
    h("p", { class: "hint" }, words["opinion-hint"]),
    opinion.edit ? [
      h("div", { class: "pair" }, page.sides.map(({ side, name }) => choice(name,
        [...page.levels[side].map((text, place) => [place + 1, `${place + 1}. ${text}`]), ["unknown", words["unknown"]]], opinion[side],
        (value) => save({ [side]: value }), words["clear"]))),
      field(words["finding"], typed("textarea", opinion.finding, (text) => save({ finding: text }), { rows: "3" })),
      field(words["seen"], typed("textarea", opinion.seen, (text) => save({ seen: text }), { rows: "2" })),
    ] : null,
    h("div", { class: "said" }, said));
}

// What the kernel kept: the level that follows now; in the short way it goes on by itself.
function refreshMeeting(root, page, kept, go) {
  if (page.id !== kept.id) return;
  if (page.way === "short") {
    if (!kept.state.decided) return;
    if (sitting) sitting.decided += 1;
    goOn(page, go);
    return;
  }
  root.querySelector(".decision")?.show(kept.state);
  const item = page.list.find((other) => other.id === kept.id);
  if (item) item.decided = kept.state.decided;
  const count = root.querySelector(`[data-jump="${CSS.escape(kept.id)}"] .count`);
  if (count) count.textContent = kept.state.decided ? ` (${page.words["list-decided"]})` : "";
  const lines = root.querySelector(".opinion .said");
  if (lines && page.opinion.edit) lines.replaceChildren(list(kept.opinion) || "");
}

// ---- the short way

const goOn = (page, go) => go(TOGETHER, page.next ? `short:${page.next}` : "closing");

function drawShort(page, send, go) {
  const words = page.words;
  sitting = sitting || { began: Date.now(), decided: 0 };
  const clock = h("p", { class: "clock" });
  const tick = () => {
    const left = Math.ceil(page.minutes - (Date.now() - sitting.began) / 60000);
    clock.textContent = left > 1 ? words["clock"].replace("{minutes}", left) : words[left > 0 ? "clock-one" : "clock-over"];
  };
  tick();
  ticking = setInterval(tick, 1000);
  let deaf = Date.now() + TAP_GAP;
  const cards = [...page.cards, { id: "unknown", text: words["unknown"], paper: "unknown", practice: "unknown" }];
  const deck = h("div", { class: "deck" }, cards.map((card) => h("button", { type: "button", class: "vote", "data-card": card.id, onclick: () => {
    // One tap, one decision: the second of a double one would land on the next question.
    if (Date.now() < deaf) return;
    deaf = Date.now() + TAP_GAP;
    send({ do: "answer", on: "group", at: TOGETHER, id: page.id, set: { paper: card.paper, practice: card.practice } });
  } }, card.text)));
  return h("article", { class: "talk short", "data-item": page.id },
    h("div", { class: "top-line" }, h("p", { class: "where" }, `${page.left} · ${page.domain}`), clock),
    h("h1", { tabindex: "-1" }, page.title),
    h("div", { class: "pair scales" }, page.sides.map((side) => drawScale(side))),
    page.hidden ? h("p", { class: "kept-back" }, page.hidden) : null,
    h("section", {}, h("h2", {}, page.decides ? words["hands"] : words["decide-adviser"]), page.decides ? deck : null),
    h("div", { class: "buttons" },
      h("button", { type: "button", "data-skip": "", onclick: () => goOn(page, go) }, words["skip"]),
      h("button", { type: "button", class: "quiet", onclick: () => go(TOGETHER, "closing") }, words["stop"])));
}

function drawClosing(page, go) {
  const words = page.words;
  const decided = sitting ? sitting.decided : 0;
  sitting = null;
  return h("article", { class: "talk closing" },
    h("h1", { tabindex: "-1" }, page.title),
    h("p", { class: "lead" }, decided ? `${words["closing-decided"].replace("{count}", decided)} ` : "", page.left_text),
    h("p", {}, words["closing-what"]),
    page.titles.length ? fold(words["closing-open"], list(page.titles)) : null,
    h("div", { class: "buttons" },
      h("button", { type: "button", class: "main", onclick: () => go("results") }, words["to-results"]),
      h("button", { type: "button", onclick: () => go(TOGETHER, "") }, words["to-lobby"])));
}
