/** Draws partners as stars and polygons, filled or hollow: a node program for sigma. */

// Points, not triangles: a renderer without a graphics card draws thousands of them ten times as fast.
const VERTEX_SHADER = `
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_corners;
attribute float a_depth;
attribute float a_turn;
attribute float a_hollow;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_pixelRatio;
varying vec4 v_color;
varying float v_reach;
varying vec4 v_shape;
const float bias = 255.0 / 254.0;

void main() {
  v_reach = a_size / u_sizeRatio * u_pixelRatio;
  gl_Position = vec4((u_matrix * vec3(a_position, 1)).xy, 0, 1);
  gl_PointSize = 2.0 * v_reach + 2.0;
  v_shape = vec4(a_corners, a_depth, a_turn, a_hollow);
  v_color = a_color;
  v_color.a *= bias;
}`;

// In the wedge between a corner and a dent beside it, a star has one side.
const FRAGMENT_SHADER = `
precision highp float;
varying vec4 v_color;
varying float v_reach;
varying vec4 v_shape;
uniform vec4 u_paper;
const float PI = 3.14159265;

// x: the distance to the outline, y: that of the centre, each 0 on the outline and below inside.
vec2 distancesToOutline(vec2 fromCentre) {
  float wedge = PI / v_shape.x;
  float angle = atan(fromCentre.x, fromCentre.y) + v_shape.z;
  angle = abs(mod(angle + wedge, 2.0 * wedge) - wedge);
  vec2 point = length(fromCentre) * vec2(cos(angle), sin(angle));
  vec2 corner = vec2(v_reach, 0.0);
  vec2 dent = v_reach * v_shape.y * vec2(cos(wedge), sin(wedge));
  vec2 side = normalize(dent - corner);
  vec2 outwards = vec2(side.y, -side.x);
  return vec2(dot(point - corner, outwards), dot(-corner, outwards));
}

void main(void) {
  // In pixels from the middle of the mark, y up.
  vec2 fromCentre = (gl_PointCoord - 0.5) * vec2(1.0, -1.0) * (2.0 * v_reach + 2.0);
  vec2 distances = distancesToOutline(fromCentre);
  float outside = distances.x;
  float seen = 1.0 - smoothstep(-1.0, 0.0, outside);
  float rim = v_shape.w > 0.5 ? max(-distances.y * 0.34, 1.5) : 0.0;
  vec4 inside = v_shape.w > 0.5 ? u_paper : v_color;
  vec4 color = mix(inside, v_color, v_shape.w > 0.5 ? smoothstep(-rim - 1.0, -rim, outside) : 1.0);
  gl_FragColor = mix(vec4(0.0), color, seen);
}`;

const FLOAT = 5126; // WebGLRenderingContext.FLOAT
const UNSIGNED_BYTE = 5121; // WebGLRenderingContext.UNSIGNED_BYTE
const POINTS = 0; // WebGLRenderingContext.POINTS

/** Return a node program; `paper()` gives the colour inside hollow marks as [red, green, blue], each 0 … 1. */
export function createMarkProgram({ rendering, utils }, paper) {
  return class MarkProgram extends rendering.NodeProgram {
    constructor(gl, _pickingBuffer, renderer) {
      super(gl, null, renderer); // pointing.js finds the mark under the pointer
    }

    getDefinition() {
      return {
        VERTICES: 1,
        VERTEX_SHADER_SOURCE: VERTEX_SHADER,
        FRAGMENT_SHADER_SOURCE: FRAGMENT_SHADER,
        METHOD: POINTS,
        UNIFORMS: ["u_sizeRatio", "u_pixelRatio", "u_matrix", "u_paper"],
        ATTRIBUTES: [
          { name: "a_position", size: 2, type: FLOAT },
          { name: "a_size", size: 1, type: FLOAT },
          { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_corners", size: 1, type: FLOAT },
          { name: "a_depth", size: 1, type: FLOAT },
          { name: "a_turn", size: 1, type: FLOAT },
          { name: "a_hollow", size: 1, type: FLOAT },
        ],
      };
    }

    processVisibleItem(_id, start, { x, y, size, color, shape, hollow }) {
      this.array.set(
        [x, y, size * shape.reach, utils.floatColor(color), shape.corners, shape.depth, shape.turn, hollow ? 1 : 0],
        start,
      );
    }

    setUniforms({ sizeRatio, pixelRatio, matrix }, { gl, uniformLocations }) {
      gl.uniform1f(uniformLocations.u_sizeRatio, sizeRatio);
      gl.uniform1f(uniformLocations.u_pixelRatio, pixelRatio);
      gl.uniformMatrix3fv(uniformLocations.u_matrix, false, matrix);
      gl.uniform4f(uniformLocations.u_paper, ...paper(), 1);
    }
  };
}
