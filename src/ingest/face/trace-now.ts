/** The trace of an incoming row `i` whose partner is `d`: a row that says nothing of its trace leaves the detection in it. */
export const TRACE = 'CASE WHEN i.says_trace THEN i.trace_id ELSE d.trace_id END';

/** Where the detections of each trace of the file $1 are now, most of them. A trace that is gone is not among these. */
export const TRACES_NOW = `
  SELECT d.trace_id, mode() WITHIN GROUP (ORDER BY ${TRACE}) AS trace_now
  FROM face_detection d
  JOIN face_pair p ON p.old_id = d.face_id
  JOIN incoming_face i ON i.face_id = p.new_id
  WHERE d.file_uuid = $1
  GROUP BY d.trace_id`;
