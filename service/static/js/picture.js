/** Draws the network by sigma: partners as marks, ties as lines, the suggested ones dashed. */

import { lookAt, neighboursOf } from "./look.js";
import { createMarkProgram } from "./marks.js";
import { DashedTies } from "./dashed-ties.js";

const SLOW_MS = 350; // how long the camera travels

export class Picture {
  /** Draw into `container`; `choose(id)` is called when someone points at a partner, with "" for none. */
  constructor(container, drawing, choose) {
    this.container = container;
    this.drawing = drawing;
    this.positions = new Map(drawing.partners.map((partner, position) => [partner.id, position]));
    this.suggested = new Set();
    this.readColours();
    this.graph = this.createGraph();
    this.sigma = new Sigma(this.graph, container, this.settings());
    this.dashed = new DashedTies(container, this.sigma);
    this.keepScrolling();
    this.sigma.on("clickNode", ({ node }) => choose(drawing.partners[node].id));
    this.sigma.on("clickStage", () => choose(""));
    this.sigma.on("enterNode", () => container.classList.add("picture--pointing"));
    this.sigma.on("leaveNode", () => container.classList.remove("picture--pointing"));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.readColours();
      this.show(this.view, [...this.suggested]);
    });
  }

  createGraph() {
    const graph = new graphology.Graph({ type: "undirected", multi: false });
    this.drawing.partners.forEach((partner, position) => {
      const sector = this.drawing.sectors[partner.sector];
      graph.addNode(position, {
        label: partner.name,
        x: partner.x,
        y: partner.y,
        shape: this.drawing.shapes[sector.shape],
        hollow: sector.hollow,
      });
    });
    this.drawing.ties.forEach(([first, second, year, count]) => graph.addEdge(first, second, { year, count }));
    return graph;
  }

  settings() {
    return {
      nodeProgramClasses: { mark: createMarkProgram(Sigma, () => this.colours.paperParts) },
      defaultNodeType: "mark",
      nodeReducer: (node, data) => ({ ...data, ...this.nodeLook(Number(node)) }),
      edgeReducer: (edge, data) => ({ ...data, ...this.edgeLook(edge, data) }),
      defaultDrawNodeLabel: (context, data) => this.drawLabel(context, data, false),
      defaultDrawNodeHover: (context, data) => this.drawLabel(context, data, true),
      labelRenderedSizeThreshold: this.isNarrow() ? 8 : 6.5,
      labelDensity: this.isNarrow() ? 0.35 : 0.55,
      labelGridCellSize: 110,
      minCameraRatio: 0.12,
      maxCameraRatio: 1.4,
      stagePadding: this.isNarrow() ? 18 : 34,
      zIndex: true,
    };
  }

  isNarrow() {
    return this.container.clientWidth < 600;
  }

  readColours() {
    const style = getComputedStyle(this.container);
    const read = (name) => style.getPropertyValue(name).trim();
    this.colours = {
      marks: Array.from({ length: 10 }, (_, number) => read(`--mark-${number}`)),
      ink: read("--ink"),
      muted: read("--muted"),
      surface: read("--surface"),
      tie: read("--tie"),
      water: read("--water"),
      faded: read("--faded"),
      font: style.fontFamily,
    };
    this.colours.paperParts = partsOf(this.colours.surface);
  }

  /** Show a view, with dashed ties from the chosen partner to those with the ids `suggested`. */
  show(view, suggested) {
    this.view = view;
    this.looks = lookAt(this.drawing, view);
    this.chosen = this.positions.get(view.partner);
    this.suggested = new Set(suggested);
    this.suggestedPositions = new Set(suggested.map((id) => this.positions.get(id)).filter((at) => at !== undefined));
    this.neighbours = this.chosen === undefined ? new Set() : neighboursOf(this.drawing, this.chosen, view.year);
    this.sigma.refresh();
    this.dashed.show(this.chosen, [...this.suggestedPositions]);
  }

  nodeLook(position) {
    if (!this.looks) return { size: 1, color: this.colours.faded };
    const { isPresent, isMeant, nTies } = this.looks[position];
    if (!isPresent) return { hidden: true };
    const isNear = this.chosen === undefined || this.isNear(position);
    const isStrong = isMeant && isNear && (nTies > 0 || this.isNearChosen(position));
    const size = (3.6 + 1.5 * Math.sqrt(nTies)) * (this.isNarrow() ? 0.72 : 1);
    const sector = this.drawing.sectors[this.drawing.partners[position].sector];
    return {
      size: position === this.chosen ? size + 3 : size,
      color: isMeant && isNear ? this.colours.marks[sector.colour] : this.colours.faded,
      label: isStrong ? this.drawing.partners[position].name : "",
      forceLabel: position === this.chosen || this.suggestedPositions.has(position),
      highlighted: position === this.chosen,
      zIndex: isStrong ? 2 : 1,
    };
  }

  isNear(position) {
    return position === this.chosen || this.isNearChosen(position);
  }

  isNearChosen(position) {
    return this.neighbours.has(position) || this.suggestedPositions.has(position);
  }

  edgeLook(edge, { year, count }) {
    if (!this.looks || year > this.view.year) return { hidden: true };
    const [first, second] = this.graph.extremities(edge).map(Number);
    const isMeant = this.looks[first].isMeant && this.looks[second].isMeant;
    const isChosen = first === this.chosen || second === this.chosen;
    if (this.chosen !== undefined && !isChosen) return { hidden: true };
    return {
      size: Math.min(0.6 + 0.5 * count, 4),
      color: isChosen ? this.colours.water : isMeant ? this.colours.tie : this.colours.faded,
      zIndex: isMeant ? 1 : 0,
    };
  }

  /** Write a name beside its mark, with a rim of paper so that it stays readable on top of ties. */
  drawLabel(context, { label, x, y, size, highlighted }, isHovered) {
    if (!label) return;
    const fontSize = this.isNarrow() ? 11.5 : 13;
    context.font = `${highlighted || isHovered ? 600 : 400} ${fontSize}px ${this.colours.font}`;
    const width = context.measureText(label).width;
    const isTooFarRight = x + size + 5 + width > this.container.clientWidth - 4;
    const left = isTooFarRight ? Math.max(4, x - size - 5 - width) : x + size + 5;
    context.lineJoin = "round";
    context.lineWidth = isHovered ? 7 : 4;
    context.strokeStyle = this.colours.surface;
    context.strokeText(label, left, y + fontSize / 3);
    context.fillStyle = this.colours.ink;
    context.fillText(label, left, y + fontSize / 3);
  }

  /** Let the page scroll over the picture: only two fingers, or the wheel with Ctrl, zoom. */
  keepScrolling() {
    const options = { capture: true, passive: true };
    this.container.addEventListener("wheel", (event) => event.ctrlKey || event.stopPropagation(), options);
    for (const name of ["touchstart", "touchmove"]) {
      this.container.addEventListener(name, (event) => event.touches.length > 1 || event.stopPropagation(), options);
    }
  }

  /** Move the camera: "in", "out" or "whole". */
  zoom(way) {
    const camera = this.sigma.getCamera();
    const duration = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : SLOW_MS;
    if (way === "in") camera.animatedZoom({ duration });
    else if (way === "out") camera.animatedUnzoom({ duration });
    else camera.animatedReset({ duration });
  }
}

/** Red, green and blue of a colour such as #faf7f1, each 0 … 1. */
function partsOf(hexColour) {
  const number = Number.parseInt(hexColour.slice(1), 16);
  return [(number >> 16) / 255, ((number >> 8) & 255) / 255, (number & 255) / 255];
}
