// A chart that is explored: drawn again in the browser, with numbers beside the pointer. Vega comes only when asked for.

const LIBRARIES = ["vega-6.4.0.min.js", "vega-lite-6.5.0.min.js", "vega-embed-7.3.0.min.js"];
let loading = null;

function load(file) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `/static/vendor/${file}`;
    script.onload = resolve;
    script.onerror = () => reject(new Error(file));
    document.head.append(script);
  });
}

async function loadAll() {
  for (const file of LIBRARIES) {
    await load(file); // each needs the one before
  }
}

async function explore(button) {
  const figure = button.closest(".figure");
  const where = window.matchMedia("(max-width: 40rem)").matches ? button.dataset.narrow : button.dataset.explore;
  const failed = figure.querySelector(".figure__failed");
  button.setAttribute("aria-busy", "true");
  failed.textContent = "";
  try {
    loading ??= loadAll();
    const [answer] = await Promise.all([fetch(where), loading]);
    const spec = await answer.json();
    const chart = figure.querySelector(".figure__chart");
    const picture = chart.querySelector("picture");
    const drawn = document.createElement("div");
    drawn.setAttribute("role", "img");
    drawn.setAttribute("aria-label", picture.querySelector("img").alt);
    const marks = document.createElement("div"); // that role stands for them, as the table does
    marks.setAttribute("aria-hidden", "true");
    drawn.append(marks);
    // An interpreter in place of `eval`, which this page forbids; styles are ours.
    await window.vegaEmbed(marks, spec, {
      actions: false,
      ast: true,
      defaultStyle: false,
      renderer: "svg",
      tooltip: { disableDefaultStyle: true },
    });
    picture.hidden = true;
    chart.append(drawn);
    button.remove();
    chart.focus();
  } catch {
    loading = null;
    button.removeAttribute("aria-busy");
    failed.textContent = document.querySelector("#failed").textContent;
  }
}

function offer(root) {
  for (const button of root.querySelectorAll("button[data-explore]")) {
    button.hidden = false;
  }
}

offer(document);
// Figures that come in later have a button too.
new MutationObserver(() => offer(document)).observe(document.querySelector("main"), { childList: true, subtree: true });
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-explore]");
  if (button && button.getAttribute("aria-busy") !== "true") {
    explore(button);
  } else if (event.target.matches(".figure__chart img")) {
    event.target.closest(".figure").querySelector("button[data-explore]")?.click();
  }
});
