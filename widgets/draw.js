// Small pieces from which every view is drawn. Text only ever becomes text (textContent), never markup.

function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== "" && child !== false));
  return element;
}

// Nothing may move between pressing and releasing: a field that is left is saved on the press, and if its answer shifted the page
// the click would land beside what was pressed. `calmly` waits until the pointer is up (or seems lost).
let pressed = false;
let lost = 0;
const postponed = [];
const release = () => {
  pressed = false;
  clearTimeout(lost);
  for (const change of postponed.splice(0)) change();
};
document.addEventListener("pointerdown", () => {
  pressed = true;
  clearTimeout(lost);
  lost = setTimeout(release, 1000);
}, true);
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(release), true);
const calmly = (change) => (pressed ? postponed.push(change) : change());

let idCount = 0;
const newId = (start) => `${start}-${++idCount}`;

function list(lines, tag = "ul") {
  return lines.length ? h(tag, {}, lines.map((line) => h("li", {}, line))) : null;
}

// A label and its control, tied together; `hint` is read with the control.
function field(text, control, hint) {
  control.id = control.id || newId("field");
  const note = hint ? h("p", { class: "hint", id: `${control.id}-hint` }, hint) : null;
  if (note) control.setAttribute("aria-describedby", note.id);
  return h("div", { class: "field" }, h("label", { for: control.id }, text), note, control);
}

function checkbox(text, checked, onchange) {
  const control = h("input", { type: "checkbox", id: newId("check"), checked, onchange: () => onchange(control.checked) });
  return h("div", { class: "choice" }, control, h("label", { for: control.id }, text));
}

function select(options, value, onchange) {
  const control = h("select", { onchange: () => onchange(control.value) },
    options.map(([id, name]) => h("option", { value: id, selected: String(id) === String(value ?? "") }, name)));
  return control;
}

// One question with radio buttons: arrows stay inside it because every question has a name of its own. Without `clear` there is always a choice.
function choice(legend, options, value, onchange, clear, extra) {
  const name = newId("choice");
  const box = h("fieldset", {}, h("legend", {}, legend), extra);
  const radios = options.map(([id, text]) => {
    const control = h("input", { type: "radio", name, id: newId("radio"), value: String(id), checked: id === value,
      onchange: () => { if (control.checked) { reset.hidden = !clear; onchange(id); } } });
    box.append(h("div", { class: "choice" }, control, h("label", { for: control.id }, text)));
    return control;
  });
  const reset = h("button", { type: "button", class: "quiet", hidden: !clear || value === null || value === undefined, onclick: () => {
    radios.forEach((radio) => { radio.checked = false; });
    reset.hidden = true;
    radios[0].focus();
    onchange(null);
  } }, clear);
  box.append(reset);
  return box;
}

// Ready answers as large cards: each sets both sides in one tap, "weet ik niet" is as large as the rest, and none is checked when the
// sides match none. `cards` are { id, text, paper, practice }, `value` { paper, practice }; `words` needs "cards" (the question) and
// "unknown". The fieldset's `show(value)` checks what a change made elsewhere on the page comes to, and says whether a card matches.
function drawCards(cards, value, onchange, words) {
  const name = newId("cards");
  const all = [...cards, { id: "unknown", text: words["unknown"], paper: "unknown", practice: "unknown" }];
  const radios = all.map((card) => h("input", { type: "radio", name, id: newId("card"), value: card.id,
    onchange: () => onchange({ paper: card.paper, practice: card.practice }) }));
  const box = h("fieldset", { class: "cards" }, h("legend", {}, words["cards"]), h("div", { class: "deck" }, all.map((card, place) =>
    h("div", { class: "ready" }, radios[place], h("label", { for: radios[place].id }, card.text)))));
  box.show = (sides) => {
    const found = all.findIndex((card) => card.paper === sides.paper && card.practice === sides.practice);
    radios.forEach((radio, place) => { radio.checked = place === found; });
    return found >= 0;
  };
  box.show(value);
  return box;
}

// N.v.t. with its reason: kept as soon as there is one. `off` takes the mark away on screen, when an answer says otherwise.
// `text` has the mark's label, a hint, the question why and what to say while the reason is missing.
function notApplicable(text, value, onchange) {
  const state = { on: value.not_applicable, reason: value.reason };
  const missing = h("p", { class: "hint", role: "status", hidden: true }, text.missing);
  const change = () => {
    if (!state.on || state.reason.trim()) onchange({ not_applicable: state.on, reason: state.reason });
    calmly(() => { missing.hidden = !state.on || Boolean(state.reason.trim()); });
  };
  const reason = field(text.reason, typed("textarea", state.reason, (said) => { state.reason = said; change(); }, { rows: "2" }));
  reason.hidden = !state.on;
  const mark = checkbox(text.mark, state.on, (on) => {
    state.on = on;
    reason.hidden = !on;
    change();
  });
  const off = () => {
    state.on = mark.querySelector("input").checked = false;
    reason.hidden = missing.hidden = true;
  };
  return { box: h("div", { class: "dropped" }, text.hint ? h("p", { class: "hint" }, text.hint) : null, mark, reason, missing), off };
}

// A text that is kept while one types: shortly after the last key, and at once when one leaves the field.
function typed(tag, value, onchange, attributes = {}) {
  let timer = 0;
  let sent = value;
  const send = () => {
    clearTimeout(timer);
    if (control.value !== sent) { sent = control.value; onchange(sent); }
  };
  const control = h(tag, { ...attributes, value, "data-kept": "", oninput: () => { clearTimeout(timer); timer = setTimeout(send, 700); }, onchange: send });
  if (tag === "textarea") control.value = value;
  return control;
}

function table(data) {
  return h("div", { class: "table", tabindex: "0", role: "region", "aria-label": data.title },
    h("table", {}, h("thead", {}, h("tr", {}, data.head.map((cell) => h("th", { scope: "col" }, cell)))),
      h("tbody", {}, data.rows.map((row) => h("tr", {}, row.map((cell, place) =>
        place ? h("td", { "data-head": data.head[place] }, cell) : h("th", { scope: "row" }, cell)))))));
}

function fold(summary, ...children) {
  return h("details", {}, h("summary", {}, summary), ...children);
}
