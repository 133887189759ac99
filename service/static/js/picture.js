/** Draws the network by sigma: partners as marks, ties as lines, the suggested ones dashed. */

import { lookAt, neighboursOf } from "./look.js";
import { createMarkProgram } from "./marks.js";
import { DashedTies } from "./dashed-ties.js";
import { Looks } from "./changed.js";
import { NamesLayer } from "./names-layer.js";
import { placeOf } from "./places.js";
import { nearestMark, pointBy } from "./pointing.js";
import { createThinTieProgram, sampled, Thinning } from "./thinning.js";
import { WaysDrawn } from "./ways-drawn.js";

const SLOW_MS = 350; // how long the camera travels
const NEARER = 1.5; // how much one step of the zoom is
const WHOLE = { x: 0.5, y: 0.5, ratio: 1, angle: 0 }; // what the camera sees at first
const ROOMY = 400; // partners that have room at full size; the marks of more are smaller
const MANY_TIES = 2000; // from here on ties are lines of one pixel: broader ones would cover each other, and take long
const AS_MANY_TIES = 25; // the highest value of a measure is drawn as large as so many ties

export class Picture {
  /** Draw into `container`; `choose(id, point)` is called when someone points at a partner, with "" for none. */
  constructor(container, drawing, choose) {
    this.container = container;
    this.drawing = drawing;
    this.positions = new Map(drawing.partners.map((partner, position) => [partner.id, position]));
    this.suggested = new Set();
    this.crowd = Math.max(Math.min(1, Math.sqrt(ROOMY / drawing.partners.length)), 0.3);
    this.image = "";
    this.measure = null; // {size, values}: who is how large, where that is not by ties
    this.readColours();
    this.graph = this.createGraph();
    this.thinning = new Thinning();
    this.sigma = new Sigma(this.graph, container, this.settings());
    this.thinning.watch(this.sigma, container);
    pointBy(this.sigma, (x, y) => this.markAt(x, y));
    this.dashed = new DashedTies(container, this.sigma);
    this.ways = new WaysDrawn(container, this.sigma);
    this.names = new NamesLayer(this);
    this.sigma.on("afterRender", () => this.thinning.isHurried || this.names.write());
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
      graph.addNode(position, { label: partner.name, ...placeOf(partner, this.drawing, "", this.isNarrow()) });
    });
    // The position of a tie is its key, so that the looks of all lie in one list.
    for (const position of sampled(this.drawing.ties.length)) {
      const [first, second, year, count] = this.drawing.ties[position];
      graph.addEdgeWithKey(position, first, second, { year, count });
    }
    return graph;
  }

  settings() {
    return {
      nodeProgramClasses: { mark: createMarkProgram(Sigma, () => this.colours.paperParts) },
      defaultNodeType: "mark",
      ...(this.hasManyTies() ? { edgeProgramClasses: { line: createThinTieProgram(Sigma, () => this.thinning.share) } } : {}),
      nodeReducer: (node, data) => ({ ...data, ...this.nodeLook(Number(node)) }),
      edgeReducer: (edge, data) => ({ ...data, ...this.edgeLook(edge, data) }),
      renderLabels: false, // names.js writes them: sigma would write one over another
      defaultDrawNodeHover: (context, data) => this.names.writePointed(context, data),
      minCameraRatio: 0.12 * this.crowd ** 2,
      maxCameraRatio: 1.4,
      stagePadding: this.isNarrow() ? 18 : 34,
      zIndex: true,
    };
  }

  hasManyTies() {
    return this.drawing.ties.length >= MANY_TIES;
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
    this.refresh(view);
    this.dashed.show(this.chosen, [...this.suggestedPositions]);
    this.ways.show(drawnWays);
  }

  /** Have the partners on `ways` stand out; return the ways by position, less those that are not drawn in full. */
  placeWays(ways) {
    const placed = ways.map((way) => way.map((id) => this.positions.get(id)));
    this.onWays = new Set(placed.flat().filter((position) => position !== undefined));
    return placed.filter((way) => !way.includes(undefined));
  }

  /** Draw what looks otherwise now: all, or no more than has changed where only the year has. */
  refresh(view) {
    const before = this.shown;
    this.standAt(view.image);
    const { year: _year, ...rest } = { ...view, sectors: [...view.sectors], suggested: [...this.suggested], ways: this.shownWays };
    const key = JSON.stringify([rest, this.measure?.size, this.colours]);
    const nodes = this.drawing.partners.map((_partner, position) => this.nodeLook(position));
    const ties = Uint8Array.from(this.drawing.ties, (tie) => Number(this.isHidden(tie)));
    this.shown = { key, looks: new Looks(nodes, ties) };
    this.namesInOrder = positionsByRank(nodes);
    if (before?.key === key) {
      const changed = this.shown.looks.changedSince(before.looks);
      // Nobody moved and nothing came to lie over another: the indices stay as they are.
      this.sigma.refresh({ partialGraph: { nodes: changed.nodes, edges: changed.ties }, skipIndexation: true, schedule: true });
    } else {
      this.sigma.refresh();
    }
  }

  /** Have everybody stand where the picture `image` has them. */
  standAt(image) {
    if (image === this.image) return;
    this.image = image;
    this.graph.updateEachNodeAttributes(
      (node, data) => ({ ...data, ...placeOf(this.drawing.partners[node], this.drawing, image, this.isNarrow()) }),
      { attributes: ["x", "y"] },
    );
    this.sigma.getCamera().setState(WHOLE);
  }

  /** Size marks by `values` in thousandths of the highest, one per partner; by ties where `size` is "". */
  sizeBy(size, values) {
    this.measure = size ? { size, values } : null;
  }

  /** What decides how large a mark is: ties, or as many as the chosen measure comes to. */
  strengthOf(position) {
    const { nTies } = this.looks[position];
    if (!this.measure || this.measure.size !== this.view.size) return nTies;
    return ((this.measure.values[position] ?? 0) / 1000) * AS_MANY_TIES;
  }

  isSeen(position) {
    return this.looks[position].isPresent && (this.image !== "kaart" || this.drawing.partners[position].map !== undefined);
  }

  isHidden([first, second, year]) {
    return year > this.view.year || !this.isSeen(first) || !this.isSeen(second);
  }

  nodeLook(position) {
    if (!this.looks) return { size: 1, color: this.colours.faded, shape: this.drawing.shapes[0], hollow: false };
    const { isMeant, nTies } = this.looks[position];
    const partner = this.drawing.partners[position];
    const mark = partner.marks[this.view.colour];
    const { shape, hollow, colour } = this.drawing.marks[mark];
    const look = { mark, shape: this.drawing.shapes[shape], hollow };
    if (!this.isSeen(position)) return { ...look, hidden: true };
    const size = (4.2 + 1.6 * Math.sqrt(this.strengthOf(position))) * (this.isNarrow() ? 0.7 : 1) * this.crowd;
    const isBright = this.isAlwaysBright(position) || (isMeant && this.onWays.size === 0 && this.isAround(position));
    return {
      ...look,
      key: position,
      size: position === this.chosen ? size + 3 : size,
      color: isBright ? this.colours.marks[colour] : this.colours.faded,
      label: isBright && (nTies > 0 || this.chosen !== undefined) ? partner.name : "",
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
    const [first, second] = this.drawing.ties[edge];
    if (!this.looks || this.isHidden([first, second, year])) return { hidden: true };
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

  /** Where a place is seen now: worked out from three points, since sigma takes long for thousands. */
  projection() {
    const [zero, right, up] = [[0, 0], [1, 0], [0, 1]].map(([x, y]) => this.sigma.graphToViewport({ x, y }));
    return (x, y) => ({
      x: zero.x + x * (right.x - zero.x) + y * (up.x - zero.x),
      y: zero.y + x * (right.y - zero.y) + y * (up.y - zero.y),
    });
  }

  /** The node whose mark is at a point of the picture, or null. */
  markAt(x, y) {
    if (!this.shown) return null;
    const seen = this.projection();
    const marks = this.namesInOrder.map((node) => {
      const { size, shape } = this.shown.looks.nodes[node];
      const place = this.graph.getNodeAttributes(node);
      return { ...seen(place.x, place.y), radius: this.sigma.scaleSize(size) * shape.reach, node: String(node) };
    });
    return nearestMark(marks, x, y);
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
    const { ratio } = camera.getState();
    const state = { in: { ratio: ratio / NEARER }, out: { ratio: ratio * NEARER }, whole: WHOLE }[way];
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) camera.setState(state);
    else camera.animate(state, { duration: SLOW_MS });
  }
}

/** The positions of nodes that are seen, those first whose names matter most. */
function positionsByRank(nodes) {
  const seen = [...nodes.keys()].filter((position) => !nodes[position].hidden);
  return seen.sort((one, other) => nodes[other].rank - nodes[one].rank || nodes[other].size - nodes[one].size);
}

/** Red, green and blue of a colour such as #faf7f1, each 0 … 1. */
function partsOf(hexColour) {
  const number = Number.parseInt(hexColour.slice(1), 16);
  return [(number >> 16) / 255, ((number >> 8) & 255) / 255, (number & 255) / 255];
}
