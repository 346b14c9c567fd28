// Checklists: which there are, and one to fill in; what its answers say follows every answer.

function drawChecklists(page, go) {
  const words = page.words;
  return [
    h("h1", { tabindex: "-1" }, page.title),
    h("p", { class: "lead" }, words["lead"]),
    page.entries.length ? h("ul", { class: "lists" }, page.entries.map((entry) => h("li", { class: "card", "data-id": entry.id },
      h("h2", {}, entry.title), h("p", {}, entry.about),
      h("p", { class: "facts" }, h("span", {}, entry.minutes), h("span", {}, entry.progress)),
      h("button", { type: "button", class: entry.begun ? "" : "main", "aria-label": `${words["open"]}: ${entry.title}`,
        onclick: () => go("checklist", entry.id) }, words["open"])))) : h("p", {}, words["none"]),
  ];
}

function drawChecklist(page, send, go) {
  const words = page.words;
  const keep = (on, id, set) => send({ do: "answer", on, id, at: `${page.id}:${page.form}`, set });
  const fills = page.fills && page.form;
  return h("div", { class: "checklist" },
    page.board.alone ? null : h("p", {}, h("button", { type: "button", class: "quiet back", onclick: () => go("checklists") }, words["to-list"])),
    h("h1", { tabindex: "-1" }, page.title),
    h("p", { class: "lead" }, page.intro),
    page.fills ? null : h("p", { class: "hint" }, words["adviser"]),
    page.schools && page.fills ? drawForms(page, send, go) : null,
    fills ? h("p", {}, h("button", { type: "button", class: "quiet back", onclick: (event) => {
      const said = event.target.closest(".checklist").querySelector(".says h2");
      said.focus();
      said.scrollIntoView({ block: "start" });
    } }, words["to-results"])) : null,
    fills && page.situations.length ? drawSituations(page, keep) : null,
    fills ? page.groups.map((group) => h("section", { class: "points" }, h("h2", {}, group.title),
      group.points.map((point) => drawPoint(words, point, keep)))) : null,
    h("section", { class: "says" }, h("h2", { tabindex: "-1" }, words["results"]), drawSaid(page, page.said)),
    h("div", { class: "buttons" }, h("button", { type: "button", class: "report", onclick: (event) => {
      event.target.nextElementSibling.textContent = words["report-busy"];
      send({ do: "checklist-report", id: page.id });
    } }, words["report"]), h("span", { class: "hint", role: "status" })),
    drawReading(words, page.reading),
    page.board.alone ? h("p", { class: "hint" }, words["also"]) : null);
}

// A school fills in under a code, which is all that leads back to its form.
function drawForms(page, send, go) {
  const words = page.words;
  const code = h("input", { type: "text", maxlength: "20", autocomplete: "off", spellcheck: "false", required: true });
  return h("section", { class: "card" }, h("h2", {}, words["forms-title"]),
    page.form ? [h("p", { class: "code" }, words["your-code"]),
      h("button", { type: "button", onclick: () => go("checklist", page.id) }, words["other-form"])]
      : [h("p", {}, words["forms-what"]),
        h("button", { type: "button", class: "main", onclick: () => send({ do: "form", id: page.id }) }, words["new-form"]),
        h("form", { class: "again", onsubmit: (event) => { event.preventDefault(); send({ do: "form", id: page.id, code: code.value }); } },
          field(words["code"], code), h("button", { type: "submit" }, words["open-form"])),
        page.board.alone ? null : fold(words["link"], drawAddress(page))]);
}

function drawAddress(page) {
  const address = new URL(window.location.href);
  address.search = new URLSearchParams(page.address).toString();
  const link = h("input", { type: "text", readOnly: true, value: address.href, onfocus: () => link.select() });
  return field(page.words["link"], link, page.words["link-hint"]);
}

function drawSituations(page, keep) {
  const words = page.words;
  return h("fieldset", { class: "card situations" }, h("legend", {}, h("h2", {}, words["situations"])), h("p", { class: "hint" }, words["situations-hint"]),
    page.situations.map((situation) => h("div", { "data-id": situation.id },
      checkbox(situation.text, situation.recognised, (on) => keep("situation", situation.id, { recognised: on })))));
}

function drawPoint(words, point, keep) {
  const about = [point.when ? h("p", { class: "mark" }, point.when) : null, h("p", { class: "hint" }, point.help)];
  const note = fold(words["note"], field(words["note-label"], typed("textarea", point.note, (text) => keep("point", point.id, { note: text }), { rows: "2" })));
  note.open = Boolean(point.note);
  return h("div", { class: "card point", "data-id": point.id },
    choice(point.title, point.options, point.value, (value) => keep("point", point.id, { value }), words["clear"], about),
    point.not_applicable ? h("p", { class: "hint" }, `${words["said.not_applicable"]}: ${point.not_applicable}`) : null,
    note, point.law ? fold(point.law_title, h("p", {}, point.law)) : null);
}

function drawSaid(page, said) {
  const words = page.words;
  const themes = said.themes.length ? [h("h3", {}, words["themes"]), h("ul", { class: "themes" }, said.themes.map((theme) =>
    h("li", { class: theme.plays ? "plays" : "" }, h("strong", {}, theme.title), h("span", { class: "hint" }, ` ${theme.state}`), list(theme.risks))))] : null;
  return h("div", { class: "said" },
    h("p", { class: "hint progress-text" }, said.progress),
    said.together && said.together.rows.length ? table(said.together) : null,
    themes,
    said.asks.length ? [h("h3", {}, words["asks"]), h("ul", { class: "asking" }, said.asks.map((ask) => h("li", {}, ask)))] : null,
    h("h3", {}, words["five"]), h("p", {}, said.five_lead),
    said.five.length ? h("ol", { class: "things" }, said.five.map((thing) => h("li", { class: "card thing", "data-id": thing.id },
      h("h4", {}, `${thing.number}. ${thing.title}`),
      h("p", {}, h("strong", {}, `${words["tomorrow"]} `), thing.first_step),
      h("p", { class: "facts" }, [["fact-who", thing.person], ["fact-time", thing.time]].map(([label, text]) => h("span", {}, `${words[label]} ${text}`))),
      thing.question ? h("blockquote", {}, thing.question) : null,
      fold(words["more"], h("p", {}, words["because"]), list(thing.why), h("p", {}, `${words["leaves"]} ${thing.leaves}`))))) : null,
    list([...said.relaxed, ...said.no_action]));
}

function drawReading(words, reading) {
  return [
    reading.moves.length ? h("section", {}, h("h2", {}, words["moves"]), h("div", { class: "pair" }, reading.moves.map((move) =>
      h("div", { class: "card" }, h("h3", {}, move.title), list(move.steps), move.themes ? h("p", { class: "hint" }, move.themes) : null)))) : null,
    reading.spots.length ? h("section", {}, h("h2", {}, words["spots"]), h("dl", { class: "spots" }, reading.spots.map((spot) =>
      h("div", {}, h("dt", {}, spot.title), h("dd", {}, spot.how, h("span", { class: "hint" }, ` ${spot.items.join(" · ")}`)))))) : null,
  ];
}

function hearChecklist(root, page, message) {
  if (page.view !== "checklist") return;
  if (message.to === "saved" && message.checklist) {
    const box = root.querySelector(".says .said");
    // What stands open stays open; nothing here moves what was just answered, which stands above it.
    const open = new Set([...box.querySelectorAll("details[open]")].map((fold) => fold.closest("[data-id]").dataset.id));
    box.replaceWith(drawSaid(page, message.checklist));
    for (const thing of root.querySelectorAll(".says .thing")) if (open.has(thing.dataset.id)) thing.querySelector("details").open = true;
  } else if (message.to === "pages") {
    offer(message.name, Uint8Array.from(atob(message.content), (sign) => sign.charCodeAt(0)), "application/pdf");
    root.querySelector(".report + [role=status]").textContent = message.said;
  }
}
