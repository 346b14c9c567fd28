// The page: draws the view the kernel sends. The connection says what is saved, and what is wrong.

function render({ model, el }) {
  const root = h("div", { class: "nulmeting" });
  el.replaceChildren(root);
  let page = {};
  const link = connection({ model, root, page: () => page, draw: () => draw(), receive: (message) => receive(message) });
  const { send } = link;
  const go = (view, section, item) => send({ do: "go", view, section, item });

  const draw = () => {
    const before = page.view + (page.section || "");
    const held = root.contains(document.activeElement) ? document.activeElement.closest("[data-id]")?.dataset.id : null;
    page = model.get("page");
    if (!page.view) return;
    const views = {
      start: () => drawStart(page, send), who: () => drawWho(page, send), functions: () => drawFunctions(page, send, go),
      questions: () => drawQuestions(page, send, go), sheet: () => drawSheet(page, go),
      together: () => drawTogether(page, send, go), results: () => drawResults(page, send, go), plan: () => drawPlan(page, send, go),
      overtime: () => drawOverTime(page, send, go),
      checklists: () => drawChecklists(page, go), checklist: () => drawChecklist(page, send, go),
    };
    const moved = before !== page.view + (page.section || "");
    const same = !moved && page.news ? sight(root) : null;
    root.lang = page.language;
    const top = drawHeader(page, go);
    const view = h("div", { class: `view ${page.view}`, "data-view": page.view }, views[page.view]());
    // What is said stays where it is: put back, it would be said again.
    if (root.firstChild) {
      root.firstChild.replaceWith(top);
      root.lastChild.replaceWith(view);
    } else root.append(top, link.rest, link.alert, link.status, view);
    document.title = `${page.title} – ${page.common["product"]}`;
    link.drawn(moved);
    if (same) {
      restoreSight(root, same);
      return;
    }
    const again = !moved && held ? root.querySelector(`[data-id="${CSS.escape(held)}"] :is(summary, [data-again])`) : null;
    const target = again || (before === "undefined" ? null : root.querySelector("h1"));
    if (target) {
      target.focus({ preventScroll: Boolean(again) });
      if (!again) window.scrollTo(0, 0);
    }
  };

  const receive = (message) => {
    if (message.to === "saved") {
      if (message.progress && page.view === "questions") {
        refreshProgress(root, page, message.progress);
        Object.assign(page, { suppliers: message.suppliers, evidence: message.evidence });
      }
      hearChecklist(root, page, message);
      if (message.meeting && page.view === "together") refreshMeeting(root, page, message.meeting, go);
      for (const [item, state] of Object.entries(message.states || {})) {
        const box = root.querySelector(`details.item[data-id="${CSS.escape(item)}"]`);
        if (box) showState(box, state);
      }
    } else if (message.to === "chart") {
      showChart(root, message);
    } else {
      hearChecklist(root, page, message);
      hearPlan(root, page, message, send);
    }
  };
  if (!link.resume()) draw();
}

function drawHeader(page, go) {
  const common = page.common;
  const answering = page.board && page.board.person
    ? [["scan", common["tab-scan"], () => go("questions", "")], ["deepen", common["tab-deepen"], () => go("questions", "portion")]] : [];
  const looking = answering.length || page.board?.adviser
    ? ["together", ...(page.board.checklists ? ["checklists"] : []), "results", "plan", ...(page.board.over_time ? ["overtime"] : [])].map((view) => [view, common[`tab-${view}`], () => go(view)]) : [];
  // A page about one checklist has nowhere else to go.
  const tabs = page.board?.alone ? [] : [...answering, ...looking];
  const current = page.tab || page.view;
  return h("div", { class: "top" },
    h("div", { class: "bar" },
      h("p", { class: "product" }, common["product"], " ", h("span", { class: "about" }, common["product-about"])),
      page.board ? h("p", { class: "board" }, page.board.name, page.board.person ? ` · ${page.board.person}` : page.board.adviser ? ` · ${common["adviser"]}` : "") : null,
      page.view === "start" ? null : h("button", { type: "button", class: "quiet", onclick: () => go("start") }, common["to-start"])),
    tabs.length ? h("nav", { "aria-label": common["views"] }, h("ul", { class: "tabs" }, tabs.map(([view, text, there]) =>
      h("li", {}, h("button", { type: "button", "data-tab": view, "aria-current": view === current ? "page" : null, onclick: there }, text))))) : null,
    page.board && page.board.example ? h("p", { class: "example" }, common["example"]) : null,
    page.board ? list(page.board.notices) : null);
}

export default { render };
