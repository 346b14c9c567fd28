// The start: what this is, the boards one can open or begin, and who is at the keyboard.

function drawStart(page, send) {
  const words = page.words;
  const name = h("input", { type: "text", autocomplete: "organization", required: true, maxlength: "200" });
  const schools = h("input", { type: "number", min: "1", max: "200", value: "1", required: true });
  const role = roleField(page.roles);
  const person = h("input", { type: "text", autocomplete: "name", maxlength: "100" });
  return [
    h("h1", { tabindex: "-1" }, page.title),
    h("p", { class: "lead" }, page.lead),
    page.intro ? h("p", {}, page.intro) : null,
    h("div", { class: "pair" },
      h("section", { class: "card" }, h("h2", {}, page.new),
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
    page.intro ? null : h("section", {}, h("h2", {}, words["dates"]), h("ul", {}, page.deadlines.map((deadline) =>
      h("li", {}, deadline.text, " ", h("span", { class: "hint" }, deadline.checked))))),
    page.intro ? null : h("section", {}, h("h2", {}, words["not"]), list([words["not-audit"], words["not-official"], words["not-count"], page.counts])),
    h("section", {}, h("h2", {}, words["privacy"]), list([words["privacy-what"], words["privacy-why"], words["privacy-where"],
      words["privacy-who"], words["privacy-how-long"], words["privacy-woo"]])),
  ];
}

const roleField = (roles) => h("select", { required: true }, h("option", { value: "" }, "–"), roles.map((role) => h("option", { value: role.id }, role.name)));

// A board once, with a line of its own for each of its rounds.
function drawRounds(rounds, words, send) {
  const boards = new Map();
  for (const entry of rounds) boards.set(entry.board, [...(boards.get(entry.board) || []), entry]);
  const open = (entry, text) => h("button", { type: "button", class: "link", "data-board": entry.board, "data-round": entry.round,
    onclick: () => send({ do: "open", board: entry.board, round: entry.round }) }, text);
  return h("ul", { class: "rounds" }, [...boards.values()].map((known) => h("li", {},
    known.map((entry) => (entry.problem
      ? [h("strong", {}, `${entry.board}, ${entry.round}`), h("p", { class: "problem" }, entry.problem)]
      : h("div", {}, open(entry, `${entry.name} (${words["round"]} ${entry.round})`)))),
    known.at(-1).about ? h("p", { class: "hint" }, known.at(-1).about) : null,
    known.filter((entry) => entry.again).map((entry) => h("button", { type: "button", class: "quiet", "data-again": entry.board,
      onclick: () => send({ do: "again", board: entry.board, round: entry.round }) }, entry.again)))));
}

// Who does what: asked once at the start, skipped if one likes; a name typed at one role can be picked at the next.
function drawFunctions(page, send, go) {
  const words = page.words;
  const names = h("datalist", { id: newId("functions") }, page.known.map((name) => h("option", { value: name })));
  const fields = page.people.map((role) => {
    const input = typed("input", role.function, (text) => {
      send({ do: "answer", on: "settings", id: "", set: { functions: { [role.id]: text } } });
      if (text && ![...names.children].some((option) => option.value === text)) names.append(h("option", { value: text }));
    }, { type: "text", maxlength: "100", list: names.id });
    return field(role.name, input);
  });
  return [
    h("h1", { tabindex: "-1" }, page.title),
    h("p", { class: "lead" }, words["lead"]),
    h("section", { class: "card roles" }, names, fields),
    h("div", { class: "buttons" }, h("button", { type: "button", class: "main", onclick: () => go("questions", "") }, words[page.first ? "go" : "back"])),
  ];
}

function drawWho(page, send) {
  const words = page.words;
  const role = roleField(page.roles);
  const person = h("input", { type: "text", autocomplete: "name", maxlength: "100" });
  const adviser = h("input", { type: "text", autocomplete: "organization", maxlength: "100" });
  return [
    h("h1", { tabindex: "-1" }, page.title),
    page.target ? h("p", { class: "lead" }, `${words["target"]} ${page.target}`) : null,
    page.people.length ? h("section", { class: "card" }, h("h2", {}, words["again"]), h("ul", { class: "rounds" }, page.people.map((known) =>
      h("li", {}, h("button", { type: "button", class: "link", "data-person": known.id, onclick: () => send({ do: "join", id: known.id }) }, known.name))))) : null,
    h("section", { class: "card" }, h("h2", {}, words["new"]),
      h("form", { onsubmit: (event) => { event.preventDefault(); send({ do: "join", role: role.value, person: person.value }); } },
        field(words["role"], role), field(words["name"], person, words["name-hint"]),
        h("div", { class: "buttons" }, h("button", { type: "submit", class: "main" }, words["go"])))),
    h("section", { class: "card" }, fold(words["adviser"],
      h("form", { onsubmit: (event) => { event.preventDefault(); send({ do: "advise", name: adviser.value }); } },
        h("p", { class: "hint" }, words["adviser-hint"]), field(words["name"], adviser, words["name-hint"]),
        h("div", { class: "buttons" }, h("button", { type: "submit" }, words["adviser-go"]))))),
  ];
}
