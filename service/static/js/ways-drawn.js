/** Draws the ways from one partner to another, or a tie that was opened, as thick lines over the ties. */

const SVG = "http://www.w3.org/2000/svg";

export class WaysDrawn {
  constructor(container, sigma) {
    this.sigma = sigma;
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.classList.add("picture__ways");
    container.querySelector(".sigma-nodes").before(this.svg);
    this.lines = [];
    sigma.on("afterRender", () => this.place());
  }

  /** Draw a line along each of `ways`, lists of nodes; a line that many ways share is drawn once. */
  show(ways) {
    const pairs = new Map();
    for (const way of ways) {
      way.slice(1).forEach((node, at) => pairs.set([way[at], node].sort().join(" "), [way[at], node]));
    }
    this.lines = [...pairs.values()].map(([from, target]) => ({ from, target, line: document.createElementNS(SVG, "line") }));
    this.svg.replaceChildren(...this.lines.map(({ line }) => line));
    this.place();
  }

  place() {
    for (const { line, from, target } of this.lines) {
      const [start, end] = [from, target].map((node) => this.sigma.graphToViewport(this.sigma.getGraph().getNodeAttributes(node)));
      line.setAttribute("x1", start.x.toFixed(1));
      line.setAttribute("y1", start.y.toFixed(1));
      line.setAttribute("x2", end.x.toFixed(1));
      line.setAttribute("y2", end.y.toFixed(1));
    }
  }
}
