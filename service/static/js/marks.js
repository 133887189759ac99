/** Draws partners as stars and polygons, filled or hollow: a node program for sigma. */

const VERTEX_SHADER = `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_angle;
attribute float a_corners;
attribute float a_depth;
attribute float a_turn;
attribute float a_hollow;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
varying vec4 v_color;
varying vec2 v_fromCentre;
varying float v_reach;
varying vec4 v_shape;
const float bias = 255.0 / 254.0;

void main() {
  float reach = a_size * u_correctionRatio / u_sizeRatio * 2.0;
  vec2 fromCentre = 2.2 * reach * vec2(cos(a_angle), sin(a_angle));
  gl_Position = vec4((u_matrix * vec3(a_position + fromCentre, 1)).xy, 0, 1);
  v_fromCentre = fromCentre;
  v_reach = reach;
  v_shape = vec4(a_corners, a_depth, a_turn, a_hollow);
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}`;

// In the wedge between a corner and a dent beside it, a star has one side.
const FRAGMENT_SHADER = `
precision highp float;
varying vec4 v_color;
varying vec2 v_fromCentre;
varying float v_reach;
varying vec4 v_shape;
uniform float u_correctionRatio;
uniform vec4 u_paper;
const float PI = 3.14159265;

// x: the distance to the outline, y: that of the centre, each 0 on the outline and below inside.
vec2 distancesToOutline() {
  float wedge = PI / v_shape.x;
  float angle = atan(v_fromCentre.x, v_fromCentre.y) + v_shape.z;
  angle = abs(mod(angle + wedge, 2.0 * wedge) - wedge);
  vec2 point = length(v_fromCentre) * vec2(cos(angle), sin(angle));
  vec2 corner = vec2(v_reach, 0.0);
  vec2 dent = v_reach * v_shape.y * vec2(cos(wedge), sin(wedge));
  vec2 side = normalize(dent - corner);
  vec2 outwards = vec2(side.y, -side.x);
  return vec2(dot(point - corner, outwards), dot(-corner, outwards));
}

void main(void) {
  float pixel = u_correctionRatio * 2.0;
  vec2 distances = distancesToOutline();
  float outside = distances.x;
  #ifdef PICKING_MODE
  // The whole disc answers to the pointer, so that small and dented marks are no harder to hit.
  gl_FragColor = length(v_fromCentre) > v_reach + pixel ? vec4(0.0) : v_color;
  #else
  float seen = 1.0 - smoothstep(-pixel, 0.0, outside);
  float rim = v_shape.w > 0.5 ? max(-distances.y * 0.34, 1.5 * pixel) : 0.0;
  vec4 inside = v_shape.w > 0.5 ? u_paper : v_color;
  vec4 color = mix(inside, v_color, v_shape.w > 0.5 ? smoothstep(-rim - pixel, -rim, outside) : 1.0);
  gl_FragColor = mix(vec4(0.0), color, seen);
  #endif
}`;

const FLOAT = 5126; // WebGLRenderingContext.FLOAT
const UNSIGNED_BYTE = 5121; // WebGLRenderingContext.UNSIGNED_BYTE
const TRIANGLES = 4; // WebGLRenderingContext.TRIANGLES

/** Return a node program; `paper()` gives the colour inside hollow marks as [red, green, blue], each 0 … 1. */
export function createMarkProgram({ rendering, utils }, paper) {
  return class MarkProgram extends rendering.NodeProgram {
    getDefinition() {
      return {
        VERTICES: 3,
        VERTEX_SHADER_SOURCE: VERTEX_SHADER,
        FRAGMENT_SHADER_SOURCE: FRAGMENT_SHADER,
        METHOD: TRIANGLES,
        UNIFORMS: ["u_sizeRatio", "u_correctionRatio", "u_matrix", "u_paper"],
        ATTRIBUTES: [
          { name: "a_position", size: 2, type: FLOAT },
          { name: "a_size", size: 1, type: FLOAT },
          { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_corners", size: 1, type: FLOAT },
          { name: "a_depth", size: 1, type: FLOAT },
          { name: "a_turn", size: 1, type: FLOAT },
          { name: "a_hollow", size: 1, type: FLOAT },
        ],
        CONSTANT_ATTRIBUTES: [{ name: "a_angle", size: 1, type: FLOAT }],
        CONSTANT_DATA: [[0], [(2 * Math.PI) / 3], [(4 * Math.PI) / 3]],
      };
    }

    processVisibleItem(id, start, { x, y, size, color, shape, hollow }) {
      this.array.set(
        [x, y, size * shape.reach, utils.floatColor(color), id, shape.corners, shape.depth, shape.turn, hollow ? 1 : 0],
        start,
      );
    }

    setUniforms({ sizeRatio, correctionRatio, matrix }, { gl, uniformLocations }) {
      gl.uniform1f(uniformLocations.u_sizeRatio, sizeRatio);
      gl.uniform1f(uniformLocations.u_correctionRatio, correctionRatio);
      gl.uniformMatrix3fv(uniformLocations.u_matrix, false, matrix);
      gl.uniform4f(uniformLocations.u_paper, ...paper(), 1);
    }
  };
}
