/** A face in the frame of its detection. */
const drawing = (colour: string): string =>
  `<g fill="none" stroke="${colour}" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round">` +
  '<path d="M3 10V6a3 3 0 0 1 3-3h4M22 3h4a3 3 0 0 1 3 3v4M29 22v4a3 3 0 0 1-3 3h-4M10 29H6a3 3 0 0 1-3-3v-4"/>' +
  '<circle cx="16" cy="13" r="4.4"/><path d="M8.6 24.5c.9-4 3.8-6 7.4-6s6.5 2 7.4 6"/></g>';

/** The logo in the colour of the text around it. */
export const LOGO = `<svg class="logo" viewBox="0 0 32 32" aria-hidden="true">${drawing('currentColor')}</svg>`;

/** The logo as an address for `<link rel="icon">`: nothing is loaded for it. */
export const ICON = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${drawing('#d9480f')}</svg>`,
)}`;
