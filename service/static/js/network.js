/** The page of the network: joins form, picture, search, slider and table. */

import { ByKeyboard } from "./by-keyboard.js";
import { tellFailure } from "./failed.js";
import { Followed } from "./followed.js";
import { readView } from "./look.js";
import { Picture } from "./picture.js";
import { offerFiles, readLegend } from "./picture-saved.js";
import { Search } from "./search.js";
import { TiesOpened } from "./ties-opened.js";
import { fetchReady, unpack } from "./unpacked.js";
import { hasWebGL, loadScripts } from "./webgl.js";
import { offerWholeScreen } from "./whole-screen.js";
import { Years } from "./years.js";

const form = document.querySelector("#view");
const container = document.querySelector("#picture");
let picture = null;
let measured = ""; // what sizes mean in the picture, or are about to

/** Whether the view is of today, and not of a past year. */
function isNow() {
  const slider = document.querySelector("#year");
  return !slider || slider.value === slider.max;
}

/** What the panel says is to be drawn beside the ties: a tie that was opened, else ways, else suggestions (of today). */
function readPanel() {
  const panel = document.querySelector("#panel");
  const tie = panel.querySelector("[data-tie]")?.dataset.tie;
  const ways = tie ? [JSON.parse(tie)] : JSON.parse(panel.querySelector("[data-ways]")?.dataset.ways ?? "[]");
  const suggested = (ways.length === 0 && isNow() && panel.querySelector("[data-suggested]")?.dataset.suggested) || "";
  return { suggested: suggested.split(" ").filter(Boolean), ways };
}

function redraw() {
  const { suggested, ways } = readPanel();
  const view = readView(form);
  picture?.show(view, suggested, ways);
  measure(view.size);
}

/** Have the picture sized by what was chosen, once the server has worked it out. */
async function measure(size) {
  if (!picture || size === measured) return;
  measured = size;
  const { order, values } = size ? await fetchReady(`/netwerk/maat/${size}.json`) : {};
  if (size !== measured) return; // meanwhile something else was chosen
  if (size && order !== picture.drawing.order) {
    form.submit(); // the network has changed since it was drawn: the same view as a new page
    return;
  }
  picture.sizeBy(size, values);
  redraw();
}

function tellShare(share) {
  const told = document.querySelector("#laying-out");
  told.hidden = false;
  told.textContent = told.dataset.share.replace("{n}", Math.round(100 * share));
}

async function start() {
  const canDraw = hasWebGL();
  const scripts = canDraw ? loadScripts(container.dataset.scripts.split(" ")) : Promise.resolve(); // beside the data
  const drawing = unpack(await fetchReady(container.dataset.source, tellShare));
  document.querySelector("#laying-out").hidden = true;
  const followed = new Followed(form, drawing.partners, redraw);
  const choose = (partner) => followed.choose({ partner });
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
  picture = new Picture(container, drawing, (id, point) => (!id && ties.openAt(point)) || choose(id));
  const ties = new TiesOpened(picture, (one, other) => followed.choose({ ...followed.chosen(), band: `${one}~${other}` }));
  new ByKeyboard(picture, document.querySelector("#picture-middle"), choose);
  container.picture = picture; // whoever inspects the page can ask where a partner stands
  redraw();
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.closest("[hidden]")?.removeAttribute("hidden");
    button.addEventListener("click", () => picture.zoom(button.dataset.zoom));
  }
  offerWholeScreen(document.querySelector("#whole-screen"), document.querySelector(".network"), () => {
    picture.sigma.resize();
    picture.sigma.refresh();
  });
  offerFiles(document.querySelectorAll("[data-save]"), picture, fileWords());
  container.dataset.drawn = "true";
}

/** What the files of the picture say: their legend, their names, and the line under them. */
function fileWords() {
  const { dataset } = document.querySelector("#picture-files");
  const year = () => document.querySelector("#year")?.value ?? dataset.today;
  const colour = () => document.querySelector("#colour").value;
  return {
    legendOf: () => readLegend(document.querySelectorAll(colour() ? "#keys .keys__list li" : "#legend .legend__entry")),
    nameOf: () => `${dataset.name}-${year()}`,
    captionOf: () => {
      const line = isNow() ? dataset.now : dataset.then.replace("{year}", year());
      return picture.dashed.lines.length > 0 ? `${line} ${dataset.dashed}` : line;
    },
  };
}

if (container) {
  start().catch(() => {
    container.hidden = !picture;
    tellFailure();
  });
}
