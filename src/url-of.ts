/** The URL of an address that is listened on. */
export const urlOf = ({ address, port }: { address: string; port: number }): string =>
  `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
