/** A float as Python's json.dumps prints it: the fewest digits that mean it, 17 at most. */
export function pythonFloat(value) {
  if (Number.isInteger(value)) return `${value}.0`;
  if (Math.abs(value) >= 1e-4) return String(value);
  return value.toExponential().replace(/e-(\d)$/, 'e-0$1');
}

/** A list of floats, likewise. A loop: a film has tens of millions of them. */
export function pythonFloats(values) {
  let text = '[';
  for (let index = 0; index < values.length; index++) {
    text += (index === 0 ? '' : ', ') + pythonFloat(values[index]);
  }
  return `${text}]`;
}
