/** Follows the links of panel and table in place: the form takes over what they choose, and the focus goes along. */

import { Search } from "./search.js";

const CHOSEN = ["partner", "naar", "band"];

export class Followed {
  /** `form` holds what is chosen; `partners` can be proposed in the field that asks for a way, and `swapped()` is called
   * when the server has answered. */
  constructor(form, partners, swapped) {
    Object.assign(this, { form, partners, link: null, row: "" });
    this.before = this.chosen();
    this.proposeGoals();
    document.addEventListener("click", (event) => this.onClick(event));
    document.addEventListener("submit", (event) => this.onSubmit(event));
    let isAnswer = false; // after the swap the form that was sent is gone
    document.addEventListener("htmx:before:swap", (event) => {
      isAnswer = event.detail.ctx.sourceElement?.matches?.("#panel form[method=post]") ?? false;
    });
    document.addEventListener("htmx:after:swap", () => {
      swapped();
      this.proposeGoals();
      if (isAnswer) focusOn("#panel .said");
      else this.moveFocus();
    });
  }

  /** What is chosen now, by its names in the address. */
  chosen() {
    return Object.fromEntries(CHOSEN.map((name) => [name, this.form.elements.namedItem(name).value]));
  }

  /** Choose something else; what is not named is chosen no more. */
  choose(chosen) {
    for (const name of CHOSEN) this.form.elements.namedItem(name).value = chosen[name] ?? "";
    this.form.requestSubmit();
  }

  onClick(event) {
    const link = event.target.closest("a[data-follow]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.link = link;
    this.choose(Object.fromEntries(new URL(link.href).searchParams));
    if (link.closest("#table")) document.querySelector("#picture").scrollIntoView({ block: "center" });
  }

  onSubmit(event) {
    if (!event.target.matches("[data-ask-way]")) return;
    event.preventDefault();
    this.choose({ partner: this.chosen().partner, naar: event.target.elements.namedItem("naar").value });
  }

  /** The field in the panel proposes names as well; what is typed can still be sent as it is. */
  proposeGoals() {
    const input = document.querySelector("#goal");
    if (!input || input.getAttribute("role") === "combobox") return;
    const [list, said] = [document.querySelector("#goals"), document.querySelector("#goals-said")];
    new Search(input, list, said, this.partners, (id) => this.choose({ partner: this.chosen().partner, naar: id }));
    input.name = "naar";
  }

  moveFocus() {
    const { before, link } = this;
    const now = (this.before = this.chosen());
    this.link = null;
    if (now.partner !== before.partner) this.followPartner(now.partner, link);
    else if (now.band !== before.band) focusOn(now.band ? "#panel-title" : linkTo("#panel", "band", before.band), "#panel-title");
    else if (now.naar !== before.naar) focusOn("#ways-said", "#goal");
  }

  followPartner(partner, link) {
    if (partner) {
      this.row = link?.closest("#table") ? partner : ""; // from where it was opened: the focus goes back there
      focusOn("#panel-title");
    } else if (link) {
      focusOn(linkTo("#table", "partner", this.row), "#search"); // not after a click beside all marks
    }
  }
}

/** The link within a place that chooses something, if there is one. */
function linkTo(place, name, value) {
  const links = value ? [...document.querySelectorAll(`${place} a[data-follow]`)] : [];
  return links.find((link) => new URL(link.href).searchParams.get(name) === value);
}

/** Put the focus on the first of these elements, or selectors, that is there. */
function focusOn(...places) {
  const found = places.map((place) => (typeof place === "string" ? document.querySelector(place) : place)).find(Boolean);
  found?.focus({ preventScroll: true });
}
