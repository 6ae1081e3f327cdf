/** The places (`METHOD /path`) whose breaking change the changelog announces under a version. */
export function announcements(changelog, version) {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.split(/\s/, 1)[0] === version) ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('- BREAKING:'));
  return lines.flatMap((line) => line.match(/[A-Z]+ \/[^\s`:,;]*|components\/securitySchemes\/\w+/g) ?? []);
}
