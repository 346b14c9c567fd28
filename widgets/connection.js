// The connection: every message to the kernel and every word back, what is not yet safe, and how the page goes on after a break.

// Milliseconds between two looks at server and kernel while the page is in sight; after a miss sooner, so that two misses fit in ten seconds.
const BEAT = 4000;
const SOON = 500;
// A server or kernel that is silent this long has missed a beat.
const WITHIN = 2000;
// How long the answer to a message may take before the page says so: an answer is a click, a view is computed, some computing is slow.
const PATIENCE = { answer: 4000, chart: 30000, "put-back": 30000 };
const ORDINARY = 10000;
// After this long without a word, though the server is there, the page starts again; a kernel that is busy gets longer.
const LOST = 12000;
const LOST_BUSY = 45000;
// Loading again more often than this in two minutes helps nobody.
const MOST_RELOADS = 3;
// Long enough to see why the page is about to load again.
const SEEN = 1500;
// A page that nobody touches lets its kernel go, after a warning.
const IDLE = 60 * 60_000;
const WARNED = 2 * 60_000;
// Of this tab only, and gone with it: where the person is, and the answers that are not yet safe.
const KEPT = "nulmeting";
const RELOADS = "nulmeting-reloads";
const BACK = "nulmeting-back";
// The longest file with answers that is looked at, in characters; the kernel has the same bound.
const LONGEST_FILE = 1_000_000;

const stored = (key) => {
  try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; }
};
const store = (key, value) => {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch { /* A full or forbidden store: the page works without. */ }
};

// `page()` is what is shown, `draw()` shows what the kernel sent last, `receive(message)` handles what is about a view.
function connection({ model, root, page, draw, receive }) {
  const current = () => (page().view ? page() : model.get("page"));
  const words = (key, values = {}) => Object.entries(values).reduce(
    (text, [name, value]) => text.replace(`{${name}}`, () => value), current().connection[key]);
  // Only Voilà's page is ours to load again or to leave; in a notebook editor the editor looks after that.
  const voila = document.body.dataset.voila === "voila";
  const base = document.body.dataset.baseUrl;
  const kernel = () => model.widget_manager?.kernel;

  const status = h("p", { class: "status", role: "status" });
  // Not atomic: what is added to it is said, not everything again.
  const alert = h("div", { class: "alert", role: "alert", "aria-atomic": "false" });
  const rest = h("div", { class: "alert rest" });

  let number = 0;
  let sends = 0; // what a person did; an echo is not counted
  const waiting = new Map(); // messages without an answer, by number
  const unsent = new Set(); // controls whose value the kernel does not know
  let trouble = "";
  let heardAt = Date.now();
  let heard = () => {};
  let misses = { server: 0, kernel: 0 };
  let spoken = false; // a save was said aloud in this view
  let postponed = false; // others wrote, and showing it would take away what is being typed
  let acknowledged = 0; // the latest answer that is safe
  let told = ""; // the word that it is
  let resuming = null;
  let back = ""; // what to say when everything is safe again
  let dead = false;
  let gone = false;

  // -- saying

  // In sight always; aloud once a view, or when it is about more than a save.
  const say = (text, aloud) => {
    status.setAttribute("aria-live", aloud ? "polite" : "off");
    status.textContent = text;
  };
  const warn = (text) => {
    if (alert.textContent !== text) alert.replaceChildren(h("p", {}, text));
  };
  const unsafe = () => [...waiting.values()].filter((entry) => entry.answer);
  const titles = (entries) => [...new Set(entries.map((entry) => entry.title))];

  const tell = (kind) => {
    if (trouble !== kind) {
      trouble = kind;
      say("", false);
      alert.replaceChildren(h("div", { class: "banner" }, h("p", {}, words(kind))));
    }
    const banner = alert.firstElementChild;
    if (!banner) return;
    const open = titles(unsafe());
    if (!open.length) return;
    const names = banner.querySelector("ul") || h("ul", {});
    const there = new Set([...names.children].map((line) => line.textContent));
    names.append(...open.filter((title) => !there.has(title)).map((title) => h("li", {}, title)));
    // In one go, so that it is said once.
    if (!names.isConnected) banner.append(h("p", { class: "unsafe" }, words("not-safe")), names);
  };

  // -- sending

  const titleOf = (message) => {
    const box = message.id ? root.querySelector(`[data-id="${CSS.escape(message.id)}"]`) : null;
    const item = (current().items || current().scans || []).find((known) => known.id === message.id);
    const label = item?.title || box?.querySelector(".title, h2, h3, legend")?.textContent;
    return label || current().title || "";
  };

  const remember = (sight = null) => {
    if (resuming) return; // what was kept stays so until it is safe
    const { here } = current();
    const entries = unsafe().map(({ message, title, place: of }) => ({ message, title, place: of }));
    // At the start there is nothing to come back to, but for answers that are not safe yet.
    const to = here || entries[0]?.place;
    store(KEPT, to ? { place: to, unsafe: entries, sight } : null);
  };

  const post = (entry, n) => {
    try {
      model.send({ ...entry.message, n });
    } catch {
      dead = true; // the front end knows that the kernel is gone
    }
  };

  const send = (message, title = titleOf(message)) => {
    const entry = { message, answer: message.do === "answer", since: Date.now(), patience: PATIENCE[message.do] || ORDINARY };
    number += 1;
    if (message.do !== "echo") {
      entry.timer = setTimeout(look, entry.patience);
      sends += 1;
    }
    waiting.set(number, entry);
    if (entry.answer) {
      entry.title = title;
      entry.place = current().here;
      known(message);
      remember();
      if (trouble) tell(trouble);
      else {
        told = "";
        say(current().common["saving"], false);
      }
    }
    post(entry, number);
  };

  // -- what is being typed

  // A control whose change led to no message is not known to the kernel: a form, a reason still to come, evidence without a title.
  let sendsBefore = 0;
  root.addEventListener("change", () => { sendsBefore = sends; }, true);
  root.addEventListener("change", (event) => {
    if (sends === sendsBefore && event.target.type !== "file") unsent.add(event.target);
    else settle();
  });
  root.addEventListener("input", (event) => {
    if (!event.target.matches("input:not([type=radio], [type=checkbox], [type=file]), textarea")) return;
    unsent.add(event.target);
    // What is being typed is not yet kept, whatever was kept before.
    if (event.target.matches("[data-kept]") && !trouble) {
      told = "";
      say("", false);
    }
  });
  root.addEventListener("focusout", () => setTimeout(settle));

  // A message carries what was typed: those controls are the kernel's now.
  const known = (message) => {
    const values = new Set();
    const collect = (value) => (value && typeof value === "object" ? Object.values(value).forEach(collect) : values.add(value));
    collect(message.set);
    for (const control of unsent) {
      const ours = (control.closest("[data-id]")?.dataset.id ?? message.id) === message.id;
      if (!control.isConnected || values.has(control.value) || (ours && !control.matches("input:not([type=radio], [type=checkbox]), textarea"))) {
        unsent.delete(control);
      }
    }
  };
  const typing = () => {
    for (const control of unsent) if (!control.isConnected) unsent.delete(control);
    return unsent.size > 0;
  };
  // What is typed goes out at once, as it does when one leaves the field.
  const flush = () => {
    for (const control of [...unsent]) if (control.isConnected && control.matches("[data-kept]")) control.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // -- what others wrote

  const held = () => typing() || unsafe().length > 0 || (document.activeElement?.tagName === "SELECT" && Date.now() - touched < 8000);
  const shown = () => {
    // After a break the front end fetches the same page again: it is older than what was answered since.
    if (resuming || model.get("page").serial === page().serial) return;
    // One that the kernel made before an answer that is safe by now would show an older answer.
    const stale = model.get("page").heard < acknowledged;
    postponed = stale || Boolean(model.get("page").news && held());
    if (!postponed) draw();
    else if (stale) settle();
  };
  // The page that was held back is older than what was typed since: ask for it again.
  const settle = () => {
    if (postponed && !held() && ![...waiting.values()].some((entry) => entry.message.again)) send({ do: "echo", again: true });
  };

  // Called when a view was drawn.
  const drawn = (moved) => {
    drawnAt = Date.now();
    postponed = false;
    unsent.clear();
    if (moved) {
      spoken = false;
      if (!trouble) alert.replaceChildren();
      if (page().problem) warn(page().problem);
      told = "";
      if (!unsafe().length) say("", false);
    } else if (page().news) {
      say([told, words("news")].filter(Boolean).join(" "), !spoken);
      spoken = true;
    }
    remember();
  };

  // -- hearing

  const answered = (n) => {
    const entry = waiting.get(n);
    clearTimeout(entry?.timer);
    waiting.delete(n);
    return entry;
  };

  const hear = (message) => {
    heardAt = Date.now();
    misses = { server: 0, kernel: 0 };
    const entry = answered(message.n);
    heard();
    if (resuming) {
      resumed(message, entry);
      return;
    }
    if (trouble) recovered();
    if (entry?.answer) {
      acknowledged = Math.max(acknowledged, message.n);
      remember();
    }
    if (message.to === "echo") {
      repeat(message.n);
      if (postponed && message.again && !held()) draw();
    } else if (message.to === "problem") {
      say("", false);
      warn(message.text);
    } else if (message.to === "saved") {
      if (!unsafe().length) {
        const aloud = back !== "" || !spoken;
        told = message.text;
        say([back, told].filter(Boolean).join(" "), aloud);
        back = "";
        spoken = true;
        if (!trouble) alert.replaceChildren();
      }
    } else if (message.to === "download") {
      offer(message.name, message.text);
      say(message.said, true);
    } else if (message.to === "put-back") {
      alert.replaceChildren();
      say(message.text, true);
    }
    receive(message);
    settle();
  };

  // -- looking

  const fetched = async (address) => {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), WITHIN);
    try {
      const answer = await fetch(address, { cache: "no-store", signal: abort.signal, credentials: "same-origin" });
      return answer;
    } catch {
      return abort.signal.aborted || !navigator.onLine ? "network" : "server";
    } finally {
      clearTimeout(timer);
    }
  };
  // The smallest file there is, served alike by our own command and by plain Voilà.
  const ping = async () => {
    if (!base) return "there";
    const answer = await fetched(`${base}templates/nulmeting/static/favicon.svg`);
    return answer instanceof Response ? "there" : answer;
  };
  const echo = () => new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), WITHIN);
    heard = () => { clearTimeout(timer); resolve(true); };
    const connected = kernel()?.connectionStatus ?? "connected";
    if (connected === "connected" && !dead) send({ do: "echo" });
  });
  const busy = () => [...waiting.values()].some((entry) => entry.message.do !== "echo" && Date.now() - entry.since < entry.patience);
  const late = () => [...waiting.values()].some((entry) => entry.message.do !== "echo" && Date.now() - entry.since >= entry.patience);

  let looking = false;
  let next = 0;
  let reconnectedAt = 0;
  let backAt = 0; // since when the server answers again
  const look = async () => {
    if (looking || gone) return;
    clearTimeout(next);
    if (document.hidden) return;
    looking = true;
    let soon = true;
    try {
      soon = await lookOnce();
    } finally {
      looking = false;
      if (!gone) next = setTimeout(look, soon ? SOON : BEAT);
    }
  };
  const lookOnce = async () => {
    const server = await ping();
    if (server !== "there") {
      misses.server += 1;
      backAt = 0;
      if (misses.server > 1 || late()) tell(server);
      return true;
    }
    misses.server = 0;
    backAt = backAt || Date.now();
    hurry();
    if (!dead && await echo()) return false;
    if (busy() && !dead) return false;
    misses.kernel += 1;
    if (misses.kernel > 1 || late() || dead) await withoutKernel();
    return true;
  };
  // Jupyter's own page waits up to half a minute before it tries again; the server is there now.
  const hurry = () => {
    const connection = kernel();
    if (!connection || connection.isDisposed || connection.connectionStatus === "connected" || Date.now() - reconnectedAt < 5000) return;
    reconnectedAt = Date.now();
    connection.reconnect().catch(() => {});
  };

  const NOBODY = "00000000-0000-4000-8000-000000000000";
  const withoutKernel = async () => {
    if (!voila) {
      tell("kernel");
      return;
    }
    const answer = await fetched(`${base.replace(/voila\/$/, "")}api/kernels/${kernel()?.id || NOBODY}`);
    if (!(answer instanceof Response)) return;
    if (answer.status === 401 || answer.status === 403) {
      tell("token");
      return;
    }
    const state = answer.ok ? (await answer.json().catch(() => ({}))).execution_state : "";
    const silent = Date.now() - Math.max(heardAt, backAt);
    if (!["token", "stuck", "again"].includes(trouble)) tell("kernel");
    if (dead || restarting || answer.status === 404 || silent > (state === "busy" ? LOST_BUSY : LOST)) startAgain();
  };

  // -- going on

  const recovered = () => {
    trouble = "";
    alert.replaceChildren();
    back = words("back");
    if (unsafe().length) return;
    say(back, true);
    back = "";
  };
  // The kernel answers in order: what it passed over never reached it, so it goes once more; as before, the last one wins.
  const repeat = (n) => {
    const passed = [...waiting.entries()].filter(([earlier]) => earlier < n);
    const elsewhere = ({ view, section }) => view !== current().view || (section ?? current().section) !== current().section;
    const lastGo = passed.filter(([, entry]) => entry.message.do === "go" && elsewhere(entry.message)).at(-1)?.[1];
    for (const [earlier, entry] of passed) {
      answered(earlier);
      if (!entry.answer && entry !== lastGo) continue;
      number += 1;
      entry.since = Date.now();
      entry.timer = setTimeout(look, entry.patience);
      waiting.set(number, entry);
      post(entry, number);
    }
  };

  // The kernel is gone: the page loads again and resumes. What cannot be sent (a form half filled in) is the person's to give up.
  const startAgain = () => {
    flush();
    const now = Date.now();
    const before = (stored(RELOADS) || []).filter((time) => now - time < 120_000);
    if (typing() || before.length >= MOST_RELOADS) {
      const kind = typing() ? "again" : "stuck";
      if (trouble !== kind) {
        tell(kind);
        alert.firstElementChild.append(h("button", { type: "button", onclick: () => reload([]) }, words("reload")));
      }
      return;
    }
    restarting = restarting || setTimeout(() => reload([...before, now]), SEEN);
  };
  let restarting = 0;
  const reload = (times) => {
    flush();
    gone = true;
    store(RELOADS, times);
    remember(sight(root));
    location.reload();
  };

  // Loaded again, or back from a rest: to where one was. An address that was followed goes where it says, unless an answer is not safe yet.
  const resume = () => {
    const kept = stored(KEPT);
    const now = model.get("page").here;
    const followed = performance.getEntriesByType("navigation")[0]?.type === "navigate" && !stored(BACK);
    store(BACK, null);
    if (followed && !kept?.unsafe.length) return false;
    if (!voila || !kept?.place || (now && (now.board !== kept.place.board || now.round !== kept.place.round))) return false;
    resuming = { ...kept, saved: "", problems: [] };
    send({ do: "resume", ...kept.place });
    // Whatever happens, there is something to see.
    setTimeout(() => { if (resuming) comeBack(); }, 3 * ORDINARY);
    return true;
  };
  // First the place, then the answers that were not safe, then the view with all of it.
  const resumed = (message, entry) => {
    const step = entry?.message.do;
    if (message.to === "problem") resuming.problems.push(message.text);
    if (step === "resume") {
      resuming.there = message.to !== "problem" && (model.get("page").view !== "who" || resuming.place.view === "who");
      if (!resuming.there || !resuming.unsafe.length) comeBack();
      else {
        for (const answer of resuming.unsafe) send(answer.message, answer.title);
        send({ do: "echo", again: true });
      }
    } else if (message.to === "saved") resuming.saved = message.text;
    else if (entry?.message.again) comeBack();
  };
  const comeBack = () => {
    const { unsafe: answers, sight: before, saved, problems, there } = resuming;
    resuming = null;
    store(RELOADS, null);
    draw();
    const names = titles(answers).join("; ");
    if (!there && names) problems.push(words("lost", { titles: names }));
    if (problems.length) warn(problems.join(" "));
    if (!there) return;
    restoreSight(root, before);
    const here = words(page().board?.example ? "resumed-example" : "resumed");
    say(saved ? `${words("resumed-safe", { here, titles: names })} ${saved}` : here, true);
    spoken = true;
  };

  window.addEventListener("pagehide", () => {
    if (gone) return;
    flush();
    remember(sight(root));
  });

  // -- nobody there

  let touched = Date.now();
  let drawnAt = 0;
  const touch = () => {
    touched = Date.now();
    if (rest.firstChild) rest.replaceChildren();
  };
  for (const event of ["keydown", "pointerdown", "wheel", "touchmove"]) document.addEventListener(event, touch, { capture: true, passive: true });
  // Drawing scrolls too, and is nobody's hand.
  document.addEventListener("scroll", () => { if (Date.now() - drawnAt > 500) touch(); }, { capture: true, passive: true });
  const idle = () => {
    const alone = Date.now() - touched;
    if (alone < IDLE - WARNED || !voila || gone) return;
    flush();
    if (typing() || unsafe().length) return; // nothing that is not safe is left behind
    if (alone >= IDLE) {
      if (trouble) return; // there is nowhere to go
      gone = true;
      remember(sight(root));
      store(BACK, location.pathname + location.search);
      location.assign(`${base}templates/nulmeting/static/rust.html`);
    } else if (!rest.firstChild) {
      rest.replaceChildren(h("div", { class: "banner calm", role: "alert" }, h("p", {}, words("idle")),
        h("button", { type: "button", onclick: touch }, words("here"))));
    }
  };
  setInterval(idle, 5000);

  // -- begin

  const now = () => { if (!looking) look(); };
  document.addEventListener("visibilitychange", now);
  window.addEventListener("online", now);
  window.addEventListener("offline", now);
  kernel()?.statusChanged?.connect((_, state) => {
    if (state === "dead" || state === "autorestarting") {
      dead = true;
      now();
    }
  });
  next = setTimeout(look, BEAT);
  model.on("msg:custom", (message) => calmly(() => hear(message)));
  model.on("change:page", () => calmly(shown));

  return { send: (message) => send(message), drawn, resume, status, alert, rest };
}

// Where a person is inside a view: what is open, what has the focus, and what stands where on the screen. For a view that is drawn again.
function sight(root) {
  const key = (element) => {
    const box = element.closest("[data-id]");
    return [box?.dataset.id ?? "", element.tagName, [...(box || root).querySelectorAll(element.tagName)].indexOf(element), nameOf(element)];
  };
  const active = root.contains(document.activeElement) ? document.activeElement : null;
  const anchor = active || [...root.querySelectorAll(".view [data-id], .view h2")].find((element) => element.getBoundingClientRect().bottom > 0);
  return {
    folds: [...root.querySelectorAll(".view details")].map((fold) => [key(fold), fold.open]),
    focus: active && key(active),
    cursor: active && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null,
    anchor: anchor && [key(anchor), anchor.getBoundingClientRect().top],
  };
}

const nameOf = (element) => (element.labels?.[0] || element.querySelector?.("summary .title, summary") || element).textContent.slice(0, 60);

function restoreSight(root, before) {
  if (!before) return;
  const find = ([id, tag, place, name]) => {
    const box = id ? root.querySelector(`[data-id="${CSS.escape(id)}"]`) : root;
    if (!box) return null;
    if (place < 0) return box;
    const alike = [...box.querySelectorAll(tag)];
    return (alike[place] && nameOf(alike[place]) === name ? alike[place] : alike.find((one) => nameOf(one) === name)) || null;
  };
  for (const [key, open] of before.folds) {
    const fold = find(key);
    if (fold && fold.open !== open) fold.open = open;
    if (open) fold?.fill?.();
  }
  const focus = before.focus && (find(before.focus) || root.querySelector(`[data-id="${CSS.escape(before.focus[0])}"] summary`));
  if (focus) {
    focus.focus({ preventScroll: true });
    if (before.cursor && before.cursor[0] !== null) try { focus.setSelectionRange(...before.cursor); } catch { /* not every field has one */ }
  }
  const anchor = before.anchor && find(before.anchor[0]);
  if (anchor) window.scrollBy(0, anchor.getBoundingClientRect().top - before.anchor[1]);
}

// -- one's own answers as a file

function drawOwnAnswers(page, send) {
  const words = page.connection;
  const file = h("input", { type: "file", accept: ".json,application/json" });
  const problems = h("div", {});
  const wrong = (text) => problems.replaceChildren(h("p", { class: "problem", role: "alert" }, text));
  const put = async () => {
    problems.replaceChildren();
    const chosen = file.files[0];
    // A character takes at most four bytes.
    const text = chosen && chosen.size <= 4 * LONGEST_FILE ? await chosen.text().catch(() => null) : "";
    if (!chosen) wrong(words["choose-first"]);
    else if (text === null) wrong(words["unreadable"]);
    else if (chosen.size > 4 * LONGEST_FILE || text.length > LONGEST_FILE) wrong(words["too-large"]);
    else send({ do: "put-back", text });
  };
  return fold(words["own-answers"],
    h("p", {}, words["download-what"]),
    h("div", { class: "buttons" }, h("button", { type: "button", onclick: () => send({ do: "download" }) }, words["download"])),
    field(words["file"], file, words["put-back-what"]),
    problems,
    h("div", { class: "buttons" }, h("button", { type: "button", onclick: put }, words["put-back"])));
}

function offer(name, text, type = "application/json") {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = h("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
