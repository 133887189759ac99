/** Draws suggested ties as dashed lines over the picture; sigma itself has no dashes. */

const SVG = "http://www.w3.org/2000/svg";

export class DashedTies {
  constructor(container, sigma) {
    this.sigma = sigma;
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.classList.add("picture__dashed");
    // Under the names and the marks, over the ties.
    container.querySelector(".sigma-nodes").before(this.svg);
    this.lines = [];
    sigma.on("afterRender", () => this.place());
  }

  /** Draw lines from the node `from` (or none, if undefined) to each of `targets`. */
  show(from, targets) {
    this.svg.replaceChildren();
    this.lines = [];
    if (from !== undefined) {
      for (const target of targets) {
        const line = document.createElementNS(SVG, "line");
        this.svg.append(line);
        this.lines.push({ line, from, target });
      }
    }
    this.place();
  }

  place() {
    for (const { line, from, target } of this.lines) {
      const start = this.seenAt(from);
      const end = this.seenAt(target);
      line.setAttribute("x1", start.x.toFixed(1));
      line.setAttribute("y1", start.y.toFixed(1));
      line.setAttribute("x2", end.x.toFixed(1));
      line.setAttribute("y2", end.y.toFixed(1));
    }
  }

  seenAt(node) {
    const { x, y } = this.sigma.getGraph().getNodeAttributes(node);
    return this.sigma.graphToViewport({ x, y });
  }
}
