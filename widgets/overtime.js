// Over time: this round beside the one before, why each difference is there, and the answers that still wait to be looked at.

function drawOverTime(page, send, go) {
  const words = page.words;
  return [
    h("h1", { tabindex: "-1" }, page.title),
    h("section", { class: "card summary" }, page.summary.map((line) => h("p", { class: "lead" }, line))),
    h("p", { class: "hint" }, page.fixed),
    drawEdition(page),
    drawWaiting(page, send, go),
    h("section", {}, drawChart(page, page.chart, chartQueue(send))),
    page.tables.map((data) => h("section", { "data-table": data.id }, h("h2", {}, data.title), drawRows(data))),
    page.differences.length ? h("section", {}, h("h2", {}, words["table.differences"]), page.differences.map((data) =>
      h("section", { "data-differences": data.id }, h("h3", {}, data.title), drawRows(data)))) : null,
    page.decisions.rows.length ? h("section", { "data-table": "decisions" }, h("h2", {}, page.decisions.title), drawRows(page.decisions)) : null,
  ];
}

function drawRows(data) {
  return [
    data.note ? h("p", { class: "hint" }, data.note) : null,
    data.rows.length ? table(data) : null,
    data.rest.length ? fold(data.more, table({ ...data, title: `${data.title}: ${data.more}`, rows: data.rest })) : null,
  ];
}

// What a new edition did to the answers of last round: always said, the long lists one click away.
function drawEdition(page) {
  if (!page.edition.length) return null;
  return h("section", { class: "card edition" }, h("h2", {}, page.words["table.edition"]), page.edition.map((part) =>
    part.items.length ? fold(`${part.title} (${part.items.length})`, list(part.items)) : h("p", {}, part.title)));
}

function drawWaiting(page, send, go) {
  const words = page.words;
  if (!page.waiting.length && !page.others) return null;
  return h("section", { class: "waiting" }, h("h2", {}, words["table.waiting"]), h("p", {}, page.waits),
    page.waiting.length ? h("p", { class: "hint" }, words["waiting-note"]) : null,
    page.waiting.map((domain) => h("details", { open: domain.open, "data-id": domain.id }, h("summary", {}, domain.name),
      h("ul", {}, domain.items.map((item) => h("li", {},
        h("p", {}, h("strong", {}, item.title), h("span", { class: "hint" }, item.answer)),
        h("div", { class: "buttons" },
          h("button", { type: "button", "data-still": item.id, "aria-label": `${words["still"]}: ${item.title}`, onclick: () => send({ do: "still", id: item.id }) }, words["still"]),
          h("button", { type: "button", class: "quiet", "aria-label": `${words["again"]}: ${item.title}`, onclick: () => go("questions", domain.id) }, words["again"]))))))),
    page.others ? h("p", { class: "hint" }, page.others) : null);
}
