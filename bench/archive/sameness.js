/** Subjects of each kind that are looked at. */
const LOOKS = 5;
/** A mean depends, in its last digits, on the order in which it was summed up: it may be rounded up or down. */
const TOLERANCE = 0.0000015;

/** Throws unless both servers answer alike: whatever the floor says, the service must say, too. */
export async function requireSame(kind, errands, { floor, service }) {
  for (const errand of spread(errands)) {
    const answers = [];
    for (const server of [floor, service]) answers.push(await run(errand, server));
    const difference = differenceOf(...answers, '');
    if (difference) throw new Error(`${kind.name}, ${errand[0].path}: ${difference}`);
  }
}

/** Some, from the first to the last. */
function spread(values) {
  const looks = Math.min(LOOKS, values.length);
  return Array.from({ length: looks }, (_, nth) => values[Math.floor((nth * values.length) / looks)]);
}

async function run(errand, { origin, headers }) {
  const answers = [];
  for (const { method, path, body } of errand) {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
      body: body && JSON.stringify(body),
    });
    answers.push({ status: response.status, body: await response.json() });
  }
  return answers;
}

/** The first difference, in words. Fields that only the service has don't count. */
function differenceOf(floor, service, place) {
  if (typeof floor !== 'object' || floor === null || typeof service !== 'object' || service === null) {
    return isSame(floor, service, place)
      ? undefined
      : `at ${place} the floor says ${JSON.stringify(floor)}, the service ${JSON.stringify(service)}`;
  }
  if (Array.isArray(floor) && floor.length !== service.length) {
    return `at ${place} the floor has ${floor.length} of them, the service ${service.length}`;
  }
  for (const [name, value] of Object.entries(floor)) {
    const difference = differenceOf(value, service[name], `${place}/${name}`);
    if (difference) return difference;
  }
  return undefined;
}

const isSame = (floor, service, place) =>
  place.endsWith('/confidence') ? Math.abs(floor - service) < TOLERANCE : floor === service;
