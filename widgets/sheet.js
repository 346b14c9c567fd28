// Questions on paper: the same questions with boxes to tick and lines to write on.

function drawSheet(page, go) {
  const words = page.words;
  const lines = (count) => Array.from({ length: count }, () => h("span", { class: "line" }));
  return [
    h("div", { class: "buttons screen" },
      h("button", { type: "button", class: "main", onclick: () => window.print() }, words["print"]),
      h("button", { type: "button", onclick: () => go("questions", page.back.section, page.back.item) }, words["back"])),
    h("h1", { tabindex: "-1" }, page.title),
    h("p", { class: "hint" }, page.for),
    h("p", {}, page.lead),
    h("p", { class: "write" }, words["who"], lines(1)),
    page.questions.length ? null : h("p", {}, words["nothing"]),
    page.questions.map((asked, place) => h("section", { class: "question" },
      h("h2", {}, `${place + 1}. ${asked.title}`), h("p", { class: "hint" }, asked.mark), h("p", {}, asked.why),
      asked.sides.map((side) => h("div", { class: "side-on-paper" }, h("p", {}, h("strong", {}, `${side.name}: `), side.question),
        h("ul", { class: "boxes" }, side.answers.map((answer) => h("li", {}, answer))))),
      asked.not_applicable ? h("p", { class: "write tick" }, words["not-applicable"], lines(1)) : null,
      asked.more ? h("p", { class: "write" }, words["evidence"], lines(1)) : null,
      h("p", { class: "write" }, words["note"], lines(2)))),
  ];
}
