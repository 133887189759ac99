/** Draws the network by sigma: partners as marks, ties as lines, the suggested ones dashed. */

import { lookAt, neighboursOf } from "./look.js";
import { createMarkProgram } from "./marks.js";
import { DashedTies } from "./dashed-ties.js";
import { placeNames, writeNames } from "./names.js";
import { WaysDrawn } from "./ways-drawn.js";

const SLOW_MS = 350; // how long the camera travels
const WIDENED = 1.25; // a wide screen has room to the left and right

export class Picture {
  /** Draw into `container`; `choose(id, point)` is called when someone points at a partner, with "" for none. */
  constructor(container, drawing, choose) {
    this.container = container;
    this.drawing = drawing;
    this.positions = new Map(drawing.partners.map((partner, position) => [partner.id, position]));
    this.suggested = new Set();
    this.placedNames = [];
    this.readColours();
    this.graph = this.createGraph();
    this.sigma = new Sigma(this.graph, container, this.settings());
    this.dashed = new DashedTies(container, this.sigma);
    this.ways = new WaysDrawn(container, this.sigma);
    this.names = this.createNamesLayer();
    this.sigma.on("afterRender", () => this.writeNames());
    this.keepScrolling();
    this.sigma.on("clickNode", ({ node }) => choose(drawing.partners[node].id));
    this.sigma.on("clickStage", ({ event }) => choose("", event));
    this.sigma.on("enterNode", () => container.classList.add("picture--pointing"));
    this.sigma.on("leaveNode", () => container.classList.remove("picture--pointing"));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.recolour());
  }

  /** Draw the same again in the colours that the page has now. */
  recolour() {
    this.readColours();
    this.show(this.view, [...this.suggested], this.shownWays);
  }

  createGraph() {
    const graph = new graphology.Graph({ type: "undirected", multi: false });
    this.drawing.partners.forEach((partner, position) => {
      const sector = this.drawing.sectors[partner.sector];
      graph.addNode(position, {
        label: partner.name,
        x: partner.x * (this.isNarrow() ? 1 : WIDENED),
        y: partner.y,
        shape: this.drawing.shapes[sector.shape],
        hollow: sector.hollow,
      });
    });
    this.drawing.ties.forEach(([first, second, year, count]) => graph.addEdge(first, second, { year, count }));
    return graph;
  }

  createNamesLayer() {
    const canvas = document.createElement("canvas");
    canvas.classList.add("picture__names");
    this.container.querySelector(".sigma-hovers").before(canvas);
    return canvas;
  }

  settings() {
    return {
      nodeProgramClasses: { mark: createMarkProgram(Sigma, () => this.colours.paperParts) },
      defaultNodeType: "mark",
      nodeReducer: (node, data) => ({ ...data, ...this.nodeLook(Number(node)) }),
      edgeReducer: (edge, data) => ({ ...data, ...this.edgeLook(edge, data) }),
      renderLabels: false, // names.js writes them: sigma would write one over another
      defaultDrawNodeHover: (context, data) => this.writePointedName(context, data),
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
      faintTie: read("--faint-tie"),
      water: read("--water"),
      faded: read("--faded"),
      font: style.fontFamily,
    };
    this.colours.paperParts = partsOf(this.colours.surface);
  }

  /** Show a view, with dashed ties from the chosen partner to those with the ids `suggested`, and with `ways`, lists of
   * ids, of which the partners stand out alone. */
  show(view, suggested, ways = []) {
    this.view = view;
    this.shownWays = ways;
    this.looks = lookAt(this.drawing, view);
    this.chosen = this.positions.get(view.partner);
    this.suggested = new Set(suggested);
    this.suggestedPositions = new Set(suggested.map((id) => this.positions.get(id)).filter((at) => at !== undefined));
    this.neighbours = this.chosen === undefined ? new Set() : neighboursOf(this.drawing, this.chosen, view.year);
    const drawnWays = this.placeWays(ways);
    this.sigma.refresh();
    this.dashed.show(this.chosen, [...this.suggestedPositions]);
    this.ways.show(drawnWays);
  }

  /** Have the partners on `ways` stand out; return the ways by position, less those that are not drawn in full. */
  placeWays(ways) {
    const placed = ways.map((way) => way.map((id) => this.positions.get(id)));
    this.onWays = new Set(placed.flat().filter((position) => position !== undefined));
    return placed.filter((way) => !way.includes(undefined));
  }

  nodeLook(position) {
    if (!this.looks) return { size: 1, color: this.colours.faded };
    const { isPresent, isMeant, nTies } = this.looks[position];
    if (!isPresent) return { hidden: true };
    const size = (4.2 + 1.6 * Math.sqrt(nTies)) * (this.isNarrow() ? 0.7 : 1);
    const sector = this.drawing.sectors[this.drawing.partners[position].sector];
    const isBright = this.isAlwaysBright(position) || (isMeant && this.onWays.size === 0 && this.isAround(position));
    return {
      key: position,
      size: position === this.chosen ? size + 3 : size,
      color: isBright ? this.colours.marks[sector.colour] : this.colours.faded,
      label: isBright && (nTies > 0 || this.chosen !== undefined) ? this.drawing.partners[position].name : "",
      rank: this.rankOf(position, isBright),
      zIndex: isBright ? 2 : 1,
    };
  }

  /** How much a name matters: 3 the chosen partner, 2 those suggested, 1 those that stand out, 0 the others. */
  rankOf(position, isBright) {
    if (position === this.chosen) return 3;
    if (this.suggestedPositions.has(position) || this.onWays.has(position)) return 2;
    return isBright ? 1 : 0;
  }

  /** Whether a partner stands out whatever the filters mean: the chosen one, those suggested to it, and those on a way. */
  isAlwaysBright(position) {
    return position === this.chosen || this.suggestedPositions.has(position) || this.onWays.has(position);
  }

  isAround(position) {
    return this.chosen === undefined || this.neighbours.has(position);
  }

  edgeLook(edge, { year, count }) {
    if (!this.looks || year > this.view.year) return { hidden: true };
    const [first, second] = this.graph.extremities(edge).map(Number);
    const isMeant = this.looks[first].isMeant && this.looks[second].isMeant;
    const isChosen = this.onWays.size === 0 && (first === this.chosen || second === this.chosen);
    return {
      size: Math.min(0.6 + 0.5 * count, 4) + (isChosen ? 0.6 : 0),
      color: this.tieColour(isChosen, isMeant && this.chosen === undefined && this.onWays.size === 0),
      zIndex: isChosen ? 2 : Number(isMeant),
    };
  }

  tieColour(isChosen, isBright) {
    if (isChosen) return this.colours.water;
    return isBright ? this.colours.tie : this.colours.faintTie;
  }

  /** Write the names of the partners that stand out, as many as find room. */
  writeNames() {
    const context = this.names.getContext("2d");
    const { width, height } = this.sigma.getDimensions();
    const density = window.devicePixelRatio || 1;
    this.names.width = width * density;
    this.names.height = height * density;
    context.scale(density, density);
    if (!this.looks) return;
    context.font = `600 ${this.fontSize()}px ${this.colours.font}`;
    const widthOf = (name) => context.measureText(name).width;
    const frame = { width, height, taken: [this.toolsBox()] };
    this.placedNames = placeNames(this.namedMarks(), this.mostNames(), widthOf, frame, this.fontSize() * 1.25);
    writeNames(context, this.placedNames, { ...this.colours, fontSize: this.fontSize() });
  }

  /** Where the zoom buttons stand over the picture. */
  toolsBox() {
    const own = this.container.getBoundingClientRect();
    const tools = this.container.parentElement.querySelector(".picture-tools").getBoundingClientRect();
    const [left, top] = [tools.left - own.left, tools.top - own.top];
    return { left, top, right: left + tools.width, bottom: top + tools.height };
  }

  /** How many names are written: more when someone looks closer or has chosen a partner. */
  mostNames() {
    const most = (this.isNarrow() ? 9 : 22) / this.sigma.getCamera().ratio;
    return this.chosen === undefined ? most : most + 12;
  }

  namedMarks() {
    return this.graph.mapNodes((node, { x, y, shape }) => {
      const { hidden, size, rank, label } = this.nodeLook(Number(node));
      const seen = this.sigma.graphToViewport({ x, y });
      return { ...seen, size: this.sigma.scaleSize(size) * shape.reach * 0.9, rank: hidden ? 0 : rank, name: hidden ? "" : label };
    });
  }

  writePointedName(context, { x, y, size, key }) {
    const name = this.drawing.partners[key].name;
    context.font = `600 ${this.fontSize()}px ${this.colours.font}`;
    const width = context.measureText(name).width;
    const left = x + size + 5 + width > this.container.clientWidth ? Math.max(4, x - size - 5 - width) : x + size + 5;
    writeNames(context, [{ x: left, y, name, isStrong: true }], { ...this.colours, fontSize: this.fontSize() });
  }

  fontSize() {
    return this.isNarrow() ? 11.5 : 13;
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
