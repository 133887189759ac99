/** Opens the tie that someone points at beside the marks, and leads from a dashed one to its suggestion. */

import { nearestTie, seenTies } from "./near-tie.js";

const REST_MS = 50; // only a pointer that rests is looked after: with many ties each look takes some milliseconds

export class TiesOpened {
  /** `open(id, id)` is called with the two partners of a tie. */
  constructor(picture, open) {
    Object.assign(this, { picture, open, timer: 0 });
    picture.sigma.on("moveBody", ({ event }) => this.rest(event));
    picture.sigma.on("leaveStage", () => this.point(false));
  }

  /** Open what is at a point {x, y} of the picture; return whether there was anything. */
  openAt(point) {
    const suggested = this.suggestedAt(point);
    if (suggested) document.querySelector(`#panel [data-meeting="${CSS.escape(suggested)}"]`)?.focus();
    const tie = suggested ? null : this.tieAt(point);
    if (tie) this.open(...tie.map((node) => this.idOf(node)));
    return Boolean(suggested || tie);
  }

  tieAt(point) {
    return nearestTie(seenTies(this.picture), point);
  }

  /** The id of the partner to whom the dashed tie at a point leads. */
  suggestedAt(point) {
    const { sigma, dashed } = this.picture;
    const placeOf = (node) => sigma.graphToViewport(sigma.getGraph().getNodeAttributes(node));
    const ties = dashed.lines.map(({ from, target }) => ({ start: placeOf(from), end: placeOf(target), ends: [from, target] }));
    const found = nearestTie(ties, point);
    return found && this.idOf(found[1]);
  }

  idOf(node) {
    return this.picture.drawing.partners[node].id;
  }

  rest({ x, y }) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.point(Boolean(this.suggestedAt({ x, y }) || this.tieAt({ x, y }))), REST_MS);
  }

  point(isOverTie) {
    clearTimeout(this.timer);
    this.picture.container.classList.toggle("picture--over-tie", isOverTie);
  }
}
