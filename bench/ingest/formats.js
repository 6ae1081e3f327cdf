import { Buffer } from 'node:buffer';
import { pythonFloat, pythonFloats } from './python-json.js';

/**
 * The forms in which a film is written: what stands before its frames, for each of them, and behind them. A frame's
 * `texts` are the texts of its faces' embeddings, which take the most time to print.
 */

/** The model that the import takes embeddings of the pipeline for. */
const MODEL = 'pipeline';

/** Of each face its embedding as text. */
export const textsOf = (faces) => faces.map(({ embedding }) => pythonFloats(embedding));

/** `{file_uuid}.face_traced.json`, as the pipeline writes it. */
export function traced(film) {
  const { fps, width, height, frames } = film;
  const traces = new Map();
  return {
    before: () =>
      `{"fps": ${pythonFloat(fps)}, "width": ${width}, "height": ${height}, "frame_count": ${frames}, "frames": {`,
    of: ({ frame, faces }, texts) => {
      for (const face of faces) count(traces, frame, face);
      const listed = faces.map((face, index) => tracedFace(face, texts[index])).join(', ');
      return `${frame === 0 ? '' : ', '}"${frame}": {"faces": [${listed}]}`;
    },
    behind: () =>
      `}, "traces": {${Array.from(traces.values(), (trace) => tracedTrace(trace, film)).join(', ')}}}`,
  };
}

function tracedFace({ x, y, width, height, confidence, embedding, pose_angle, trace_id }, text) {
  const vector = embedding.length > 0 ? `"embedding": ${text}, ` : '';
  return (
    `{"x": ${x}, "y": ${y}, "width": ${width}, "height": ${height}, "confidence": ${pythonFloat(confidence)}, ` +
    `${vector}"pose_angle": ${pythonFloat(pose_angle)}, "trace_id": ${trace_id}}`
  );
}

function count(traces, frame, { trace_id, confidence }) {
  const trace = traces.get(trace_id) ?? { trace_id, start: frame, appearances: 0, confidence: 0 };
  traces.set(trace_id, trace);
  trace.end = frame;
  trace.appearances++;
  trace.confidence += confidence;
}

function tracedTrace({ trace_id, start, end, appearances, confidence }, { fps }) {
  const frames = end - start + 1;
  return (
    `"${trace_id}": {"trace_id": ${trace_id}, "start_frame": ${start}, "end_frame": ${end}, ` +
    `"duration_frames": ${frames}, "duration_seconds": ${pythonFloat(frames / fps)}, ` +
    `"total_appearances": ${appearances}, "avg_confidence": ${pythonFloat(confidence / appearances)}}`
  );
}

/** The same faces for `POST /api/v1/file/{file_uuid}/faces`, as application/x-ndjson. */
export const ndjson = () =>
  lines(({ frame, face, index, text }) => {
    const { x, y, width, height, confidence, trace_id, embedding } = face;
    const row = { face_id: `${frame}_${index}`, frame_number: frame, confidence, trace_id };
    const start = JSON.stringify({ ...row, bbox: { x, y, width, height } }).slice(0, -1);
    return `${start}${embedding.length > 0 ? `,"embedding":{"model":"${MODEL}","values":${text}}` : ''}}`;
  });

/** The same faces for a COPY into face_detection (DETECTION_COLUMNS). */
export const detections = ({ file_uuid, fps }) =>
  lines(({ frame, face, index }) => {
    const { x, y, width, height, confidence, trace_id } = face;
    const time = Math.round((frame / fps) * 1e6) / 1e6;
    return [file_uuid, `${frame}_${index}`, frame, time, confidence, trace_id, x, y, width, height].join(
      '\t',
    );
  });

export const DETECTION_COLUMNS =
  'file_uuid, face_id, frame_number, "time", confidence, trace_id, x, y, width, height';

/** Their embeddings for a COPY into face_embedding (EMBEDDING_COLUMNS). */
export const embeddings = ({ file_uuid, dimension }) =>
  lines(({ frame, face, index }) => {
    const hex = Buffer.from(face.embedding.buffer).toString('hex');
    return [file_uuid, `${frame}_${index}`, MODEL, dimension, `\\\\x${hex}`].join('\t');
  });

export const EMBEDDING_COLUMNS = 'file_uuid, face_id, model, dimension, vector';

/** A line for each face. */
const lines = (lineOf) => ({
  before: () => '',
  of: ({ frame, faces }, texts) =>
    faces.map((face, index) => `${lineOf({ frame, face, index, text: texts[index] })}\n`).join(''),
  behind: () => '',
});
