/** The queue of the workbench by keyboard: to the next pair and back, decide, undo; the focus follows. */

const REMEMBERED = "osmose-sneltoetsen";
const SETTLE_MS = 400; // so long after a pair moved up, a click under the pointer was meant for the one before
const list = document.querySelector("[data-queue]");
const count = document.querySelector("[data-count]");
const done = document.querySelector("[data-done]");
const told = document.querySelector("[data-told]");
const keys = document.querySelector("[data-keys]");
const undone = []; // what was decided here, the latest last
let movedAt = -SETTLE_MS;

/** What a key does; nothing for every other key. */
const ACTIONS = {
  j: () => move(1),
  k: () => move(-1),
  g: () => decide("g"),
  l: () => decide("l"),
  n: () => decide("n"),
  z: () => undone.findLast((each) => each.isConnected)?.querySelector("[data-undo]")?.click(),
};

function pairs() {
  return [...list.querySelectorAll("[data-item]")];
}

function current() {
  return document.activeElement?.closest("[data-item]");
}

/** Go to the next pair that awaits a decision, or to the one before; from elsewhere to the first. */
function move(step) {
  const all = pairs();
  const at = all.indexOf(current());
  focusOn(at === -1 ? all[0] : all[Math.min(Math.max(at + step, 0), all.length - 1)]);
}

function decide(key) {
  const pair = current();
  if (pair) pair.querySelector(`[data-key="${key}"]`).click();
  else focusOn(pairs()[0]); // a decision is never about a pair that nobody looks at
}

function focusOn(element) {
  if (!element) return;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest" });
}

/** The second half of a double click decides nothing: another pair stands there by now. */
function holdBack(event) {
  const isPointer = event.detail > 0;
  if (!isPointer || performance.now() - movedAt > SETTLE_MS || !event.target.closest("[data-key], [data-undo]")) return;
  event.preventDefault();
  event.stopPropagation();
}

function isTyping(target) {
  return target.closest("input, select, textarea, [contenteditable]") !== null;
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
  if (!areKeysOn() || !Object.hasOwn(ACTIONS, event.key)) return;
  event.preventDefault();
  ACTIONS[event.key]();
}

/** After a decision: the next pair, or the word that all is done; after an undo: the pair that came back. */
function afterSwap(place, next) {
  movedAt = performance.now();
  const here = list.children[place];
  if (here?.matches("[data-decided]")) {
    undone.push(here);
    told.textContent = here.querySelector("p").textContent;
    tell();
    focusOn(next?.isConnected ? next : (pairs()[0] ?? done));
  } else {
    tell();
    focusOn(here);
  }
}

function tell() {
  const left = pairs().length;
  count.textContent = left;
  done.hidden = left > 0;
}

function areKeysOn() {
  return keys.querySelector("[data-keys-switch]").getAttribute("aria-pressed") === "true";
}

function turnKeys(isOn) {
  keys.querySelector("[data-keys-switch]").setAttribute("aria-pressed", String(isOn));
}

if (list) {
  keys.hidden = false;
  turnKeys(localStorage.getItem(REMEMBERED) !== "uit");
  keys.querySelector("[data-keys-switch]").addEventListener("click", () => {
    turnKeys(!areKeysOn());
    localStorage.setItem(REMEMBERED, areKeysOn() ? "aan" : "uit");
  });
  document.addEventListener("keydown", onKey);
  list.addEventListener("click", holdBack, true);
  let waiting = null;
  document.addEventListener("htmx:before:swap", (event) => {
    const own = event.target.closest?.("[data-queue] > li") ?? event.detail.ctx.sourceElement?.closest("[data-queue] > li");
    if (!own) return;
    const all = pairs();
    waiting = { place: [...list.children].indexOf(own), next: all[all.indexOf(own) + 1] };
  });
  document.addEventListener("htmx:after:swap", () => {
    if (waiting) afterSwap(waiting.place, waiting.next);
    waiting = null;
  });
}
