/** The picture by keyboard: arrow keys move it, + and − zoom, 0 shows the whole, Enter chooses the partner in the middle. */

const STEP = 0.2; // share of the picture that one arrow key moves it
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const ZOOMS = { "+": "in", "=": "in", "-": "out", 0: "whole" };
const SETTLE_MS = 400; // so long after the last key the partner in the middle is told, and not each one on the way

export class ByKeyboard {
  /** `status` tells the partner in the middle, `choose(id)` is called with it. */
  constructor(picture, status, choose) {
    Object.assign(this, { picture, status, choose, timer: 0 });
    const { container } = picture;
    container.tabIndex = 0;
    container.setAttribute("role", "application");
    container.setAttribute("aria-describedby", "picture-keys");
    container.addEventListener("keydown", (event) => this.onKey(event));
    container.addEventListener("focus", () => container.matches(":focus-visible") && this.tellSoon());
    container.addEventListener("blur", () => this.quiet());
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in MOVES) this.move(...MOVES[event.key]);
    else if (event.key in ZOOMS) this.picture.zoom(ZOOMS[event.key]);
    else if (event.key === "Enter" && this.middle()) this.choose(this.middle().id);
    else return;
    event.preventDefault();
    this.tellSoon();
  }

  move(right, down) {
    const { sigma } = this.picture;
    const { width, height } = sigma.getDimensions();
    const point = { x: width * (0.5 + STEP * right), y: height * (0.5 + STEP * down) };
    sigma.getCamera().setState(sigma.viewportToFramedGraph(point));
  }

  /** The partner that is seen nearest to the middle of the picture, if any is seen at all. */
  middle() {
    const { sigma, drawing } = this.picture;
    const { width, height } = sigma.getDimensions();
    let [found, least] = [null, Infinity];
    sigma.getGraph().forEachNode((node, attributes) => {
      if (sigma.getNodeDisplayData(node)?.hidden) return;
      const { x, y } = sigma.graphToViewport(attributes);
      const distance = Math.hypot(x - width / 2, y - height / 2);
      if (x >= 0 && x <= width && y >= 0 && y <= height && distance < least) [found, least] = [node, distance];
    });
    return found === null ? null : drawing.partners[found];
  }

  tellSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const name = this.middle()?.name;
      this.status.textContent = name ? this.status.dataset.middle.replace("{name}", name) : this.status.dataset.none;
    }, SETTLE_MS);
  }

  quiet() {
    clearTimeout(this.timer);
    this.status.textContent = "";
  }
}
