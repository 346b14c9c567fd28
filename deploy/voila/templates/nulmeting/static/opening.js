// What a person sees while the workbook opens, and when it cannot. Voilà calls the window.voila_* functions from the page it sends.
(() => {
  "use strict";
  const SLOW = 20_000; // longer than a first start on a slow laptop
  const HOPELESS = 90_000; // without any sign of life from the server

  const part = (id) => document.getElementById(id);
  let complete = false; // the whole page has arrived
  let view = false; // there is a widget among the cells
  let shown = false; // Voilà has started and may fill it
  let open = false; // there is something to see
  let timers = [];

  const wait = () => {
    timers.forEach(clearTimeout);
    timers = [setTimeout(slow, SLOW), setTimeout(fail, HOPELESS)];
  };

  const slow = () => {
    const loading = part("loading");
    if (loading) loading.textContent = loading.dataset.slow;
  };

  const fail = () => {
    timers.forEach(clearTimeout);
    if (open || !part("failed").hidden) return;
    part("loading").remove();
    part("failed").hidden = false; // an alert that appears is spoken by a screen reader
  };

  // Loading ends when something is to be seen, not when the empty page is complete.
  const look = () => {
    const cells = part("rendered_cells");
    if (!shown || !cells) return;
    // A notebook with a view is open when the view is there, not when the title above it is.
    const shapes = view ? [...cells.querySelectorAll(".jp-CodeCell .jp-OutputArea-output")] : [cells];
    if (!shapes.some((shape) => shape.innerText.trim() || shape.querySelector("img, svg, canvas, iframe"))) return;
    open = true;
    timers.forEach(clearTimeout);
    part("opening")?.remove();
    cells.classList.toggle("has-view", view); // which has a title and margins of its own
    // The main part, unless there is one inside.
    if (cells.querySelector("main")) cells.removeAttribute("role");
    else cells.setAttribute("role", "main");
    // A view may come after the first text; without one nothing more is to be expected.
    if (!view || cells.querySelector("[data-view]")) watcher.disconnect();
  };
  const watcher = new MutationObserver(look);

  window.voila_heartbeat = wait; // sent while a cell takes its time
  window.voila_process = wait; // sent at every cell
  window.voila_finish = () => {
    complete = true;
    // A cell that failed is nothing to look at (what is left in this place is its error), nor are cells that show nothing at all.
    const cells = part("rendered_cells");
    if (cells.querySelector("[data-mime-type='application/vnd.jupyter.stderr']") || !cells.querySelector(".jp-OutputArea-child, main, [data-view]")) {
      fail();
      return;
    }
    if (!window.themeLoaded) {
      const outputs = [...document.querySelectorAll("script[type='application/vnd.voila.cell-output+json']")];
      view = outputs.some((output) => output.textContent.includes("application/vnd.jupyter.widget-view+json"));
      window.cellLoaded = true; // Voilà calls again when its own script has started
      return;
    }
    shown = true;
    cells.style.display = "";
    look();
  };

  document.addEventListener("DOMContentLoaded", () => {
    if (!complete) fail(); // the server stopped in the middle of the page
    watcher.observe(document.body, { childList: true, subtree: true });
  });
  wait();
})();
