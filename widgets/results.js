// The results: what one can read out and do first, then the charts, and of every number how it came about.

// Below this width, in pixels, a chart is drawn for a phone.
const PHONE_CHART = 600;
// Of a long table so many rows show at once; the rest is one click away.
const FIRST_ROWS = 10;

function drawNoResults(page, go) {
  const words = page.words;
  return [
    h("h1", { tabindex: "-1" }, page.title),
    h("p", { class: "lead" }, words["nothing-yet"]),
    h("div", { class: "buttons" }, h("button", { type: "button", class: "main", onclick: () => go("questions") }, words["to-questions"])),
  ];
}

function drawResults(page, send, go) {
  if (page.empty) return drawNoResults(page, go);
  const words = page.words;
  const queue = chartQueue(send);
  return [
    h("h1", { tabindex: "-1" }, page.title),
    h("div", { class: "first" },
      h("section", { class: "card summary", "aria-label": words["in-short"] }, page.summary.map((line) => h("p", { class: "lead" }, line)), h("p", { class: "hint" }, page.fixed),
        page.type.name ? h("div", { class: "kind" }, h("p", { class: "type" }, h("strong", {}, page.type.name)), h("p", {}, page.type.needs)) : null),
      h("section", { class: "card five" }, h("h2", {}, words["five"]),
        page.things.length ? h("ol", {}, page.things.map((thing) => h("li", {}, thing.title, h("span", { class: "hint" }, thing.facts)))) : h("p", {}, page.nothing),
        h("div", { class: "buttons" }, h("button", { type: "button", class: "main", onclick: () => go("plan") }, words["to-plan"])))),
    h("section", {}, h("h2", {}, words["numbers"]),
      h("div", { class: "numbers" }, page.numbers.map((number) => h("div", { class: "card number", "data-number": number.id },
        h("h3", {}, number.name), h("p", { class: "figure" }, number.figure), h("p", { class: "hint" }, number.between),
        h("p", { class: "hint" }, `${words["known"]} ${number.known}`), drawHow(page, number)))),
      list(page.beside)),
    page.story.map((part) => h("section", { class: "story", "data-story": part.id }, h("h2", {}, part.title),
      part.charts.map((chart) => [drawChart(page, chart, queue), chart.id === "domains" ? drawDomainsHow(page) : null]),
      part.id === "kind" && page.type.name ? h("p", { class: "card" }, page.type.about) : null,
      part.id === "first" ? drawFindOut(page) : null)),
    fold(words["how"], Object.values(page.reasons).map((reason) => [h("h3", {}, reason.title), h("p", {}, reason.text)]), h("p", {}, page.counts)),
  ];
}

// The answers behind a number and the rules it follows. What is read is the same for all, so its name is added for who listens.
function drawHow(page, number) {
  const words = page.words;
  return h("details", { class: "how" }, h("summary", {}, words["how-this"], h("span", { class: "unseen" }, ` ${number.name}`)),
    number.rules.map((name) => h("p", {}, h("strong", {}, `${page.reasons[name].title}. `), page.reasons[name].text)),
    table(number.table));
}

function drawDomainsHow(page) {
  const words = page.words;
  return h("div", { class: "card" }, fold(words["how-domains"], page.domains.map((number) => h("div", { class: "line", "data-number": number.id },
    h("p", {}, h("span", { class: "name" }, number.name), " ", h("strong", { class: "figure" }, number.figure), " ", h("span", { class: "hint" }, number.between)),
    drawHow(page, number)))));
}

function drawFindOut(page) {
  const data = page.find_out;
  if (!data.rows.length) return null;
  const more = page.words["more"].replace("{count}", data.rows.length - FIRST_ROWS);
  return h("div", { class: "card", "data-table": data.id }, h("h3", {}, data.title), h("p", {}, data.note),
    table({ ...data, rows: data.rows.slice(0, FIRST_ROWS) }),
    data.rows.length > FIRST_ROWS ? fold(more, table({ ...data, title: `${data.title}: ${more}`, rows: data.rows.slice(FIRST_ROWS) })) : null);
}

// A chart: its finding, a place of the right size for the drawing, the same in words, and the numbers one click away.
function drawChart(page, chart, queue) {
  const words = page.words;
  const heading = h("h3", { id: newId("chart") }, chart.title);
  const caption = h("p", { id: newId("alt") }, chart.alt);
  const drawing = chart.wide ? h("div", { class: "drawing" }) : null;
  const figure = h("figure", { class: "card chart", "data-chart": chart.id }, heading, drawing,
    chart.alt || chart.notes.length ? h("figcaption", {}, chart.alt ? caption : null, chart.notes.map((note) => h("p", { class: "hint" }, note))) : null,
    chart.table.rows.length ? h("details", { "data-table": chart.id }, h("summary", {}, words["as-table"], h("span", { class: "unseen" }, ` ${chart.title}`)), table(chart.table)) : null);
  if (drawing) queue(chart, figure, drawing, { role: "img", "aria-labelledby": heading.id, "aria-describedby": chart.alt ? caption.id : null });
  return figure;
}

// One drawing is asked for at a time, first what is in sight, then the rest: sentences are never held up, and paper gets all of them.
function chartQueue(send) {
  const charts = [];
  let asking = null;
  const next = () => {
    if (asking && asking.figure.isConnected) return;
    const open = charts.filter((chart) => chart.figure.isConnected && chart.shape !== chart.wanted);
    asking = open.find((chart) => chart.near) || open[0] || null;
    if (asking) send({ do: "chart", id: asking.id, narrow: asking.wanted === "narrow" });
  };
  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) charts.find((chart) => chart.figure === entry.target).near = entry.isIntersecting;
    next();
  }, { rootMargin: "300px" });
  const sized = new ResizeObserver((entries) => {
    for (const entry of entries) {
      // What is not shown has no width to go by.
      if (!entry.contentRect.width) continue;
      const chart = charts.find((known) => known.figure === entry.target);
      chart.wanted = entry.contentRect.width < PHONE_CHART ? "narrow" : "wide";
      const [width, height] = chart.sizes[chart.wanted];
      chart.drawing.style.maxWidth = `${width * 1.15}px`;
      chart.drawing.style.aspectRatio = `${width} / ${height}`;
    }
    next();
  });
  return (chart, figure, drawing, described) => {
    const known = { id: chart.id, sizes: chart, figure, drawing, shape: null, wanted: null, near: false };
    figure.addEventListener("drawn", (event) => {
      known.shape = event.detail.narrow ? "narrow" : "wide";
      asking = null;
      const svg = parsed(event.detail.svg);
      for (const [name, value] of Object.entries(described)) if (value) svg.setAttribute(name, value);
      drawing.replaceChildren(svg);
      next();
    });
    charts.push(known);
    near.observe(figure);
    sized.observe(figure);
  };
}

function showChart(root, message) {
  root.querySelector(`[data-chart="${CSS.escape(message.id)}"]`)?.dispatchEvent(new CustomEvent("drawn", { detail: message }));
}

// The one place where markup becomes part of the page. It is ours: the kernel makes it from lines, boxes and escaped text, it is read as
// XML, and anything but shapes and text is refused. Inline and no <img>, so that our font reaches it and it stays sharp at any zoom.
const SHAPES = new Set(["svg", "g", "defs", "path", "rect", "pattern", "text", "tspan"]);
function parsed(markup) {
  const svg = new DOMParser().parseFromString(markup, "image/svg+xml").documentElement;
  for (const part of [svg, ...svg.querySelectorAll("*")]) {
    if (!SHAPES.has(part.nodeName) || [...part.attributes].some(({ name }) => /^on|href$/i.test(name))) throw new Error(`no drawing: ${part.nodeName}`);
  }
  return document.importNode(svg, true);
}
