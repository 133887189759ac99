/** The page of the network: joins form, picture, search, slider and table. */

import { tellFailure } from "./failed.js";
import { readView } from "./look.js";
import { Picture } from "./picture.js";
import { fetchReady, unpack } from "./unpacked.js";
import { Search } from "./search.js";
import { hasWebGL, loadScripts } from "./webgl.js";
import { Years } from "./years.js";

const form = document.querySelector("#view");
const container = document.querySelector("#picture");
let picture = null;
let measured = ""; // what sizes mean in the picture, or are about to

/** Choose a partner (or none): the form holds it, and the server answers with its panel and the table. */
function choose(id) {
  form.elements.namedItem("partner").value = id;
  form.requestSubmit();
}

function redraw() {
  const slider = document.querySelector("#year");
  const isNow = !slider || slider.value === slider.max; // suggestions are of today
  const suggested = (isNow && document.querySelector("#panel [data-suggested]")?.dataset.suggested) || "";
  const view = readView(form);
  picture?.show(view, suggested.split(" ").filter(Boolean));
  measure(view.size);
}

/** Have the picture sized by what was chosen, once the server has worked it out. */
async function measure(size) {
  if (!picture || size === measured) return;
  measured = size;
  const { values } = size ? await fetchReady(`/netwerk/maat/${size}.json`) : {};
  if (size !== measured) return; // meanwhile something else was chosen
  picture.sizeBy(size, values);
  redraw();
}

function tellShare(share) {
  const told = document.querySelector("#laying-out");
  told.hidden = false;
  told.textContent = told.dataset.share.replace("{n}", Math.round(100 * share));
}

function followPartners() {
  let opener = "#search"; // where the focus goes back to when the panel is closed
  let isClosing = false;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-choose]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    isClosing = link.dataset.choose === "";
    if (!isClosing) opener = link.closest("#table") ? `#table [data-choose="${CSS.escape(link.dataset.choose)}"]` : "#search";
    choose(link.dataset.choose);
    if (link.closest("#table")) container.scrollIntoView({ block: "center" });
  });
  let chosen = readView(form).partner;
  document.addEventListener("htmx:after:swap", () => {
    redraw();
    const now = readView(form).partner;
    if (now === chosen) return;
    chosen = now;
    if (now) document.querySelector("#panel-title")?.focus({ preventScroll: true });
    else if (isClosing) (document.querySelector(opener) ?? document.querySelector("#search")).focus({ preventScroll: true });
    isClosing = false;
  });
}

async function start() {
  const canDraw = hasWebGL();
  const scripts = canDraw ? loadScripts(container.dataset.scripts.split(" ")) : Promise.resolve(); // beside the data
  const drawing = unpack(await fetchReady(container.dataset.source, tellShare));
  document.querySelector("#laying-out").hidden = true;
  followPartners();
  const list = document.querySelector("#proposals");
  new Search(document.querySelector("#search"), list, document.querySelector("#proposed"), drawing.partners, choose);
  const slider = document.querySelector("#year");
  if (slider) {
    const years = new Years(slider, document.querySelector("#year-text"), document.querySelector("#play"));
    form.addEventListener("submit", () => years.stop());
  }
  form.addEventListener("input", redraw);
  document.querySelector("#legend").addEventListener("input", redraw);
  const colour = document.querySelector("#colour");
  const markLegend = () => document.querySelector("#legend").classList.toggle("legend--unmarked", colour.value !== "");
  colour.addEventListener("input", markLegend);
  if (!canDraw) {
    document.querySelector("#no-webgl").hidden = false;
    container.hidden = true;
    return;
  }
  await scripts;
  picture = new Picture(container, drawing, choose);
  container.picture = picture; // whoever inspects the page can ask where a partner stands
  redraw();
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.closest("[hidden]")?.removeAttribute("hidden");
    button.addEventListener("click", () => picture.zoom(button.dataset.zoom));
  }
  container.dataset.drawn = "true";
}

if (container) {
  start().catch(() => {
    container.hidden = !picture;
    tellFailure();
  });
}
