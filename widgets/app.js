// The page: draws the view the kernel sends, and says "opgeslagen" only on the kernel's word.

// Milliseconds without a word from the kernel after which the page says so.
const PATIENCE = 4000;

function render({ model, el }) {
  const root = h("div", { class: "nulmeting" });
  el.replaceChildren(root);
  const status = h("p", { class: "status", role: "status" });
  const alert = h("div", { class: "alert", role: "alert" });
  let page = {};
  let number = 0;
  let late = false;
  const waiting = new Map();

  const warn = (text) => alert.replaceChildren(h("p", {}, text));
  // No word from the kernel: it may be gone, and then nothing on the page works any more.
  const tooLate = () => {
    late = true;
    const unsaved = [...waiting.values()].some((sent) => sent.answer);
    warn(page.common[unsaved ? "not-yet-saved" : "no-reply"]);
  };
  const send = (message) => {
    number += 1;
    const answer = message.do === "answer";
    if (answer) status.textContent = page.common["saving"];
    waiting.set(number, { answer, timer: setTimeout(tooLate, PATIENCE) });
    model.send({ ...message, n: number });
  };
  // What is being typed is not yet kept, whatever was kept before.
  root.addEventListener("input", (event) => { if (event.target.matches("[data-kept]")) status.textContent = ""; });
  const go = (view, section) => send({ do: "go", view, section });
  const answered = (n) => {
    clearTimeout(waiting.get(n)?.timer);
    waiting.delete(n);
    if (late && !waiting.size) {
      late = false;
      alert.replaceChildren();
    }
  };

  const draw = () => {
    const before = page.view + (page.section || "");
    const held = root.contains(document.activeElement) ? document.activeElement.closest("[data-id]")?.dataset.id : null;
    page = model.get("page");
    if (!page.view) return;
    const views = {
      start: () => drawStart(page, send), who: () => drawWho(page, send), questions: () => drawQuestions(page, send, go),
      results: () => drawResults(page, go), plan: () => drawPlan(page, send, go),
    };
    const moved = before !== page.view + (page.section || "");
    if (moved) {
      alert.replaceChildren();
      if (page.problem) warn(page.problem);
      if (![...waiting.values()].some((sent) => sent.answer)) status.textContent = "";
    }
    root.lang = page.language;
    root.replaceChildren(drawHeader(page, go), alert, status,
      h("div", { class: `view ${page.view}`, "data-view": page.view }, views[page.view]()));
    document.title = `${page.title} – ${page.common["product"]}`;
    const again = !moved && held ? root.querySelector(`[data-id="${CSS.escape(held)}"] summary`) : null;
    const target = again || (before === "undefined" ? null : root.querySelector("h1"));
    if (target) {
      target.focus({ preventScroll: Boolean(again) });
      if (!again) window.scrollTo(0, 0);
    }
  };

  const receive = (message) => {
    answered(message.n);
    if (message.to === "problem") {
      status.textContent = "";
      warn(message.text);
    } else if (message.to === "saved") {
      if (!waiting.size) {
        status.textContent = message.text;
        alert.replaceChildren();
      }
      if (message.progress && page.view === "questions") refreshSections(root, page, message.progress);
      for (const [item, state] of Object.entries(message.states || {})) {
        const box = root.querySelector(`details.item[data-id="${CSS.escape(item)}"]`);
        if (box) showState(box, state);
      }
    } else hearPlan(root, page, message, send);
  };
  model.on("change:page", () => calmly(draw));
  model.on("msg:custom", (message) => calmly(() => receive(message)));
  draw();
}

function drawHeader(page, go) {
  const common = page.common;
  const tabs = page.board && page.board.person ? [["questions", common["tab-questions"]], ["results", common["tab-results"]], ["plan", common["tab-plan"]]] : [];
  return h("div", { class: "top" },
    h("div", { class: "bar" },
      h("p", { class: "product" }, common["product"]),
      page.board ? h("p", { class: "board" }, page.board.name, page.board.person ? ` · ${page.board.person}` : "") : null,
      page.view === "start" ? null : h("button", { type: "button", class: "quiet", onclick: () => go("start") }, common["to-start"])),
    tabs.length ? h("nav", { "aria-label": common["views"] }, h("ul", { class: "tabs" }, tabs.map(([view, text]) =>
      h("li", {}, h("button", { type: "button", "data-tab": view, "aria-current": view === page.view ? "page" : null, onclick: () => go(view) }, text))))) : null,
    page.board && page.board.example ? h("p", { class: "example" }, common["example"]) : null,
    page.board ? list(page.board.notices) : null);
}

export default { render };
