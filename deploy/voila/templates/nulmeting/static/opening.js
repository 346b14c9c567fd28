// What a person sees while the workbook opens, and when it cannot. Voilà calls the window.voila_* functions from the page it sends.
(() => {
  "use strict";
  const SLOW = 20_000; // longer than a first start on a slow laptop
  const HOPELESS = 90_000; // without any sign of life from the server

  const part = (id) => document.getElementById(id);
  let complete = false; // the whole page has arrived
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
    const main = cells.querySelector("main");
    if (!main && !cells.innerText.trim() && !cells.querySelector("img, svg, canvas, iframe")) return;
    open = true;
    timers.forEach(clearTimeout);
    part("opening")?.remove();
    if (main) {
      cells.removeAttribute("role"); // a view that is <main> itself takes over
      watcher.disconnect();
    } else {
      cells.setAttribute("role", "main");
    }
  };
  const watcher = new MutationObserver(look);

  window.voila_heartbeat = wait; // sent while a cell takes its time
  window.voila_process = wait; // sent at every cell
  window.voila_finish = () => {
    complete = true;
    if (document.querySelector("[data-mime-type='application/vnd.jupyter.stderr']")) {
      fail(); // a cell that failed (Voilà leaves nothing else in this place) is nothing to look at
      return;
    }
    if (!window.themeLoaded) {
      window.cellLoaded = true; // Voilà calls again when its own script has started
      return;
    }
    shown = true;
    part("rendered_cells").style.display = "";
    look();
  };

  document.addEventListener("DOMContentLoaded", () => {
    if (!complete) fail(); // the server stopped in the middle of the page
    watcher.observe(document.body, { childList: true, subtree: true });
  });
  wait();
})();
