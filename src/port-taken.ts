/** What listening on a port failed with, as the user understands it. `variable`: that which named the port. */
export function portTaken(error: NodeJS.ErrnoException, variable: string, port: number, host: string): Error {
  if (error.code !== 'EADDRINUSE') return error;
  return new Error(`Port ${port} of ${host} is taken: set ${variable} to another one.`);
}
