// The results: score, type, gaps, and how they came about.

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
