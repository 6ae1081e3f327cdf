/** The value of a metric, named with its labels, in Prometheus's text format; undefined where there is none. */
export function valueOf(text: string, name: string): number | undefined {
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length + 1));
}
