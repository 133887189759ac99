/** A field that proposes partners while someone types: arrow keys, Enter and Escape, or the pointer. */

const MOST_SHOWN = 8;

/** Return at most `MOST_SHOWN` partners whose names, other names too, hold every word of `text`: those that begin with
 * it first. */
export function findNames(partners, text) {
  const words = fold(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found = partners.filter((partner) => words.every((word) => fold(namesOf(partner).join(" ")).includes(word)));
  const rank = (partner) => (namesOf(partner).some((name) => fold(name).startsWith(words[0])) ? 0 : 1);
  return found.sort((one, other) => rank(one) - rank(other)).slice(0, MOST_SHOWN);
}

function namesOf(partner) {
  return [partner.name, ...(partner.aliases ?? [])];
}

/** The name of a partner, with the other name that `text` asks for where its own does not hold it. */
function label(partner, text) {
  const [word] = fold(text).trim().split(/\s+/);
  const met = namesOf(partner).find((name) => fold(name).includes(word)) ?? partner.name;
  return met === partner.name ? met : `${partner.name} (${met})`;
}

function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

export class Search {
  /** `input` becomes a combobox with the listbox `list`; `status` says how many names were found, and `choose(id)`
   * is called with the chosen partner. */
  constructor(input, list, status, partners, choose) {
    Object.assign(this, { input, list, status, partners, choose, active: -1, found: [] });
    input.removeAttribute("name"); // with this script it proposes; without it, it filters the table
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    input.addEventListener("input", () => this.propose());
    input.addEventListener("change", (event) => event.stopPropagation());
    input.addEventListener("keydown", (event) => this.onKey(event));
    input.addEventListener("blur", () => this.close());
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus in the field
    list.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")));
  }

  propose() {
    this.found = findNames(this.partners, this.input.value);
    this.active = -1;
    this.list.replaceChildren(...this.found.map((partner, position) => this.option(partner, position)));
    this.list.hidden = this.found.length === 0;
    this.input.setAttribute("aria-expanded", String(this.found.length > 0));
    this.input.removeAttribute("aria-activedescendant");
    this.say();
  }

  /** Say how many names were found: for the eye only when there are none, which it could not see otherwise. */
  say() {
    const { none, one, more } = this.status.dataset;
    const count = this.found.length;
    const text = count === 0 ? none : count === 1 ? one : more.replace("{n}", count);
    this.status.textContent = this.input.value.trim() ? text : "";
    this.status.classList.toggle("visually-hidden", count > 0 || !this.input.value.trim());
  }

  option(partner, position) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${position}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.textContent = label(partner, this.input.value);
    option.dataset.position = position;
    return option;
  }

  onKey(event) {
    if (event.key === "ArrowDown") this.move(1);
    else if (event.key === "ArrowUp") this.move(-1);
    else if (event.key === "Enter" && this.mayBeSent()) return;
    else if (event.key === "Enter") this.take(this.list.children[Math.max(this.active, 0)]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  /** Whether what was typed can be sent as it is: nothing is proposed, and the field has a name in its form. */
  mayBeSent() {
    return this.found.length === 0 && this.input.name !== "";
  }

  move(step) {
    if (this.found.length === 0) return;
    this.active = (this.active + step + this.found.length) % this.found.length;
    for (const [position, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(position === this.active));
    }
    this.input.setAttribute("aria-activedescendant", this.list.children[this.active].id);
    this.list.children[this.active].scrollIntoView({ block: "nearest" });
  }

  take(option) {
    if (!option) return;
    const partner = this.found[Number(option.dataset.position)];
    this.input.value = "";
    this.close();
    this.choose(partner.id);
  }

  close() {
    this.list.hidden = true;
    this.list.replaceChildren();
    this.found = [];
    this.status.textContent = "";
    this.status.classList.add("visually-hidden");
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
